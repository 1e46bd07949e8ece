from __future__ import annotations

from tests.trackers.sync.fakes.azure import Azure
from tests.trackers.sync.fakes.github import GitHub
from tests.trackers.sync.fakes.gitlab import GitLab
from tests.trackers.sync.fakes.jira import Jira, JiraDataCenter
from tests.trackers.sync.fakes.linear import Linear
from tests.trackers.sync.fakes.redmine import Redmine
from tests.trackers.sync.fakes.server import Fake

FAKES: dict[str, type[Fake]] = {
    **{each.name: each for each in (Azure, GitHub, GitLab, Jira, Linear, Redmine)},
    "jira-dc": JiraDataCenter,
}
