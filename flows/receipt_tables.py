"""What the cashier's commands show: fees owed and receipts, as JSON and as rows of a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flows.cashier import Account
    from flows.payment_list import Matched
    from warehouse.cashbook import PaymentRecord
    from warehouse.model import Receipt

_STATE_ZH = {
    "not_computable": "無法計算",
    "unpaid": "未繳",
    "partly_paid": "部分繳納",
    "paid": "已繳",
    "overpaid": "溢繳",
}
HEADS = {
    "zh": ["繳費項目", "收入代號", "繳款人", "應繳", "已繳", "未繳", "溢繳", "期限", "逾期日數", "滯納金", "狀態"],
    "en": [
        "reference",
        "code",
        "payer",
        "owed",
        "paid",
        "outstanding",
        "credit",
        "due",
        "days late",
        "surcharge",
        "state",
    ],
}
RECEIPT_HEADS = {
    "zh": ["收據號碼", "繳費項目", "繳款人", "金額", "開立日期", "作廢", "取代"],
    "en": ["number", "reference", "payer", "amount", "issued", "void", "replaced by"],
}


def account(one: Account) -> dict[str, object]:
    """A fee with what was paid on it, as JSON."""
    balance = one.balance
    return {
        "reference": one.owed.reference,
        "revenue_code": one.owed.revenue_code,
        "payer": one.owed.payer,
        "amount": one.owed.amount,
        "paid": balance.paid,
        "outstanding": balance.outstanding,
        "credit": balance.credit,
        "due_on": balance.due.due_on.isoformat() if balance.due.due_on else None,
        "late_days": balance.late_days,
        "surcharge": balance.surcharge,
        "to_enforce": balance.to_enforce,
        "state": balance.state.value,
    }


def account_row(one: Account, lang: str) -> list[object]:
    """The same as a row under ``HEADS``."""
    row = account(one)
    enforce = row.pop("to_enforce")
    state = str(row["state"])
    words = _STATE_ZH[state] if lang == "zh" else state.replace("_", " ")
    row["state"] = words + ((",移送強制執行" if lang == "zh" else ", to be enforced") if enforce else "")
    return list(row.values())


def receipt(one: Receipt) -> dict[str, object]:
    """A receipt as JSON."""
    return {
        "number": one.number,
        "reference": one.reference,
        "revenue_code": one.revenue_code,
        "payer": one.payer,
        "amount": one.amount,
        "issued_on": one.issued_on.isoformat(),
        "voided_at": one.voided_at.isoformat() if one.voided_at else None,
        "void_reason": one.void_reason,
        "replaced_by": one.replaced_by,
    }


def receipt_row(one: Receipt) -> list[object]:
    """A receipt as a row under ``RECEIPT_HEADS``."""
    return [one.number, one.reference, one.payer, one.amount, one.issued_on, one.void_reason, one.replaced_by]


def payment(one: PaymentRecord) -> dict[str, object]:
    """A payment as JSON."""
    return {
        "id": one.id,
        "amount": one.amount,
        "channel": one.channel,
        "voucher": one.voucher,
        "paid_on": one.paid_on.isoformat(),
        "cancelled": one.cancel_reason,
    }


def matched(one: Matched) -> dict[str, object]:
    """A line of a list of payments and what became of it, as JSON."""
    return {"line": one.line, "reference": one.reference, "receipt": one.receipt, "problem": one.problem}
