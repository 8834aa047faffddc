"""The cashier's tables: what is owed (``fees_due``), what was paid (``payments``), fees of applications (``charges``)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from schemas.errors import WarehouseError
from warehouse.model import Receipt
from warehouse.receipts import RECEIPT_COLUMNS
from warehouse.session import Session
from warehouse.values import clean_text

_PAYMENT = (
    "id, reference, revenue_code, receipt_number, amount, channel, voucher, paid_on, recorded_by, cancelled_at,"
    " cancel_reason"
)
_OWED = "reference, revenue_code, payer, ubn, amount, permit_number, period, instrument_kind, due_on"


@dataclass(frozen=True, slots=True)
class PaymentRequest:
    """A payment to write down. ``amount`` in whole NT$, below zero for a refund; ``by`` is who took it in."""

    reference: str
    revenue_code: str
    amount: int
    channel: str
    paid_on: date
    by: str
    voucher: str | None = None


@dataclass(frozen=True, slots=True)
class PaymentRecord:
    """A payment as it was written down; a cancelled one counts no more."""

    id: int
    reference: str
    revenue_code: str
    receipt_number: str | None
    amount: int
    channel: str
    voucher: str | None
    paid_on: date
    recorded_by: str
    cancelled_at: datetime | None
    cancel_reason: str | None


@dataclass(frozen=True, slots=True)
class Owed:
    """A row of ``fees_due``; ``amount`` in NT$ or ``None`` where no table gives it."""

    reference: str
    revenue_code: str
    payer: str
    ubn: str | None
    amount: int | None
    permit_number: str | None
    period: str | None
    instrument_kind: str | None
    due_on: date | None


@dataclass(frozen=True, slots=True)
class Charge:
    """A fee of an application: 3110 (permit) or 5700 (certificate), in whole NT$."""

    reference: str
    revenue_code: str
    payer: str
    ubn: str | None
    amount: int
    purpose: str
    due_on: date | None = None


def add_charge(session: Session, charge: Charge) -> None:
    """Write down that a fee is owed; ``WarehouseError`` where this application owes it already."""
    if session.fetch_one(
        "SELECT 1 FROM charges WHERE reference = ? AND revenue_code = ?", [charge.reference, charge.revenue_code]
    ):
        raise WarehouseError(
            f"{charge.reference} 已有收入代號 {charge.revenue_code} 之應繳項目 (this fee is charged already)"
        )
    session.insert(
        "charges",
        {
            "reference": clean_text(charge.reference),
            "revenue_code": charge.revenue_code,
            "payer": clean_text(charge.payer),
            "ubn": charge.ubn,
            "amount": charge.amount,
            "due_on": charge.due_on,
            "purpose": clean_text(charge.purpose),
            "recorded_at": session.now(),
        },
    )


def purpose_of(session: Session, reference: str, revenue_code: str) -> str | None:
    """What a charge is for; ``None`` where the reference is a month's verification fee."""
    row = session.fetch_one(
        "SELECT purpose FROM charges WHERE reference = ? AND revenue_code = ?", [reference, revenue_code]
    )
    return str(row[0]) if row else None


def owed(session: Session, reference: str | None = None) -> list[Owed]:
    """All fees owed, paid or not, or those of one reference."""
    rows = session.fetch(
        f"SELECT {_OWED} FROM fees_due WHERE ? IS NULL OR reference = ? ORDER BY reference, revenue_code",  # noqa: S608 (our own names)
        [reference, reference],
    )
    return [Owed(*row) for row in rows]


def add_payment(session: Session, request: PaymentRequest, receipt_number: str | None) -> int:
    """Write a payment down; returns its number."""
    number = session.next_id("payments")
    session.insert(
        "payments",
        {
            "id": number,
            "reference": clean_text(request.reference),
            "revenue_code": request.revenue_code,
            "receipt_number": receipt_number,
            "amount": request.amount,
            "channel": request.channel,
            "voucher": clean_text(request.voucher),
            "paid_on": request.paid_on,
            "recorded_by": clean_text(request.by),
            "recorded_at": session.now(),
        },
    )
    return number


def payments(session: Session, reference: str | None = None) -> list[PaymentRecord]:
    """Payments of one reference or all, cancelled ones too, oldest first."""
    rows = session.fetch(
        f"SELECT {_PAYMENT} FROM payments WHERE ? IS NULL OR reference = ? ORDER BY id",  # noqa: S608 (our own names)
        [reference, reference],
    )
    return [PaymentRecord(*row) for row in rows]


def same_payment(session: Session, request: PaymentRequest) -> PaymentRecord | None:
    """A payment with the same voucher by the same channel for the same fee, so that no list is taken in twice."""
    if request.voucher is None:
        return None
    found = (
        one
        for one in payments(session, request.reference)
        if one.cancelled_at is None
        and (one.channel, one.voucher, one.revenue_code) == (request.channel, request.voucher, request.revenue_code)
    )
    return next(found, None)


def cancel_payment(session: Session, number: int, reason: str) -> PaymentRecord:
    """Take a payment out of account (a returned cheque); it stays on record. ``WarehouseError`` if there is none."""
    found = [one for one in payments(session) if one.id == number]
    if not found:
        raise WarehouseError(f"查無繳款紀錄 {number} (no such payment)")
    if found[0].cancelled_at is not None:
        raise WarehouseError(f"繳款紀錄 {number} 早已註銷 (this payment is cancelled already)")
    session.run(
        "UPDATE payments SET cancelled_at = ?, cancel_reason = ? WHERE id = ?",
        [session.now(), clean_text(reason), number],
    )
    return found[0]


def move_payments(session: Session, old_receipt: str, new_receipt: str) -> None:
    """Let the payments of a receipt belong to the one that replaces it."""
    session.run("UPDATE payments SET receipt_number = ? WHERE receipt_number = ?", [new_receipt, old_receipt])


def receipts(session: Session) -> list[Receipt]:
    """All receipts by number, void ones too."""
    rows = session.fetch(f"SELECT {RECEIPT_COLUMNS} FROM receipts ORDER BY roc_year, revenue_code, serial")  # noqa: S608 (our own names)
    return [Receipt(*row) for row in rows]


def open_receipt(session: Session, reference: str, revenue_code: str) -> Receipt | None:
    """The receipt in force that no payment belongs to yet: issued with the report, to be settled by its payment."""
    row = session.fetch_one(
        f"SELECT {RECEIPT_COLUMNS} FROM receipts r"  # noqa: S608 (our own names)
        " WHERE reference = ? AND revenue_code = ? AND voided_at IS NULL AND NOT EXISTS"
        " (SELECT 1 FROM payments p WHERE p.receipt_number = r.number AND p.cancelled_at IS NULL) ORDER BY number DESC",
        [reference, revenue_code],
    )
    return Receipt(*row) if row else None


def gaps(session: Session) -> list[tuple[int, str, int]]:
    """ROC year, revenue code and serial of every number that was left out; there must be none."""
    runs = session.fetch("SELECT roc_year, revenue_code, list(serial) FROM receipts GROUP BY ALL ORDER BY ALL")
    return [
        (year, code, serial)
        for year, code, serials in runs
        for serial in sorted(set(range(1, max(serials))) - set(serials))
    ]
