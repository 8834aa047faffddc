"""A look-alike is told by the column that it stands in, and nothing else is touched."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.ocr.lookalikes import told_apart
from schemas.raw import RawCell, RawTable

MARKS = [f"SALH0573833{number}" for number in range(6)]
FEES = ["36,750", "5,550", "39,750", "6,000", "1,034,350"]
COUNTS = ["245", "276", "37", "40", "123"]
RANGES = ["10648850~10649094", "10649095~10649370", "10649371~10649585", "10649586~10649789"]
VALUES = ["-0.39", "0.54", "1.03", "0.41", "-0.23", "0.07"]


def _table(*columns: list[str]) -> RawTable:
    rows = [
        [RawCell(text, row, column, row + 1, column + 1) for column, text in enumerate(texts)]
        for row, texts in enumerate(zip(*columns, strict=True))
    ]
    return RawTable(rows)


@pytest.mark.parametrize(
    ("column", "odd", "meant"),
    [
        (MARKS, "SALHO5738332", "SALH05738332"),
        (MARKS, "5ALHO57 38332", "SALH05738332"),
        (VALUES, "-O.2S", "-0.25"),
        (VALUES, "l.03", "1.03"),
        (FEES, "30.600", "30,600"),
        (FEES, "3 O,6OO", "30,600"),
        (VALUES, "20 0.38", "200.38"),
        (COUNTS, "14 1", "141"),
        (COUNTS, "1O4", "104"),
        (RANGES, "10653737 10653939", "10653737~10653939"),
    ],
)
def test_a_look_alike_gets_the_form_of_its_column(column: list[str], odd: str, meant: str) -> None:
    table = _table(["heading", *column, odd])
    assert [(cell.top, text) for cell, text in told_apart(table)] == [(len(column) + 1, meant)]


@pytest.mark.parametrize(
    "odd", ["", "3S", "Is", "SALX5738332", "合格", "不合格原因", "SALH0573833", "-", "N/A", "XALH-5738332"]
)
def test_other_texts_stay_as_they_were_read(odd: str) -> None:
    assert list(told_apart(_table([*MARKS, odd]))) == []
    assert list(told_apart(_table([*VALUES, odd]))) == []
    assert list(told_apart(_table([*FEES, odd]))) == []
    assert list(told_apart(_table([*RANGES, odd]))) == []


def test_two_values_in_one_cell_are_not_made_one() -> None:
    assert list(told_apart(_table([*VALUES, "20.1 30"]))) == []


@pytest.mark.parametrize("odd", ["12 13", "一", "IS", "", "1.5", "12~13"])
def test_what_may_be_no_count_stays(odd: str) -> None:
    assert list(told_apart(_table([*COUNTS, odd]))) == []


def test_a_column_of_two_forms_tells_nothing() -> None:
    assert list(told_apart(_table([*MARKS[:3], "SALHO57383", "SALHO57384", "SALHO57385"]))) == []


@given(st.lists(st.text(alphabet="0123456789OISAB.-", max_size=8), max_size=9))
def test_what_was_told_apart_needs_nothing_more(texts: list[str]) -> None:
    table = _table(texts)
    for cell, text in list(told_apart(table)):
        table.rows[cell.top][0] = RawCell(text, cell.top, 0, cell.top + 1, 1)
    assert list(told_apart(table)) == []
