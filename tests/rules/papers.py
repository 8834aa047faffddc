"""A specimen's workbook set as a Word file and as a PDF, and where its cells stand then, by independent readers."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import docx
import openpyxl
import pdfplumber
from openpyxl.utils import column_index_from_string, get_column_letter
from openpyxl.worksheet.worksheet import Worksheet
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from schemas.place import Box, Place

FONT = Path("/usr/share/fonts/truetype/cns11643/TW-Kai-98_1.ttf")
WIDTH, HEIGHT = 1684.0, 1190.0
_LINE, _ROW, _COLUMN, _MARGIN = 16.0, 22.0, 76.0, 40.0
Area = tuple[int, int, int, int]
"""First row and column, last row and column, all from 1."""


@dataclass(frozen=True)
class Block:
    """Rows of the sheet that are a table, or one row that is a line."""

    rows: range
    is_table: bool


def blocks(sheet: Worksheet) -> Iterator[Block]:
    """The sheet from top to bottom; a table is what has three cells or more in each of at least two rows."""
    start = 1
    while start <= sheet.max_row:
        end = start
        while end <= sheet.max_row and _written(sheet, end) > 2:
            end += 1
        if end - start > 1:
            yield Block(range(start, end), is_table=True)
        else:
            end = start + 1
            yield Block(range(start, end), is_table=False)
        start = end


def _written(sheet: Worksheet, row: int) -> int:
    inside = sum(a.min_row < row <= a.max_row for a in sheet.merged_cells.ranges)
    return int(inside + sum(cell.value is not None for cell in sheet[row]))


def _texts(sheet: Worksheet, row: int) -> list[str]:
    return [str(cell.value) for cell in sheet[row] if cell.value is not None]


def _areas(sheet: Worksheet, rows: range) -> Iterator[tuple[Area, str]]:
    """The cells of a table with their texts, merged ones as one."""
    merged = {(a.min_row, a.min_col): a for a in sheet.merged_cells.ranges}
    covered = {spot for a in merged.values() for spot in _spots(a.min_row, a.min_col, a.max_row, a.max_col)}
    for row in rows:
        for column in range(1, sheet.max_column + 1):
            area = merged.get((row, column))
            text = sheet.cell(row, column).value
            if area is not None:
                yield (row, column, area.max_row, area.max_col), "" if text is None else str(text)
            elif (row, column) not in covered:
                yield (row, column, row, column), "" if text is None else str(text)


def _spots(top: int, left: int, bottom: int, right: int) -> Iterator[tuple[int, int]]:
    return ((row, column) for row in range(top, bottom + 1) for column in range(left, right + 1))


@lru_cache(maxsize=16)
def word(data: bytes) -> bytes:
    """The workbook's only sheet as paragraphs (cells apart by tabs) and tables.

    The file holds the time of its making: the same workbook gives the same file once.
    """
    sheet = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]
    paper = docx.Document()
    for block in blocks(sheet):
        if not block.is_table:
            paper.add_paragraph("\t".join(_texts(sheet, block.rows.start)))
            continue
        table = paper.add_table(len(block.rows), sheet.max_column)
        for (top, left, bottom, right), text in _areas(sheet, block.rows):
            cell = table.cell(top - block.rows.start, left - 1)
            if (top, left) != (bottom, right):
                cell = cell.merge(table.cell(bottom - block.rows.start, right - 1))
            cell.text = text
    out = io.BytesIO()
    paper.save(out)
    return out.getvalue()


@lru_cache(maxsize=1)
def _font() -> str:
    pdfmetrics.registerFont(TTFont("Kai-specimen", FONT))
    return "Kai-specimen"


def pdf(data: bytes) -> bytes:
    """The workbook's only sheet on one wide page: lines of text, and tables with all their rules."""
    sheet = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(WIDTH, HEIGHT), invariant=1)
    canvas.setFont(_font(), 8)
    top = _MARGIN
    for block in blocks(sheet):
        if block.is_table:
            _ruled(canvas, sheet, block.rows, top)
            top += _ROW * len(block.rows) + _LINE
        else:
            for number, text in enumerate(_texts(sheet, block.rows.start)):
                canvas.drawString(_MARGIN + 220 * number, HEIGHT - top - 10, text)
            top += _LINE
    canvas.save()
    return out.getvalue()


