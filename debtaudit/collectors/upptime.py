"""Upptime: days on which a site was down, from the history that it keeps in a repository.

What is read: `history/summary.json`. What becomes of it:

    days in a row with minutes    an incident; the id is `up-`, the site's slug and the first day
    first day                     opened_at, at midnight UTC: no hour is known
    minutes of the last day       resolved_at; a site that is still down on its last day has none
    slug                          assets, by option `assets`, aliases (`upptime:order-chat`) or the slug itself
                                  detected_by monitor, always

Not taken: addresses and response times. A site with no uptime at all is a wrong address rather than an outage: it is
told and left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta

from debtaudit.collectors._collector import Collected, Export, collector
from debtaudit.collectors._exports import files_like
from debtaudit.collectors._gather import Gather, first
from debtaudit.collectors._node import Node, read_json
from debtaudit.collectors._outages import OutageOptions, Outages
from debtaudit.inventory.names import slug


@collector(files_like("summary.json", "summary-history.json"), options=OutageOptions)
def upptime(exports: Sequence[Export], options: OutageOptions, aliases: Mapping[str, str]) -> Collected:
    """State each run of days with minutes down as one incident."""
    gather = Gather(aliases)
    outages = Outages(gather, options)
    for export in exports:
        node = gather.taken(read_json(export))
        for site in node or ():
            _site(site, outages)
    return gather.collected()


def _site(site: Node, outages: Outages) -> None:
    name = first([site["slug"].text, site["name"].text])
    down = {day: minutes for text, each in site["dailyMinutesDown"].entries()
            if (minutes := each.number) and minutes > 0 and (day := Node(text, each.ref).day)}  # fmt: skip
    if not name or not down:
        return
    if site["uptime"].text.rstrip("%") in {"0", "0.0", "0.00"}:
        outages.gather.warn(site, "never-up", f"'{name}' was never up: is its address right? it is left out")
        return
    newest = max(down)
    for run in _runs(sorted(down)):
        opened = datetime.combine(run[0], time(), UTC)
        ended = datetime.combine(run[-1], time(), UTC) + timedelta(minutes=min(down[run[-1]], 1440))
        still = site["status"].text == "down" and run[-1] == newest
        title = f"{first([site['name'].text, name])} was down for {sum(down[each] for each in run):.0f} minutes"
        outages.add(
            f"up-{slug(name)}-{run[0]}", site, [name], title=title,
            opened_at=opened, resolved_at=None if still else ended, detected_by="monitor",
        )  # fmt: skip


def _runs(days: Sequence[date]) -> Iterator[list[date]]:
    """Yield days that follow each other."""
    run: list[date] = []
    for day in days:
        if run and day - run[-1] > timedelta(days=1):
            yield run
            run = []
        run.append(day)
    if run:
        yield run
