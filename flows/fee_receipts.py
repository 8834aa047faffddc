"""The receipt for a month's verification fee: when there is one, and what it says."""

from __future__ import annotations

from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class FeeReceipt:
    """The receipt of a submission in force, whether it was issued just now, and the number that it made void."""

    receipt: Receipt
    issued: bool = False
    replaced: str | None = None


def receipt_for(store: Store, judged: Judged, submission_id: int, settings: IntakeSettings) -> FeeReceipt | None:
    """The receipt of a submission that is now in force, if it has one.

    An accepted monthly report with a computable fee has one; a correction that leaves the amount as it was keeps the
    receipt that was issued, one that changes it makes that receipt void. The caller has opened the transaction.
    """
    amount = payable(judged.submission.fee)
    if judged.report is None or judged.submission.state not in _ACCEPTED or not amount:
        return None
    earlier = receipt_in_force(store, judged.submission.key)
    if earlier is not None and earlier.amount == amount:
        return FeeReceipt(earlier)
    request = ReceiptRequest(payer=payer(judged, settings), amount=amount, issued_on=settings.today)
    receipt = store.issue_receipt(submission_id, request)
    if earlier is not None:
        store.void_receipt(earlier.number, AMOUNT_CHANGED, INTAKE, receipt.number)
    return FeeReceipt(receipt, True, earlier.number if earlier else None)


def payer(judged: Judged, settings: IntakeSettings) -> str:
    """Who pays: the permit's holder by the register, else the company that the report names."""
    number = judged.submission.key.permit_number
    permit = settings.register.permit(number) if settings.register else None
    if permit is not None:
        return permit.company_name
    return (judged.report.header.company_name if judged.report else None) or number
