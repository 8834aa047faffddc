"""Identifiers: 統一編號 against python-stdnum, permits, marks, lists and ranges of numbers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.tw import ubn as oracle

from schemas.identifiers import (
    NumberList,
    company_code,
    is_ubn,
    join_lines,
    label,
    mark,
    number_list,
    permit_number,
    permit_year,
)

EIGHT_DIGITS = st.from_regex(r"[0-9]{8}", fullmatch=True)


@given(EIGHT_DIGITS)
def test_ubn_equals_stdnum(text: str) -> None:
    """python-stdnum has the rule before 2023-04-01; its sum of digits also decides the rule since."""
    assert is_ubn(text, divisor=10) == (oracle.is_valid(text) and text != "00000000")
    rest = oracle.calc_checksum(text) % 5
    assert is_ubn(text) == ((rest == 0 or (rest == 4 and text[6] == "7")) and text != "00000000")


@given(EIGHT_DIGITS)
def test_every_old_number_passes_the_new_rule(text: str) -> None:
    assert not is_ubn(text, divisor=10) or is_ubn(text)


@pytest.mark.parametrize(
    ("text", "old", "new"),
    [("22099131", True, True), ("04595257", True, True), ("12345675", True, True), ("10458570", False, True),
     ("12345678", False, False), ("00000000", False, False), ("1234567", False, False), ("２２０９９１３１", False, False)],
)  # fmt: skip
def test_ubn_vectors(text: str, old: bool, new: bool) -> None:
    assert (is_ubn(text, divisor=10), is_ubn(text)) == (old, new)


def test_permits() -> None:
    for text in ("MV107001", "自檢 MV107001", "自檢字號:MV107001", "MV １０７００１", "mv107001"):
        assert permit_number(text) == "MV107001"
    for written in ("No. MV107001", "第 MV107001 號", "自檢字第MV107001號", "經標自檢字第 MV107001 號", "MV-107001"):
        assert permit_number(written) == "MV107001"
    assert permit_number("XMV107001") is None
    assert permit_number("XV107001") is None
    assert permit_number("MV10700") is None
    assert permit_year("IV099010") == 99
    assert permit_year("?") is None


def test_codes_and_marks() -> None:
    assert company_code("s1") == "S1"
    assert company_code("S0") is None
    found = mark("S1LH07123456")
    assert found is not None
    assert (found.company, found.code, found.digits, found.year_code) == ("S1", "LH", "07123456", "07")
    plain = mark("０７４２０９３")
    assert plain is not None
    assert (plain.company, plain.code, plain.digits) == (None, None, "0742093")
    assert mark("器差不符") is None
    assert label("S1LH07123456;18000000") == ("S1LH07123456", "18000000")
    assert label("S1LH0712345;18000000") is None


@pytest.mark.parametrize(
    ("text", "count", "first", "last"),
    [("14073514~14073615", 102, "14073514", "14073615"), ("14073514～615", 102, "14073514", "14073615"),
     ("14073514至14073615", 102, "14073514", "14073615"), ("14073514-14073615", 102, "14073514", "14073615"),
     ("S1LH07000001~S1LH07000100", 100, "S1LH07000001", "S1LH07000100"), ("06A50-034736", 1, "06A50-034736", "06A50-034736"),
     ("A01、A02、A05", 3, "A01", "A05"), ("A01,A02;A05", 3, "A01", "A05"), ("００１～００３", 3, "001", "003"),
     ("1614\n0060~1614\n0186", 127, "16140060", "16140186")],
)  # fmt: skip
def test_lists_and_ranges(text: str, count: int, first: str, last: str) -> None:
    found = number_list(text)
    numbers = list(found)
    assert (found.count, numbers[0], numbers[-1], found.unread) == (count, first, last, ())
    assert len(numbers) == count
    assert first in found
    assert last in found


@given(st.integers(0, 10**8), st.integers(0, 10**12), st.integers(0, 99))
def test_a_range_is_never_expanded(first: int, length: int, prefix: int) -> None:
    found = number_list(f"P{prefix}-{first:014d}~P{prefix}-{first + length:014d}")
    assert found.count == length + 1
    assert f"P{prefix}-{first + length // 2:014d}" in found
    assert f"P{prefix}-{first + length + 1:014d}" not in found


def test_the_count_tells_wrapped_lines_from_separate_ones() -> None:
    assert number_list("14073514\n14073515", 2).count == 2
    assert number_list("1407\n3514", 1).count == 1
    assert join_lines("14073514\n14073515", 2) == "14073514 14073515"
    assert join_lines("1407\n3514", 1) == "14073514"
    assert join_lines("14073514~\n14073615", 102) == "14073514~14073615"
    assert join_lines("100~105\n200~205", 12) == "100~105 200~205"


def test_repeats_are_found() -> None:
    assert number_list("100~105、104").repeated() is not None
    assert number_list("100~105、106").repeated() is None


@given(st.text(max_size=60))
def test_no_text_breaks_it(text: str) -> None:
    assert isinstance(number_list(text), NumberList)
    for read in (permit_number, mark, company_code, label):
        read(text)


def test_what_is_no_number_is_kept_apart() -> None:
    assert number_list("abc、12").unread == ("abc",)
    assert number_list("12~11").unread == ("12~11",)
