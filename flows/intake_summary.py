"""The end of an intake, in the terminal or as data: every message once, the month, and where everything lies."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from flows.intake_report import Page
from flows.intake_types import IntakeResult, MessageResult
from generators.month_data import MonthData, MonthSubmission
from generators.month_words import OUTCOME_WORDS
from generators.printable import printable
from generators.state_words import STATE_WORDS
from generators.wording import kind_name
from schemas.catalogue import Lang
from schemas.submission import Outcome, State

PIPE_WIDTH = 160
_STYLES = {
    State.ACCEPTED: "green",
    State.ACCEPTED_WITH_WARNINGS: "yellow",
    State.PARTLY_ACCEPTED: "red",
    State.REJECTED: "bold red",
    State.QUARANTINED: "magenta",
}
_HEADS: dict[Lang, tuple[str, ...]] = {
    "zh": ("公司", "自檢字號", "種類", "狀態", "列數", "入庫", "逾期日數", "應繳檢定費", "收據"),
    "en": ("company", "permit", "kind", "state", "rows", "loaded", "days late", "fee due", "receipt"),
}
_LINES: dict[Lang, dict[str, str]] = {
    "zh": {
        "messages": "郵件 {total} 封",
        "month": "{period} 月份",
        "missing": "未陳報:{names}",
        "nobody": "未陳報:無",
        "fees": "應繳檢定費合計 NT$ {total:,}",
        "page": "月報頁",
        "outbox": "回覆",
        "receipts": "收據",
        "warehouse": "資料庫",
        "more": "…另 {count} 封",
    },
    "en": {
        "messages": "{total} messages",
        "month": "month {period}",
        "missing": "missing: {names}",
        "nobody": "missing: nobody",
        "fees": "fees due in all: NT$ {total:,}",
        "page": "month page",
        "outbox": "replies",
        "receipts": "receipts",
        "warehouse": "warehouse",
        "more": "… {count} more",
    },
}
_MOST_PROBLEMS = 20


def print_summary(result: IntakeResult, data: MonthData, page: Page, warehouse: Path, lang: Lang) -> None:
    """Counts of all messages, the messages that need somebody, the month's submissions, and the paths."""
    console = Console(markup=False, highlight=False, emoji=False, soft_wrap=True)
    if not console.is_terminal:
        console = Console(markup=False, highlight=False, emoji=False, soft_wrap=True, width=PIPE_WIDTH)
    say = _LINES[lang]
    console.print(say["messages"].format(total=len(result.messages)), *_counts(result, lang), sep="  ")
    for line in _problems(result, lang):
        console.print(line)
    console.print()
    console.print(_table(data, lang))
    names = "、".join(f"{one.company_name}({_kinds(one.instrument_kinds, lang)})" for one in data.missing)
    console.print(say["missing"].format(names=printable(names)) if names else say["nobody"])
    console.print(say["fees"].format(total=data.fee_total()))
    console.print()
    for label, path in _paths(result, page, warehouse).items():
        console.print(f"{say[label]}:{path}" if lang == "zh" else f"{say[label]}: {path}")


def as_json(result: IntakeResult, data: MonthData, page: Page, warehouse: Path) -> dict[str, Any]:
    """The same as data."""
    return {
        "counts": {outcome.value: result.counts[outcome] for outcome in Outcome},
        "messages": [_message_json(message) for message in result.messages],
        "month": {
            "period": data.period,
            "submissions": [_submission_json(item) for item in data.submissions],
            "missing": [
                {"permit_number": one.permit_number, "instrument_kinds": list(one.instrument_kinds)}
                for one in data.missing
            ],
            "fees_due": data.fee_total(),
        },
        "paths": {label: str(path) for label, path in _paths(result, page, warehouse).items()},
    }


def _counts(result: IntakeResult, lang: Lang) -> Iterator[str]:
    for outcome in Outcome:
        if result.counts[outcome]:
            yield f"{OUTCOME_WORDS[outcome][lang == 'en']} {result.counts[outcome]}"


def _problems(result: IntakeResult, lang: Lang) -> Iterator[str]:
    bad = [one for one in result.messages if one.outcome in {Outcome.QUARANTINED, Outcome.FAILED}]
    for one in bad[:_MOST_PROBLEMS]:
        yield f"  {OUTCOME_WORDS[one.outcome][lang == 'en']}  {printable(one.where)}  {printable(one.reason or '')}"
    if len(bad) > _MOST_PROBLEMS:
        yield f"  {_LINES[lang]['more'].format(count=len(bad) - _MOST_PROBLEMS)}"


def _table(data: MonthData, lang: Lang) -> Table:
    table = Table(title=_LINES[lang]["month"].format(period=data.period), title_justify="left")
    for index, head in enumerate(_HEADS[lang]):
        table.add_column(head, justify="right" if index in {4, 5, 6, 7} else "left", overflow="fold")
    for item in data.submissions:
        table.add_row(*_cells(item, lang), style=_STYLES[item.state])
    return table


def _cells(item: MonthSubmission, lang: Lang) -> tuple[str, ...]:
    payable = item.fee.payable if item.fee else None
    return (
        printable(item.company_name),
        item.key.permit_number,
        kind_name(item.key.instrument_kind, lang),
        STATE_WORDS[item.state].name(lang),
        str(item.rows_total),
        str(item.rows_loaded),
        str(item.late_days) if item.late_days else "",
        f"{payable:,}" if payable is not None else "",
        item.receipt_number or "",
    )


def _kinds(names: tuple[str, ...], lang: Lang) -> str:
    return "、".join(kind_name(name, lang) for name in names)


def _paths(result: IntakeResult, page: Page, warehouse: Path) -> dict[str, Path]:
    return {"page": page.path, "outbox": result.outbox, "receipts": result.receipts, "warehouse": warehouse}


def _message_json(message: MessageResult) -> dict[str, Any]:
    return {
        "where": message.where,
        "sha256": message.sha256,
        "outcome": message.outcome.value,
        "reason": message.reason,
        "errors": message.errors,
        "codes": sorted(set(message.codes)),
        "reply": message.reply,
        "submissions": [
            {
                "permit_number": one.key.permit_number,
                "period": one.key.period,
                "instrument_kind": one.key.instrument_kind,
                "state": one.state.value,
                "new": one.new,
                "in_force": one.in_force,
                "rows_total": one.rows_total,
                "rows_loaded": one.rows_loaded,
                "late_days": one.late_days,
                "fee_payable": one.fee.payable if one.fee else None,
                "receipt_number": one.receipt_number,
            }
            for one in message.submissions
        ],
    }


def _submission_json(item: MonthSubmission) -> dict[str, Any]:
    return {
        "permit_number": item.key.permit_number,
        "instrument_kind": item.key.instrument_kind,
        "state": item.state.value,
        "late_days": item.late_days,
        "rows_loaded": item.rows_loaded,
        "fee_payable": item.fee.payable if item.fee else None,
        "receipt_number": item.receipt_number,
    }
