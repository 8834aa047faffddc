"""Gathers what the Word document on service says, from the ready queries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from flows.query_charts import Asked, chart_of
from flows.query_formats import as_text
from generators.service_report import Section, ServiceReport
from schemas.errors import MissingPart, UsageError
from warehouse.query import ask
from warehouse.query_ready import ready_query

_QUERIES: Mapping[str, tuple[tuple[str, ...], tuple[str, str]]] = {
    "service": (("within", "year"), ("依分局與季", "By branch and quarter")),
    "payment-channels": (("year",), ("已繳規費,依繳費方式", "Fees paid by channel")),
    "published": (("within",), ("與已公布數字對照", "Beside the published figures")),
}
_CHANNELS = {
    "cash": "現金",
    "postal_order": "郵政匯票",
    "cheque": "支票",
    "transfer": "轉帳",
    "online": "線上繳費",
}


def service_report(asked: Asked, now: datetime) -> tuple[ServiceReport, str | None]:
    """The document, and why it has no chart where it has none."""
    sections = [_section(asked, name) for name in _QUERIES]
    chart, why = _chart(asked)
    year, within = asked.given.get("year"), asked.given.get("within")
    notes = [
        asked.say(
            f"時限:收件後 {within} 日內辦結(由機關指定)。",
            f"In time: within {within} days of receipt, as the office set it.",
        ),
        asked.say(
            "「未指定」為登記地址不在機關所提供轄區內者;稽催、紙本、電子證書等件數由機關另行提供者方有數字。",
            "未指定: the address is in none of the areas that the office supplied. Cases chased, filed on paper and electronic certificates are there where the office supplied them.",
        ),
    ]
    if _example(asked):
        notes.insert(0, asked.say("範例資料,非真實數字。", "Sample data, no real figures."))
    title = asked.say("服務績效統計", "Figures on service") + (
        f" {asked.say(f'{year}年度', str(int(year) + 1911))}" if year else ""
    )
    words = asked.say("受理與時限內辦結件數之長條圖", "Bars of cases received and handled in time")
    return ServiceReport(title, notes, sections, chart, words, now), why


def _chart(asked: Asked) -> tuple[bytes | None, str | None]:
    from generators.chart import draw  # noqa: PLC0415

    try:
        return draw(chart_of("service", asked), "png"), None
    except (MissingPart, UsageError) as error:
        return None, str(error)


def _section(asked: Asked, name: str) -> Section:
    names, words = _QUERIES[name]
    ready = ready_query(name)
    given = {key: asked.given[key] for key in names if asked.given.get(key)}
    answer = ask(asked.warehouse, ready.sql, limit=None, seconds=asked.seconds, parameters=ready.values(given) or None)
    columns = [ready.columns[column].of(asked.lang) for column in answer.columns]
    terms = _terms(asked)
    rows = [
        [terms.get(value, as_text(value)) if isinstance(value, str) else as_text(value) for value in row]
        for row in answer.rows
    ]
    return Section(asked.say(*words), columns, rows, asked.say("無資料。", "No data."))


def _terms(asked: Asked) -> Mapping[str, str]:
    """Measures and channels by their names, in the reader's language."""
    measures = ask(asked.warehouse, "SELECT measure, zh, en FROM dim_measure", limit=None, seconds=asked.seconds).rows
    named: dict[str, str] = {row[0]: asked.say(row[1], row[2]) for row in measures}
    return named | ({} if asked.lang == "en" else _CHANNELS)


def _example(asked: Asked) -> bool:
    sql = (
        "SELECT coalesce((SELECT example FROM registers ORDER BY id DESC LIMIT 1), false)"
        " OR EXISTS (SELECT 1 FROM branch_areas WHERE example) OR EXISTS (SELECT 1 FROM published_reports WHERE example)"
    )
    rows: Sequence[Sequence[Any]] = ask(asked.warehouse, sql, limit=1, seconds=asked.seconds).rows
    return bool(rows[0][0])
