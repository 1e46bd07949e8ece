"""PagerDuty: incidents, as `GET /incidents` answers them.

What is read: the pages of the answer as JSON (`date_range=all`, else only 30 days are told). With `--url
https://api.pagerduty.com` they are asked for. What becomes of it:

    incident                      an incident; the id is `pd-` and its number
    title, html_url               title, url
    created_at, resolved_at       opened_at, resolved_at
    priority, else urgency        severity: P1 to P5 are 5 to 1, high is 4, low is 2 (option `severity`)
    service, impacted services    assets, by option `assets` or aliases (`pagerduty:PMRW001`), else by their names
    trigger through API or tool   detected_by monitor
    alert_counts, acknowledgement alerts of the service on that day: how many fired, how many somebody acted on

Not taken: people, notes, and what PagerDuty does not know: when the fault began, and what it cost. The shapes are those
of the public documentation.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from debtaudit.collectors._collector import Ask, Collected, Export, Options, Unanswered, collector
from debtaudit.collectors._exports import files_like
from debtaudit.collectors._gather import Gather, first, without_secrets
from debtaudit.collectors._node import Node, read_json
from debtaudit.collectors._outages import OutageOptions, Outages

PAGE: Final = 100
MOST: Final = 10_000
"""Incidents that the API hands out by offset."""


def _fetch(ask: Ask, _options: Options) -> Iterator[tuple[str, object]]:
    for offset in range(0, MOST, PAGE):
        query = {"limit": PAGE, "offset": offset, "date_range": "all", "sort_by": "incident_number:asc"}
        page = ask("/incidents", query)
        yield f"incidents-{offset // PAGE + 1}.json", page
        if not Node(page, "")["more"].yes:
            return
    raise Unanswered(f"PagerDuty hands out {MOST:,} incidents at most: export them by year, as files")


@collector(
    files_like(".json"), options=OutageOptions, fetch=_fetch, token_env="PAGERDUTY_TOKEN", scheme="Token token=",  # noqa: S106 - a variable's name
)  # fmt: skip
def pagerduty(exports: Sequence[Export], options: OutageOptions, aliases: Mapping[str, str]) -> Collected:
    """State each incident, newest state first, and the alerts behind them."""
    gather = Gather(aliases)
    outages, alerts = Outages(gather, options), dict[tuple[str, str], list[int]]()
    pages = [page for each in exports if (page := gather.taken(read_json(each)))]
    if pages and all(each["more"].yes for each in pages):
        gather.refuse(pages[-1], "no-last-page", "every page here says that more follow", "export until more is false")
    incidents = [each for page in pages for each in page["incidents"]]
    for each in sorted(incidents, key=lambda each: (each["updated_at"].text, each.ref), reverse=True):
        _incident(each, outages, alerts)
    for (asset, day), (fired, actioned) in sorted(alerts.items()):
        gather.measure("alerts", asset, fired=fired, actioned=actioned, at=Node(day, "").day)
    return gather.collected()


def _incident(node: Node, outages: Outages, alerts: dict[tuple[str, str], list[int]]) -> None:
    number = first([node["incident_number"].text, node["id"].text])
    if not number:
        outages.gather.warn(node, "no-number", "this incident has no number; it is left out")
        return
    services = [_service(each, outages) for each in (node["service"], *node["impacted_services"]) if each]
    trigger = node["first_trigger_log_entry"]["summary"].text.casefold()
    opened = node["created_at"].moment
    names = list(dict.fromkeys(each for each in services if each))
    told = outages.add(
        f"pd-{number}", node, names,
        title=node["title"].text, opened_at=opened, resolved_at=node["resolved_at"].moment,
        severity=outages.grade(node["priority"]["summary"].text, node["urgency"].text),
        detected_by="monitor" if "api" in trigger or "integration" in trigger else None,
        url=without_secrets(node["html_url"].text),
    )  # fmt: skip
    fired = node["alert_counts"]["all"].whole
    if told and fired and opened:
        acted = fired if list(node["acknowledgements"]) else 0
        for asset in outages.assets(names[:1]):
            counted = alerts.setdefault((asset, opened.date().isoformat()), [0, 0])
            counted[0], counted[1] = counted[0] + fired, counted[1] + acted


def _service(node: Node, outages: Outages) -> str:
    """Return the service's id where somebody mapped it, else its name."""
    mapped = outages.options.assets if isinstance(outages.options.assets, Mapping) else {}
    id_ = node["id"].text
    return id_ if id_ in mapped or id_ in outages.gather.aliases else first([node["summary"].text, id_])
