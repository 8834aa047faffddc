"""Notes in a workbook: the cell filled and commented, and a sheet that lists all findings with links to their cells."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from datetime import datetime

from openpyxl import load_workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import column_index_from_string, get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from generators import docx_zip
from generators.annotate.notes import COLOURS, Note
from schemas.findings_sheet import HEADS, SHEET
from schemas.place import Place

_WIDTHS = (6, 14, 14, 9, 6, 16, 18, 60, 60)
_LONGEST = 32000
_CORE = "docProps/core.xml"
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")


def annotate_workbook(data: bytes, notes: Sequence[Note]) -> bytes:
    """The ``.xlsx`` with ``notes`` in it. Formulas stay; pictures and charts that openpyxl does not know are lost."""
    book = load_workbook(io.BytesIO(data))
    for note in notes:
        cell = _cell(book, note.place)
        if cell is not None:
            _mark(cell, note)
    _list(book, notes)
    modified = book.properties.modified
    out = io.BytesIO()
    book.save(out)
    return _undated(out.getvalue(), modified)


def _undated(workbook: bytes, modified: datetime) -> bytes:
    """The workbook with the time of the sender's last change, not of ours: the same faults give the same bytes."""
    said = modified.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    return docx_zip.archive_of(
        docx_zip.packed(member.name, _MODIFIED.sub(rb"\g<1>" + said, content)) if member.name == _CORE else member
        for member, content in docx_zip.members(workbook)
    )


def _cell(book: Workbook, place: Place) -> Cell | None:
    """The cell of a place; for a merged area the one that holds its value."""
    if place.sheet not in book.sheetnames or place.line is None:
        return None
    sheet = book[place.sheet]
    if not isinstance(sheet, Worksheet):
        return None
    column = column_index_from_string(place.column) if place.column else 1
    for area in sheet.merged_cells.ranges:
        if area.min_row <= place.line <= area.max_row and area.min_col <= column <= area.max_col:
            return _own(sheet.cell(area.min_row, area.min_col))
    return _own(sheet.cell(place.line, column))


def _own(cell: Cell | MergedCell) -> Cell | None:
    return cell if isinstance(cell, Cell) else None


def _mark(cell: Cell, note: Note) -> None:
    red, green, blue = (round(255 - (255 - 255 * part) * 0.35) for part in COLOURS[note.severity])
    cell.fill = PatternFill("solid", fgColor=f"{red:02X}{green:02X}{blue:02X}")
    before = f"{cell.comment.text}\n\n" if cell.comment else ""
    cell.comment = Comment((before + note.words)[:_LONGEST], "zijian", width=360, height=160)


def _list(book: Workbook, notes: Sequence[Note]) -> None:
    sheet = book.create_sheet(_free_name(book))
    sheet.append(HEADS)
    for note in notes:
        place = note.place
        spot = f"{place.column or 'A'}{place.line}" if place.line else ""
        sheet.append([
            note.number, _plain(note.head), _plain(place.sheet or ""), spot, place.row, _plain(note.field),
            _plain(note.value), _plain(note.text), _plain(note.remedy),
        ])  # fmt: skip
        if spot and place.sheet in book.sheetnames:
            quoted = str(place.sheet).replace("'", "''")
            sheet.cell(sheet.max_row, 4).hyperlink = f"#'{quoted}'!{spot}"
    _dress(sheet)


def _plain(text: str) -> str:
    """Text without characters that the format cannot hold."""
    return "".join(char for char in text if char.isprintable() or char == "\n")[:_LONGEST]


def _free_name(book: Workbook) -> str:
    names = [SHEET, *(f"{SHEET}{number}" for number in range(2, len(book.sheetnames) + 3))]
    return next(name for name in names if name not in book.sheetnames)


def _dress(sheet: Worksheet) -> None:
    for number, width in enumerate(_WIDTHS, 1):
        sheet.cell(1, number).font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(number)].width = width
    for row in sheet.iter_rows(min_row=2):
        for cell in row:
            if isinstance(cell.value, str):
                cell.data_type = "s"  # what stands in a file is never a formula of ours
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.freeze_panes = "A2"
