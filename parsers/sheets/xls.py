"""``.xls`` by calamine; what it gives is typed, so numbers come without their format."""

from __future__ import annotations

import datetime as dt
import io
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
from parsers.sheets.grid import MAX_CELLS, MAX_COLUMN, MAX_ROW, Range, Sheet, as_page
from parsers.sheets.hidden import hidden_note
from parsers.sheets.number_format import plain, text_of
from schemas.raw import RawDocument, RawPage

_ENGINE = "calamine"


def read(data: bytes) -> RawDocument:
    """Every worksheet as a page; ``Refused`` if calamine cannot open the file."""
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        pages = [_page(book, entry) for entry in book.sheets_metadata if entry.typ == SheetTypeEnum.WorkSheet]
    except PasswordError as error:
        raise locked() from error
    except (CalamineError, ValueError, OSError) as error:
        raise damaged(str(error)[:80]) from error
    if not pages:
        raise damaged("no worksheet")
    return RawDocument(iter(pages), _ENGINE, len(pages))


def _page(book: CalamineWorkbook, entry: Any) -> RawPage:
    sheet = book.get_sheet_by_name(entry.name)
    _check(sheet)
    doubts = hidden_note(entry.name, hidden=entry.visible != SheetVisibleEnum.Visible, rows=[], columns=[])
    return as_page(Sheet(entry.name, _cells(sheet), _merges(sheet), doubts))


def _check(sheet: CalamineSheet) -> None:
    if sheet.total_height > MAX_ROW or sheet.total_width > MAX_COLUMN:
        raise too_much(f"{sheet.total_height:,} × {sheet.total_width:,}", MAX_ROW)
    if sheet.total_height * sheet.total_width > 4 * MAX_CELLS:
        raise too_much("cells", MAX_CELLS)


def _cells(sheet: CalamineSheet) -> dict[int, dict[int, str]]:
    cells: dict[int, dict[int, str]] = {}
    for number, row in enumerate(sheet.to_python(skip_empty_area=False), 1):
        line = {column: text for column, value in enumerate(row, 1) if (text := shown(value)).strip()}
        if line:
            cells[number] = line
    return cells


def _merges(sheet: CalamineSheet) -> list[Range]:
    return [
        (top + 1, left + 1, bottom + 1, right + 1) for (top, left), (bottom, right) in sheet.merged_cell_ranges or ()
    ]


def shown(value: object) -> str:
    """A typed value as a person reads it: ``18000000``, ``2018-03-21``, ``TRUE``."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        number = plain(repr(value))
        return text_of(number) if number is not None else repr(value)
    if isinstance(value, dt.datetime):
        return value.strftime("%Y-%m-%d %H:%M:%S").removesuffix(":00").removesuffix(" 00:00")
    if isinstance(value, dt.timedelta):
        seconds = round(value.total_seconds())
        return f"{seconds // 3600}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
    return str(value)
