"""What the recogniser writes in another script, as Taiwan writes it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.ocr.script import in_taiwanese


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("绝缘试验", "絕緣試驗"),
        ("标准器器号", "標準器器號"),
        ("潜动", "潛動"),
        ("分钟", "分鐘"),
        ("鎭", "鎮"),
        ("亀山区検査図", "龜山區檢查圖"),
        ("核准日期", "核准日期"),
        ("台北里長", "台北里長"),
        ("5(10)A 220V", "5(10)A 220V"),
    ],
)
def test_a_form_that_taiwan_does_not_have_becomes_its_own(read: str, meant: str) -> None:
    assert in_taiwanese(read) == meant


@given(st.text(st.characters(min_codepoint=0x20, max_codepoint=0x9FFF), max_size=30))
def test_every_character_stays_in_its_place(text: str) -> None:
    assert len(in_taiwanese(text)) == len(text)
