"""Columns that a print has on pages of their own are the rest of the rows on the pages before."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from schemas.assemble import assemble
from schemas.document import Document, Source
from schemas.raw import RawLine, RawTable
from tests.schemas.drawn import grid, line, raw

SOURCE = Source(file="x.pdf", sha256="0" * 64, pages=4, engine="drawn")
TITLE = [
    line("宏大儀表股份有限公司"),
    line("膜式氣量計自行檢定紀錄表", top=25.0),
    line("自檢號:MV104040", "檢定日期:107年9月3日", "檢定數量:4具", top=40.0),
]
LEFT = ["項次", "器號", "壓力吸收(Pa)"]
RIGHT = ["1.0Qmax器差(%)", "是否合格", "合格印證號碼", "不合格原因"]
ROWS = [
    ["1", "G6-1234567", "98", "-0.31", "合格", "0747095", ""],
    ["2", "G6-1234568", "97", "0.25", "合格", "0747096", ""],
    ["3", "G6-1234569", "96", "2.14", "不合格", "", "器差不符"],
    ["4", "G6-1234570", "95", "0.14", "合格", "0747097", ""],
]  # fmt: skip


def _read(*pages: Sequence[RawTable | RawLine]) -> Document:
    return assemble(raw([*TITLE, *pages[0]], *pages[1:]), SOURCE)


def _left(rows: Sequence[Sequence[str]], page: int) -> list[RawTable]:
    return [grid([LEFT, *(row[:3] for row in rows)], page)]


def _right(rows: Sequence[Sequence[str]], page: int, again: int = 0) -> list[RawTable]:
    return [grid([[*LEFT[:again], *RIGHT], *([*row[:again], *row[3:]] for row in rows)], page)]


def _whole(document: Document) -> bool:
    found = [(row.serial_number, row.verdict, row.mark_number, row.qmax_error) for row in document.rows]
    return found == [
        (row[1], "pass" if row[4] == "合格" else "fail", row[5] or None, Decimal(row[3])) for row in ROWS
    ] and [row.pressure_absorption for row in document.rows] == [Decimal(row[2]) for row in ROWS]


def test_pages_to_the_right_after_all_below() -> None:
    document = _read(_left(ROWS[:2], 1), _left(ROWS[2:], 2), _right(ROWS[:2], 3), _right(ROWS[2:], 4))
    assert _whole(document)
    assert document.rows[2].rejection_reason == "器差不符"
    assert document.findings == []


def test_pages_to_the_right_before_those_below() -> None:
    assert _whole(_read(_left(ROWS[:2], 1), _right(ROWS[:2], 2), _left(ROWS[2:], 3), _right(ROWS[2:], 4)))


def test_serial_numbers_repeated_on_each_page() -> None:
    document = _read(_left(ROWS, 1), _right(ROWS, 2, again=2))
    assert _whole(document)
    assert document.findings == []


def test_other_serial_numbers_are_other_instruments() -> None:
    document = _read(_left(ROWS[:2], 1), _right(ROWS[2:], 2, again=2))
    assert [row.serial_number for row in document.rows] == [row[1] for row in ROWS]


def test_columns_of_fewer_rows_are_named_and_not_guessed() -> None:
    document = _read(_left(ROWS, 1), _right(ROWS[:3], 2))
    assert [row.mark_number for row in document.rows] == [None] * 4
    unread = {finding.value for finding in document.findings if finding.code == "T204"}
    assert unread == {"1.0Qmax器差(%)", "是否合格", "合格印證號碼", "不合格原因"}
    assert sum(finding.code == "T207" for finding in document.findings) == 3
