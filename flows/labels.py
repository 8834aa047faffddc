"""Labels out and back: what ``zijian label`` and the batches call."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from generators.label_sheet import Sticker
from schemas.errors import UsageError
from schemas.findings import Finding
from schemas.identifiers import permit_number
from schemas.label import Label, label
from schemas.place import Place

_NAMES: Mapping[str, tuple[str, ...]] = {
    "certificate_number": ("certificate_number", "mark_number", "檢定合格編號", "合格印證號碼"),
    "serial_number": ("serial_number", "器號"),
    "permit_number": ("permit_number", "自檢字號", "自檢號"),
    "valid_year": ("valid_year", "有效期間年"),
    "valid_month": ("valid_month", "有效期間月"),
    "service_year": ("service_year", "最長使用期限年"),
}


def make_label(certificate: str, serial: str) -> Label:
    """The label of these numbers; ``UsageError`` with the first finding's words where they are not fit for one."""
    from schemas.catalogue import message, remedy  # noqa: PLC0415

    found, findings = label(certificate, serial)
    if found is None:
        raise UsageError(message(findings[0]), hint=remedy(findings[0]))
    return found


def stickers_from(path: Path) -> tuple[list[Sticker], list[Finding]]:
    """The stickers that a CSV or xlsx lists, and what is wrong with its rows (each with its line)."""
    stickers: list[Sticker] = []
    findings: list[Finding] = []
    used: dict[str, int] = {}
    for line, row in _rows(path):
        found, faults = label(row["certificate_number"], row["serial_number"])
        if found and found.certificate_number in used:
            faults.append(Finding("L708", field="mark_number", value=found.certificate_number))
        findings += [fault.at(Place(line=line)) for fault in faults]
        if found and not faults:
            used[found.certificate_number] = line
            stickers.append(_sticker(found, row))
    return stickers, findings


def _sticker(found: Label, row: Mapping[str, str]) -> Sticker:
    year, month = row.get("valid_year", ""), row.get("valid_month", "")
    valid = (int(year), int(month)) if year.isdigit() and month.isdigit() else None
    service = row.get("service_year", "")
    permit = permit_number(row.get("permit_number", "")) or ""
    return Sticker(found, permit, valid, int(service) if service.isdigit() else None)


def _rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    table = _table(path)
    if not table:
        raise UsageError(f"{path.name} 沒有資料列。")
    heads = [str(cell).strip() for cell in table[0]]
    columns = {name: _column(heads, words) for name, words in _NAMES.items()}
    missing = [_NAMES[name][2] for name in ("certificate_number",) if columns[name] is None]
    missing += [_NAMES[name][1] for name in ("serial_number",) if columns[name] is None]
    if missing:
        raise UsageError(f"{path.name} 缺少欄位:{'、'.join(missing)}", hint="第一列須為欄名。")
    for line, cells in enumerate(table[1:], 2):
        row = {name: cells[at].strip() for name, at in columns.items() if at is not None and at < len(cells)}
        if any(row.values()):
            yield line, {"certificate_number": "", "serial_number": "", **row}


def _column(heads: Sequence[str], words: Sequence[str]) -> int | None:
    return next((index for index, head in enumerate(heads) if head in words), None)


def _table(path: Path) -> list[list[str]]:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UsageError(f"讀不到 {path}:{error.strerror}") from error
    if data[:2] == b"PK":
        return _workbook(data, path)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp950", errors="replace")
    return list(csv.reader(io.StringIO(text)))


def _workbook(data: bytes, path: Path) -> list[list[str]]:
    from python_calamine import CalamineError, CalamineWorkbook  # noqa: PLC0415 (only for workbooks)

    try:
        sheet = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0)
    except CalamineError as error:
        raise UsageError(f"{path.name} 不是可讀的活頁簿。") from error
    return [[_written(cell) for cell in row] for row in sheet.to_python()]


def _written(cell: Any) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell)
