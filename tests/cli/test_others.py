from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest
import yaml

from tests.cli.conftest import DAY, SAMPLE, SHOP, run, run_alone

DRIFT = "unmonitored-concept-drift@intent"


def test_a_finding_is_explained_with_every_factor_and_its_place(shop: Path) -> None:
    out = run("explain", DRIFT, shop, "--as-of", DAY).out
    assert "costs about" in out
    assert "monitoring.quality: none  (all.yaml:12:" in out
    for factor in ("prior_rate", "severity", "volatility", "noticed", "detect", "response", "days"):
        assert f"\n  {factor} " in out


def test_an_explanation_as_json_works_out_the_same_price(shop: Path) -> None:
    tree = json.loads(run("explain", DRIFT, shop, "--as-of", DAY, "--format", "json").out)
    assert tree["format"] == "debtaudit-explanation"
    one = {each["name"]: each["value"] for each in tree["factors"] if not each["of"]}
    carry = one["carry"] * one["severity"] * one["days"] * one["day_cost"]
    events, loss = tree["finding"]["likelihood"], tree["finding"]["loss_per_event"]
    price = events["events_per_quarter"] * loss["mean"] + carry
    assert tree["finding"]["interest"]["mean"] == pytest.approx(price, rel=1e-3)


def test_a_debt_is_explained_by_its_documentation() -> None:
    out = run("explain", "static-test-set").out
    for title in ("Why it is debt", "Fix", "False alarms", "Example", "Instead", "defaults, to calibrate"):
        assert title in out
    assert json.loads(run("explain", "static-test-set", "--format", "json").out)["debt"] == "static-test-set"


@pytest.mark.parametrize(
    ("what", "says"),
    [
        ("unmonitored-concept-drift@intend", "did you mean 'unmonitored-concept-drift@intent'"),
        ("unmonitored-concept-drift@fraud", "cannot be told; these facts would tell: "),
        ("static-test-sets", "did you mean 'static-test-set'"),
    ],
)
def test_what_is_not_found_gets_a_hint(what: str, says: str, shop: Path) -> None:
    said = run("explain", what, shop, "--as-of", DAY)
    assert said.code == 2
    assert says in said.err


def test_what_does_not_apply_is_told_with_the_reason(shop: Path) -> None:
    (shop / "all.yaml").write_text(SHOP.replace("{id: fraud,", "{id: fraud, not_applicable: {thresholds: by law},"))
    said = run("explain", "fixed-threshold@fraud", shop, "--as-of", DAY)
    assert said.code == 2
    assert "'fixed-threshold@fraud' does not apply; the reason is: by law" in said.err


def test_what_was_not_looked_for_is_not_called_absent(shop: Path) -> None:
    (shop / "ours").mkdir()
    (shop / "ours" / "broken.py").write_text("raise RuntimeError('half a debt')\n")
    (shop / "debtaudit.yaml").write_text("debts: {folder: ours}\n")
    for what, says in (("broken@intent", "was not looked for; broken could not run: RuntimeError: half a debt"),
                       ("broken", "the debt 'broken' cannot be run; RuntimeError: half a debt")):  # fmt: skip
        said = run("explain", what, shop, "--as-of", DAY)
        assert said.code == 4
        assert says in said.err
    assert run("explain", DRIFT, shop, "--as-of", DAY).code == 4
    assert run("whatif", shop, "--as-of", DAY, "--days", "15").code == 4
    assert "no such debt" not in run("backlog", shop, "--as-of", DAY, "--debt", "broken").err


def test_the_schema_accepts_the_shop() -> None:
    schema = json.loads(run("schema").out)
    jsonschema.validate(yaml.safe_load(SHOP), schema)


def test_impact_names_whom_to_tell(shop: Path) -> None:
    said = run("impact", "intent", shop)
    assert "order-chat" in said.out
    assert "Owners to notify: chat" in said.out
    tree = json.loads(run("impact", "order-chat", shop, "--up", "--format", "json").out)
    (cause,) = tree["reached"]
    assert (tree["format"], tree["direction"]) == ("debtaudit-impact", "up")
    assert (cause["id"], cause["hops"], cause["path"]) == ("intent", 1, ["order-chat", "intent"])


