"""A heading or label with one character read wrongly is put right where only one can be meant."""

from __future__ import annotations

import pytest

from parsers.ocr.spelling import respelled
from schemas.raw import RawCell, RawTable


def _table(*rows: tuple[str, ...]) -> RawTable:
    return RawTable(
        [
            [RawCell(text, row, column, row + 1, column + 1) for column, text in enumerate(texts)]
            for row, texts in enumerate(rows)
        ]
    )


@pytest.mark.parametrize(
    ("row", "meant"),
    [
        (("器號", "計程(輸行)"), "計程(輪行)"),
        (("標舉器器號:", "MT44631"), "標準器器號:"),
        (("器示值(L)", "標準值(L)", "標單值(L)"), "標準值(L)"),
        (("合格印證\n號瑪",), "合格印證\n號碼"),
    ],
)
def test_one_wrong_character_is_put_right(row: tuple[str, ...], meant: str) -> None:
    assert [text for _, text in respelled(_table(("序號",) * len(row), row))] == [meant]


@pytest.mark.parametrize(
    "row",
    [
        ("計程(輪行)", "起跳", "續跳"),
        ("起跳", "續跳", "績跳"),
        ("標單值(L)",),
        ("張家傑", "洪佳宗", "初次檢定"),
        ("12353522", "SALHO5738332", "-O.23"),
        ("", "是", "否"),
    ],
)
def test_what_is_known_or_could_be_several_words_stays(row: tuple[str, ...]) -> None:
    assert list(respelled(_table(row))) == []


def _grouped(*leaves: str) -> RawTable:
    """Headings in pairs, each pair under one of its own."""
    upper = [RawCell(f"{at}", 0, 2 * at, 1, 2 * at + 2) for at in range(len(leaves) // 2) for _ in range(2)]
    return RawTable([upper, [RawCell(text, 1, at, 2, at + 1) for at, text in enumerate(leaves)]])


def test_a_short_heading_is_the_one_that_other_groups_have_beside_the_same() -> None:
    found = respelled(_grouped("起跳", "續跳", "起跳", "績跳", "起跳", "續跳"))
    assert [(cell.left, text) for cell, text in found] == [(3, "續跳")]


@pytest.mark.parametrize(
    "leaves", [("起跳", "續跳", "起跳", "績跳"), ("起跳", "止值", "起跳", "績跳"), ("全載", "功因", "全載", "功率")]
)
def test_what_only_one_group_has_is_no_measure(leaves: tuple[str, ...]) -> None:
    assert list(respelled(_grouped(*leaves))) == []
