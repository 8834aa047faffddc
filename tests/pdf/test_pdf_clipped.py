"""Texts of which a sheet shows only what its cell has room for, beside and over each other."""

from __future__ import annotations

from typing import Any

from parsers.pdf import read
from schemas.raw import RawPage

HEIGHT = 842.0


def _page(sheet: Any) -> RawPage:
    return next(iter(read(sheet.bytes()).pages))


def _seen_through(sheet: Any, window: tuple[float, float, float, float], x: float, y: float, text: str) -> None:
    """A text that is seen only through a window: left, top, right, bottom."""
    left, top, right, bottom = window
    sheet.canvas.saveState()
    path = sheet.canvas.beginPath()
    path.rect(left, HEIGHT - bottom, right - left, bottom - top)
    sheet.canvas.clipPath(path, stroke=0, fill=0)
    sheet.text(x, y, text)
    sheet.canvas.restoreState()


def test_a_text_that_is_cut_off_keeps_to_its_place(sheet: Any) -> None:
    _seen_through(sheet, (38, 90, 118, 105), 40, 100, "Site: 12 Wenhua Road,Guishan")
    sheet.text(120, 100, "Verifier: Wang")
    sheet.text(300, 100, "Brand: EDMI")
    line = _page(sheet).text_lines[0]
    assert [segment.text for segment in line.segments] == ["Site: 12 Wenhua Road,Guishan Verifier: Wang", "Brand: EDMI"]
    assert line.segments[0].right < 200


def test_cut_off_on_the_left(sheet: Any, texts_of: Any) -> None:
    sheet.ruled(100, 148)
    for column, text in enumerate(sheet.heads):
        sheet.cell(column, 111, text)
    sheet.body(116, 1)
    reason = "error-beyond-tolerance"
    start = sheet.xs[3] - 2 - sheet.canvas.stringWidth(reason, "Helvetica", 9)
    sheet.text(sheet.xs[1] + 2, 143, "G6-3328938-TW")
    _seen_through(sheet, (sheet.xs[2], 133, sheet.xs[3], 147), start, 143, reason)
    assert texts_of(_page(sheet).tables[0])[2][1:3] == ["G6-3328938-TW", reason]


def test_a_text_of_which_nothing_is_seen_is_not_read(sheet: Any) -> None:
    sheet.text(40, 100, "Verifier: Wang")
    _seen_through(sheet, (300, 90, 400, 105), 42, 100, "Permit: MV107001")
    assert [line.text for line in _page(sheet).text_lines] == ["Verifier: Wang"]


def test_texts_side_by_side_are_left_as_they_are(sheet: Any) -> None:
    _seen_through(sheet, (38, 90, 90, 105), 40, 100, "Site: 12 Wenhua Road")
    sheet.text(300, 100, "Brand: EDMI")
    assert _page(sheet).text_lines[0].text == "Site: 12 Wenhua Road  Brand: EDMI"
