"""Balances: states, what each payment settles, and the surcharge of 規費法 art. 20 against a day-by-day count."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.ledger import Due, Paid, PaymentState, balance

DUE = date(2026, 11, 10)


def due(amount: int | None = 1_000, due_on: date | None = DUE) -> Due:
    return Due("MV115001/2026-10/gas_meter", "3160", "範例公司", amount, due_on)


@pytest.mark.parametrize(
    ("paid", "state", "outstanding", "credit"),
    [
        ([], PaymentState.UNPAID, 1_000, 0),
        ([400], PaymentState.PARTLY_PAID, 600, 0),
        ([400, 600], PaymentState.PAID, 0, 0),
        ([400, 700], PaymentState.OVERPAID, 0, 100),
        ([400, 700, -100], PaymentState.PAID, 0, 0),
    ],
)
def test_states(paid: list[int], state: PaymentState, outstanding: int, credit: int) -> None:
    found = balance(due(), [Paid(amount, DUE) for amount in paid], DUE)
    assert (found.state, found.outstanding, found.credit, found.surcharge) == (state, outstanding, credit, 0)


def test_without_a_fee_table_nothing_is_reckoned() -> None:
    found = balance(due(None), [Paid(500, DUE)], DUE + timedelta(90))
    assert (found.state, found.outstanding, found.credit, found.surcharge, found.paid) == (
        PaymentState.NOT_COMPUTABLE,
        0,
        0,
        0,
        500,
    )


@pytest.mark.parametrize(
    ("days", "percent"), [(0, 0), (1, 0), (2, 1), (3, 1), (4, 2), (29, 14), (30, 15), (31, 15), (400, 15)]
)
def test_one_per_cent_for_each_two_days_until_the_thirtieth(days: int, percent: int) -> None:
    found = balance(due(), [Paid(1_000, DUE + timedelta(days))], DUE + timedelta(500))
    assert (found.surcharge, found.late_days) == (percent * 10, days)


def test_what_is_unpaid_after_thirty_days_goes_to_enforcement() -> None:
    assert not balance(due(), [], DUE + timedelta(30)).to_enforce
    assert balance(due(), [], DUE + timedelta(31)).to_enforce
    assert not balance(due(), [Paid(1_000, DUE + timedelta(40))], DUE + timedelta(41)).to_enforce


payments = st.lists(st.tuples(st.integers(1, 5_000), st.integers(-20, 60)), max_size=6)


@given(st.integers(1, 9_999), payments, st.integers(0, 60))
def test_the_surcharge_is_that_of_each_dollar_alone(amount: int, paid: list[tuple[int, int]], today: int) -> None:
    found = balance(due(amount), [Paid(a, DUE + timedelta(d)) for a, d in paid], DUE + timedelta(today))
    days = [day for part, day in sorted(paid, key=lambda one: one[1]) for _ in range(part)][:amount]
    days += [today] * (amount - len(days))
    exact = sum((Decimal(min(max(day, 0), 30) // 2) / 100 for day in days), Decimal(0))
    assert found.surcharge == int(exact)
    assert found.outstanding + found.paid - found.credit == amount
