"""A month as Markdown and as rows of a table, for Prefect's page and for plain files."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from generators.month_data import MonthData, MonthSubmission
from generators.month_words import OUTCOME_WORDS
from generators.printable import printable
from generators.state_words import STATE_WORDS
from generators.wording import kind_name
from schemas.catalogue import Lang

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|!~&])")
_HEADS: dict[Lang, tuple[str, ...]] = {
    "zh": ("公司", "自檢字號", "種類", "狀態", "入庫/列數", "逾期日數", "應繳檢定費 NT$", "收據"),
    "en": ("company", "permit", "kind", "state", "loaded/rows", "days late", "fee due NT$", "receipt"),
}
_SAY: dict[Lang, dict[str, str]] = {
    "zh": {
        "title": "{period} 月份自行檢定陳報",
        "example": "**範例資料,非真實登記。**",
        "due": "陳報期限:{day}",
        "none": "無",
        "messages": "郵件",
        "filed": "已陳報",
        "missing": "未陳報",
        "fees": "應繳檢定費合計 NT$ {total:,}",
    },
    "en": {
        "title": "Self-verification reports for {period}",
        "example": "**Sample data, no real register.**",
        "due": "Due: {day}",
        "none": "none",
        "messages": "Messages",
        "filed": "Filed",
        "missing": "Missing",
        "fees": "Fees due in all: NT$ {total:,}",
    },
}


def escaped(text: object) -> str:
    """A text that Markdown shows as it is: no markup, no HTML, no line break."""
    return _SPECIAL.sub(r"\\\1", " ".join(printable(str(text)).split()))


def table(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A Markdown table of texts that are shown as they are."""
    lines = [_line(heads), "|" + " --- |" * len(heads), *(_line(row) for row in rows)]
    return "\n".join(lines)


def month_markdown(data: MonthData, lang: Lang) -> str:
    """The month: who filed, who is missing, the fees, and what its messages came to."""
    return "\n\n".join(_parts(data, lang)) + "\n"


def month_rows(data: MonthData, lang: Lang) -> list[dict[str, str]]:
    """The submissions in force, a row each, by the heads of the language."""
    return [dict(zip(_HEADS[lang], _cells(item, lang), strict=True)) for item in data.submissions]


def _parts(data: MonthData, lang: Lang) -> Iterator[str]:
    say = _SAY[lang]
    yield f"# {say['title'].format(period=escaped(data.period))}"
    if data.example:
        yield say["example"]
    if data.due:
        yield say["due"].format(day=data.due.isoformat())
    yield f"## {say['filed']}"
    yield table(_HEADS[lang], (_cells(item, lang) for item in data.submissions)) if data.submissions else say["none"]
    yield f"## {say['missing']}"
    yield "\n".join(_missing(data, lang)) or say["none"]
    yield say["fees"].format(total=data.fee_total())
    if data.messages:
        yield f"## {say['messages']}"
        counts = data.outcomes().items()
        yield "\n".join(f"- {OUTCOME_WORDS[outcome][lang == 'en']} {count}" for outcome, count in counts if count)


def _missing(data: MonthData, lang: Lang) -> Iterator[str]:
    for one in data.missing:
        kinds = "、".join(kind_name(kind, lang) for kind in one.instrument_kinds)
        yield f"- {escaped(one.company_name)} {escaped(one.permit_number)}({escaped(kinds)})"


def _cells(item: MonthSubmission, lang: Lang) -> tuple[str, ...]:
    payable = item.fee.payable if item.fee else None
    return (
        printable(item.company_name),
        item.key.permit_number,
        kind_name(item.key.instrument_kind, lang),
        STATE_WORDS[item.state].name(lang),
        f"{item.rows_loaded:,}/{item.rows_total:,}",
        str(item.late_days) if item.late_days else "",
        f"{payable:,}" if payable is not None else "",
        item.receipt_number or "",
    )


def _line(cells: Sequence[object]) -> str:
    return "| " + " | ".join(escaped(cell) for cell in cells) + " |"
