"""A PDF whose text layer is missing or means nothing, page by page: glyphs learned, or the whole page recognised."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pypdfium2
import pypdfium2.raw as pdfium_c

from parsers.ocr.engine import require
from parsers.ocr.glyphs import Glyph, GlyphMap, boxes_of, glyphs_of, leaf_of, learn
from parsers.ocr.lookalikes import told_apart
from parsers.ocr.scan import read_scan
from parsers.ocr.spelling import respelled
from parsers.pdf.chars import REPLACEMENT, Floats, main_turn, read_layer
from parsers.pdf.document import visible_box
from parsers.pdf.drawing import read_drawing
from parsers.pdf.frame import Frame
from parsers.pdf.page import read_page
from schemas.findings import Finding
from schemas.raw import RawDocument, RawPage, RawTable

ENGINE = "pdfium-ocr"
_TOGETHER = 24
_FEW = 20


def read(data: bytes) -> RawDocument:
    """What a PDF shows to the eye. ``MissingPart`` where the extra is not installed; F104 or F105 as ever."""
    require()
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError:
        return RawDocument(iter(()), ENGINE, 0, [Finding("F105", params={"why": ENGINE})])
    return RawDocument(_pages(document), ENGINE, len(document), [Finding("F116")])


def _pages(document: Any) -> Iterator[RawPage]:
    """Pages are opened some at a time: a glyph's name holds only while its page is open."""
    try:
        for first in range(0, len(document), _TOGETHER):
            numbers = range(first, min(first + _TOGETHER, len(document)))
            pages = {index + 1: page for index in numbers if (page := _opened(document, index)) is not None}
            yield from _some(pages)
            for page in pages.values():
                page.close()
    finally:
        document.close()


def _opened(document: Any, index: int) -> Any:
    """A page, or ``None`` where it is damaged: the fast reader has named it already (F105)."""
    try:
        return document[index]
    except pypdfium2.PdfiumError:
        return None


def _some(pages: Mapping[int, Any]) -> Iterator[RawPage]:
    """``pages`` by their number."""
    texts = {number: page.get_textpage() for number, page in pages.items()}
    drawn = {number: pdfium_c.FPDFText_CountChars(text) >= _FEW for number, text in texts.items()}
    frames = {number: _frame(page, texts[number]) for number, page in pages.items() if drawn[number]}
    glyphs = learn([leaf_of(pages[number], texts[number], frame) for number, frame in frames.items()])
    known: Floats = np.zeros(0)
    for number, page in pages.items():
        has_text = drawn[number]
        raw = _mapped(page, texts[number], glyphs, number, known) if has_text else _scanned(page, number, known)
        grids = [table for table in raw.tables if not table.ruled]
        known = np.array(grids[-1].xs) if grids else known
        yield raw


def _frame(page: Any, text: Any) -> Frame:
    return Frame(*visible_box(page), turn=main_turn(read_layer(text), pdfium_c.FPDFPage_GetRotation(page)))


def _scanned(page: Any, number: int, known: Floats) -> RawPage:
    scan = read_scan(page)
    raw = read_page(scan.layer, scan.drawing, scan.box, 0, number, known)
    raw.doubts.clear()
    raw.turned = scan.turned
    _mark(raw, scan.unsure, Frame(*scan.box, turn=0))
    return raw


def _mapped(page: Any, text: Any, glyphs: GlyphMap, number: int, known: Floats) -> RawPage:
    names = list(glyphs_of(text))
    codes = np.array([_code(glyphs, name) for name in names], dtype=np.int64)
    layer = read_layer(text, codes)
    box, turns = visible_box(page), pdfium_c.FPDFPage_GetRotation(page)
    raw = read_page(layer, read_drawing(page), box, turns, number, known)
    unsure = boxes_of(text)[[name in glyphs.doubtful or _is_inked_space(text, at) for at, name in enumerate(names)]]
    raw.doubts.clear()
    _mark(raw, unsure, Frame(*box, turn=main_turn(layer, turns)))
    return raw


def _is_inked_space(text: Any, at: int) -> bool:
    """A glyph that pdfium takes for a space for want of a character: of several side by side it keeps one."""
    is_space = pdfium_c.FPDFText_GetUnicode(text, at) == ord(" ")
    return is_space and bool(pdfium_c.FPDFText_HasUnicodeMapError(text, at) == 1)


def _code(glyphs: GlyphMap, name: Glyph | None) -> int:
    """The code point that a glyph shows; a space for what the reader itself put in."""
    if name is None:
        return 0x20
    return ord(glyphs.characters.get(name, chr(REPLACEMENT))[0])


def _mark(raw: RawPage, boxes: Floats, frame: Frame) -> None:
    """A finding for each cell that holds a character which was read without certainty, or as one that it looks like."""
    x0, y0, x1, y1 = frame.boxes(boxes)
    for table in raw.tables:
        _tell_apart(table)
        cells = {
            _cell_at(table, x, y)
            for x, y in zip(((x0 + x1) / 2).tolist(), ((y0 + y1) / 2).tolist(), strict=True)
            if table.xs[0] < x < table.xs[-1] and table.ys[0] < y < table.ys[-1]
        }
        for row, column in sorted(cells):
            value = table.rows[row][column].text
            if any(character.isalnum() and character.isascii() for character in value):
                table.doubts.append(Finding("C308", table.place(row, column), value=value))


def _tell_apart(table: RawTable) -> None:
    for cell, text in [*told_apart(table), *respelled(table)]:
        found = replace(cell, text=text)
        for row in table.rows[cell.top : cell.bottom]:
            row[cell.left : cell.right] = [found] * (cell.right - cell.left)
        table.doubts.append(Finding("C308", table.place(cell.top, cell.left), value=text))


def _cell_at(table: RawTable, x: float, y: float) -> tuple[int, int]:
    column = int(np.searchsorted(np.array(table.xs), x)) - 1
    row = int(np.searchsorted(np.array(table.ys), y)) - 1
    cell = table.rows[row][column]
    return cell.top, cell.left
