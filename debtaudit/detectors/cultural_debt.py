"""Cultural debt and silos: research, engineering and product work apart, and cleaning up earns nobody credit.

Why it is debt:
    What one group knows about a model's weak spots stays with it, and the group that runs the model finds out anew.
    Each hand-over without agreement is a place where a warning ends.
If it waits:
    Problems that one team has long known about surprise another, again and again.
Source:
    Sculley et al. 2015, section 8 (cultural debt); Amershi et al. 2019; Sambasivan et al. 2021.
Fix:
    - Form a mixed team around each critical system
    - Work from one ranked list and one dashboard
    - Give credit for deletion, clean-up and work on data
    - Look at incidents together
False alarms:
    A team of three has no room for roles; a team below four people is not applicable. A role is counted by its name:
    one name for people with mixed skills looks like a silo, so write the skills down.
Decisions:
    Hand-overs are links between models and pipelines; their share and the answer about a shared list are told on the
    organisation, single roles on the team. Below four hand-overs a share says nothing. Without an answer a dashboard
    that everybody sees is taken for a shared list, and its absence is asked about. The catalogue's formula does not
    weigh single roles: they count 0.3.
Example:
    teams: [{id: research, members: 6, roles: [data scientist]}]
    models: [{id: ranking, owner: research, status: production}]
Instead:
    organisation: {shared_dashboard: https://wiki.example/debt}
    teams: [{id: research, members: 6, roles: [data scientist, engineer]}]
    models: [{id: ranking, owner: research, status: production}]
"""

from __future__ import annotations

from dataclasses import dataclass

from debtaudit.domain.asset import Model, Organisation, Pipeline, Team
from debtaudit.domain.debt import Days
from debtaudit.domain.graph import Graph
from debtaudit.domain.link import Link
from debtaudit.domain.logic import above, either, every, lacks, negation, share_above
from debtaudit.domain.plugin import debt
from debtaudit.domain.verdict import Verdict, judge, scope, sign


@dataclass(frozen=True)
class Limits:
    """When people work apart."""

    share: float = 0.5  # of hand-overs that cross teams without a contract; half of them
    least: int = 4  # hand-overs; of fewer, a single one would decide
    members: int = 4  # people from which a team can have roles
    level: int = 1  # of 4 in the answer about a shared list, up to which there is none


SHARE, GAP, ONE_ROLE = 0.5, 0.5, 0.3
NO_GAP = 3  # level from which an answer leaves no gap
QUESTION = "q-shared-backlog"


@debt(
    Team,
    Organisation,
    category="process",
    dimension="other",
    prior_rate=0.12,
    growth=0.03,
    effort=Days(3, 10, 25),
    loss="effort_or_duty",
    severity=(0.25, 1.0),
    limits=Limits(),
    questions=(QUESTION,),
)
def cultural_debt(asset: Team | Organisation, graph: Graph, limits: Limits) -> Verdict:
    """Look at the mix of a team that runs models, at hand-overs between teams, and at whether they share one list."""
    return _of_team(asset, graph, limits) if isinstance(asset, Team) else _of_organisation(asset, graph, limits)


def _of_team(team: Team, graph: Graph, limits: Limits) -> Verdict:
    models = [each for each in graph.owned(team) if isinstance(each, Model)]
    serving = [each for each in models if graph.in_service(each)]
    small = isinstance(team.members, int) and team.members < limits.members
    names = ", ".join(each.id for each in serving)
    single = None if team.roles is None else len(set(team.roles)) == 1
    return judge(
        scope(not small, "it is too small for separate roles"),
        scope(either(*map(graph.in_service, models)), "it runs no model"),
        sign(single, ONE_ROLE,
             f"{', '.join(team.roles or ())} is the only role in the team that runs {names}",
             "roles", *((each, "owner") for each in serving if single)),
        involved=serving,
    )  # fmt: skip


def _of_organisation(organisation: Organisation, graph: Graph, limits: Limits) -> Verdict:
    loose = {link: every(graph.crosses_teams(link), lacks(link.contract)) for link in _hand_overs(graph)}
    apart = [link for link, holds in loose.items() if holds]
    share = len(apart) / (len(loose) or 1)
    answer, level = graph.answer(QUESTION, organisation), graph.level(QUESTION, organisation)
    gap = 0.0 if level is None else (NO_GAP - min(NO_GAP, level)) / NO_GAP
    shared = False if organisation.shared_dashboard else None
    return judge(
        sign(share_above(limits.share, list(loose.values())) if len(loose) >= limits.least else False, 0,
             f"{len(apart)} of {len(loose)} hand-overs between models and pipelines cross teams without a contract",
             *apart),
        sign(shared if level is None else negation(above(level, limits.level)), 0,
             "teams work from no common list of debts", answer or "shared_dashboard"),
        base=SHARE * share + GAP * gap,
    )  # fmt: skip


def _hand_overs(graph: Graph) -> list[Link]:
    """Links between models and pipelines, in either direction."""
    found = []
    for model in graph.assets(Model):
        found += [link for link in graph.links_into(model) if isinstance(graph.asset(link.provider), Pipeline)]
        found += [link for link in graph.links_out_of(model) if isinstance(graph.asset(link.consumer), Pipeline)]
    return found
