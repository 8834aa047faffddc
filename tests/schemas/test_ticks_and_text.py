"""Ticks, boxes and the normal forms of text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.cells import pair
from schemas.text import clean, is_void, normal, private_use, squeeze
from schemas.ticks import boxes, ticked_words, yes_no


@pytest.mark.parametrize(
    "text", ["合格", "○", "V", "v", "✓", "√", "有", "Pass", "PASS", "OK", "是", "■合格 □不合格", "☑是 ☐否", "Ｖ"]
)
def test_yes(text: str) -> None:
    assert yes_no(text) is True


@pytest.mark.parametrize("text", ["合格 Pass", "合格(Pass)", "合格○", "PASS/合格", "✔️", "Ｏ", "O", "ˇ", "GO", "及格"])
def test_yes_said_twice_or_in_other_signs(text: str) -> None:
    assert yes_no(text) is True


@pytest.mark.parametrize("text", ["不合格 Fail", "不合格(×)", "NO GO", "N/G", "不及格"])
def test_no_said_twice_or_in_other_words(text: str) -> None:
    assert yes_no(text) is False


@pytest.mark.parametrize("text", ["合格 Fail", "合格/不合格", "Pass / Fail"])
def test_two_answers_that_do_not_agree_are_none(text: str) -> None:
    assert yes_no(text) is None


@pytest.mark.parametrize("text", ["不合格", "×", "X", "✗", "無", "Fail", "NG", "否", "□合格 ■不合格", "ㄨ", "╳"])
def test_no(text: str) -> None:
    assert yes_no(text) is False


@pytest.mark.parametrize("text", ["", "?", "合", "0742093", "□是 □否"])
def test_neither(text: str) -> None:
    assert yes_no(text) is None


@pytest.mark.parametrize("tick", ["☑", "■", "V", "✓", "√", "✔", "☒", "●", "v"])
@pytest.mark.parametrize("empty", ["□", "☐"])
def test_boxes_behind_an_item(tick: str, empty: str) -> None:
    assert boxes(f"01 外觀查核是否符合規定 {tick}是 {empty}否") == ("01 外觀查核是否符合規定", True)
    assert boxes(f"01 外觀查核 {empty}是 {tick}否") == ("01 外觀查核", False)
    assert ticked_words(f"{tick}機械式 {empty}電子式 非自動衡器", ("機械式", "電子式")) == ["機械式"]


def test_boxes_that_say_nothing_or_too_much() -> None:
    assert boxes("01 外觀 □是 □否") == ("01 外觀", None)
    assert boxes("其檢定數據如下:") is None
    with pytest.raises(ValueError, match="外觀"):
        boxes("外觀 ■是 ■否")


@pytest.mark.parametrize(
    ("yes", "no", "value", "code"),
    [("✓", "", True, None), ("", "✓", False, None), ("", "X", False, None), ("■", "□", True, None), ("□", "■", False, None),
     ("", "", None, None), ("V", "V", None, "C304"), ("X", "", None, "C303"), ("?", "", None, "C303"), ("○", "-", True, None)],
)  # fmt: skip
def test_a_pair_of_columns_is_one_value(yes: str, no: str, value: bool | None, code: str | None) -> None:
    assert pair(yes, no) == (value, code)


def test_text_is_normalised() -> None:
    assert clean("檢定場\n所") == "檢定場所"
    assert clean("電度表  自行\n檢定") == "電度表 自行檢定"
    assert normal("⾧⺠ ＡＢ－１") == "長民 AB-1"
    assert squeeze("廠　 牌 ") == "廠牌"
    assert private_use("a\ue000b") == "\ue000"
    assert all(map(is_void, ("", " ", "─", "－", "/", "N/A", "不適用", "—\n")))
    assert not any(map(is_void, ("0", "無", "V", "-1")))


@given(st.text(max_size=80))
def test_cleaning_twice_changes_nothing(text: str) -> None:
    once = clean(text)
    assert clean(once) == once
    assert "\n" not in once
