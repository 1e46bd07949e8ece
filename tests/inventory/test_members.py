"""Several inventories, one a team or repository, read as one organisation."""

from __future__ import annotations

from pathlib import Path

import pytest

from debtaudit.inventory import load
from debtaudit.inventory.settings import find_settings, read_settings

SEARCH = """\
organisation: {name: Two, currency: EUR}
teams: [{id: core, members: 4}]
models: [{id: ranker, owner: core, reads: [clicks]}]
"""
DATA = """\
organisation: {name: Two, engineer_day_cost: 800}
teams: [{id: core, on_call: yes}, {id: data}]
datasets: [{id: clicks, owner: data}]
"""


def written(folder: Path, **files: str) -> Path:
    folder.mkdir(exist_ok=True)
    for name, text in files.items():
        (folder / f"{name}.yaml").write_text(text)
    return folder


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    written(Path("search"), models=SEARCH)
    written(Path("data"), sets=DATA)


def told(*roots: str) -> list[str]:
    first, *others = map(Path, roots)
    return [str(each) for each in load(first, {}, others).problems]


def test_links_meet_by_id_across_inventories() -> None:
    inventory = load(Path("search"), {}, [Path("data")])
    assert inventory.problems == ()
    assert [(each.provider, each.consumer) for each in inventory.links] == [("clicks", "ranker")]
    assert [each.path for each in inventory.files] == ["search/models.yaml", "data/sets.yaml"]


def test_the_organisation_and_teams_are_joined() -> None:
    inventory = load(Path("search"), {}, [Path("data")])
    assert (inventory.organisation.currency, inventory.organisation.engineer_day_cost) == ("EUR", 800)
    assert (inventory.teams["core"].members, inventory.teams["core"].on_call) == (4, True)


def test_two_that_say_different_things_of_a_team_are_told_with_both_places() -> None:
    written(Path("data"), sets=DATA.replace("on_call: yes", "members: 5"))
    [told_once] = told("search", "data")
    said, _, hint = told_once.partition("; ")
    assert said.startswith("data/sets.yaml:2:20 warning: team core: 'members' is 5 after data/sets.yaml but 4 after")
    assert hint == "kept: 4, from search/models.yaml:2:20"


def test_an_asset_that_two_of_them_describe_is_an_error_with_both_places() -> None:
    written(Path("data"), sets=DATA, more="models: [{id: ranker}]")
    [told_once] = told("search", "data")
    said, _, hint = told_once.partition("; ")
    assert said == "data/more.yaml:1:11 error: id 'ranker' is described here a second time"
    assert hint == "it stands first at search/models.yaml:3:11"


def test_one_inventory_still_describes_its_team_once() -> None:
    written(Path("data"), sets=DATA, more="teams: [{id: core}]")
    assert [each.partition(";")[0] for each in told("search", "data")] == [
        "data/sets.yaml:2:10 error: id 'core' is described here a second time"
    ]


def test_amounts_of_two_currencies_are_not_added() -> None:
    written(Path("data"), sets=DATA.replace("name: Two,", "currency: USD,"))
    assert [each.partition(" after")[0] for each in told("search", "data")] == [
        "data/sets.yaml:1:16 error: the organisation: 'currency' is USD"
    ]


def test_a_file_that_two_of_them_hold_is_read_once() -> None:
    inventory = load(Path(), {}, [Path("search"), Path("data")])
    assert inventory.problems == ()
    assert [each.path for each in inventory.files] == ["search/models.yaml", "data/sets.yaml"]


def test_the_settings_of_a_member_are_no_inventory() -> None:
    (Path("data") / "debtaudit.yaml").write_text("policy: {hop: 80%}")
    assert told("search", "data") == []
    assert [str(each) for each in load(Path(), {}, [Path("data")]).problems] == []


def test_settings_name_members_as_paths_from_their_own_folder() -> None:
    (Path("search") / "debtaudit.yaml").write_text("members: [../data]")
    path = find_settings(Path("search"))
    assert path
    settings, problems = read_settings(path)
    assert (settings.members, problems) == (("data",), ())


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("members: [../dat]", "debtaudit.yaml:1:11 error: there is no folder or file '../dat'"),
        ("members: ../data", "debtaudit.yaml:1:10 error: 'members' must be a list of folders"),
        ("members: [{a: b}]", "debtaudit.yaml:1:11 error: 'members' must be a list of folders"),
    ],
)
def test_members_that_are_not_there_are_told(text: str, said: str) -> None:
    (Path("search") / "debtaudit.yaml").write_text(text)
    _, [problem] = read_settings(Path("search") / "debtaudit.yaml")
    assert str(problem).startswith(said)


def test_no_members_are_none() -> None:
    (Path("search") / "debtaudit.yaml").write_text("members: unknown")
    assert read_settings(Path("search") / "debtaudit.yaml")[0].members == ()
