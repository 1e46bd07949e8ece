"""What a log says of the settings: in the terminal, as JSON (format `debtaudit-calibration`, version 1), as YAML."""

from __future__ import annotations

from dataclasses import dataclass

from rich.console import Console
from rich.text import Text

from debtaudit.domain import phrases
from debtaudit.domain.audit import Audit
from debtaudit.ledger.calibration import Calibration, Change, HeldOut
from debtaudit.ledger.days import LEAST, TAKEN_ALREADY, Measured
from debtaudit.ledger.fit import LEAST_ASSETS, LEAST_INCIDENTS, Rates
from debtaudit.report.formats.backlog_json import Json, dumps, totals
from debtaudit.report.formats.backtest import grid, heading, say, scores_json, verdict

NAMES = {
    "detect_automated": "days until a monitor notices",
    "detect_manual": "days until staff notices",
    "detect_customer": "days until customers tell",
    "resolve_days": "days to resolve",
    "outage_days": "days that an outage lasts",
    "tickets_per_user_day": "tickets for each user and day",
}


@dataclass(frozen=True, slots=True)
class Told:
    """A calibration with what it does: the audit of its day before and after, and how it fares on unseen quarters."""

    made: Calibration
    held_out: HeldOut | None
    before: Audit
    after: Audit
    settings: str  # what goes into debtaudit.yaml

    @property
    def moved(self) -> int:
        """Count the findings whose lane changes."""
        lanes = {item.id: item.risk.lane for item in self.before.items}
        return sum(lanes.get(item.id) != item.risk.lane for item in self.after.items)


def calibration_json(told: Told) -> str:
    """Write what was fitted, what stays a default, and what follows."""
    made = told.made
    return dumps(
        {
            "format": "debtaudit-calibration", "version": 1, "until": made.until.isoformat(),
            "log_began": made.began.isoformat() if made.began else None, "incidents": made.incidents,
            "categories": [_rates(each) for each in made.rates],
            "measured": [_measured(each) for each in made.measured],
            "efforts": [
                {"category": each.category, "repairs": each.repairs, "actual_days": round(each.actual, 2),
                 "estimated_days": round(each.estimated, 2), "ratio": round(each.ratio, 4)} for each in made.efforts
            ],
            "changes": [_change(each) for each in made.changes],
            "currency": told.after.currency, "before": totals(told.before.totals), "after": totals(told.after.totals),
            "lanes_changed": told.moved, "scores": scores_json(made.scores) if made.scores else None,
            "held_out": _held_out(told.held_out) if told.held_out else None,
        }
    )  # fmt: skip


def _rates(rates: Rates) -> Json:
    return {
        "category": rates.category, "how": rates.how, "findings": rates.findings, "assets": rates.assets,
        "incidents": round(rates.incidents, 2), "expected": round(rates.expected, 2), "times": round(rates.times, 4),
        "times_p10": round(rates.low, 4), "times_p90": round(rates.high, 4),
        "pseudo_quarters": None if rates.pseudo is None else round(rates.pseudo, 3),
    }  # fmt: skip


def _measured(measured: Measured) -> Json:
    how = "fitted" if measured.enough else "default"
    return {
        "setting": f"policy.{measured.setting}", "how": "log" if measured.setting in TAKEN_ALREADY else how,
        "incidents": measured.count, "median": round(measured.median, 6), "mean": round(measured.mean, 6),
        "largest": round(measured.largest, 6), "largest_incident": measured.incident,
    }  # fmt: skip


def _change(change: Change) -> Json:
    return {"setting": ".".join(change.path), "before": change.before, "after": change.after, "how": change.how,
            "why": change.why}  # fmt: skip


def _held_out(held: HeldOut) -> Json:
    return {"fitted_until": held.cut.isoformat(), "before": scores_json(held.before), "after": scores_json(held.after)}


def print_calibration(told: Told, console: Console) -> None:
    """Print what the log says, part by part, the settings that follow, and what they do."""
    made = told.made
    _print_head(told, console)
    if made.rates:
        _print_rates(made, console)
    if made.measured:
        _print_measured(told, console)
    if made.efforts:
        _print_efforts(made, console)
    _print_settings(told, console)
    _print_effect(told, console)


