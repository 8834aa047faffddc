"""An unsure character is read as the phrase around it has it, where only one can be meant; a sure one stays."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.ocr.engine import Letter
from parsers.ocr.phrases import meant


def letters(text: str, unsure: str = "") -> list[Letter]:
    """A line of letters 20 pixels wide, those in ``unsure`` read with a score of 0.7."""
    return [
        Letter(character, 0.7 if character in unsure else 0.97, 20.0 * at, 0, 20.0 * at + 20, 24)
        for at, character in enumerate(text)
    ]


def said(found: list[Letter]) -> str:
    return "".join(letter.text for letter in found)


@pytest.mark.parametrize(
    ("text", "unsure", "right"),
    [
        ("聯成精密股份有限公可", "可", "聯成精密股份有限公司"),
        ("東言衡器股分有限公司", "言分", "東言衡器股份有限公司"),
        ("夜間加成計程(輸行)起跳器差超出公差", "輸", "夜間加成計程(輪行)起跳器差超出公差"),
        ("檢定場所：桃圖市龜山區", "圖", "檢定場所：桃園市龜山區"),
        ("標舉器器號：MT44631", "舉", "標準器器號：MT44631"),
        ("電庹表自行檢定紀錄表", "庹", "電度表自行檢定紀錄表"),
    ],
)
def test_a_phrase_with_an_unsure_character_is_put_right(text: str, unsure: str, right: str) -> None:
    found = meant(letters(text, unsure))
    assert said(found) == right
    assert [letter.score for letter in found] == [letter.score for letter in letters(text, unsure)]


@pytest.mark.parametrize(
    ("text", "unsure"),
    [
        ("聯成精密股份有限公可", ""),
        ("檢口日期：107/11/25", "口"),
        ("口量計自行檢定紀錄表", "口"),
        ("檢定人員：洪宇婷", "檢婷"),
        ("8192", "8"),
    ],
)
def test_what_is_sure_or_may_be_several_phrases_stays(text: str, unsure: str) -> None:
    assert said(meant(letters(text, unsure))) == text


def test_the_kind_in_a_title_is_told_though_several_of_its_characters_are_wrong() -> None:
    found = meant(letters("(言程車言一費表)自行檢定108年03月份月報表"))
    assert said(found).endswith("計程車計費表)自行檢定108年03月份月報表")
    assert [letter.score for letter in found if letter.text in "計程車費"] == [0.0] * 5
    assert all(one.right <= other.left + 1e-6 for one, other in pairwise(found))


@pytest.mark.parametrize(
    "title",
    ["瓦斯表自行檢定紀錄表", "計程車表自行檢定紀錄表", "溫度計自行檢定紀錄表", "言程車言一費表", "自行檢定月報表"],
)
def test_a_title_that_names_a_kind_or_none_stays(title: str) -> None:
    assert said(meant(letters(title))) == title


@given(st.text(alphabet="公司有限份股檢定日期(：1表計", max_size=12))
def test_sure_letters_are_never_changed(text: str) -> None:
    assert said(meant(letters(text))) == text
