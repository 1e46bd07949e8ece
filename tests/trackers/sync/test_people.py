"""What people do in a tracker stays, and what must not happen by itself does not. On every tracker."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from debtaudit.trackers.sync.failures import Failure, Unauthorised, Unfit
from debtaudit.trackers.sync.opening import connected
from debtaudit.trackers.sync.plan import Wishes
from debtaudit.trackers.sync.target import Target
from tests.trackers.sync.fakes import FAKES
from tests.trackers.sync.fakes.azure import Azure
from tests.trackers.sync.fakes.github import GitHub
from tests.trackers.sync.fakes.gitlab import GitLab
from tests.trackers.sync.fakes.jira import Jira, JiraDataCenter
from tests.trackers.sync.fakes.redmine import Redmine
from tests.trackers.sync.fakes.server import Call, fine
from tests.trackers.sync.sitting import Desk, repaid, told, tracker_of

every = pytest.mark.parametrize("name", FAKES)


def desk(name: str, folder: Path, *names: str) -> Desk:
    return Desk(FAKES[name](), folder, told(*(names or ("alpha", "beta"))))


@every
def test_a_plan_only_reads(name: str, tmp_path: Path) -> None:
    mine = desk(name, tmp_path)
    assert mine.plan() == [("create", "alpha"), ("create", "beta")]
    assert mine.fake.writes == []


@every
def test_what_was_applied_is_in_step(name: str, tmp_path: Path) -> None:
    mine = desk(name, tmp_path)
    assert [step.result for step in mine.apply()] == ["made", "made"]
    assert mine.plan() == []


@every
def test_a_title_that_people_changed_stays_and_ours_is_told(name: str, tmp_path: Path) -> None:
    mine = desk(name, tmp_path)
    mine.apply()
    mine.fake.people_retitle(mine.fake.live[0], "A person's title")
    assert mine.plan() == [("kept", "alpha")]
    mine.told[0] = replace(mine.told[0], title="[debt] A new title of ours")
    assert mine.plan() == [("conflict", "alpha")]
    mine.apply()
    assert mine.fake.title(mine.fake.live[0]) == "A person's title"
    mine.wishes = Wishes(forced=frozenset({"title"}))
    mine.apply()
    assert mine.fake.title(mine.fake.live[0]) == "[debt] A new title of ours"


@every
def test_a_change_of_ours_is_sent_once(name: str, tmp_path: Path) -> None:
    mine = desk(name, tmp_path)
    mine.apply()
    mine.told = told("alpha", "beta", says="It costs more.", priority=1)
    [changes, _other] = [action.changes for action in mine.look().actions]
    assert {change.field for change in changes} == {"body", "priority"}
    assert [step.result for step in mine.apply()] == ["updated", "updated"]
    assert mine.plan() == []


@every
def test_what_people_closed_stays_closed(name: str, tmp_path: Path) -> None:
    mine = desk(name, tmp_path)
    mine.apply()
    mine.fake.people_close(mine.fake.live[0])
    mine.told = told("alpha", "beta", says="It costs more.")
    mine.fake.calls.clear()
    assert mine.plan() == [("update", "beta"), ("closed", "alpha")]
    mine.apply()
    assert mine.plan() == [("closed", "alpha")]


@every
def test_what_was_deleted_is_not_made_again_unless_asked_for(name: str, tmp_path: Path) -> None:
    mine = desk(name, tmp_path)
    mine.apply()
    mine.fake.live[0].gone = True
    assert mine.plan() == [("gone", "alpha")]
    mine.apply()
    assert len(mine.fake.live) == 1
    if name == "linear":  # under the id that it had, which Linear gives away once
        return
    mine.wishes = Wishes(recreate=True)
    mine.apply()
    assert len(mine.fake.live) == 2
    assert mine.plan() == []


@every
def test_what_the_audit_does_not_find_any_more_stays_open(name: str, tmp_path: Path) -> None:
    mine = desk(name, tmp_path)
    mine.apply()
    mine.told = mine.told[:1]
    assert mine.plan() == [("orphan", "beta")]
    mine.fake.calls.clear()
    mine.apply()
    assert mine.fake.writes == []


@every
def test_what_somebody_called_repaid_is_closed(name: str, tmp_path: Path) -> None:
    mine = desk(name, tmp_path)
    mine.apply()
    mine.told[1] = repaid(mine.told[1])
    assert mine.plan() == [("close", "beta")]
    assert [step.result for step in mine.apply()] == ["closed"]
    still_open, closed = mine.fake.live
    assert (len(still_open.comments), len(closed.comments)) == (0, 1)
    assert "It costs money" in str(closed.comments)
    assert mine.plan() == []
    mine.wishes = Wishes(close_repaid=False)
    assert mine.plan() == []


@every
def test_what_is_forgotten_is_found_again(name: str, tmp_path: Path) -> None:
    mine = desk(name, tmp_path / "one")
    mine.apply()
    mine.fake.people_retitle(mine.fake.live[0], "A person's title")
    again = Desk(mine.fake, tmp_path / "two", mine.told)
    assert again.plan() == [("adopt", "alpha"), ("adopt", "beta")]
    again.apply()
    assert again.plan() == [("kept", "alpha")]
    assert len(mine.fake.live) == 2


@every
def test_an_issue_follows_its_asset_to_a_new_name(name: str, tmp_path: Path) -> None:
    mine = desk(name, tmp_path)
    mine.apply()
    [new] = told("gamma")
    mine.told[0] = replace(new, former=(mine.told[0].finding,))
    mine.apply()
    assert len(mine.fake.live) == 2
    assert not [action for action in mine.look().actions if action.does]
    if name != "linear":  # its id stays
        assert mine.fake.mark(mine.fake.live[0]) == new.mark


@every
def test_a_wrong_token_stops_before_anything_is_believed(name: str) -> None:
    with pytest.raises(Unauthorised):
        tracker_of(FAKES[name](), token="WRONG-0123456789").connect()


@every
def test_a_token_that_dies_in_the_midst_stops_the_run(name: str, tmp_path: Path) -> None:
    mine = desk(name, tmp_path, "alpha", "beta", "gamma")
    writes: list[Call] = []

    def fault(call: Call) -> object:
        writes.extend([call] if call in mine.fake.writes else [])
        return fine({"message": "expired"}, 401) if len(writes) > 1 and call is writes[-1] else None

    mine.fake.faults.append(fault)  # type: ignore[arg-type] # it answers as a fault may
    with pytest.raises(Unauthorised):
        mine.apply()
    assert len(writes) == 2
    mine.fake.faults.clear()
    assert [kind for kind, _name in mine.plan()][-1] == "create"
    mine.apply()
    assert len(mine.fake.live) == 3


@pytest.mark.parametrize("name", ["azure", "github", "gitlab", "jira", "redmine"])
def test_a_server_that_leaves_the_mark_out_stops_the_run(name: str, tmp_path: Path) -> None:
    mine = desk(name, tmp_path, "alpha", "beta", "gamma")
    mine.fake.drops_marks = True  # type: ignore[attr-defined]
    with pytest.raises(Unfit, match="left its mark out"):
        mine.apply()
    assert len(mine.fake.live) == 1
    mine.fake.drops_marks = False  # type: ignore[attr-defined]
    mine.apply()
    assert len(mine.fake.live) == 3  # the first one is remembered, though it carries no mark


def test_labels_that_github_drops_are_told(tmp_path: Path) -> None:
    mine = desk("github", tmp_path)
    assert isinstance(mine.fake, GitHub)
    mine.fake.drops_labels = True
    assert "left out its labels debt, debtaudit" in mine.apply()[0].said


def test_labels_of_people_stay_and_ours_come_and_go(tmp_path: Path) -> None:
    mine = desk("github", tmp_path, "alpha")
    mine.apply()
    [row] = mine.fake.live
    row.data["labels"] = ["debtaudit", "team/blue", "priority/P2"]  # a person took one, and added one
    assert mine.plan() == []
    mine.told = [replace(mine.told[0], labels=("model",), priority=1)]
    mine.apply()
    assert sorted(row.data["labels"]) == ["debtaudit", "model", "priority/P1", "team/blue"]


@pytest.mark.parametrize("name", ["github", "gitlab"])
def test_what_people_write_around_our_part_stays(name: str, tmp_path: Path) -> None:
    mine = desk(name, tmp_path, "alpha")
    mine.apply()
    [row] = mine.fake.live
    field = "body" if name == "github" else "description"
    row.data[field] = f"Above by Pat.\r\n\r\n{row.data[field]}\n\nBelow by Pat."
    assert mine.plan() == []
    mine.told = told("alpha", says="It costs more.")
    mine.apply()
    assert row.data[field].startswith("Above by Pat.") and row.data[field].endswith("Below by Pat.")
    assert "costs more" in row.data[field] and "costs money" not in row.data[field]


@pytest.mark.parametrize("fake", [GitHub(), GitLab()])
def test_a_mark_that_a_stranger_planted_is_not_ours(fake: GitHub | GitLab, tmp_path: Path) -> None:
    mine = Desk(fake, tmp_path, told("alpha"))
    mine.apply()
    [row] = fake.live
    fake.add(dict(row.data), author="mallory")
    row.gone = True
    fresh = Desk(fake, tmp_path / "fresh", mine.told)
    assert fresh.plan() == [("create", "alpha")]


@pytest.mark.parametrize("name", ["azure", "jira", "redmine"])
def test_a_mark_of_a_colleague_is_neither_adopted_nor_made_a_second_time(name: str, tmp_path: Path) -> None:
    mine = desk(name, tmp_path, "alpha")
    mine.apply()
    mine.fake.live[0].author = "old-bot"
    fresh = Desk(mine.fake, tmp_path / "fresh", mine.told)
    assert fresh.plan() == [("foreign", "alpha")]
    fresh.settings = {"authors": frozenset({"old-bot"})}
    assert fresh.plan() == [("adopt", "alpha")]


@pytest.mark.parametrize("fake", [GitHub(), GitLab(), Azure()])
def test_nothing_is_sent_to_a_public_project_unless_allowed(fake: GitHub | GitLab | Azure) -> None:
    if isinstance(fake, GitHub):
        fake.private = False
    else:
        fake.visibility = "public"
    target = Target(fake.name, fake.project)
    with pytest.raises(Unfit, match="public"):
        connected(tracker_of(fake), target)
    assert connected(tracker_of(fake), replace(target, allow_public=True)).public


@every
def test_the_same_refusal_three_times_ends_the_run(name: str, tmp_path: Path) -> None:
    mine = desk(name, tmp_path, *"abcdef")
    refusal = fine({"message": "O/S is required"}, 422)
    mine.fake.faults.append(lambda call: refusal if call in mine.fake.writes else None)
    with pytest.raises(Failure, match="O/S is required"):
        mine.apply()
    assert mine.fake.live == []
    assert not mine.state().pending


@every
def test_a_lost_answer_is_cleared_up_without_a_second_issue(name: str, tmp_path: Path) -> None:
    mine = desk(name, tmp_path, "alpha", "beta")
    makes: list[Call] = []

    def lose_the_first(call: Call) -> str | None:
        if call in mine.fake.writes and "IssueLabel" not in str(call.body):
            makes.append(call)
        return "lost" if makes and call is makes[0] else None

    mine.fake.faults.append(lose_the_first)
    mine.apply()
    mine.fake.faults.clear()
    mine.fake.clock.sleep(100)
    mine.apply()
    assert len(mine.fake.live) == 2
    assert mine.plan() == []


@pytest.mark.parametrize("name", ["github", "jira", "redmine"])
def test_what_may_have_been_made_is_not_made_again_before_lists_had_time_to_settle(name: str, tmp_path: Path) -> None:
    mine = desk(name, tmp_path, "alpha")
    mine.fake.lag = 45.0
    mine.fake.faults.append(lambda call: "lost" if call in mine.fake.writes else None)
    assert [step.result for step in mine.apply()] == ["pending"]
    mine.fake.faults.clear()
    [again] = mine.apply()
    assert again.result in {"pending", "found"} and len(mine.fake.live) == 1
    mine.fake.clock.sleep(100)
    mine.apply()
    assert len(mine.fake.live) == 1 and mine.plan() == []


def test_a_field_that_jira_requires_is_told_and_may_be_filled_by_a_constant(tmp_path: Path) -> None:
    fake = Jira()
    fake.required = ("customfield_7",)
    checks = tracker_of(fake).connect().checks
    [wrong] = [each for each in checks if not each.fine]
    assert "customfield_7" in wrong.says and "Debt" in wrong.hint
    mine = Desk(fake, tmp_path, told("alpha"), settings={"fields": {"customfield_7": "Debt"}})
    assert [step.result for step in mine.apply()] == ["made"]
    assert fake.live[0].data["fields"]["customfield_7"] == {"id": "7"}


def test_a_page_that_shifts_while_it_is_read_hides_no_issue(tmp_path: Path) -> None:
    names = [f"n{number:03}" for number in range(120)]
    fake = Redmine()
    mine = Desk(fake, tmp_path / "one", told(*names))
    mine.apply()
    read: list[Call] = []

    def delete_the_first_between_two_pages(call: Call) -> None:
        read.extend([call] if call.path == "/issues.json" else [])
        if len(read) == 2:
            fake.rows[1].gone = True

    fake.faults.append(delete_the_first_between_two_pages)
    again = Desk(fake, tmp_path / "two", mine.told)
    kinds = [kind for kind, _name in again.plan()]
    assert kinds.count("create") == 1 and kinds.count("adopt") == 119


@pytest.mark.parametrize("fake", [GitHub(), Jira(), JiraDataCenter()])
def test_an_issue_that_people_moved_is_followed_and_not_made_again(fake: GitHub | Jira, tmp_path: Path) -> None:
    mine = Desk(fake, tmp_path, told("alpha", "beta"))
    mine.apply()
    fake.people_move(fake.live[0])
    assert mine.plan() == []
    mine.told = told("alpha", "beta", says="It costs more.", priority=1)
    assert [step.result for step in mine.apply()] == ["updated", "updated"]
    assert len(fake.live) == 2 and mine.plan() == []
    assert "other" in mine.state().items[mine.told[0].finding].url.casefold()


@pytest.mark.parametrize(("name", "dropped"), [("azure", "Doing"), ("jira", "In Progress"), ("redmine", "In Progress"),
                                               ("linear", "Doing"), ("jira-dc", "In Progress")])  # fmt: skip
def test_what_a_status_means_is_said_by_the_settings(name: str, dropped: str, tmp_path: Path) -> None:
    mine = desk(name, tmp_path, "alpha")
    mine.settings = {"states": {"dropped": (dropped.upper(),), "done": ("Done", "Closed")}}
    mine.apply()
    mine.fake.people_begin(mine.fake.live[0])
    assert mine.plan() == [("closed", "alpha")]
    assert mine.look().actions[0].reason.startswith(dropped)


def test_a_label_of_gitlab_says_why_an_issue_was_closed(tmp_path: Path) -> None:
    mine = desk("gitlab", tmp_path, "alpha")
    mine.apply()
    [row] = mine.fake.live
    row.data |= {"state": "closed", "labels": [*row.data["labels"], "wontfix"]}
    tracker = tracker_of(mine.fake, settings={"states": {"dropped": ("wontfix",)}})
    tracker.connect()
    assert [issue.category for issue in tracker.every()] == ["dropped"]


@pytest.mark.parametrize(("name", "closing"), [("azure", "Removed"), ("jira", "Won't Do"), ("redmine", "Rejected")])
def test_the_settings_say_with_which_status_a_repaid_one_is_closed(name: str, closing: str, tmp_path: Path) -> None:
    mine = desk(name, tmp_path, "alpha")
    mine.apply()
    mine.told = [repaid(mine.told[0])]
    mine.settings = {"states": {"done": (closing,)}}
    assert [step.result for step in mine.apply()] == ["closed"]
    [issue] = mine.look().remote.issues.values()
    assert (issue.status, issue.category) == (closing, "done")


@every
def test_a_closing_says_why_once_though_every_first_answer_is_lost(name: str, tmp_path: Path) -> None:
    mine = desk(name, tmp_path, "alpha")
    mine.apply()
    mine.told = [repaid(mine.told[0])]
    lost: set[str] = set()

    def lose_the_first_of_each(call: Call) -> str | None:
        said = f"{call} {call.body}"
        if call not in mine.fake.writes or said in lost:
            return None
        lost.add(said)
        return "lost"

    mine.fake.faults.append(lose_the_first_of_each)
    mine.apply()
    mine.apply()
    assert lost
    assert [len(row.comments) for row in mine.fake.live] == [1]
    assert [issue.closed for issue in mine.look().remote.issues.values()] == [True]
