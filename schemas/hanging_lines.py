"""A line that hangs below a value of the line above: joined to it, or told as text that may be a part of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from schemas.labels import Labels
from schemas.line_parts import ParsedLine, Segment
from schemas.text import clean, squeeze

_BRACKETS = re.compile(r"^[(\[].*[)\]]$")
_FULL = 0.85
_FARTHEST = 5
_FLUSH = 3.0
_WIDE = 3.0


def hangs(lines: list[ParsedLine], index: int) -> bool:
    """Join a line without labels to the values right above its segments, where each of them begins where one does."""
    line = lines[index]
    if line.has_label or line.is_own or line.raw.page is None or _BRACKETS.match(squeeze(line.raw.text)):
        return False
    above = [_above(lines, index, segment) for segment in line.segments]
    if not all(above):
        return False
    for target, segment in zip(above, line.segments, strict=True):
        if target is not None:
            target.text = f"{target.text}\n{segment.text}"
    return True


def _above(lines: list[ParsedLine], index: int, segment: Segment) -> Segment | None:
    """The value right above a segment, flush with it or wider, of the lines less than a line's height above."""
    line = lines[index].raw
    height = line.bottom - line.top
    for upper in reversed(lines[max(0, index - _FARTHEST) : index]):
        if upper.raw.page != line.page or line.top - upper.raw.bottom > height or not upper.has_label:
            continue
        for at, other in enumerate(upper.segments):
            if other.right <= segment.left or other.left >= segment.right:
                continue
            is_value = other.has_label or (at > 0 and upper.segments[at - 1].is_label)
            wide = other.right - other.left + height >= segment.right - segment.left
            flush = abs(other.left - segment.left) < _FLUSH or _middles_apart(other, segment) < _FLUSH
            fits = is_value and not other.is_label and wide and flush
            return other if fits and _is_full(lines, other, height) else None
    return None


def _is_full(lines: list[ParsedLine], segment: Segment, height: float) -> bool:
    """Whether a segment reaches to the next column, or to the right end of all text."""
    others = [other for line in lines for other in line.segments]
    following = min((other.left for other in others if other.left > segment.right), default=None)
    if following is not None:
        return following - segment.right < _WIDE * height
    return segment.right > _FULL * max(other.right for other in others)


def _middles_apart(one: Segment, other: Segment) -> float:
    return abs(one.left + one.right - other.left - other.right) / 2


def beside(lines: Sequence[ParsedLine], index: int, labels: Labels) -> list[str]:
    """For each segment of a line without labels the path of the item whose value stands right above or below it.

    The end of a sentence is no part of a value.
    """
    line = lines[index]
    if line.has_label or line.is_own or line.raw.page is None or line.raw.text.endswith("。"):
        return [""] * len(line.segments)
    return [next(_paths(lines, index, segment, labels), "") for segment in line.segments]


def _paths(lines: Sequence[ParsedLine], index: int, segment: Segment, labels: Labels) -> Iterator[str]:
    line = lines[index].raw
    height = line.bottom - line.top
    for other in (*lines[max(0, index - _FARTHEST) : index][::-1], *lines[index + 1 : index + 1 + _FARTHEST]):
        apart = max(line.top - other.raw.bottom, other.raw.top - line.bottom)
        if other.raw.page == line.page and apart <= height:
            yield from _of_values(other.segments, segment, labels)


def _of_values(segments: Sequence[Segment], below: Segment, labels: Labels) -> Iterator[str]:
    for before, segment in zip((None, *segments), segments, strict=False):
        if segment.right <= below.left or segment.left >= below.right or segment.is_label:
            continue
        inside = labels.inside(clean(segment.text)) if segment.has_label else []
        label = inside[-1].label if inside else labels.alone(clean(before.text)) if before else None
        if label:
            yield label.path
