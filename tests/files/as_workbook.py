"""A PDF record laid out anew as a workbook or a Word file: the same cells, merged as on the page."""

from __future__ import annotations

import io
from collections.abc import Iterator
from xml.sax.saxutils import escape

from openpyxl import Workbook

from parsers.pdf import read as read_pdf
from schemas.raw import RawCell, RawLine, RawTable
from tests.hostile.corpus import docx


def _cells(table: RawTable) -> Iterator[RawCell]:
    seen: set[int] = set()
    for row in table.rows:
        for cell in row:
            if id(cell) not in seen:
                seen.add(id(cell))
                yield cell


def workbook_of(pdf: bytes) -> bytes:
    """One sheet: lines in a cell for each segment, tables below one another, a blank row between the pages."""
    book = Workbook()
    sheet = book.worksheets[0]
    at = 1
    for page in read_pdf(pdf).pages:
        for item in page.order:
            if isinstance(item, RawTable):
                for cell in _cells(item):
                    sheet.cell(at + cell.top, 1 + cell.left, cell.text or None).data_type = "s" if cell.text else "n"
                    if cell.bottom - cell.top > 1 or cell.right - cell.left > 1:
                        sheet.merge_cells(None, at + cell.top, 1 + cell.left, at + cell.bottom - 1, cell.right)
                at += len(item.rows)
            else:
                for column, segment in enumerate(item.segments):
                    sheet.cell(at, 1 + 2 * column, segment.text).data_type = "s"
                at += 1
        at += 1
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def docx_of(pdf: bytes) -> bytes:
    """Paragraphs and tables in the order of the pages."""
    return docx("".join(_block(item) for page in read_pdf(pdf).pages for item in page.order))


def _block(item: RawTable | RawLine) -> str:
    if isinstance(item, RawTable):
        return f"<w:tbl>{''.join(_row(row, number) for number, row in enumerate(item.rows))}</w:tbl>{_paragraph('')}"
    return _paragraph("\t".join(segment.text for segment in item.segments))


def _row(row: list[RawCell], number: int) -> str:
    cells = {id(cell): cell for cell in row}.values()
    return f"<w:tr>{''.join(_cell(cell, number) for cell in cells)}</w:tr>"


def _cell(cell: RawCell, number: int) -> str:
    merge = ""
    if cell.bottom - cell.top > 1:
        merge = '<w:vMerge w:val="restart"/>' if number == cell.top else "<w:vMerge/>"
    paragraphs = "".join(_paragraph(line) for line in cell.text.split("\n")) if number == cell.top else _paragraph("")
    return f'<w:tc><w:tcPr><w:gridSpan w:val="{cell.right - cell.left}"/>{merge}</w:tcPr>{paragraphs}</w:tc>'


def _paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{escape(text)}</w:t></w:r></w:p>".replace("\t", "</w:t><w:tab/><w:t>")
