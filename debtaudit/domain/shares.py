"""For which findings an incident speaks. Its shares sum to 1, so nothing is counted twice.

An incident that names debts (or findings) speaks for those on its root asset, else wherever they stand on its assets.
One that names only assets is shared among the findings of the root in proportion to their priors.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from debtaudit.domain.finding import Finding
from debtaudit.domain.incident import Incident


def by_asset(findings: Iterable[Finding]) -> dict[str, list[Finding]]:
    """Group findings by the id of their asset."""
    found: dict[str, list[Finding]] = {}
    for finding in findings:
        found.setdefault(finding.asset.id, []).append(finding)
    return found


def shares_of(
    incident: Incident, findings: Mapping[str, Sequence[Finding]], priors: Mapping[str, float]
) -> dict[str, float]:  # fmt: skip
    """Return an incident's shares by finding id; empty where no finding explains it.

    `findings` are by asset, `priors` in events a quarter by finding id.
    """
    assets = incident.assets or ()
    root = next((findings[id_] for id_ in assets if id_ in findings), ())
    blamed = [each for each in root if each.debt.slug in (incident.debts or ()) or each.id in (incident.debts or ())]
    if not blamed and incident.debts:
        everywhere = [each for id_ in assets for each in findings.get(id_, ())]
        blamed = [each for each in everywhere if {each.debt.slug, each.id} & set(incident.debts)]
    if blamed:
        return {each.id: 1 / len(blamed) for each in blamed}
    total = sum(priors[each.id] for each in root)
    return {each.id: priors[each.id] / total for each in root} if total > 0 else {}
