"""Columns that only number the rows: 序號, 項次."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from schemas.heading_words import Heading, bare, score, words_of
from schemas.text import is_void, squeeze

if TYPE_CHECKING:
    from schemas.column import FieldInfo
    from schemas.header_match import ColumnView

COUNTERS = frozenset(
    map(bare, ("序號", "順序", "項次", "項目", "編號", "No.", "No", "#", "item", "次序", "流水號", "筆數", ""))
)
_CERTAIN = 0.9
_MOSTLY = 0.5
_LONGEST = 6
_MISREAD = 2


def counters(views: Sequence[ColumnView], fields: Sequence[FieldInfo], next_row: int) -> Iterator[int]:
    """The columns that count, by their heading and their cells. A model with an ``item`` field keeps them.

    Where another column is certainly that of the serial numbers, a few cells may be misread.
    """
    if any(info.name == "item" for info in fields):
        return
    share = _MOSTLY if _has_serials(views, fields) else 1.0
    for index, view in enumerate(views):
        if _is_counter(view.heading) and _counts(view.samples, next_row, share):
            yield index


def _is_counter(heading: Heading) -> bool:
    return all(level in COUNTERS for level in heading.levels)


def _has_serials(views: Sequence[ColumnView], fields: Sequence[FieldInfo]) -> bool:
    words = [words for info in fields if info.name == "serial_number" for words in words_of(info)]
    headings = [view.heading for view in views if not _is_counter(view.heading)]
    return any(score(each, heading) >= _CERTAIN for each in words for heading in headings)


def _counts(samples: Sequence[str], next_row: int, share: float) -> bool:
    """Whether ``share`` of the steps from cell to cell are of nought or one; without any cells it might count."""
    texts = [squeeze(text) for text in samples if not is_void(text)]
    numbers = [int(text) if text.isdecimal() and len(text) <= _LONGEST else None for text in texts]
    steps = [a is not None and b is not None and b - a in {0, 1} for a, b in pairwise(numbers)]
    if share == 1.0 or len(steps) < 2:
        return all(steps) and all(number in {0, 1, next_row} for number in numbers[:1])
    first = next((number for number in numbers if number is not None), 0)
    return sum(steps) >= share * len(steps) and first <= max(1, next_row) + _MISREAD
