"""Names that may be one are suggested with a score and a reason; nothing is joined by itself."""

from __future__ import annotations

from debtaudit.collectors._alike import Pair, outages, suggestions, tools_of
from debtaudit.domain.inventory import Inventory
from debtaudit.inventory import loads
from debtaudit.inventory.files import TextFile
from debtaudit.inventory.load import _assemble


def merged(*texts: str) -> Inventory:
    return _assemble([TextFile(f"{number}.yaml", text, "") for number, text in enumerate(texts)], {})


def of(tool: str, text: str) -> str:
    return f"source: {{kind: collector, name: {tool}}}\n{text}"


def pairs(*texts: str, **aliases: str) -> list[Pair]:
    inventory = merged(*texts)
    known = {name.replace("__", ":"): id_ for name, id_ in aliases.items()}
    return list(suggestions(inventory, tools_of(inventory), known))


HAND = "models: [{id: order-intent, repository: 'https://x'}]\ndatasets: [{id: customer-360}]\n"


def test_names_that_differ_in_spelling_alone_are_nearly_sure() -> None:
    (pair,) = pairs(HAND, of("dbt", "datasets: [{id: customer_360}]"))
    assert (pair.id, pair.name, pair.score) == ("customer-360", "dbt:customer_360", 0.97)


def test_the_name_that_people_wrote_is_kept_whichever_file_comes_first() -> None:
    for texts in (
        (HAND, of("dbt", "datasets: [{id: customer_360}]")),
        (of("dbt", "datasets: [{id: customer_360}]"), HAND),
    ):
        assert [(each.id, each.name) for each in pairs(*texts)] == [("customer-360", "dbt:customer_360")]


def test_names_in_two_tools_are_suggested_too() -> None:
    (pair,) = pairs(of("mlflow", "models: [{id: churn-eu}]"), of("prometheus", "models: [{id: churn_eu}]"))
    assert pair.score == 0.97


def test_words_that_say_nothing_do_not_part_names() -> None:
    (pair,) = pairs(HAND, of("mlflow", "models: [{id: order-intent-model}]"))
    assert (pair.score, pair.reason) == (0.9, "same words but for such as model or service")


def test_other_kinds_other_names_and_names_of_one_tool_are_not_suggested() -> None:
    assert not pairs(HAND, of("dbt", "models: [{id: customer_360}]"))
    assert not pairs(HAND, of("dbt", "datasets: [{id: orders}]"))
    assert not pairs(of("dbt", "datasets: [{id: stg_orders}, {id: stg-orders}]"))


def test_what_stands_in_the_aliases_is_not_suggested_again() -> None:
    assert not pairs(HAND, of("dbt", "datasets: [{id: customer_360}]"), dbt__customer_360="customer-360")


def test_what_a_tool_states_itself_is_sure() -> None:
    inventory = loads(HAND)
    found = suggestions(
        inventory, {}, {}, {"mlflow:Order Intent": "order-intent", "sentry:order-intent": "order-intent"}
    )
    assert found == (Pair(1.0, "order-intent", "mlflow:Order Intent", "an annotation in the tool says so"),)


def incidents(tool: str, *found: str) -> str:
    return of(tool, "incidents:\n" + "".join(f"  - {{{each}}}\n" for each in found))


def test_one_outage_in_two_tools_is_suggested_where_asset_and_time_are_shared() -> None:
    pager = incidents(
        "pagerduty", "id: pd-1, assets: [chat], opened_at: 2026-08-03T09:10Z, resolved_at: 2026-08-03T15:00Z"
    )
    desk = incidents("jira", "id: INC-7, assets: [chat, web], opened_at: 2026-08-03T10:00Z",
                     "id: INC-8, assets: [web], opened_at: 2026-08-03T10:00Z",
                     "id: INC-9, assets: [chat], opened_at: 2026-08-04T10:00Z")  # fmt: skip
    assert outages(merged(pager, desk)) == (("INC-7", "pd-1", "both hit chat at the same time"),)
    assert not outages(merged(pager, desk.replace("id: INC-7,", "id: INC-7, same_as: pd-1,")))
