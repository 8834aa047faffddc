"""What the cashier does: take a payment, make a receipt void, issue it anew; each in one transaction with its trail."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from flows.cashier_papers import prepare_receipts
from flows.papers import Papers
from schemas.deadline import due_date
from schemas.errors import UsageError
from schemas.ledger import Balance, Due, Paid, balance
from schemas.legal_tables import LegalTables
from warehouse.audit import AuditEntry, JsonValue, append
from warehouse.cashbook import (
    Charge,
    Owed,
    PaymentRequest,
    add_charge,
    add_payment,
    cancel_payment,
    move_payments,
    open_receipt,
    owed,
    payments,
    same_payment,
)
from warehouse.model import Receipt, ReceiptRequest
from warehouse.store import Store

OTHER_AMOUNT = "實收金額不同 (another amount was paid)"
_SEE_DUES = "以 zijian receipt dues 列出應繳項目。(zijian receipt dues lists what is owed.)"


@dataclass(frozen=True, slots=True)
class Account:
    """A fee owed and where its payment stands."""

    owed: Owed
    balance: Balance


def accounts(store: Store, legal: LegalTables, today: date, reference: str | None = None) -> list[Account]:
    """Every fee owed with its balance on ``today``; a month's fee is due with its report (申請須知 section 9)."""
    paid: dict[tuple[str, str], list[Paid]] = defaultdict(list)
    for one in payments(store, reference):
        if one.cancelled_at is None:
            paid[one.reference, one.revenue_code].append(Paid(one.amount, one.paid_on))
    return [
        Account(fee, balance(_due(fee, legal), paid[fee.reference, fee.revenue_code], today))
        for fee in owed(store, reference)
    ]


def take_payment(store: Store, request: PaymentRequest, today: date, *, example: bool = False) -> Receipt:
    """Write a payment down with its receipt and make the paper.

    A receipt that was issued with the report and has the same amount becomes this payment's; one of another amount
    is made void and replaced. ``UsageError`` where nothing of that name is owed or the voucher is on record already.
    """
    papers = Papers.beside(store.path, "receipts")
    with store.transaction():
        fee = _fee(store, request)
        _refuse_twice(store, request)
        receipt, replaced = _receipt_for(store, request, fee, today)
        payment = add_payment(store, request, receipt.number)
        said: dict[str, JsonValue] = {
            "payment": payment,
            "amount": request.amount,
            "channel": request.channel,
            "receipt": receipt.number,
        }
        append(store, AuditEntry(request.by, "payment.take", request.reference, None, said))
        names = prepare_receipts(store, papers, [receipt.number, *replaced], example=example)
    papers.show(names)
    return receipt


def refund(store: Store, request: PaymentRequest) -> int:
    """Give back what was paid too much: a payment below zero without a receipt; returns its number."""
    with store.transaction():
        _fee(store, request)
        _refuse_twice(store, request)
        payment = add_payment(store, request, None)
        said: dict[str, JsonValue] = {"payment": payment, "amount": request.amount, "channel": request.channel}
        append(store, AuditEntry(request.by, "payment.refund", request.reference, None, said))
    return payment


def void(store: Store, number: str, reason: str, by: str, *, with_payments: bool, example: bool = False) -> Receipt:
    """Make a receipt void; ``with_payments`` takes its payments out of account too (a returned cheque)."""
    papers = Papers.beside(store.path, "receipts")
    with store.transaction():
        receipt = store.void_receipt(number, reason, by)
        live = [one.id for one in payments(store) if one.receipt_number == number and one.cancelled_at is None]
        cancelled = live if with_payments else []
        for payment in cancelled:
            cancel_payment(store, payment, reason)
        said: dict[str, JsonValue] = {"reason": reason, "cancelled_payments": cancelled}
        append(store, AuditEntry(by, "receipt.void", number, None, said))
        names = prepare_receipts(store, papers, [number], example=example)
    papers.show(names)
    return receipt


def reissue(store: Store, number: str, reason: str, by: str, today: date, *, example: bool = False) -> Receipt:
    """Make a receipt void and issue another of the same amount, to which its payments then belong."""
    papers = Papers.beside(store.path, "receipts")
    with store.transaction():
        old = store.receipt(number)
        request = ReceiptRequest(old.payer, old.amount, today, old.revenue_code, old.reference)
        new = store.issue_receipt(old.submission_id, request, by)
        store.void_receipt(number, reason, by, new.number)
        move_payments(store, number, new.number)
        append(store, AuditEntry(by, "receipt.reissue", number, None, {"reason": reason, "replaced_by": new.number}))
        names = prepare_receipts(store, papers, [new.number, number], example=example)
    papers.show(names)
    return new


def charge(store: Store, fee: Charge, by: str) -> None:
    """Write down a permit or certificate fee that an application owes."""
    with store.transaction():
        add_charge(store, fee)
        said: dict[str, JsonValue] = {"revenue_code": fee.revenue_code, "amount": fee.amount, "payer": fee.payer}
        append(store, AuditEntry(by, "fee.charge", fee.reference, None, said))


def _due(one: Owed, legal: LegalTables) -> Due:
    day = due_date(one.period, legal.holidays) if one.period else one.due_on
    return Due(one.reference, one.revenue_code, one.payer, one.amount, day)


def _fee(store: Store, request: PaymentRequest) -> Owed:
    found = [one for one in owed(store, request.reference) if one.revenue_code == request.revenue_code]
    if not found:
        name = f"{request.reference} {request.revenue_code}"
        raise UsageError(f"沒有應繳項目 {name} (nothing of this name is owed)", hint=_SEE_DUES)
    return found[0]


def _refuse_twice(store: Store, request: PaymentRequest) -> None:
    known = same_payment(store, request)
    if known is not None:
        raise UsageError(
            f"憑證 {request.voucher} 已登錄為繳款紀錄 {known.id} (this voucher is on record already)",
            hint="同一筆款項不重複登錄。(Nothing was recorded.)",
        )


def _receipt_for(store: Store, request: PaymentRequest, fee: Owed, today: date) -> tuple[Receipt, list[str]]:
    """The receipt of a payment, and the numbers of those that it made void."""
    waiting = open_receipt(store, request.reference, request.revenue_code)
    if waiting is not None and waiting.amount == request.amount:
        return waiting, []
    wanted = ReceiptRequest(fee.payer, request.amount, today, request.revenue_code, request.reference)
    new = store.issue_receipt(waiting.submission_id if waiting else _submission_of(store, fee), wanted, request.by)
    if waiting is None:
        return new, []
    store.void_receipt(waiting.number, OTHER_AMOUNT, request.by, new.number)
    return new, [waiting.number]


def _submission_of(store: Store, fee: Owed) -> int | None:
    row = store.fetch_one(
        "SELECT id FROM current_submissions WHERE permit_number = ? AND period = ? AND instrument_kind = ?",
        [fee.permit_number, fee.period, fee.instrument_kind],
    )
    return int(row[0]) if row else None
