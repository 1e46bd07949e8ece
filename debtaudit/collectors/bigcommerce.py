"""BigCommerce: what a shop takes a day, from its orders; the platform, and when its peaks are.

What is read: the store's export of orders as CSV, or pages of `GET /v2/orders` as JSON. With `--url
https://api.bigcommerce.com/stores/HASH` they are asked for. What becomes of it:

    channel                       a system, by option `assets`, aliases (`bigcommerce:Merrowline EU`) or its name
                                  platform BigCommerce, customer_facing
    orders of whole days          revenue_per_day: total ex tax less refunds, in the store's own currency, over all days
                                  from the second to the last but one; days without orders count
    orders a day                  telemetry interactions, per week
    days far above their weekday  suggested peaks: those at 1.5 times the median of the weekday or more are told

Cancelled, declined, incomplete and deleted orders do not count. Amounts in another currency are divided by the exchange
rate of the order. A date that reads both ways (11/03/2026) needs the option `date_format`. Not taken: customers,
addresses, products. The shapes are those of the public documentation.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median
from typing import Final

from debtaudit.collectors._collector import Ask, Collected, Export, Options, collector
from debtaudit.collectors._exports import files_like
from debtaudit.collectors._gather import Gather, first
from debtaudit.collectors._node import Node, read_json
from debtaudit.collectors._table import calendar, decimal, read_table
from debtaudit.domain.facts import Amount, Free, Text, fact
from debtaudit.inventory.names import slug

UNPAID: Final = frozenset(
    {"cancelled", "canceled", "declined", "incomplete", "awaiting payment", "pending", "disputed"}
)
PEAK: Final = 1.5
FEWEST: Final = 2
"""Other days of a weekday from which a median says something."""
COLUMNS: Final = {
    "id": "Order ID", "at": "Order Date", "status": "Order Status", "total": "Order Total (ex tax)",
    "refund": "Refund Amount", "rate": "Exchange Rate", "channel": "Channel Name",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class BigcommerceOptions(Options):
    """What may be said of a store."""

    columns: Free = fact("which column holds which fact: {at: Order Date, total: Order Total (ex tax)}")
    assets: Free = fact("which system each channel is: {Merrowline EU: shop}")
    timezone: Text = fact("time zone of the store, for example Europe/Berlin; UTC unless said")
    date_format: Text = fact("how dates are written, as %m/%d/%Y")
    peak: Amount = fact("times the usual for its weekday from which a day is a peak; 1.5 unless said")


@dataclass(frozen=True, slots=True)
class _Order:
    """One order that counts."""

    channel: str
    day: date
    amount: float
    place: Node


def _fetch(ask: Ask, _options: Options) -> Iterator[tuple[str, object]]:
    number = 1
    while True:
        page = ask("/v2/orders", {"limit": 250, "page": number, "sort": "id:asc"})
        if not page:
            return
        yield f"orders-{number}.json", page
        number += 1


@collector(
    files_like(".csv", ".json"), options=BigcommerceOptions, fetch=_fetch,
    token_env="BIGCOMMERCE_TOKEN", scheme="X-Auth-Token",  # noqa: S106 - a variable's name
)  # fmt: skip
def bigcommerce(exports: Sequence[Export], options: BigcommerceOptions, aliases: Mapping[str, str]) -> Collected:
    """State what each channel of a store takes a day."""
    gather = Gather(aliases)
    orders: dict[str, _Order | None] = {}
    for export in exports:
        for number, order in _orders(export, options, gather):
            if order and number in orders and orders[number] not in {None, order}:
                gather.warn(order.place, "twice", f"order {number} stands twice and differs; the first is taken")
            orders.setdefault(number, order)
    counted = [each for each in orders.values() if each]
    if counted:
        begin, end = min(each.day for each in counted), max(each.day for each in counted)
        for channel in sorted({each.channel for each in counted}):
            _channel(channel, [each for each in counted if each.channel == channel], (begin, end), options, gather)
    return gather.collected()


def _orders(export: Export, options: BigcommerceOptions, gather: Gather) -> Iterator[tuple[str, _Order | None]]:
    if export.name.endswith(".json"):
        node = gather.taken(read_json(export))
        for each in node or ():
            yield each["id"].text, _of_api(each, gather)
        return
    table = read_table(export, gather)
    own = options.columns if isinstance(options.columns, Mapping) else {}
    columns = COLUMNS | {str(name): str(column) for name, column in own.items()}
    if table and not table.has(columns["id"], columns["at"], columns["total"]):
        gather.refuse(table.name, "other-columns", f"this has no columns {columns['id']}, {columns['at']} and "
                      f"{columns['total']}", "say which is which under the option columns")  # fmt: skip
        return
    times = calendar(gather, options.date_format, options.timezone or "UTC")
    for row in table.rows if table else ():
        when = times.moment(row[columns["at"]])
        total, refund = (decimal(row[columns[name]], comma=False) for name in ("total", "refund"))
        day = when.astimezone(times.zone).date() if when else None
        status = row[columns["status"]].text
        channel, rate = row[columns["channel"]].text, row[columns["rate"]].number
        yield row[columns["id"]].text, _counted(channel, day, (total, refund, rate), status, row.whole, gather)


def _of_api(node: Node, gather: Gather) -> _Order | None:
    if node["is_deleted"].yes:
        return None
    channel = first(
        [node["channel_name"].text, f"channel-{node['channel_id'].text}" if node["channel_id"].text else ""]
    )
    amounts = (node["total_ex_tax"].number, node["refunded_amount"].number, node["currency_exchange_rate"].number)
    return _counted(channel, node["date_created"].day, amounts, node["status"].text, node, gather)


def _counted(
    channel: str, day: date | None, amounts: tuple[float | None, float | None, float | None], status: str, place: Node,
    gather: Gather,
) -> _Order | None:  # fmt: skip
    total, refund, rate = amounts
    if status.casefold() in UNPAID:
        gather.count("orders that were not paid, left out")
        return None
    if day is None or total is None:
        gather.count("orders without day or amount, left out")
        return None
    gather.seen(day)
    return _Order(channel or "shop", day, max(total - (refund or 0), 0) / (rate if rate and rate > 0 else 1), place)


def _channel(
    channel: str, orders: Sequence[_Order], span: tuple[date, date], options: BigcommerceOptions, gather: Gather
) -> None:
    mapped = options.assets if isinstance(options.assets, Mapping) else {}
    id_ = str(mapped.get(channel) or "") or gather.asset("systems", channel, orders[0].place)
    place = orders[0].place
    gather.state("systems", id_, "name", channel, place)
    gather.state("systems", id_, "platform", "BigCommerce", place)
    gather.state("systems", id_, "customer_facing", True, place)  # noqa: FBT003 - a fact's value
    days = [span[0] + timedelta(days=number) for number in range(1, (span[1] - span[0]).days)]
    if not days:
        gather.warn(place, "too-short", f"the orders of {channel} span no whole day", "export a month or more")
        return
    taken = dict.fromkeys(days, 0.0)
    number = dict.fromkeys(days, 0)
    for order in orders:
        if order.day in taken:
            taken[order.day] += order.amount
            number[order.day] += 1
    gather.state("systems", id_, "revenue_per_day", round(sum(taken.values()) / len(days), 2), place)
    for begin in days[::7]:
        week = [day for day in days if begin <= day < begin + timedelta(days=7)]
        gather.measure("interactions", slug(id_), count=sum(number[day] for day in week), from_=week[0], to=week[-1])
    _peaks(channel, taken, options, place, gather)


def _peaks(channel: str, taken: Mapping[date, float], options: BigcommerceOptions, place: Node, gather: Gather) -> None:
    """Tell days that stand out from the same weekday of other weeks: a person decides what is a season."""
    times = options.peak if isinstance(options.peak, (int, float)) and options.peak else PEAK
    for day, amount in taken.items():
        others = [each for other, each in taken.items() if other.weekday() == day.weekday() and other != day]
        usual = median(others) if len(others) >= FEWEST else 0
        if usual and amount >= times * usual:
            message = f"{channel} took {amount / usual:.1f} times the usual on {day}"
            gather.warn(place, "peak", message, "is it a season for peak_calendar?")
