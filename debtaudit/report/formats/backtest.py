"""How past forecasts fared: in the terminal, and as JSON (format `debtaudit-backtest`, version 1)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from rich.console import Console
from rich.table import Table
from rich.text import Text

from debtaudit.domain import phrases
from debtaudit.ledger.replay import Quarter
from debtaudit.ledger.score import ENOUGH_FOR_BINS, Scores, Total
from debtaudit.report.formats.backlog_json import Json, dumps, money

WIDTH = 78
"""Columns of a sentence at most: longer lines are hard to read."""
KNOWN_THEN = (
    "Incidents, measurements, estimates, decisions and answers count from the day they were known. Facts of assets bear"
    " no date: they are taken as they stand now, so a forecast may know what nobody had looked at then."
)
REPAID = "Debts marked repaid count as long as they stood, as severe as the same debt elsewhere."


def backtest_json(quarters: Sequence[Quarter], made: Scores | None, until: date) -> str:
    """Write every quarter and score; `scores` is null where nothing could be forecast."""
    return dumps(
        {
            "format": "debtaudit-backtest", "version": 1, "until": until.isoformat(),
            "quarters": [_quarter(each) for each in quarters],
            "scores": scores_json(made) if made else None,
        }
    )  # fmt: skip


def scores_json(made: Scores) -> Json:
    """Return scores as plain values."""
    return {
        "forecasts": made.forecasts, "base_rate": _four(made.base_rate),
        "brier": _four(made.brier), "brier_base_rate": _four(made.brier_base),
        "log": _four(made.log), "log_base_rate": _four(made.log_base), "beats_base_rate": made.beats_base_rate,
        "reliability": [
            {"forecasts": each.count, "forecast": _four(each.forecast), "came": _four(each.came)} for each in made.bins
        ],
        "top_fifth": {"cost": _maybe(made.lift.cost), "incidents": _maybe(made.lift.incidents)},
        "spearman": _maybe(made.lift.spearman),
        "totals": [_total(each) for each in made.totals],
        "by_category": [_total(each) for each in made.by_category],
    }  # fmt: skip


def _quarter(quarter: Quarter) -> Json:
    return {
        "as_of": quarter.at.isoformat(), "until": quarter.until.isoformat(), "findings": len(quarter.forecasts),
        "incidents": quarter.incidents, "unexplained": [each.id for each in quarter.unexplained],
        "unexplained_cost": money(quarter.unexplained_cost), "incidents_with_stated_cost": quarter.priced,
    }  # fmt: skip


def _total(total: Total) -> Json:
    return {
        "as_of": total.at.isoformat(), "until": total.until.isoformat(), "category": total.category or None,
        "forecast": _four(total.expected), "low": total.interval.low, "high": total.interval.high,
        "chance_inside": _four(total.interval.chance), "came": _four(total.came), "inside": total.inside,
    }  # fmt: skip


def _four(value: float) -> float:
    return round(value, 4)


def _maybe(value: float | None) -> float | None:
    return None if value is None else _four(value)


def verdict(made: Scores) -> str:
    """Say whether the forecasts are better than one chance for everybody."""
    said = (f"Brier score {made.brier:.3f} against {made.brier_base:.3f}, log score {made.log:.3f} against"
            f" {made.log_base:.3f}; lower is better")  # fmt: skip
    if made.beats_base_rate:
        return f"The forecasts beat a constant base rate of {phrases.percent(made.base_rate)}: {said}."
    return (f"The forecasts do not beat a constant base rate of {phrases.percent(made.base_rate)}: {said}. Until they"
            " do, read the backlog as an order, not as chances.")  # fmt: skip


def print_backtest(name: str, quarters: Sequence[Quarter], made: Scores | None, console: Console) -> None:
    """Print how the forecasts of past quarters fared; `name` is the organisation's."""
    if made is None:
        say(console, "There is nothing to hold forecasts against: that takes a log of incidents that begins before the"
                     " end of one quarter and lasts to the end of the next.")  # fmt: skip
        return
    first, last = quarters[0].at, quarters[-1].until
    say(console, f"{f'{name}: f' if name else 'F'}orecasts of {phrases.count(len(quarters), 'quarter')}, from"
                 f" {phrases.day(first)} to {phrases.day(last)}, each with what was known when it began.")  # fmt: skip
    console.print()
    say(console, verdict(made), style="bold")
    _print_totals(quarters, made, console)
    _print_reliability(made, console)
    _print_order(quarters, made, console)
    heading(console, "Keep in mind")
    say(console, KNOWN_THEN)
    say(console, REPAID)


