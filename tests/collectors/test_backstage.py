"""A software catalogue becomes systems, models, data and teams, and what depends on what."""

from __future__ import annotations

import json
from typing import Any

import pytest

from debtaudit.collectors._collector import Collected, Export, Unanswered
from debtaudit.collectors.backstage import backstage
from debtaudit.domain.problem import errors

MODEL = """
kind: Component
metadata: {name: intent, annotations: {mlflow.org/model-name: Order Intent}}
spec: {type: ml-model, lifecycle: production, owner: chat, dependsOn: ['Resource:default/labels']}
"""
LABELS = "kind: Resource\nmetadata: {name: labels}\nspec: {type: database, owner: group:chat}\n"
CHAT = "kind: Group\nmetadata: {name: chat}\nspec: {members: [a, b]}\n"


def collected(*documents: str, aliases: dict[str, str] | None = None) -> Collected:
    text = "\n---\n".join(documents)
    return backstage.state([Export("catalog-info.yaml", text.encode())], backstage.options(), aliases or {})


def entries(made: Collected, section: str) -> dict[str, dict[str, Any]]:
    found = made.document.get(section, [])
    assert isinstance(found, list)
    return {each["id"]: each for each in found}


def test_an_entity_becomes_what_its_type_says() -> None:
    kinds = {"ml-model": "models", "model-server": "systems", "pipeline": "pipelines", "website": "systems"}
    for said, section in kinds.items():
        assert entries(collected(f"kind: Component\nmetadata: {{name: x}}\nspec: {{type: {said}}}"), section), said
    labelled = "kind: Component\nmetadata: {name: x, labels: {our/kind: ai-model}}\nspec: {type: service}"
    assert entries(collected(labelled), "models")


def test_references_are_one_however_they_are_written() -> None:
    for said in ("resource:labels", "Resource:default/labels", "RESOURCE:Default/Labels"):
        made = collected(MODEL.replace("Resource:default/labels", said), LABELS, CHAT)
        assert entries(made, "models")["intent"]["trains_on"] == ["labels"]
        assert not made.problems


def test_a_link_told_from_both_sides_is_one() -> None:
    told = LABELS.replace("owner: group:chat", "owner: chat, dependencyOf: ['component:intent']")
    assert entries(collected(MODEL, told, CHAT), "models")["intent"]["trains_on"] == ["labels"]
    alone = MODEL.replace("dependsOn: ['Resource:default/labels']", "dependsOn: []")
    assert entries(collected(alone, told, CHAT), "models")["intent"]["trains_on"] == ["labels"]


def test_an_api_leads_to_what_provides_it() -> None:
    made = collected(
        "kind: API\nmetadata: {name: intent-api}\nspec: {type: openapi}",
        MODEL.replace("owner: chat", "owner: chat, providesApis: [intent-api]"), LABELS, CHAT,
        "kind: Component\nmetadata: {name: web}\nspec: {type: website, consumesApis: [intent-api]}",
    )  # fmt: skip
    assert entries(made, "systems") == {"web": {"id": "web", "name": "web", "type": "application", "calls": ["intent"]}}


def test_what_no_file_describes_is_told_and_left_out() -> None:
    made = collected(MODEL)
    assert "trains_on" not in entries(made, "models")["intent"]
    assert sorted(each.message.partition(",")[0] for each in made.problems) == [
        "component:default/intent is owned by group:default/chat",
        "component:default/intent names resource:default/labels under dependsOn",
    ]


def test_a_person_is_no_team() -> None:
    made = collected(MODEL.replace("owner: chat", "owner: 'user:default/j.doe'"), LABELS, CHAT)
    assert "owner" not in entries(made, "models")["intent"]
    assert "j.doe" not in str(made.document)


def test_annotations_are_suggested_as_aliases() -> None:
    assert collected(MODEL).stated == {"mlflow:Order Intent": "intent"}


def test_equal_names_of_different_kinds_stay_apart() -> None:
    made = collected(MODEL, LABELS.replace("name: labels", "name: intent"), CHAT)
    assert list(entries(made, "models")) == ["intent"]
    assert list(entries(made, "datasets")) == ["intent-dataset"]


def test_a_team_that_is_called_like_what_it_makes_is_called_apart() -> None:
    made = collected(CHAT, "kind: System\nmetadata: {name: chat}\nspec: {owner: chat}\n")
    assert list(entries(made, "teams")) == ["chat-team"]
    assert entries(made, "systems")["chat"]["owner"] == "chat-team"


def test_an_alias_may_name_an_entity_with_its_kind() -> None:
    made = collected(MODEL, LABELS.replace("name: labels", "name: intent"), CHAT,
                     aliases={"component/intent": "order-intent", "resource:default/intent": "rows"})  # fmt: skip
    assert (list(entries(made, "models")), list(entries(made, "datasets"))) == (["order-intent"], ["rows"])


def test_one_entity_described_twice_and_differently_is_told_with_both_places() -> None:
    (told,) = collected(CHAT, CHAT.replace("[a, b]", "[a]")).problems
    assert (told.line, "stands at catalog-info.yaml:1 too" in told.message) == (6, True)


def test_locations_and_templates_are_counted_and_never_followed() -> None:
    made = collected(CHAT, "kind: Location\nmetadata: {name: x}\nspec: {targets: ['https://example.com/x.yaml']}")
    assert made.counts["entities of kind location, left out"] == 1


class Catalogue:
    """A catalogue of two pages; the second may repeat the cursor of the first."""

    link = ""

    def __init__(self, last: str) -> None:
        self.last = last

    def __call__(self, path: str, query: Any = None, body: object = None) -> object:
        second = "cursor" in query
        entity = {"kind": "Group", "metadata": {"name": f"team-{len(query)}"}}
        return {"items": [entity], "pageInfo": {"nextCursor": self.last if second else "c1"}}


def test_all_pages_are_asked_for_and_read_as_an_export_is() -> None:
    assert backstage.fetch
    pages = list(backstage.fetch(Catalogue(""), backstage.options()))
    made = backstage.state([Export(name, json.dumps(page).encode()) for name, page in pages], backstage.options(), {})
    assert list(entries(made, "teams")) == ["team-1", "team-2"]
    with pytest.raises(Unanswered, match="twice"):
        list(backstage.fetch(Catalogue("c1"), backstage.options()))
    alone = backstage.state([Export(pages[0][0], json.dumps(pages[0][1]).encode())], backstage.options(), {})
    assert errors(alone.problems)
