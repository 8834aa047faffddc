"""Numbers as written on forms."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.numerals import chinese_to_int, to_decimal, to_int, to_tolerance

WIDE = str.maketrans("0123456789.,-+", "０１２３４５６７８９．，－＋")
NUMBERS = st.decimals(-99999, 99999, places=2)


@given(NUMBERS, st.sampled_from("-－−–—‐"), st.booleans(), st.sampled_from(["", " ", "\n", "　"]))
def test_every_minus_and_width_is_the_same_number(value: Decimal, minus: str, wide: bool, space: str) -> None:
    text = f"{abs(value):f}"
    text = text.translate(WIDE) if wide else text
    assert to_decimal(f"{minus}{space.strip(chr(10))}{text}") == -abs(value)
    assert to_decimal(f"{space}{text}{space}") == abs(value)


@given(st.integers(0, 10**9), st.sampled_from(["", " 只", "具", "台", "元", "元整", " 個"]), st.booleans())
def test_thousands_and_counters_are_no_part_of_it(value: int, counter: str, wide: bool) -> None:
    text = f"{value:,}"
    assert to_int((text.translate(WIDE) if wide else text) + counter) == value


@given(NUMBERS)
def test_a_number_wrapped_in_its_cell_is_joined(value: Decimal) -> None:
    text = f"{value:f}"
    for cut in range(1, len(text)):
        assert to_decimal(f"{text[:cut]}\n{text[cut:]}") == value


@pytest.mark.parametrize(
    ("text", "value"),
    [("307,170元", 307170), ("新臺幣壹仟貳佰元整", 1200), ("NT$ 1,200", 1200), ("０・５", Decimal("0.5")), ("1·5", Decimal("1.5")),
     ("+0.3", Decimal("0.3")), ("25 只", 25), ("70具", 70), ("10 m³/h", 10), ("0.5%", Decimal("0.5")), ("拾貳萬參仟肆佰伍拾陸", 123456),
     ("７，６２\n０", 7620), ("一○七", 107), ("十二", 12), ("二十", 20), ("壹億元", 10**8),
     ("25 EA", 25), ("20(具)", 20), ("25具(合格24具,不合格1具)", 25), ("負0.5", Decimal("-0.5")), ("ー2.5", Decimal("-2.5")), ("˗0.1", Decimal("-0.1"))],
)  # fmt: skip
def test_numbers(text: str, value: Decimal | int) -> None:
    assert to_decimal(text) == value


@pytest.mark.parametrize(
    "text",
    ["", "-", "A12", "1,2", "12 34", "10.5 20.5", "10.5\n20.5", "±0.5", "1.", ".5", "1e5", "1.2.3", "O.5", "l0", "--1", "只", "元",
     "1/2", "∞", "9" * 5000, "萬萬", "百百", "12只3", "(0.12)", "0.12(負)", "12(3)", "△0.12"],
)  # fmt: skip
def test_what_is_not_exactly_one_number_is_none(text: str) -> None:
    assert to_decimal(text) is None


def test_whole_numbers() -> None:
    assert to_int("25.0") == 25
    assert to_int("25.5") is None


@given(st.text(max_size=40))
def test_no_text_breaks_it(text: str) -> None:
    for read in (to_decimal, to_int, to_tolerance, chinese_to_int):
        read(text)


@given(st.integers(0, 99999999))
def test_chinese_numerals_by_an_independent_speller(value: int) -> None:
    assert chinese_to_int(_spelled(value)) == value


def _spelled(value: int) -> str:
    if value >= 10000:
        rest = value % 10000
        return _spelled(value // 10000) + "萬" + (("零" if rest < 1000 else "") + _spelled(rest) if rest else "")
    if value == 0:
        return "零"
    text = ""
    for digit, unit in zip(f"{value:04d}", ("千", "百", "十", ""), strict=True):
        text += "零一二三四五六七八九"[int(digit)] + (unit if digit != "0" else "")
    while "零零" in text:
        text = text.replace("零零", "零")
    return text.strip("零")


@pytest.mark.parametrize(
    ("text", "written"),
    [("±2", "±2"), ("± 2 %", "±2"), ("+/-0.5", "±0.5"), ("±０．５", "±0.5"), ("2.0%", "2.0"), ("無", None)],
)
def test_tolerances_keep_their_sign(text: str, written: str | None) -> None:
    assert to_tolerance(text) == written
