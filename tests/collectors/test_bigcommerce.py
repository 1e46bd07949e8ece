"""Orders of a shop become what a day takes, by the shapes of BigCommerce's public documentation."""

from __future__ import annotations

from typing import Any

import pytest

from debtaudit.collectors.bigcommerce import BigcommerceOptions, bigcommerce
from debtaudit.domain.problem import errors
from tests.collectors.reading import entries, of_json, of_text, telemetry, told

HEAD = "Order ID,Customer ID,Order Date,Order Status,Order Total (ex tax),Refund Amount,Exchange Rate,Channel Name\n"
DAYS = BigcommerceOptions(date_format="%Y-%m-%d")


def order(
    number: int, day: str, total: object = 100, status: str = "Completed", refund: object = 0, rate: object = 1
) -> str:
    return f"{number},C{number},{day},{status},{total},{refund},{rate},EU\n"


def revenue(text: str) -> float:
    found: float = entries(of_text(bigcommerce, HEAD + text, options=DAYS), "systems")["eu"]["revenue_per_day"]
    return found


EDGES = order(1, "2026-11-01", 9999) + order(2, "2026-11-06", 9999)


def test_the_first_and_the_last_day_may_be_parts_and_days_without_orders_count() -> None:
    assert revenue(EDGES + order(3, "2026-11-02") + order(4, "2026-11-04")) == 50


@pytest.mark.parametrize("status", ["Cancelled", "Declined", "Incomplete", "Awaiting Payment"])
def test_orders_that_nobody_paid_do_not_count(status: str) -> None:
    assert revenue(EDGES + order(3, "2026-11-02") + order(4, "2026-11-03", status=status)) == 25


def test_refunds_are_taken_off_and_other_currencies_changed_into_the_stores_own() -> None:
    assert revenue(EDGES + order(3, "2026-11-02", 100, "Refunded", 40) + order(4, "2026-11-03", 220, rate=1.1)) == 65


def test_an_order_that_stands_twice_counts_once() -> None:
    assert revenue(EDGES + order(3, "2026-11-02") * 2) == 25


def test_a_date_that_reads_both_ways_stops_everything() -> None:
    made = of_text(bigcommerce, HEAD + order(1, "11/03/2026"))
    assert [each.code for each in errors(made.problems)] == ["which-date"]
    assert "set the option date_format" in told(made)


def test_orders_of_one_day_have_no_whole_day() -> None:
    made = of_text(bigcommerce, HEAD + order(1, "2026-11-01"), options=DAYS)
    assert "revenue_per_day" not in entries(made, "systems")["eu"]
    assert "span no whole day" in told(made)


def test_a_day_that_stands_out_is_suggested_as_a_peak_and_not_written() -> None:
    mondays = [order(10 + number, f"2026-11-{2 + 7 * number:02}", 400 if number == 2 else 100) for number in range(4)]
    made = of_text(bigcommerce, HEAD + order(1, "2026-11-01") + "".join(mondays) + order(2, "2026-11-30"), options=DAYS)
    assert "EU took 4.0 times the usual on 2026-11-16" in told(made)
    assert "peak_calendar" not in entries(made, "systems")["eu"]


def test_orders_a_week_are_interactions() -> None:
    made = of_text(bigcommerce, HEAD + EDGES + order(3, "2026-11-02") + order(4, "2026-11-02"), options=DAYS)
    assert [each["count"] for each in telemetry(made)] == [2]


def test_a_channel_is_the_system_that_people_say_it_is() -> None:
    made = of_text(bigcommerce, HEAD + EDGES, options=BigcommerceOptions(date_format="%Y-%m-%d", assets={"EU": "shop"}))
    assert entries(made, "systems")["shop"]["platform"] == "BigCommerce"
    assert telemetry(made)[0]["asset"] == "shop"


def answer(number: int, day: int, **more: Any) -> dict[str, Any]:
    return {"id": number, "date_created": f"Sun, {day:02} Nov 2026 08:11:02 +0000", "status": "Completed",
            "total_ex_tax": "100.0000", "refunded_amount": "0.0000", "currency_exchange_rate": "1.0", "channel_id": 1,
            **more}  # fmt: skip


def test_answers_of_the_api_are_read_as_the_export_is() -> None:
    made = of_json(bigcommerce, [answer(1, 1), answer(2, 2), answer(3, 2, is_deleted=True), answer(4, 4)])
    assert entries(made, "systems")["channel-1"]["revenue_per_day"] == 50


class Store:
    """A store of two pages; past the last one the answer is empty."""

    link = ""

    def __call__(self, path: str, query: Any = None, body: object = None) -> object:
        return [answer(query["page"], 1)] if query["page"] < 3 else None


def test_pages_are_asked_for_until_one_is_empty() -> None:
    assert bigcommerce.fetch
    assert [name for name, _ in bigcommerce.fetch(Store(), BigcommerceOptions())] == ["orders-1.json", "orders-2.json"]


def test_customers_are_not_copied() -> None:
    assert "C3" not in str(of_text(bigcommerce, HEAD + EDGES + order(3, "2026-11-02"), options=DAYS).document)
