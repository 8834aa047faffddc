"""Records by four producers: every value of the truth stands in its instrument's row, in one column throughout."""

from __future__ import annotations

import json
import re
import unicodedata
from decimal import Decimal, InvalidOperation
from pathlib import Path

import pytest

from parsers.pdf import read
from parsers.pdf.radicals import UNIFIED

SAMPLES = Path(__file__).parent / "samples"
WORDS_ONLY = {"verdict", "shows_above_max_9e", "rejection_reason"}
ROWS = {"1-071-water-typst": 55, "1-075-scale_mech-typst": 38, "1-081-scale_elec-cairo": 55, "1-163-gas-cairo": 38}


def _plain(text: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).replace("−", "-")


def _same(value: str, cell: str) -> bool:
    if _plain(cell) == value:
        return True
    try:
        return Decimal(_plain(cell)) == Decimal(value)
    except InvalidOperation:
        return False


@pytest.mark.parametrize("name", sorted(ROWS))
def test_every_value_in_its_row_and_column(name: str) -> None:
    truth = json.loads((SAMPLES / f"{name}.json").read_text(encoding="utf-8"))["rows"]
    document = read((SAMPLES / f"{name}.pdf").read_bytes())
    grid = [(page.page, row) for page in document.pages for table in page.tables for row in table.rows]
    found = {_plain(cell.text): (page, row) for page, row in grid for cell in row}
    columns: dict[tuple[int | None, str], set[int]] = {}
    for instrument in truth:
        page, row = found[instrument["serial_number"]]
        for field, value in instrument.items():
            if value is None or field in WORDS_ONLY:
                continue
            at = {column for column, cell in enumerate(row) if _same(str(value), cell.text)}
            columns[page, field] = columns.get((page, field), at) & at
            assert columns[page, field], (instrument["serial_number"], field, value)
    assert len(truth) == ROWS[name]


def test_characters_that_cannot_be_told_are_doubted() -> None:
    (page,) = read((SAMPLES / "1-163-gas-cairo.pdf").read_bytes()).pages
    assert [(doubt.code, doubt.place.page) for doubt in page.doubts] == [("F115", 1)]


def test_other_samples_are_not_doubted() -> None:
    others = [name for name in ROWS if name != "1-163-gas-cairo"]
    assert len(others) == 3
    for name in others:
        assert [page.doubts for page in read((SAMPLES / f"{name}.pdf").read_bytes()).pages if page.doubts] == []


def test_radicals_are_what_their_name_says() -> None:
    assert (UNIFIED[0x2FA7], UNIFIED[0x2EA0], UNIFIED[0x2ED1]) == (ord("長"), ord("民"), ord("長"))
    assert all(
        unicodedata.name(chr(target)).startswith("CJK UNIFIED") for point, target in UNIFIED.items() if point < 0x3000
    )
    assert sum(0x2E80 <= point < 0x2F00 for point in UNIFIED) == 114
    assert sum(0x2F00 <= point < 0x2FD6 for point in UNIFIED) == 214
