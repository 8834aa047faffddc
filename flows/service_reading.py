"""A published report on service, from the office's PDF to tables and figures: camelot reads it in a worker process."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

from flows.isolation import Call, Limits, run
from flows.service_figures import BUREAU, figures, last_branch
from schemas.catalogue import message
from schemas.errors import MissingPart, UsageError
from schemas.findings import Finding
from schemas.raw import RawCell, RawTable
from warehouse.service import Cell, Figure, Report

_LIMITS = Limits(seconds=900.0, memory=4 << 30)
_LARGEST = 64 << 20
_HEADS = re.compile(r"執行策略|主辦單位|執行績效")
_YEAR = re.compile(r"([0-9]{2,3})\s*年度?")


@dataclass(frozen=True, slots=True)
class Tables:
    """The tables of a PDF as camelot sees them, and how many pages it has."""

    pages: int
    engine: str
    cells: list[Cell]


def read_report(
    path: Path, *, title: str | None, roc_year: int | None, example: bool
) -> tuple[Report, list[Cell], list[Figure]]:
    """The report, its cells, its figures. ``UsageError`` where the file cannot be read or has no table."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path}:{error.strerror} (cannot be read)") from error
    if len(data) > _LARGEST or not data.startswith(b"%PDF-"):
        raise UsageError(f"{path}:不是 PDF,或超過 {_LARGEST >> 20} MiB (no PDF, or too large)")
    tables = _tables(path, data)
    named = title or path.stem
    year = roc_year if roc_year is not None else _year(named)
    sha256 = hashlib.sha256(data).hexdigest()
    report = Report(sha256, path.name, named, year, example, tables.pages, tables.engine)
    return report, tables.cells, _figures(tables.cells)


def _tables(path: Path, data: bytes) -> Tables:
    result = run(Call(_in_worker, (data,), _LIMITS))
    if isinstance(result, MissingPart):
        raise result
    if isinstance(result, Finding):
        raise UsageError(f"{path}:{message(result, 'zh')} ({message(result, 'en')})")
    tables: Tables = result
    if not tables.cells:
        raise UsageError(
            f"{path}:未讀出表格 (no table was found)", hint="須為有格線表格之 PDF。(A PDF with ruled tables.)"
        )
    return tables


def _in_worker(data: bytes) -> Tables | Finding | MissingPart:
    from parsers.peers import camelot_tables  # noqa: PLC0415 - heavy, and only in the worker

    try:
        raw = camelot_tables.read(data)
    except MissingPart as missing:
        return missing
    if raw.findings:
        return raw.findings[0]
    cells: list[Cell] = []
    for page in raw.pages:
        tables = [item for item in page.order if isinstance(item, RawTable)]
        for number, table in enumerate(tables, start=1):
            cells += _cells(page.page or 0, number, table.rows)
    return Tables(raw.page_count, raw.engine, cells)


def _cells(page: int, number: int, rows: list[list[RawCell]]) -> list[Cell]:
    """Each cell once, at the first place that it covers; the spaces that justified lines leave are gone."""
    found: list[Cell] = []
    seen: set[int] = set()
    for row, line in enumerate(rows, start=1):
        for column, cell in enumerate(line, start=1):
            text = "\n".join(part.strip() for part in cell.text.splitlines()).strip()
            if text and id(cell) not in seen:
                seen.add(id(cell))
                found.append(Cell(page, number, row, column, text))
    return found


def _figures(cells: list[Cell]) -> list[Figure]:
    """The figures of all cells but the headings; a row without a first cell goes on where the one before ended."""
    found: list[Figure] = []
    first_cells = {(cell.page, cell.table_number, cell.row) for cell in cells if cell.column == 1}
    ended = BUREAU
    for cell in cells:
        if _HEADS.fullmatch(cell.text.replace("\n", "")) or cell.column == 1:
            continue
        begins = BUREAU if (cell.page, cell.table_number, cell.row) in first_cells else ended
        for number, one in enumerate(figures(cell.text, begins), start=1):
            place = (cell.page, cell.table_number, cell.row, cell.column, number)
            found.append(Figure(*place, one.branch, one.measure, one.value, one.unit, one.sentence))
        ended = last_branch(cell.text, begins)
    return found


def _year(text: str) -> int | None:
    match = _YEAR.search(text)
    return int(match[1]) if match else None