def test_a_path_is_told_in_the_direction_of_the_damage(tmp_path: Path) -> None:
    (tmp_path / "chain.yaml").write_text("""\
        datasets: [{id: words, owner: data}]
        models: [{id: tone, trains_on: [words], status: production}]
        systems: [{id: inbox, calls: [tone]}]
        """)
    down, up = run("impact", "words", tmp_path).out, run("impact", "inbox", tmp_path, "--up").out
    assert "through tone\n" in down
    assert "Owners to notify: none is named" in down
    assert "through tone\n" in up
    assert "Owners to ask: data" in up
    assert run("impact", "inbox", tmp_path).out == "Nothing in the inventory rests on inbox.\n"


def test_a_longer_path_to_a_cause_begins_at_the_cause(tmp_path: Path) -> None:
    (tmp_path / "chain.yaml").write_text("""\
        datasets: [{id: words, reads: [feed]}, {id: feed}]
        models: [{id: tone, trains_on: [words]}]
        systems: [{id: inbox, calls: [tone]}]
        """)
    assert "through words -> tone\n" in run("impact", "inbox", tmp_path, "--up").out
    assert "through words -> tone\n" in run("impact", "feed", tmp_path).out


def test_impact_of_what_is_not_there(shop: Path) -> None:
    said = run("impact", "intend", shop)
    assert said.code == 2
    assert "did you mean 'intent'" in said.err


def test_a_plan_keeps_its_days_and_tells_what_is_left(shop: Path) -> None:
    tree = json.loads(run("plan", shop, "--days", "15", "--as-of", DAY, "--format", "json").out)
    assert tree["format"] == "debtaudit-plan"
    assert 0 < tree["days"] <= 15
    assert tree["interest"]["after"] < tree["interest"]["before"]
    assert tree["cost_of_delay_left"] > 0
    before, after = (
        {each["chance"]: each["loss"] for each in tree["exceedance"][when]} for when in ("before", "after")
    )
    assert all(after[chance] <= before[chance] for chance in before)
    shown = run("plan", shop, "--days", "15", "--as-of", DAY).out
    assert "Left undone" in shown
    none = " ".join(run("plan", shop, "--days", "0", "--as-of", DAY).out.split())
    assert "No repair fits into 0 engineer-days; the debt goes on costing" in none
    assert "what repairs would save, 80 % of their cost after a quarter's growth" in none
    assert tree["steps"][0]["id"] in shown


def test_whatif_shows_before_and_after_and_writes_nothing(shop: Path) -> None:
    text = (shop / "all.yaml").read_text()
    words = ("whatif", shop, "--as-of", DAY, "--set", "intent.monitoring.quality={level: automated, alert_route: me}")
    tree = json.loads(run(*words, "--format", "json").out)
    assert tree["after"]["interest"]["mean"] < tree["before"]["interest"]["mean"]
    assert (shop / "all.yaml").read_text() == text
    assert list(shop.iterdir()) == [shop / "all.yaml"]
    assert "The debt costs" in run(*words).out


def test_whatif_takes_fixes_links_and_days(shop: Path) -> None:
    (shop / "all.yaml").write_text(SHOP.replace("    system: order-chat\n", ""))
    for words in (("--fix", DRIFT), ("--remove-link", "intent->order-chat"), ("--days", "15")):
        tree = json.loads(run("whatif", shop, "--as-of", DAY, *words, "--format", "json").out)
        assert tree["interest"] < 0, words


