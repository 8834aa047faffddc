"""Headings of text grids: wrapped in narrow columns, set close to each other, and signs that are drawn small."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from parsers.pdf.chars import TextLayer, place
from parsers.pdf.frame import Frame
from schemas.raw import RawTable

Texts = Callable[[RawTable], list[list[str]]]
_COLUMNS = (60, 130, 165, 200, 235, 290, 340)


def _body(sheet: Any, columns: tuple[float, ...], right: bool = False) -> None:
    write = sheet.canvas.drawRightString if right else sheet.canvas.drawCentredString
    for number in range(8):
        texts = [f"TM08{number:02d}", *(f"{1236 + number + 7 * at}.{at}" for at in range(len(columns) - 1))]
        for x, text in zip(columns, texts, strict=True):
            write(x, 842 - 214 - 12 * number, text)


def test_narrow_headings_wrapped_into_many_lines_are_all_of_the_head(sheet: Any, texts_of: Texts) -> None:
    sheet.canvas.setFont("Helvetica", 8)
    lines = {
        (60, 176): "Serial",
        (147, 161): "Bench",
        (217, 156): "Night ben",
        (217, 166): "ch",
        **{(x, 185): text for x, text in zip(_COLUMNS[1:5], ("First", "Next", "First", "Next"), strict=True)},
        **{(290, 161 + 10 * at): text for at, text in enumerate(("Time", "of", "each", "run"))},
        **{(340, 156 + 10 * at): text for at, text in enumerate(("Speed", "at", "which", "it", "turns"))},
    }
    for (x, y), text in lines.items():
        sheet.text(x, y, text, centred=True)
    _body(sheet, _COLUMNS)
    (table,) = sheet.pages()[0].tables
    assert texts_of(table)[0] == [
        "Serial", "Bench", "Bench", "Night ben\nch", "Night ben\nch", "Time\nof\neach\nrun", "Speed\nat\nwhich\nit\nturns",
    ]  # fmt: skip
    assert texts_of(table)[1][1:5] == ["First", "Next", "First", "Next"]


def test_headings_set_right_that_nearly_touch_are_two(sheet: Any, texts_of: Texts) -> None:
    sheet.canvas.setFont("Helvetica", 8)
    ends = (90.0, 150.0, 190.0, 230.0, 270.0, 330.0, 390.0, 450.0)
    sheet.canvas.drawRightString(190, 842 - 180, "Bench")
    wide = sheet.canvas.stringWidth("Night", "Helvetica", 8)
    sheet.canvas.saveState()
    stretched = sheet.canvas.beginText(191.7, 842 - 180)
    stretched.setHorizScale(100 * (270 - 191.7) / wide)
    stretched.textOut("Night")
    sheet.canvas.drawText(stretched)
    sheet.canvas.restoreState()
    for x, text in zip(ends, ("Serial", "First", "Next", "First", "Next", "Time", "Speed", "Mark"), strict=True):
        sheet.canvas.drawRightString(x, 842 - (196 if text in ("First", "Next") else 188), text)
    _body(sheet, ends, right=True)
    (table,) = sheet.pages()[0].tables
    assert texts_of(table)[0] == ["Serial", "Bench", "Bench", "Night", "Night", "Time", "Speed", "Mark"]


def test_a_sign_drawn_small_has_the_size_and_the_line_of_the_digits_beside_it() -> None:
    """In a Type 3 font the box of a dash is the dash: as in the PDFs of browsers that borrow one from another font."""
    boxes = np.array([(10.0, 99, 14, 106), (20, 103, 23, 103.7), (30, 103, 33, 103.7)])
    size, codes = np.array([7.0, 7.0, 9.0]), np.array([ord("0"), ord("–"), ord("–")])
    origins = np.array([(10.0, 101), (20.0, 101), (30, 101)])
    layer = TextLayer(codes, boxes, origins, np.zeros(3, np.int64), np.zeros(3, np.bool_), size)
    placed = place(layer, Frame(0, 0, 100, 200, 0))
    assert placed.em[:2].tolist() == [7, 7]
    assert placed.base[:2].tolist() == [99, 99]
    assert placed.em[2] < 1
