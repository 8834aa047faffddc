"""What is owed and what was paid: the balance of a due and its surcharge for lateness (規費法 art. 20)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_DOWN, Decimal
from enum import StrEnum

BASIS = "規費法第20條"
DAYS_A_STEP = 2
PERCENT_A_STEP = 1
MOST_DAYS = 30
"""One per cent for each two days, and after thirty days the case goes to compulsory enforcement (規費法 art. 20)."""


class PaymentState(StrEnum):
    """How far a due is paid."""

    NOT_COMPUTABLE = "not_computable"
    UNPAID = "unpaid"
    PARTLY_PAID = "partly_paid"
    PAID = "paid"
    OVERPAID = "overpaid"


@dataclass(frozen=True, slots=True)
class Due:
    """An amount owed in whole NT$; ``amount`` is ``None`` where no table gives the fee, ``due_on`` where no day is set.

    ``reference`` names what it is for: ``MV115001/2026-10/gas_meter``, or the number of an application.
    """

    reference: str
    revenue_code: str
    payer: str
    amount: int | None
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class Paid:
    """A payment in whole NT$ on a day."""

    amount: int
    paid_on: date


@dataclass(frozen=True, slots=True)
class Balance:
    """Where a due stands on a day. Amounts in whole NT$; ``surcharge`` is owed on top and is not in ``outstanding``.

    ``to_enforce``: something is still unpaid more than thirty days after the due day; the interest that runs from
    then on follows the Postal rate of each year, which no table here holds.
    """

    due: Due
    paid: int
    outstanding: int
    credit: int
    late_days: int
    surcharge: int
    to_enforce: bool
    state: PaymentState


def balance(due: Due, payments: Iterable[Paid], today: date) -> Balance:
    """The balance of ``due`` on ``today``; payments settle the amount first, in the order of their days."""
    known = sorted(payments, key=lambda payment: payment.paid_on)
    paid = sum(payment.amount for payment in known)
    owed = due.amount or 0
    outstanding = max(owed - paid, 0) if due.amount is not None else 0
    parts = [*_covered(owed, known), *([(outstanding, today)] if outstanding else [])]
    late = max((_days_late(due.due_on, day) for _, day in parts), default=0)
    return Balance(
        due=due,
        paid=paid,
        outstanding=outstanding,
        credit=max(paid - owed, 0) if due.amount is not None else 0,
        late_days=late,
        surcharge=sum_surcharges(parts, due.due_on),
        to_enforce=outstanding > 0 and _days_late(due.due_on, today) > MOST_DAYS,
        state=_state(due, paid),
    )


def sum_surcharges(parts: Sequence[tuple[int, date]], due_on: date | None) -> int:
    """The surcharge on amounts that were paid on (or are unpaid until) a day, a fraction of a dollar dropped once.

    The act does not say how a fraction is rounded; it is dropped, in favour of the payer.
    """
    exact = sum((Decimal(amount) * _percent(_days_late(due_on, day)) / 100 for amount, day in parts), Decimal(0))
    return int(exact.to_integral_value(rounding=ROUND_DOWN))


def _percent(days: int) -> int:
    return min(days, MOST_DAYS) // DAYS_A_STEP * PERCENT_A_STEP


def _days_late(due_on: date | None, day: date) -> int:
    return max((day - due_on).days, 0) if due_on else 0


def _covered(owed: int, payments: Sequence[Paid]) -> list[tuple[int, date]]:
    """What each payment settled of ``owed``, and when; refunds (negative) reopen nothing here."""
    left, parts = owed, []
    for payment in payments:
        part = min(max(payment.amount, 0), left)
        left -= part
        if part:
            parts.append((part, payment.paid_on))
    return parts


def _state(due: Due, paid: int) -> PaymentState:
    if due.amount is None:
        return PaymentState.NOT_COMPUTABLE
    if paid > due.amount:
        return PaymentState.OVERPAID
    if paid == due.amount:
        return PaymentState.PAID
    return PaymentState.PARTLY_PAID if paid > 0 else PaymentState.UNPAID