def test_whatif_without_a_change_tells_what_it_costs_to_do_nothing(shop: Path) -> None:
    (shop / "debtaudit.yaml").write_text(
        "policy: {growth_cap: 1.2}\neconomics: {" + DRIFT.split("@", maxsplit=1)[0] + ": {growth: 50%}}\n"
    )
    tree = json.loads(run("whatif", shop, "--as-of", DAY, "--format", "json").out)
    costs = [each["interest"] for each in tree["quarters"]]
    assert (tree["format"], tree["version"], len(costs)) == ("debtaudit-waiting", 1, 5)
    assert costs[0] == tree["before"]["interest"]["mean"] and costs == sorted(costs) and costs[-1] > costs[0]
    (drift,) = [each for each in tree["growing"] if each["id"] == DRIFT]
    assert drift["in_a_year"] == pytest.approx(1.2 * drift["interest"], abs=0.02), "growth ends at the model's cap"
    shown = run("whatif", shop, "--as-of", DAY).out
    assert "If nothing is done, a quarter costs" in shown and f"debtaudit whatif {shop}" in shown.replace("\n", "")


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--set", "intent.volatility"), "asset.fact=value"),
        (("--set", "intent.volatilty=low"), "did you mean 'volatility'"),
        (("--fix", "nothing@intent"), "the audit does not find it"),
        (("--remove-link", "intent"), "provider->consumer"),
        (("--remove-link", "a->b"), "no link leads from 'a' to 'b'"),
    ],
)
def test_what_cannot_be_tried_is_told(words: tuple[str, ...], says: str, shop: Path) -> None:
    said = run("whatif", shop, *words)
    assert said.code == 2
    assert says in said.err


def test_the_report_prints_the_path_of_its_first_page_last(shop: Path, tmp_path: Path) -> None:
    said = run_alone("report", shop, "--out", tmp_path / "site", "--as-of", DAY)
    assert said.code == 0, said.err
    index = Path(said.out.splitlines()[-1])
    assert index == tmp_path / "site" / "index.html"
    assert "Tiny Shop" in index.read_text()
    assert not [path for path in index.parent.rglob(".*") if path.is_file()]


def test_a_report_is_the_same_on_every_run(tmp_path: Path) -> None:
    for name in ("one", "two"):
        assert run("report", SAMPLE, "--out", tmp_path / name, "--as-of", DAY).code == 0
    pages = [{path.name: path.read_bytes() for path in (tmp_path / name).rglob("*.html")} for name in ("one", "two")]
    assert pages[0] == pages[1]


def test_a_report_is_not_written_over_a_file(shop: Path) -> None:
    said = run("report", shop, "--out", shop / "all.yaml")
    assert said.code == 2
    assert "is a file" in said.err
    assert (shop / "all.yaml").read_text() == SHOP


def test_an_explanation_tells_what_the_price_hangs_on_and_where_other_lanes_begin(shop: Path) -> None:
    out = run("explain", DRIFT, shop, "--as-of", DAY).out
    assert "What the price hangs on" in out
    assert "It would be in lane" in " ".join(out.split())
    tree = json.loads(run("explain", DRIFT, shop, "--as-of", DAY, "--format", "json").out)
    assert 1 < len(tree["swings"]) <= 5
    assert {each["lane"] for each in tree["other_lanes"]} <= {"now", "next", "later"} - {tree["finding"]["lane"]}


def test_an_amount_is_set_as_people_write_it_and_told_in_full(shop: Path) -> None:
    words = ("whatif", shop, "--as-of", DAY, "--format", "json", "--set")
    said = run(*words, "order-chat.revenue_per_day=9k")
    assert said.code == 0 and "order-chat.revenue_per_day: 9,000\n" in said.err
    plain = run(*words, "order-chat.revenue_per_day=9000")
    assert plain.out == said.out and "9,000" not in plain.err
    assert "'9,5k' is not a number" in run(*words, "order-chat.revenue_per_day='9,5k'").err


def test_a_short_repair_that_does_not_fit_says_what_it_rests_on(tmp_path: Path) -> None:
    run("init", tmp_path)
    said = run("plan", tmp_path, "--days", "5", "--as-of", "2026-11-21").out
    assert "No repair fits into 5 engineer-days" in said
    (line,) = [line for line in said.splitlines() if "stale-model@intent" in line]
    assert line.startswith("  stale-model@intent: ") and line.endswith("4 days, after irreproducible-training@intent")
