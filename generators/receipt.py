"""The receipt (收據) for a fee that was paid or is due with a month's report."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from generators.code_picture import code_picture
from generators.docx_engine import render
from generators.templates import BUILT_IN, Templates
from generators.wording import kind_name, roc_date, roc_month, roc_parts
from schemas.capitals import capitals
from schemas.document_code import DocumentCode, PaperKind, code_of

REVENUE = {
    "3160": "自行檢定檢定費",
    "3110": "自行檢定許可費",
    "5700": "自行檢定證照費",
}
"""收入代號 → what it is for (自行檢定申請須知, forms FIF-01, FIF-04 to FIF-06)."""

_SHARE = "依陳報數量應繳檢定費五分之一計收（度量衡規費收費標準第22條）"


@dataclass(frozen=True, slots=True)
class ReceiptItem:
    """One line: ``amount`` in whole NT$, ``note`` free text."""

    revenue_code: str
    amount: int
    note: str = ""


@dataclass(frozen=True, slots=True)
class ReceiptData:
    """What a receipt says. ``paid_on``/``payment`` stay ``None`` where the payment is not yet entered.

    ``void`` is the line that a void receipt bears.
    """

    number: str
    payer: str
    ubn: str
    issued_on: date
    items: tuple[ReceiptItem, ...]
    purpose: str
    agency: str = "經濟部標準檢驗局"
    collector: str = ""
    payment: str | None = None
    paid_on: date | None = None
    void: str = ""
    example: bool = False

    @property
    def total(self) -> int:
        """The sum in whole NT$."""
        return sum(item.amount for item in self.items)


def verification_fee_item(amount: int, quantity: int | None = None) -> ReceiptItem:
    """The line of a month's verification fee (3160); ``quantity`` instruments were reported."""
    counted = f"共{quantity:,}具，" if quantity is not None else ""
    return ReceiptItem("3160", amount, f"{counted}{_SHARE}")


def verification_purpose(period: str, kind: str, permit_number: str) -> str:
    """事由: ``period`` as YYYY-MM, ``kind`` by its name in the document JSON."""
    return f"{roc_month(period)}份{kind_name(kind)}自行檢定檢定費（自檢字號 {permit_number}）"


def receipt_docx(data: ReceiptData, templates: Templates = BUILT_IN) -> bytes:
    """The filled receipt; the amount stands in figures and in Chinese capitals.

    Raises ``ValueError`` for a receipt without a line, with an unknown revenue code or an amount below zero.
    """
    _check(data)
    pictures = {"code": code_picture(str(receipt_code(data)))}
    return render(templates.path("receipt", data.issued_on), receipt_values(data), pictures)


def receipt_code(data: ReceiptData) -> DocumentCode:
    """The code that leads to the receipt's verification: over number, payer, total and day of issue."""
    return code_of(PaperKind.RECEIPT, data.number, data.payer, data.total, data.issued_on)


def receipt_values(data: ReceiptData) -> dict[str, object]:
    """What the template prints."""
    return {
        "example": data.example,
        "agency": data.agency,
        "number": data.number,
        "payer": data.payer,
        "ubn": data.ubn,
        "purpose": data.purpose,
        "items": [_item(item) for item in data.items],
        "total": f"{data.total:,}",
        "capitals": capitals(data.total),
        "payment": data.payment or "",
        "paid_on": roc_date(data.paid_on) if data.paid_on else "",
        "collector": data.collector,
        "void": data.void,
        "code": str(receipt_code(data)),
        **roc_parts(data.issued_on),
    }


def _item(item: ReceiptItem) -> dict[str, str]:
    return {
        "revenue_code": item.revenue_code,
        "name": REVENUE[item.revenue_code],
        "note": item.note,
        "amount": f"{item.amount:,}",
    }


def _check(data: ReceiptData) -> None:
    if not data.items:
        raise ValueError("a receipt needs at least one line")
    for item in data.items:
        if item.revenue_code not in REVENUE:
            raise ValueError(f"unknown revenue code {item.revenue_code!r}; known: {', '.join(REVENUE)}")
        if item.amount < 0:
            raise ValueError(f"a receipt's amount cannot be negative: {item.amount}")
