"""Delimited text in the encodings and with the marks that are met."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.encoding import decode
from parsers.reader import read
from schemas.raw import RawLine, RawTable

ROWS = [["器號", "是否合格", "號碼"], ["00012345", "合格", "LG07000001"], ["00012346", "不合格", ""]]


def _text(rows: list[list[str]], mark: str = ",") -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=mark).writerows(rows)
    return out.getvalue()


def _table(data: bytes) -> list[list[str]]:
    raw = read(data, "a.csv")
    assert raw.findings == []
    (page,) = raw.pages
    (table,) = page.tables
    return [[cell.text for cell in row] for row in table.rows]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp950", "utf-16"])
@pytest.mark.parametrize("mark", [",", "\t", ";", "|"])
def test_encodings_and_marks(encoding: str, mark: str) -> None:
    assert _table(_text(ROWS, mark).encode(encoding)) == ROWS


def test_hong_kong_characters_outside_cp950() -> None:
    text = _text([*ROWS, ["1", "2", "喺"]])
    assert _table(text.encode("big5hkscs"))[3][2] == "喺"


def test_the_spreadsheet_trick_that_keeps_zeros() -> None:
    assert _table('器號,號碼\n="00012",="AB""1"\n'.encode())[1] == ["00012", 'AB"1']


def test_title_and_labels_above_the_table() -> None:
    text = "電度表檢定紀錄\n公司名稱:範例公司\n\n" + _text(ROWS)
    (page,) = read(text.encode("cp950"), "a.csv").pages
    kinds = [type(item) for item in page.order]
    assert kinds == [RawLine, RawLine, RawTable]
    assert [line.line for line in page.text_lines] == [1, 2]
    assert list(page.tables[0].lines) == [4, 5, 6]


def test_a_quotation_mark_that_is_never_closed_loses_nothing() -> None:
    (page,) = read(b'a,b\n1,2\n3,"4\n5,6\n', "a.csv").pages
    assert "6" in " ".join(cell.text for row in page.tables[0].rows for cell in row)


@given(st.text(alphabet=st.characters(blacklist_categories=["Cs", "Cc"]), min_size=1))
def test_utf8_is_never_taken_for_big5(text: str) -> None:
    assert decode(text.encode("utf-8")) in (text, text.removeprefix("\ufeff"))
