"""Dates and sizes that TeX sets with small gaps between ideographs and digits stay in one column."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from parsers.pdf.columns import body_columns
from parsers.pdf.glued import glued
from parsers.pdf.words import Words, pieces_of

SIZE = 8.0


def _words(rows: Sequence[Sequence[tuple[float, str]]]) -> Words:
    """Texts at their places, each character as wide as the type is large, half as wide if it is ASCII."""
    found = [(x, text, at) for at, row in enumerate(rows) for x, text in row]
    x0 = np.array([x for x, _, _ in found])
    wide = np.array([sum(SIZE / (1 + letter.isascii()) for letter in text) for _, text, _ in found])
    line = np.array([at for _, _, at in found])
    base = 100.0 + 14 * line
    size = np.full(len(found), SIZE)
    texts = [text for _, text, _ in found]
    return Words(texts, x0, base - SIZE, x0 + wide, base + 1, base, size, line, np.zeros(len(found), np.bool_))


def _columns(rows: Sequence[Sequence[tuple[float, str]]], head: Sequence[tuple[float, str]]) -> int:
    body = _words(rows)
    columns = body_columns(pieces_of(body, 0.25), np.zeros(0))
    return len(glued(columns, body, _words([head])))


DAYS = [
    [(40.0, "108"), (55.0, "年"), (66.0, "3"), (73.0, "月"), (84.0, str(day)), (120.0, "0559050")]
    for day in range(1, 8)
]


def test_a_day_under_one_heading_is_one_column() -> None:
    assert _columns(DAYS, [(40.0, "日期"), (120.0, "號碼")]) == 2


def test_headings_of_their_own_keep_columns_apart() -> None:
    assert _columns(DAYS, [(38.0, "年"), (66.0, "月"), (82.0, "日"), (120.0, "號碼")]) > 2


def test_numbers_side_by_side_under_one_heading_stay_apart() -> None:
    rows = [[(40.0, "59.3"), (60.0, f"60.{at}"), (120.0, "合格")] for at in range(7)]
    assert _columns(rows, [(44.0, "水量"), (120.0, "判定")]) == 3
