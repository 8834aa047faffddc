"""The receipt for a month's verification fee: when there is one, and what it says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flows.intake_types import IntakeSettings
from flows.judging import Judged, payable
from schemas.submission import State
from warehouse.followup import receipt_in_force
from warehouse.model import Receipt, ReceiptRequest

if TYPE_CHECKING:
    from warehouse.store import Store

AMOUNT_CHANGED = "陳報更正後金額不同 (a correction changed the amount)"
INTAKE = "zijian intake"
_ACCEPTED = (State.ACCEPTED, State.ACCEPTED_WITH_WARNINGS)


def receipt_name(number: str) -> str:
    """The file of a receipt."""
    return f"{number}.docx"


def receipt_for(
    store: Store, judged: Judged, submission_id: int, settings: IntakeSettings
) -> tuple[Receipt | None, bool]:
    """The receipt of a submission that is now in force, and whether it was issued just now.

    An accepted monthly report with a computable fee has one; a correction that leaves the amount as it was keeps the
    receipt that was issued, one that changes it makes that receipt void. The caller has opened the transaction.
    """
    amount = payable(judged.submission.fee)
    if judged.report is None or judged.submission.state not in _ACCEPTED or not amount:
        return None, False
    earlier = receipt_in_force(store, judged.submission.key)
    if earlier is not None and earlier.amount == amount:
        return earlier, False
    request = ReceiptRequest(payer=payer(judged, settings), amount=amount, issued_on=settings.today)
    receipt = store.issue_receipt(submission_id, request)
    if earlier is not None:
        store.void_receipt(earlier.number, AMOUNT_CHANGED, INTAKE, receipt.number)
    return receipt, True


def payer(judged: Judged, settings: IntakeSettings) -> str:
    """Who pays: the permit's holder by the register, else the company that the report names."""
    number = judged.submission.key.permit_number
    permit = settings.register.permit(number) if settings.register else None
    if permit is not None:
        return permit.company_name
    return (judged.report.header.company_name if judged.report else None) or number


def receipt_file(receipt: Receipt, judged: Judged, settings: IntakeSettings) -> bytes:
    """The receipt as docx."""
    from generators.receipt import (  # noqa: PLC0415 - docxtpl is slow to import and most messages need none
        ReceiptData,
        receipt_docx,
        verification_fee_item,
        verification_purpose,
    )

    key = judged.submission.key
    permit = settings.register.permit(key.permit_number) if settings.register else None
    quantity = judged.report.header.total_quantity if judged.report else None
    return receipt_docx(
        ReceiptData(
            number=receipt.number,
            payer=receipt.payer,
            ubn=permit.ubn if permit else "",
            issued_on=receipt.issued_on,
            items=(verification_fee_item(receipt.amount, quantity),),
            purpose=verification_purpose(key.period, key.instrument_kind, key.permit_number),
            example=settings.example,
        )
    )
