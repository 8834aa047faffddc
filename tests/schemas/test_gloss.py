"""English beside Chinese: what only translates it, and what says more."""

from __future__ import annotations

import pytest

from schemas.heading_words import bare


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("器號 Serial No.", "器號"),
        ("Serial No.\n器號", "器號"),
        ("檢定數量Q'ty", "檢定數量"),
        ("功因 P.F.", "功因"),
        ("合格印證號碼(MarkNo)", "合格印證號碼"),
        ("標準值(L) Ref. (L)", "標準值"),
        ("轉換車速 / Changeover Speed (km/h)", "轉換車速"),
        ("廠牌 EDMI", "廠牌edmi"),
        ("廠牌 AND", "廠牌and"),
        ("瓦時 Wh", "瓦時wh"),
        ("超過Max+9e顯示", "超過max9e顯示"),
        ("型號 Type GX", "型號typegx"),
        ("Serial No.", "serialno"),
        ("大流 High flow", "大流"),
        ("high起", "high起"),
        ("increasing第1點", "increasing第1點"),
    ],
)
def test_words_that_translate_a_heading_are_left_out_and_no_others(written: str, meant: str) -> None:
    assert bare(written) == meant
