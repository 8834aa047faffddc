"""Cells that wrap, frames that touch and headings set flush."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from parsers.pdf.rows import Rows, doubtful
from schemas.raw import RawTable

Texts = Callable[[RawTable], list[list[str]]]

_PITCH = 28.0
_LEADING = 11.0


def _parts(number: int) -> list[list[str]]:
    """The lines of a row's cells: too narrow for most of its values."""
    return [
        [str(number)], ["G6-33", f"289{number:02d}"], [str(100 + number)], ["59.", f"{30 + number}"],
        ["60.", "00"], ["-0.", f"{10 + number}"], ["PASS"], ["07762", f"5{number:02d}"],
    ]  # fmt: skip


def _wrapped_body(sheet: Any, top: float, count: int) -> None:
    for index in range(count):
        middle = top + index * _PITCH + 16
        for column, lines in enumerate(_parts(index + 1)):
            for at, text in enumerate(lines):
                sheet.cell(column, middle + (at - (len(lines) - 1) / 2) * _LEADING, text)


def _no_rules(sheet: Any, top: float, count: int) -> None:
    """Nothing drawn: the rows stand apart."""


def _between(sheet: Any, top: float, count: int) -> None:
    for index in range(count + 1):
        sheet.line(sheet.xs[0], top + index * _PITCH, sheet.xs[-1], top + index * _PITCH)


def _cells(sheet: Any, top: float, count: int) -> None:
    _between(sheet, top, count)
    for x in sheet.xs:
        sheet.line(x, top, x, top + count * _PITCH)


def _frame(sheet: Any, top: float, count: int) -> None:
    """The table's frame, and right below it another with two cells."""
    bottom = top + count * _PITCH
    sheet.box(sheet.xs[0], top - 32, sheet.xs[-1], bottom)
    sheet.box(sheet.xs[0], bottom + 2, sheet.xs[-1], bottom + 22)
    sheet.line(300, bottom + 2, 300, bottom + 22)
    sheet.text(50, bottom + 15, "Standard: ST-1")
    sheet.text(310, bottom + 15, "Report: N-2")


@pytest.mark.parametrize("rules", [_no_rules, _between, _cells, _frame])
@pytest.mark.parametrize("count", [1, 2, 9])
def test_lines_of_wrapped_values_are_no_rows(sheet: Any, texts_of: Texts, rules: Any, count: int) -> None:
    if count == 1 and rules is _cells:
        count = 3
    sheet.head(98)
    rules(sheet, 130, count)
    _wrapped_body(sheet, 130, count)
    rows = [row for table in sheet.pages()[0].tables for row in texts_of(table)]
    rows = [row for row in rows if row[0].isdigit()]
    assert len(rows) == count
    for index, row in enumerate(rows):
        assert row == ["\n".join(lines) for lines in _parts(index + 1)]


def test_touching_frames_are_two_tables(sheet: Any, texts_of: Texts) -> None:
    sheet.head(98)
    _frame(sheet, 130, 12)
    sheet.body(134, 12, step=_PITCH)
    first, second = sheet.pages()[0].tables
    assert (len(first.xs), len(texts_of(first))) == (9, 14)
    assert texts_of(second) == [["Standard: ST-1", "Report: N-2"]]


def test_wrapped_lines_in_pairs_are_two_rows_each(sheet: Any, texts_of: Texts) -> None:
    sheet.xs = [40, 130, 170, 230, 290, 350, 410, 470, 555]
    for index in range(6):
        top = 110 + index * 60
        sheet.line(40, top, 555, top)
        for half, offset in enumerate((14, 41)):
            for column, lines in enumerate((["hi", "gh"], ["18.", f"{index}{half}"], ["100.", "00"], ["0.", "12"])):
                for at, text in enumerate(lines):
                    sheet.cell(column + 1, top + offset + at * 10, text)
        for column, lines in ((0, ["06B20-49", f"87{index}"]), (7, ["58192", f"6{index}"])):
            for at, text in enumerate(lines):
                sheet.cell(column, top + 28 + at * 10, text)
    sheet.line(40, 470, 555, 470)
    (table,) = sheet.pages()[0].tables
    rows = texts_of(table)
    assert len(rows) == 12
    for at, row in enumerate(rows):
        assert (row[0], row[2]) == (f"06B20-49\n87{at // 2}", f"18.\n{at // 2}{at % 2}")


@pytest.mark.parametrize("right", [False, True])
def test_flush_headings_span_up_to_their_neighbour(sheet: Any, texts_of: Texts, right: bool) -> None:
    put = sheet.canvas.drawRightString if right else sheet.canvas.drawString
    xs = [110 + 62 * at for at in range(8)] if right else [45 + 62 * at for at in range(8)]
    heads = ("Serial", "Shown", "True", "Error %", "Shown", "True", "Error %", "Mark")
    for at, text in ((3, "Qmax"), (6, "Qmin")) if right else ((1, "Qmax"), (4, "Qmin")):
        put(xs[at], 842 - 100, text)
    for at, text in enumerate(heads):
        put(xs[at], 842 - (108 if at in (0, 7) else 116), text)
    for index in range(8):
        values = (
            f"G6-4{index}",
            f"{60 + index}.1",
            "60.00",
            "0.1",
            f"{20 + index}.25",
            "20.00",
            "-0.12",
            f"07{index}16",
        )
        for at, text in enumerate(values):
            put(xs[at], 842 - (134 + 16 * index), text)
    (table,) = sheet.pages()[0].tables
    first = table.rows[0]
    spans = {(cell.text, cell.left, cell.right) for cell in first}
    assert {("Qmax", 1, 4), ("Qmin", 4, 7)} <= spans
    assert len(texts_of(table)) == 10


@pytest.mark.parametrize(("halves", "doubted"), [(0, False), (1, False), (3, True)])
def test_half_empty_rows_are_doubted(halves: int, doubted: bool) -> None:
    places = [(row, column) for row in range(6) for column in range(2 if row < halves else 8)]
    row, column = np.array(places).T
    rows = Rows(base=np.arange(6.0) * 16, row=row, joined=np.zeros((5, 8), np.bool_))
    assert doubtful(rows, column) is doubted


def test_cells_that_span_two_rows_are_in_both() -> None:
    places = [(row, column) for row in range(6) for column in range(8) if row % 2 == 0 or column < 2]
    row, column = np.array(places).T
    joined = np.zeros((5, 8), np.bool_)
    joined[::2, 2:] = True
    assert not doubtful(Rows(base=np.arange(6.0) * 16, row=row, joined=joined), column)


def test_full_rows_are_not_doubted(sheet: Any) -> None:
    sheet.head(98)
    sheet.body(130, 12)
    (table,) = sheet.pages()[0].tables
    assert table.doubts == []
