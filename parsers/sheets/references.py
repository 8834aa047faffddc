"""Cell references: ``B7`` -> row 7, column 2."""

from __future__ import annotations

import re

from parsers.refusal import damaged

_CELL = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")


def cell_of(reference: str) -> tuple[int, int]:
    """Row and column of ``B7``; ``Refused`` (F105) if it is none."""
    match = _CELL.fullmatch(reference)
    if not match:
        raise damaged(f"cell {reference[:20]!r}")
    column = 0
    for letter in match[1].upper():
        column = column * 26 + ord(letter) - 64
    return int(match[2]), column


def range_of(reference: str) -> tuple[int, int, int, int]:
    """``A1:B2`` (or a single cell) as top, left, bottom, right."""
    first, _, last = reference.partition(":")
    top, left = cell_of(first)
    bottom, right = cell_of(last or first)
    return min(top, bottom), min(left, right), max(top, bottom), max(left, right)