def _ruled(canvas: Canvas, sheet: Worksheet, rows: range, start: float) -> None:
    for (top, left, bottom, right), text in _areas(sheet, rows):
        x, y = _MARGIN + _COLUMN * (left - 1), HEIGHT - start - _ROW * (bottom + 1 - rows.start)
        wide, high = _COLUMN * (right + 1 - left), _ROW * (bottom + 1 - top)
        canvas.rect(x, y, wide, high)
        canvas.setFontSize(min(8.0, 8.0 * (wide - 6) / max(1.0, canvas.stringWidth(text, _font(), 8))))
        canvas.drawString(x + 3, y + high / 2 - 3, text)
        canvas.setFontSize(8)


def held_by(sheet: Worksheet, line: int, column: int) -> Area:
    """The cell at a spot; the merged one where there is one."""
    areas = (
        a for a in sheet.merged_cells.ranges if a.min_row <= line <= a.max_row and a.min_col <= column <= a.max_col
    )
    found = next(areas, None)
    return (
        (line, column, line, column) if found is None else (found.min_row, found.min_col, found.max_row, found.max_col)
    )


def in_workbook(sheet: Worksheet, data: bytes, place: Place, line: int, column: int) -> bool:
    """Whether a place is the cell at ``line`` and ``column`` of the workbook's sheet."""
    top, left, _, _ = held_by(sheet, line, column)
    return (place.sheet, place.cell) == (sheet.title, f"{get_column_letter(left)}{top}")


def in_word(sheet: Worksheet, data: bytes, place: Place, line: int, column: int) -> bool:
    """Whether a place is the table's cell, or the paragraph, that the workbook's cell became; python-docx is the judge."""
    number, block = _block(sheet, line)
    paper = docx.Document(io.BytesIO(data))
    text = str(sheet.cell(*held_by(sheet, line, column)[:2]).value or "")
    if not block.is_table:
        there = (place.sheet, place.line, place.column) == ("段落", number, None)
        return there and text in paper.paragraphs[number - 1].text
    cells = paper.tables[number - 1]
    found = cells.cell((place.line or 0) - 1, column_index_from_string(place.column or "") - 1)
    wanted = cells.cell(line - block.rows.start, column - 1)
    return place.sheet == f"表{number}" and found._tc is wanted._tc and wanted.text == text


def in_pdf(sheet: Worksheet, data: bytes, place: Place, line: int, column: int) -> bool:
    """Whether a place is the box that the workbook's cell became; pdfplumber tells what is written there."""
    assert place.box is not None
    _, block = _block(sheet, line)
    area = held_by(sheet, line, column)
    text = str(sheet.cell(*area[:2]).value or "")
    with pdfplumber.open(io.BytesIO(data)) as paper:
        found = paper.pages[(place.page or 0) - 1].within_bbox(_grown(place.box)).extract_text()
    box = _box(sheet, block, area)
    if place.row is None and place.box[2] > box[2]:  # the whole row of headings, from its first cell on
        box = box[0], box[1], place.box[2], place.box[3]
    return text in found and (not block.is_table or _near(place.box, box))


def _block(sheet: Worksheet, line: int) -> tuple[int, Block]:
    """The block that holds a line, and its number among the blocks of its sort."""
    found = [*blocks(sheet)]
    block = next(block for block in found if line in block.rows)
    return sum(other.is_table == block.is_table for other in found[: found.index(block) + 1]), block


def _box(sheet: Worksheet, block: Block, area: Area) -> Box:
    """The cell's box as it was drawn."""
    before = [other for other in blocks(sheet) if other.rows.start < block.rows.start]
    top = _MARGIN + sum(_ROW * len(other.rows) + _LINE if other.is_table else _LINE for other in before)
    rows = [top + _ROW * (row - block.rows.start) for row in (area[0], area[2] + 1)]
    columns = [_MARGIN + _COLUMN * (column - 1) for column in (area[1], area[3] + 1)]
    return columns[0], rows[0], columns[1], rows[1]


def _near(one: Box, other: Box) -> bool:
    return all(abs(a - b) < 1 for a, b in zip(one, other, strict=True))


def _grown(box: Box) -> Box:
    return box[0] - 1, box[1] - 1, min(box[2] + 1, WIDTH), box[3] + 1


Made = Callable[[bytes], bytes]
There = Callable[[Worksheet, bytes, Place, int, int], bool]
FORMATS: dict[str, tuple[Made, There]] = {
    "xlsx": (bytes, in_workbook),
    "docx": (word, in_word),
    "pdf": (pdf, in_pdf),
}
"""By ending: how the file is made of the workbook, and whether a place in it is the workbook's cell."""
