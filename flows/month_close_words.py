"""The close of a month as Markdown, in Chinese or English."""

from __future__ import annotations

from collections.abc import Iterator

from flows.cashier import Account
from flows.month_close import MonthClose, Reconciled
from flows.month_markdown import escaped, month_markdown, table
from flows.office_letters import Posted, Way
from generators.wording import kind_name
from schemas.catalogue import Lang
from schemas.ledger import PaymentState

_SAY: dict[Lang, dict[str, str]] = {
    "zh": {
        "final": "期限已過,以下為結算。",
        "open": "期限未過,以下為目前情形。",
        "late": "逾期陳報",
        "reconciled": "檢定紀錄與月報表核對",
        "all_agree": "全部相符({count} 件)。",
        "fees": "規費與收據",
        "reminders": "提醒與催報",
        "none": "無",
        "days": "{company} {permit}({kind}):逾 {days} 日",
    },
    "en": {
        "final": "The day on which reports were due is over: the month is closed.",
        "open": "Reports may still come in time: the month as it stands.",
        "late": "Filed late",
        "reconciled": "Records against reports",
        "all_agree": "All agree ({count}).",
        "fees": "Fees and receipts",
        "reminders": "Reminders",
        "none": "none",
        "days": "{company} {permit} ({kind}): {days} days late",
    },
}
_RECONCILED_HEADS: dict[Lang, tuple[str, ...]] = {
    "zh": ("自檢字號", "種類", "紀錄份數", "月報表份數", "紀錄合格數", "月報表數量", "應繳 NT$", "月報表所載 NT$"),
    "en": ("permit", "kind", "records", "reports", "passed in records", "reported", "due NT$", "stated NT$"),
}
_FEE_HEADS: dict[Lang, tuple[str, ...]] = {
    "zh": ("繳款人", "項目", "應繳 NT$", "已繳", "未繳", "逾期日數", "滯納金", "情形"),
    "en": ("payer", "for", "due NT$", "paid", "outstanding", "days late", "surcharge", "state"),
}
_PAYMENT: dict[PaymentState, tuple[str, str]] = {
    PaymentState.NOT_COMPUTABLE: ("無法計費", "not computable"),
    PaymentState.UNPAID: ("未繳", "unpaid"),
    PaymentState.PARTLY_PAID: ("部分繳納", "partly paid"),
    PaymentState.PAID: ("已繳清", "paid"),
    PaymentState.OVERPAID: ("溢繳", "overpaid"),
}
WAYS: dict[Way, tuple[str, str]] = {
    Way.OUTBOX: ("已置於寄件匣", "put into the outbox"),
    Way.PAPER: ("無電子郵件地址,已備書面", "no e-mail address: on paper"),
    Way.BEFORE: ("先前已發", "sent before"),
}


def close_markdown(closed: MonthClose, lang: Lang) -> str:
    """All of it: the month, who was late, what does not agree, fees, reminders."""
    return "\n\n".join((month_markdown(closed.data, lang).rstrip(), *_parts(closed, lang))) + "\n"


def posted_line(one: Posted, lang: Lang) -> str:
    """A letter and what became of it."""
    return f"{one.letter.to_name} {one.letter.permit_number}  {one.name}  {WAYS[one.way][lang == 'en']}"


def _parts(closed: MonthClose, lang: Lang) -> Iterator[str]:
    say = _SAY[lang]
    yield say["final"] if closed.final else say["open"]
    yield f"## {say['late']}"
    yield "\n".join(f"- {escaped(line)}" for line in _late(closed, lang)) or say["none"]
    yield f"## {say['reconciled']}"
    yield _reconciled(closed, lang)
    yield f"## {say['fees']}"
    yield table(_FEE_HEADS[lang], (_fee(one, lang) for one in closed.accounts)) if closed.accounts else say["none"]
    yield f"## {say['reminders']}"
    yield "\n".join(f"- {escaped(posted_line(one, lang))}" for one in closed.posted) or say["none"]


def _late(closed: MonthClose, lang: Lang) -> Iterator[str]:
    for one in closed.data.submissions:
        if one.late_days:
            kind = kind_name(one.key.instrument_kind, lang)
            yield _SAY[lang]["days"].format(
                company=one.company_name, permit=one.key.permit_number, kind=kind, days=one.late_days
            )


def _reconciled(closed: MonthClose, lang: Lang) -> str:
    apart = [one for one in closed.reconciled if not one.agrees]
    if not apart:
        return _SAY[lang]["all_agree"].format(count=len(closed.reconciled))
    return table(_RECONCILED_HEADS[lang], (_difference(one, lang) for one in apart))


def _difference(one: Reconciled, lang: Lang) -> tuple[object, ...]:
    numbers = (one.reported, one.fee_due, one.fee_stated)
    known = ("-" if number is None else f"{number:,}" for number in numbers)
    kind = kind_name(one.key.instrument_kind, lang)
    return (one.key.permit_number, kind, one.records, one.reports, f"{one.passed:,}", *known)


def _fee(one: Account, lang: Lang) -> tuple[object, ...]:
    stand = one.balance
    amount = "-" if stand.due.amount is None else f"{stand.due.amount:,}"
    state = _PAYMENT[stand.state][lang == "en"]
    surcharge = f"{stand.surcharge:,}" if stand.surcharge else ""
    days = str(stand.late_days) if stand.late_days else ""
    what = kind_name(one.owed.instrument_kind or "", lang)
    return (one.owed.payer, what, amount, f"{stand.paid:,}", f"{stand.outstanding:,}", days, surcharge, state)
