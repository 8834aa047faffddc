"""Cells of two lines beside cells of one, set to their middle: half a line above and half a line below the others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product

from schemas.raw import RawLine, RawSegment

_CLOSE = 0.9
_EVEN = 0.15
_SINGLE = 1.25
_FLUSH = 3.0
_NARROW = 1.7
_ALIKE = 0.12
_FIVE = 5
_FIRST_WIDE = "\u2e80"


def centred(lines: Sequence[RawLine]) -> list[RawLine]:
    """The lines, the two halves of such a cell put into the line between them; a line of which nothing is left is blank."""
    found = list(lines)
    for at in range(1, len(found) - 1):
        upper, line, lower = found[at - 1 : at + 2]
        pairs = [pair for pair in _halves(upper, line, lower) if not _is_higher(found[max(at - 2, 0) : at + 3], *pair)]
        if pairs:
            whole = [RawSegment(f"{a.text}\n{b.text}", min(a.left, b.left), max(a.right, b.right)) for a, b in pairs]
            segments = sorted([*line.segments, *whole], key=lambda segment: segment.left)
            found[at] = line._replace(segments=tuple(segments))
            gone = {id(segment) for pair in pairs for segment in pair}
            for beside in (at - 1, at + 1):
                rest = tuple(segment for segment in found[beside].segments if id(segment) not in gone)
                found[beside] = found[beside]._replace(segments=rest)
    return found


def _middle(line: RawLine) -> float:
    return (line.top + line.bottom) / 2


def _halves(upper: RawLine, line: RawLine, lower: RawLine) -> Iterator[tuple[RawSegment, RawSegment]]:
    """Segments of a page above and below each other, nearer to the line between them than lines of text are."""
    if line.page is None or line.top > upper.bottom or lower.top > line.bottom:
        return
    up, down = _steps(upper, line), _steps(line, lower)
    steps = list(product(up, down) if _is_single(upper, line, lower) else zip(up, down, strict=True))
    for above in upper.segments:
        for below in lower.segments:
            size = max(_size(above), _size(below))
            near = any(min(pair) > 0 and max(pair) < _CLOSE * size and _even(pair, size) for pair in steps)
            if near and _flush(above, below) and not any(_meets(each, above, below) for each in line.segments):
                yield above, below


def _is_higher(lines: Sequence[RawLine], above: RawSegment, below: RawSegment) -> bool:
    """Whether the cell has four lines or more: of five lines the outer ones go on with it at the same distance."""
    if len(lines) < _FIVE:
        return False
    pitch = _middle(lines[3]) - _middle(lines[1])
    steps = _middle(lines[1]) - _middle(lines[0]), _middle(lines[4]) - _middle(lines[3])
    outer = any(_flush(each, above) for each in lines[0].segments) and any(
        _flush(below, each) for each in lines[4].segments
    )
    return outer and all(abs(step - pitch) < _ALIKE * pitch for step in steps)


def _steps(upper: RawLine, lower: RawLine) -> tuple[float, float]:
    """How far a line stands below another, by their tops and by their bottoms: parts of other lines may be among them."""
    return lower.top - upper.top, lower.bottom - upper.bottom


def _is_single(*lines: RawLine) -> bool:
    """Whether the middle one of three lines is no higher than the others: no part of another line is among it."""
    heights = [line.bottom - line.top for line in lines]
    return heights[1] < _SINGLE * min(heights)


def _even(pair: tuple[float, float], size: float) -> bool:
    return abs(pair[0] - pair[1]) < _EVEN * size


def _size(segment: RawSegment) -> float:
    """The size of type, told by how wide the characters are."""
    width = (segment.right - segment.left) / max(len(segment.text), 1)
    return width if any(letter >= _FIRST_WIDE for letter in segment.text) else _NARROW * width


def _flush(above: RawSegment, below: RawSegment) -> bool:
    """Whether one stands above the other as lines of one cell do: the upper one fills it, the lower one is shorter."""
    if below.right - below.left > above.right - above.left + _FLUSH:
        return False
    middles = abs(above.left + above.right - below.left - below.right) / 2
    return min(abs(above.left - below.left), abs(above.right - below.right), middles) < _FLUSH


def _meets(segment: RawSegment, *parts: RawSegment) -> bool:
    return any(segment.left < part.right and segment.right > part.left for part in parts)