def _print_totals(quarters: Sequence[Quarter], made: Scores, console: Console) -> None:
    heading(console, "Incidents on record in a quarter")
    table = grid("until", "forecast", "90 % range", "came", "", "no debt seen")
    for quarter, each in zip(quarters, made.totals, strict=True):
        table.add_row(
            phrases.day(each.until),
            f"{each.expected:.1f}",
            f"{each.interval.low}–{each.interval.high}",
            f"{each.came:.0f}",
            "" if each.inside else "outside",
            str(len(quarter.unexplained) or "–"),
        )
    console.print(table)
    say(console, f"All together: {_coverage(made.totals)}. Category by category: {_coverage(made.by_category)}.")
    for each in made.by_category:
        if not each.inside:
            said = (f"  {each.category} until {phrases.day(each.until)}: {each.expected:.1f} forecast,"
                    f" {phrases.plain_number(each.came)} came")  # fmt: skip
            console.print(Text(said, style="dim"))


def _coverage(totals: Sequence[Total]) -> str:
    inside, hoped = sum(each.inside for each in totals), sum(each.interval.chance for each in totals)
    return f"{inside} of {len(totals)} inside their range, {hoped:.0f} to be expected"


def _print_reliability(made: Scores, console: Console) -> None:
    heading(console, "When it said so, it came so often")
    if not made.bins:
        say(console, f"That takes {ENOUGH_FOR_BINS} forecasts; there are {made.forecasts}.")
        return
    table = grid("forecasts", "said", "came", left=())
    for each in made.bins:
        table.add_row(str(each.count), phrases.percent(each.forecast), phrases.percent(each.came))
    console.print(table)


def _print_order(quarters: Sequence[Quarter], made: Scores, console: Console) -> None:
    heading(console, "The order")
    lift = made.lift
    if lift.cost is None or lift.incidents is None:
        say(console, "Nothing came that a finding explains.")
    else:
        cost, incidents = phrases.percent(lift.cost), phrases.percent(lift.incidents)
        say(console, f"The fifth of findings with the most interest took {cost} of the later cost and {incidents} of"
                     " the incidents; by chance it would be 20%.")  # fmt: skip
    if lift.spearman is not None:
        say(console, f"Rank correlation of interest and later cost: {lift.spearman:.2f} (Spearman).")
    log, unseen = sum(each.incidents for each in quarters), sum(len(each.unexplained) for each in quarters)
    if unseen:
        say(console, f"{phrases.upper(phrases.count(unseen, 'incident'))} of {log} fell where the audit saw no"
                     " debt.")  # fmt: skip
    stated = sum(each.priced for each in quarters)
    if stated < log:
        say(console, f"{phrases.upper(phrases.count(stated, 'incident'))} of {log} state what they cost; of the"
                     " others, tickets and the usual days of repair count, and no lost revenue.")  # fmt: skip


def heading(console: Console, title: str) -> None:
    """Print the title of a part, with a blank line before it."""
    console.print()
    console.print(Text(title, style="bold"))


def say(console: Console, text: str, style: str = "") -> None:
    """Print a sentence, no wider than reads well."""
    console.print(Text(text, style=style), width=min(WIDTH, console.width))


def grid(*titles: str, left: Iterable[int] = (0,)) -> Table:
    """Make a table without lines; the columns `left` hold words, the others numbers."""
    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style="dim")
    words = set(left)
    for number, title in enumerate(titles):
        table.add_column(title, justify="left" if number in words else "right", no_wrap=number not in words)
    return table