def _print_head(told: Told, console: Console) -> None:
    made, name = told.made, str(told.before.inventory.organisation.name or "")
    since = f" since {phrases.day(made.began)}" if made.began else ""
    say(console, f"{f'{name}, until' if name else 'Until'} {phrases.day(made.until)}:"
                 f" {phrases.count(made.incidents, 'incident')} on record{since}.")  # fmt: skip
    if made.scores:
        console.print()
        say(console, verdict(made.scores), style="bold")


def _print_rates(made: Calibration, console: Console) -> None:
    heading(console, "How often debts bite, by category")
    table = grid("category", "assets", "expected", "came", "", "times", "80 % range", "worth", left=(0, 4))
    for each in made.rates:
        came = phrases.plain_number(round(each.incidents, 1))
        table.add_row(each.category, str(each.assets), f"{each.expected:.1f}", came, *_said(each))
    console.print(table)
    say(console, f"Expected is what the catalogue alone gives for the time watched. A fit takes {LEAST_INCIDENTS}"
                 f" incidents and {LEAST_ASSETS} assets; below that, the default stays. Worth is in quarters of"
                 " history.", style="dim")  # fmt: skip


def _said(rates: Rates) -> tuple[str | Text, ...]:
    match rates.how:
        case "fitted":
            span = f"{rates.low:.2g}–{rates.high:.2g}"
            return "fitted", f"{rates.times:.2g}", span, f"{rates.pseudo:.2g}" if rates.pseudo else ""
        case "scaled":
            return "scaled", f"{rates.times:.2g}", "", ""
    return (Text("default", style="dim"),)


def _print_measured(told: Told, console: Console) -> None:
    heading(console, "How long faults last, and what they bring")
    table = grid("", "now", "incidents", "median", "largest", "", left=(0, 5))
    for each in told.made.measured:
        now = "log" if each.setting in TAKEN_ALREADY else _number(getattr(told.before.policy, each.setting))
        table.add_row(NAMES[each.setting], now, str(each.count), _number(each.median), _number(each.largest),
                      _how(each))  # fmt: skip
    console.print(table)
    say(console, f"A median takes {LEAST} incidents. 'log' is what every audit takes from the log by itself. The"
                 " largest event is told apart, and never the rule.", style="dim")  # fmt: skip


def _how(measured: Measured) -> Text:
    if measured.setting in TAKEN_ALREADY:
        return Text("", style="dim")
    return Text("fitted") if measured.enough else Text("default", style="dim")


def _number(value: float) -> str:
    return f"{value:.2g}" if value < 100 else f"{value:,.0f}"  # noqa: PLR2004 - two digits that count


def _print_efforts(made: Calibration, console: Console) -> None:
    heading(console, "What repairs took")
    table = grid("category", "repairs", "days", "estimated", "times")
    for each in made.efforts:
        table.add_row(each.category, str(each.repairs), f"{each.actual:.1f}", f"{each.estimated:.1f}",
                      f"{each.ratio:.2f}")  # fmt: skip
    console.print(table)


def _print_settings(told: Told, console: Console) -> None:
    heading(console, "For debtaudit.yaml")
    if not told.made.changes:
        say(console, "Nothing: no setting has enough evidence to be moved.")
        return
    for line in told.settings.splitlines():
        console.print(Text(line), soft_wrap=True)  # to be copied
    defaults, every = told.after.policy.defaults()
    say(console, f"With them, {defaults} of the model's {every} settings are still defaults."
                 " `--write` puts them into the file.", style="dim")  # fmt: skip


def _print_effect(told: Told, console: Console) -> None:
    currency = told.after.currency
    heading(console, "What they do")
    if told.made.changes:
        one, other = (audit.totals.interest for audit in (told.before, told.after))
        say(console, f"The debt costs {phrases.money(other.mean, currency)} a quarter ({phrases.span(other, currency)})"
                     f" instead of {phrases.money(one.mean, currency)} ({phrases.span(one, currency)});"
                     f" {phrases.count(told.moved, 'finding')} change lane.")  # fmt: skip
    held = told.held_out
    if held is None:
        say(console, "The log is too short to try fitted rates on quarters that they have not seen.")
        return
    better = held.after.log < held.before.log
    doubt = "" if better else " Two quarters prove little, but think twice before you write them."
    say(console, f"Fitted until {phrases.day(held.cut)} only, the rates would have forecast the quarters after it"
                 f" {'better' if better else 'no better'}: log score {held.after.log:.3f} instead of"
                 f" {held.before.log:.3f}.{doubt}")  # fmt: skip
