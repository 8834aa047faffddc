"""A receipt's paper as the warehouse has it now: payer, items, payment, and whether it is void."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flows.papers import Papers
from warehouse.cashbook import PaymentRecord, owed, payments, purpose_of
from warehouse.followup import receipt_numbers
from warehouse.model import VERIFICATION_FEE, Receipt
from warehouse.store import Store

if TYPE_CHECKING:
    from generators.receipt import ReceiptItem

CHANNELS = {
    "cash": "現金",
    "postal_order": "郵局匯票",
    "cheque": "即期銀行本票、支票",
    "transfer": "匯款",
    "online": "線上繳費",
}
"""繳費方式: the guide of 108.01.18 (sections 4 and 9) names cash, postal order and cheque; the others are newer ways."""


def receipt_name(number: str) -> str:
    """The file of a receipt."""
    return f"{number}.docx"


def prepare_receipts(store: Store, papers: Papers, numbers: list[str], *, example: bool) -> list[str]:
    """Write the papers of receipts whose rows are not committed yet; returns their names, for ``papers.show``."""
    for number in numbers:
        papers.prepare(receipt_name(number), receipt_paper(store, store.receipt(number), example=example))
    return [receipt_name(number) for number in numbers]


def recover_receipts(store: Store, papers: Papers, *, example: bool) -> None:
    """After a crash: papers whose receipt has its row are made anew from the warehouse, the others are dropped.

    A paper that was prepared may tell of a change that was never committed, so it is not taken as it lies there.
    """
    known = {receipt_name(number): number for number in receipt_numbers(store)}
    numbers = [known[name] for name in papers.pending() if name in known]
    papers.recover(prepare_receipts(store, papers, numbers, example=example))


def receipt_paper(store: Store, receipt: Receipt, *, example: bool) -> bytes:
    """The docx of a receipt; a void one says so and names what replaces it."""
    from generators.receipt import ReceiptData, receipt_docx  # noqa: PLC0415 - docxtpl is slow to import

    paid = [one for one in payments(store, receipt.reference) if one.receipt_number == receipt.number]
    fee = next((one for one in owed(store, receipt.reference) if one.revenue_code == receipt.revenue_code), None)
    return receipt_docx(
        ReceiptData(
            number=receipt.number,
            payer=receipt.payer,
            ubn=(fee.ubn if fee else None) or "",
            issued_on=receipt.issued_on,
            items=(_item(store, receipt),),
            purpose=_purpose(store, receipt),
            payment=_channel(paid[-1]) if paid else None,
            paid_on=paid[-1].paid_on if paid else None,
            collector=paid[-1].recorded_by if paid else "",
            void=_void(receipt),
            example=example,
        )
    )


def _item(store: Store, receipt: Receipt) -> ReceiptItem:
    from generators.receipt import ReceiptItem, verification_fee_item  # noqa: PLC0415 - docxtpl is slow to import

    if receipt.revenue_code != VERIFICATION_FEE:
        return ReceiptItem(receipt.revenue_code, receipt.amount)
    row = store.fetch_one(
        "SELECT total_quantity FROM documents WHERE submission_id = ? AND document_kind = 'monthly_report' ORDER BY id",
        [receipt.submission_id],
    )
    return verification_fee_item(receipt.amount, row[0] if row else None)


def _purpose(store: Store, receipt: Receipt) -> str:
    reference = receipt.reference or ""
    said = purpose_of(store, reference, receipt.revenue_code)
    if said is not None:
        return said
    from generators.receipt import verification_purpose  # noqa: PLC0415 - docxtpl is slow to import

    permit, _, rest = reference.partition("/")
    period, _, kind = rest.partition("/")
    return verification_purpose(period, kind, permit) if kind else reference


def _channel(payment: PaymentRecord) -> str:
    return " ".join(filter(None, (CHANNELS[payment.channel], payment.voucher)))


def _void(receipt: Receipt) -> str:
    if receipt.voided_at is None:
        return ""
    instead = f",由 {receipt.replaced_by} 取代" if receipt.replaced_by else ""
    return f"作廢:{receipt.void_reason}{instead}"
