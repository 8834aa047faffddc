"""The certificate and the receipt from data that was written by hand."""

from __future__ import annotations

from generators.permit_papers import PermitData, permit_docx
from generators.receipt import REVENUE, ReceiptData, ReceiptItem, receipt_docx
from generators.templates import BUILT_IN, Templates
from schemas.document import Strict
from schemas.findings import Finding
from schemas.papers import PermitPaper, ReceiptPaper


def paper_docx(paper: Strict, templates: Templates = BUILT_IN) -> bytes:
    """A ``PermitPaper`` or a ``ReceiptPaper`` as docx."""
    if isinstance(paper, PermitPaper):
        return permit_docx(PermitData(**paper.model_dump()), templates)
    if isinstance(paper, ReceiptPaper):
        return receipt_docx(_receipt(paper), templates)
    raise TypeError(type(paper).__name__)


def paper_faults(paper: Strict) -> list[Finding]:
    """What a receipt cannot say: an unknown revenue code, an amount below zero."""
    if not isinstance(paper, ReceiptPaper):
        return []
    found = []
    for number, line in enumerate(paper.items):
        if line.revenue_code not in REVENUE:
            found.append(Finding("C303", field=f"items.{number}.revenue_code", value=line.revenue_code))
        if line.amount < 0:
            found.append(Finding("C306", field=f"items.{number}.amount", value=str(line.amount)))
    return found


def _receipt(paper: ReceiptPaper) -> ReceiptData:
    return ReceiptData(
        number=paper.number,
        payer=paper.payer,
        ubn=paper.ubn or "",
        issued_on=paper.issued_on,
        items=tuple(ReceiptItem(line.revenue_code, line.amount, line.note or "") for line in paper.items),
        purpose=paper.purpose,
        collector=paper.collector or "",
        payment=paper.payment,
        paid_on=paper.paid_on,
        example=paper.example,
    )
