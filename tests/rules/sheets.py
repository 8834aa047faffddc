"""Specimens written as workbooks, laid out as the forms are, so that planted faults go through the real reader."""

from __future__ import annotations

import io
import itertools
from datetime import date
from decimal import Decimal
from typing import Any

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from schemas.column import FieldInfo, fields_of
from schemas.document import Document, RecordHeader, ReferenceStandard, ReportRow
from schemas.kinds import kind

NAMED_BY_THE_READING = {
    ("R402", "permit_number"): "T209",
    ("B519", "period"): "T209",
    ("R441", "high_tolerance"): "C301",
}
"""What the reading of a file names already, so that the rule keeps silent."""
_SENTENCES = {"total_quantity": "總計檢定數量", "total_fee": "總計應繳檢定費", "checks": "是否符合規定"}
_LATE = ("verdict", "mark_number", "rejection_reason")


def workbook(document: Document) -> bytes:
    """The document as ``.xlsx``: title, items as label and value, the table, and what stands below it."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = "檢定"
    if document.document_kind == "verification_record":
        _record(sheet, document)
    else:
        _report(sheet, document)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def spot_of(document: Document, sheet: Worksheet, row: int | None, field: str | None) -> tuple[int, int]:
    """Line and column at which a fault of a row's cell, or of an item of the head, stands on the sheet."""
    infos = _infos(document)
    columns = {info.name: number for number, info in enumerate(infos, 1)}
    if row is not None and field is not None:
        first = 5 if document.document_kind == "monthly_report" else sheet.max_row - len(document.rows) + 1
        return first + row - 1, columns[field]
    headings = next(cell.row for line in sheet for cell in line if cell.value in ("器號", "項次"))
    if field is None or field in columns:
        return headings, columns.get(field or "", 1)
    return _head_spot(document, sheet, field)


def _head_spot(document: Document, sheet: Worksheet, field: str) -> tuple[int, int]:
    """The value behind the label, the label where there is no value, the title where there is no label."""
    model = ReferenceStandard if "." in field else type(document.header)
    words = next((info.column.zh for info in fields_of(model) if info.name == field.rpartition(".")[2]), field)
    labels = {f"{words}:", "自檢號:"} if field == "permit_number" else {f"{words}:"}
    for cell in (cell for line in sheet for cell in line):
        text = str(cell.value or "")
        if text in labels:
            row, column = int(cell.row or 0), int(cell.column or 0)
            return row, column + (sheet.cell(row, column + 1).value is not None)
        if _SENTENCES.get(field, "\n") in text:
            return int(cell.row or 0), int(cell.column or 0)
    return (1 if field == "company_name" and sheet["A1"].value else 2), 1


def _infos(document: Document) -> list[FieldInfo]:
    """The fields of the document's rows in the order of the sheet's columns."""
    if document.document_kind == "monthly_report":
        return list(fields_of(ReportRow))
    infos = [*fields_of(kind(document.instrument_kind or "").row)]
    return [info for info in infos if info.name not in _LATE] + [info for info in infos if info.name in _LATE]


def _record(sheet: Worksheet, document: Document) -> None:
    header = document.header
    sheet.append([header.company_name])
    sheet.append([_title(document)])
    for info in fields_of(type(header)):
        if info.name in ("company_name", "mechanism", "tolerances") or (info.name == "remarks" and not header.remarks):
            continue
        sheet.append([f"{info.column.zh}:", _shown(getattr(header, info.name))])
    for info in fields_of(ReferenceStandard):
        sheet.append([f"{info.column.zh}:", _shown(getattr(header.reference_standard, info.name))])
    for check in header.checks:
        boxes = {True: "☑是 □否", False: "□是 ☑否", None: "□是 □否"}[check.passed]
        sheet.append([f"01 {check.item}是否符合規定 {boxes}"])
    infos = _infos(document)
    _headings(sheet, infos)
    _tolerances(sheet, header, infos)
    for row in document.rows:
        sheet.append([_shown(getattr(row, info.name)) for info in infos])


def _title(document: Document) -> str:
    header: RecordHeader = document.header
    name = kind(document.instrument_kind or "").zh
    if not hasattr(header, "mechanism"):
        return f"{name}自行檢定紀錄表"
    ticks = {"electronic": "□機械式 ☑電子式", "mechanical": "☑機械式 □電子式"}.get(
        str(header.mechanism), "□機械式 □電子式"
    )
    return f"{ticks} {name}自行檢定紀錄表"


def _headings(sheet: Worksheet, infos: list[FieldInfo]) -> None:
    """Levels one above the other; what several columns share is merged over them, what has no second level downwards."""
    levels = [_words(info) for info in infos]
    depth, top = max(map(len, levels)), sheet.max_row + 2
    for column, words in enumerate(levels, 1):
        for level, word in enumerate(words):
            sheet.cell(top + level, column, word)
        if len(words) < depth:
            sheet.merge_cells(
                start_row=top + len(words) - 1, end_row=top + depth - 1, start_column=column, end_column=column
            )
    start = 1
    for shared, group in itertools.groupby(levels, key=lambda words: words[0] if len(words) > 1 else None):
        width = len(list(group))
        if shared is not None and width > 1:
            sheet.merge_cells(start_row=top, end_row=top, start_column=start, end_column=start + width - 1)
        start += width


def _words(info: FieldInfo) -> list[str]:
    """The first of the words for each level of a field's heading."""
    heading = info.column.headers[0] if info.column.headers else info.column.zh
    return [level.split("|")[0] for level in heading.split("/")]


def _tolerances(sheet: Worksheet, header: Any, infos: list[FieldInfo]) -> None:
    printed = getattr(header, "tolerances", None)
    if printed is not None:
        sheet.append([None, *(getattr(printed, info.name, None) for info in infos[1:])])


def _report(sheet: Worksheet, document: Document) -> None:
    header = document.header
    year, _, month = (header.period or "").partition("-")
    when = f"{int(year) - 1911}年{int(month)}月份" if month else ""
    sheet.append([header.company_name])
    sheet.append([f"{kind(document.instrument_kind or '').zh}自行檢定{when}月報表"])
    sheet.append(["製表日期:", _shown(header.report_date)])
    infos = _infos(document)
    sheet.append([info.column.zh for info in infos])
    for row in document.rows:
        sheet.append([_shown(getattr(row, info.name)) for info in infos])
    sheet.append([])
    if header.total_quantity is not None:
        sheet.append([f"1.總計檢定數量為 {header.total_quantity} 具。"])
    if header.total_fee is not None:
        sheet.append([f"2.應繳檢定費五分之一計收,總計應繳檢定費新臺幣 {header.total_fee} 元。"])
    sheet.append(["自檢號:", header.permit_number, "負責人:", header.responsible_person, "製表人:", header.prepared_by])


def _shown(value: object) -> object:
    if isinstance(value, date):
        return f"{value.year - 1911}/{value.month:02d}/{value.day:02d}"
    if isinstance(value, bool):
        return "合格" if value else "不合格"
    if isinstance(value, Decimal):
        return str(value)
    return {"pass": "合格", "fail": "不合格"}.get(str(value), value)
