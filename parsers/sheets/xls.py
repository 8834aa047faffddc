"""``.xls``: values by calamine, number formats and hidden parts from the records themselves."""

from __future__ import annotations

import datetime as dt
import io
from decimal import Decimal
from typing import Any

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from parsers.refusal import damaged, locked, too_much
from parsers.sheets import ole
from parsers.sheets.biff import BookFormats, SheetFormats, read_formats
from parsers.sheets.grid import MAX_CELLS, MAX_COLUMN, MAX_ROW, Range, Sheet, as_page
from parsers.sheets.hidden import hidden_note
from parsers.sheets.number_format import NumberFormat, plain, text_of
from schemas.findings import Finding
from schemas.raw import RawDocument, RawPage

_ENGINE = "calamine"
_EPOCHS = {False: dt.datetime(1899, 12, 30), True: dt.datetime(1904, 1, 1)}  # noqa: DTZ001 - sheets know no zone
_MACROS = "_VBA_PROJECT".encode("utf-16-le")


def read(data: bytes) -> RawDocument:
    """Every worksheet as a page; ``Refused`` if calamine cannot open the file."""
    try:
        formats = read_formats(ole.stream(data, ("Workbook", "Book")))
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        sheets = [entry for entry in book.sheets_metadata if entry.typ == SheetTypeEnum.WorkSheet]
        pages = [_page(book, entry, formats) for entry in sheets]
    except PasswordError as error:
        raise locked() from error
    except (CalamineError, ValueError, OSError) as error:
        raise damaged(str(error)[:80]) from error
    if not pages:
        raise damaged("no worksheet")
    macros = [Finding("F110", params={"what": "VBA"})] if _MACROS in data else []
    return RawDocument(iter(pages), _ENGINE, len(pages), macros)


def _page(book: CalamineWorkbook, entry: Any, formats: BookFormats) -> RawPage:
    sheet = book.get_sheet_by_name(entry.name)
    _check(sheet)
    own = formats.sheets.get(entry.name, SheetFormats())
    cells = _cells(sheet, own, date1904=formats.date1904)
    rows = [row for row in own.hidden_rows if row in cells]
    hidden = entry.visible != SheetVisibleEnum.Visible
    doubts = hidden_note(entry.name, hidden=hidden, rows=rows, columns=own.hidden_columns)
    return as_page(Sheet(entry.name, cells, _merges(sheet), doubts))


def _check(sheet: CalamineSheet) -> None:
    if sheet.total_height > MAX_ROW or sheet.total_width > MAX_COLUMN:
        raise too_much(f"{sheet.total_height:,} × {sheet.total_width:,}", MAX_ROW)
    if sheet.total_height * sheet.total_width > 4 * MAX_CELLS:
        raise too_much("cells", MAX_CELLS)


def _cells(sheet: CalamineSheet, own: SheetFormats, *, date1904: bool) -> dict[int, dict[int, str]]:
    cells: dict[int, dict[int, str]] = {}
    for number, row in enumerate(sheet.to_python(skip_empty_area=False), 1):
        line = {}
        for column, value in enumerate(row, 1):
            text = shown(value, own.formats.get((number, column)), date1904=date1904)
            if text and not text.isspace():
                line[column] = text
        if line:
            cells[number] = line
    return cells


def _merges(sheet: CalamineSheet) -> list[Range]:
    return [
        (top + 1, left + 1, bottom + 1, right + 1) for (top, left), (bottom, right) in sheet.merged_cell_ranges or ()
    ]


def shown(value: object, style: NumberFormat | None, *, date1904: bool) -> str:
    """A typed value as a person reads it, in its cell's number format: ``18000000``, ``1.50``, ``2018-03-21``."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    number = _number(value, date1904=date1904)
    if number is None:
        return str(value)
    return style.show(str(number), date1904=date1904) if style else text_of(number)


def _number(value: object, *, date1904: bool) -> Decimal | None:
    """What the cell stores: calamine has made dates of some numbers by their format."""
    if isinstance(value, dt.datetime | dt.date):
        moment = value if isinstance(value, dt.datetime) else dt.datetime(value.year, value.month, value.day)  # noqa: DTZ001
        return _days(moment - _EPOCHS[date1904])
    if isinstance(value, dt.time):
        return _days(dt.timedelta(hours=value.hour, minutes=value.minute, seconds=value.second))
    if isinstance(value, dt.timedelta):
        return _days(value)
    return plain(repr(value)) if isinstance(value, int | float) else None


def _days(span: dt.timedelta) -> Decimal:
    return Decimal(span.days) + Decimal(span.seconds) / 86400
