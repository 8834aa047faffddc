"""A row that the end of a page cuts in two is one instrument; two rows remain two."""

from __future__ import annotations

from decimal import Decimal

import pytest

from schemas.assemble import assemble
from schemas.document import Document, Source
from schemas.raw import RawLine, RawTable
from tests.schemas.drawn import grid, line, raw

SOURCE = Source(file="x.pdf", sha256="0" * 64, pages=2, engine="drawn")
TITLE = [line("宏大儀表股份有限公司"), line("膜式氣量計自行檢定紀錄表", top=25.0)]
HEAD = [["序號", "器號", "壓力吸收(Pa)", "器差", "是否合格", "合格印證號碼"]]
FIRST = ["1", "G6-12\n34567", "98", "-0.\n31", "合格", "07470\n95"]
SECOND = ["2", "G6-12\n34568", "97", "0.\n25", "合格", "07470\n96"]
THIRD = ["3", "G6-12\n34569", "96", "0.\n14", "不合格", "器差不符"]


def _read(upper: list[str], *lower: list[str], head: list[list[str]] = HEAD) -> Document:
    first: list[RawTable | RawLine] = [*TITLE, grid([*HEAD, FIRST, upper], 1)]
    return assemble(raw(first, [grid([*head, *lower], 2)]), SOURCE)


@pytest.mark.parametrize("head", [HEAD, []], ids=["headings repeated", "not repeated"])
@pytest.mark.parametrize(
    ("upper", "lower"),
    [
        (["2", "G6-12", "97", "0.", "合格", "07470"], ["", "34568", "", "25", "", "96"]),
        (["2", "", "97", "", "合格", ""], ["", "G6-12\n34568", "", "0.\n25", "", "07470\n96"]),
        (["2", "G6-12", "97", "0.25", "", "0747096"], ["", "34568", "", "", "合格", ""]),
    ],
    ids=["lines", "cells", "verdict below"],
)
def test_a_row_on_two_pages_is_one(upper: list[str], lower: list[str], head: list[list[str]]) -> None:
    document = _read(upper, lower, THIRD, head=head)
    assert [row.serial_number for row in document.rows] == ["G6-1234567", "G6-1234568", "G6-1234569"]
    assert [row.mark_number for row in document.rows] == ["0747095", "0747096", None]
    assert [row.verdict for row in document.rows] == ["pass", "pass", "fail"]


def test_a_reason_among_the_marks_goes_on_below_the_frame_of_the_page() -> None:
    upper = ["2", "G6-12", "97", "0.25", "不合格", "器差超出檢"]
    blank = [""] * len(upper)
    pages: list[list[RawTable | RawLine]] = [
        [*TITLE, grid([*HEAD, FIRST, upper, blank], 1)],
        [grid([blank, ["", "34568", "", "", "", "定公差"], THIRD], 2)],
    ]
    document = assemble(raw(*pages), SOURCE)
    assert [row.serial_number for row in document.rows] == ["G6-1234567", "G6-1234568", "G6-1234569"]
    assert document.rows[1].rejection_reason == "器差超出檢定公差"


def test_whole_rows_stay_apart() -> None:
    document = _read(SECOND, THIRD)
    assert [row.serial_number for row in document.rows] == ["G6-1234567", "G6-1234568", "G6-1234569"]
    assert [row.pressure_absorption for row in document.rows] == [Decimal(98), Decimal(97), Decimal(96)]


def test_the_rest_of_a_heading_is_no_value() -> None:
    head = [["序號", "器號", "壓力吸收", "器差", "是否合格", "合格印證號碼"]]
    document = _read(
        ["2", "G6-12", "97", "0.25", "合格", "0747096"], ["", "34568", "(Pa)", "", "", ""], THIRD, head=head
    )
    assert [row.serial_number for row in document.rows] == ["G6-1234567", "G6-1234568", "G6-1234569"]
    assert document.rows[1].pressure_absorption == Decimal(97)


@pytest.mark.parametrize("head", [HEAD, []], ids=["headings repeated", "not repeated"])
@pytest.mark.parametrize(
    ("upper", "lower"),
    [
        (SECOND, SECOND),
        (["2", "G6-12", "97", "0.25", "合格", "07470"], SECOND),
        (SECOND, ["", "34568", "", "25", "", "96"]),
        (["", "", "97", "0.25", "合格", ""], SECOND),
    ],
    ids=["whole", "first lines above", "last lines below", "cells"],
)
def test_a_row_drawn_on_both_sides_of_a_cut_is_one(upper: list[str], lower: list[str], head: list[list[str]]) -> None:
    document = _read(upper, lower, THIRD, head=head)
    assert [row.serial_number for row in document.rows] == ["G6-1234567", "G6-1234568", "G6-1234569"]
    assert [row.mark_number for row in document.rows] == ["0747095", "0747096", None]


WATER = [["器號", "流量", "起", "止", "器示值", "標準值", "器差", "是否合格", "合格印證號碼"]]
HIGH = ["", "大流", "1.00", "101.00", "100.00", "100.10", "-0.10", "", ""]
FIRST_HIGH = ["A-1", "大流", "2.00", "102.00", "100.00", "100.10", "-0.10", "合格", "5664891"]
SECOND_HIGH = ["A-2", *HIGH[1:7], "合格", "5664892"]
LOW = ["", "小流", "3.00", "23.00", "20.00", "20.10", "-0.50", "", ""]


def test_the_first_of_an_instruments_two_rows_drawn_on_both_sides_of_a_cut_is_one() -> None:
    title = [line("宏大儀表股份有限公司"), line("水量計自行檢定紀錄表", top=25.0)]
    pages: list[list[RawTable | RawLine]] = [
        [*title, grid([*WATER, FIRST_HIGH, LOW, HIGH], 1)],
        [grid([SECOND_HIGH, LOW], 2)],
    ]
    document = assemble(raw(*pages), SOURCE)
    assert [row.serial_number for row in document.rows] == ["A-1", "A-2"]
    assert [row.high_start for row in document.rows] == [Decimal("2.00"), Decimal("1.00")]
    assert [row.low_end for row in document.rows] == [Decimal("23.00")] * 2
