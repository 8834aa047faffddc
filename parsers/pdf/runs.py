"""Where a table without a lattice stands: runs of lines whose pieces stand in the same columns."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from itertools import pairwise
from typing import NamedTuple

from parsers.pdf.arrays import quantile
from parsers.pdf.textlines import Interval, Line

_CLOSING = re.compile(
    r"[(（]?(?:以[下上]空白|備\s*註|附\s*註|其\s*他|說\s*明)|\(?\d{1,2}[.．、)）].*(?:總\s*計|規定|。$)"
)
_BLANK_BELOW = re.compile(r"\W*以\s*[下上]\s*空\s*白\W*")
_STRUCK = re.compile(r"[/／\\\-－–—─~～*＊]+")
_ENOUGH = 3
_SAME_ROW = 0.9
_SAME_STEP = 1.0
_NEAR = 12


class Run(NamedTuple):
    """Lines ``first`` to ``last`` (half open) are the body of a table; ``pitch`` is the usual step of its rows."""

    first: int
    last: int
    pitch: float


def find_runs(lines: list[Line]) -> list[Run]:
    """Table bodies from top to bottom."""
    runs: list[Run] = []
    at = 0
    while at < len(lines):
        below = at > 0 and lines[at].is_below(lines[at - 1])
        run = _grow(lines, at) if not below and _starts(lines[at]) else None
        if run is not None:
            runs.append(run)
        at = run.last if run is not None else at + 1
    return runs


def _starts(line: Line) -> bool:
    return line.data and line.count >= _ENOUGH and not line.label


def _grow(lines: list[Line], first: int) -> Run | None:
    columns = _union(lines[first].extents)
    most, members = lines[first].count, [first]
    for at in range(first + 1, len(lines)):
        line = lines[at]
        if not _reaches(lines, members, line) or line.label or line.labels_alone:
            break
        if not _starts(line):
            continue
        merged = _merged(columns, line.extents)
        if len(merged) < 0.6 * max(most, line.count):
            break
        columns, most = merged, max(most, line.count)
        members.append(at)
    if len(members) < 2 and lines[first].count < 5:
        return None
    return _extended(lines, members, columns)


def _reaches(lines: list[Line], members: list[int], line: Line) -> bool:
    """Whether a line is near enough to the last of a run's ``members``."""
    last = lines[members[-1]]
    step = line.base - last.base
    if len(members) < 3:
        return step <= 6.0 * last.em
    return step <= 4.0 * last.em or step <= 3.2 * _pitch(lines, members[-8:])


def _pitch(lines: list[Line], members: list[int]) -> float:
    near = _SAME_ROW * lines[members[0]].em
    if len(members) < 2:
        return 2.5 * lines[members[0]].em
    steps = [lines[after].base - lines[at].base for at, after in pairwise(members)]
    return quantile([step for step in steps if step > near] or steps, 0.2)


def _merged(columns: list[Interval], pieces: list[Interval]) -> list[Interval]:
    """Columns (apart, in order) widened by the pieces; a piece over several columns is an outlier and left out."""
    left, right = [column[0] for column in columns], [column[1] for column in columns]
    new: list[Interval] = []
    changed = False
    for x0, x1 in pieces:
        at = bisect_right(right, x0)
        if at < len(left) and left[at] <= x0 and x1 <= right[at]:
            continue
        end = bisect_left(left, x1)
        beside = [index for index, (low, high) in enumerate(new) if x0 < high and x1 > low]
        if len(beside) + end - at == 1:
            if beside:
                new[beside[0]] = (min(new[beside[0]][0], x0), max(new[beside[0]][1], x1))
            else:
                left[at], right[at], changed = min(left[at], x0), max(right[at], x1), True
        elif not beside and end <= at:
            new.append((x0, x1))
    return _union([*zip(left, right, strict=True), *new]) if changed or new else columns


def _union(intervals: list[Interval]) -> list[Interval]:
    result: list[Interval] = []
    for x0, x1 in sorted(intervals):
        if result and x0 < result[-1][1]:
            result[-1] = (result[-1][0], max(x1, result[-1][1]))
        else:
            result.append((x0, x1))
    return result


def _extended(lines: list[Line], members: list[int], columns: list[Interval]) -> Run:
    """The run with the wrapped line above its first row, and wrapped lines and sparse rows below its last."""
    pitch = _pitch(lines, members)
    first, last = members[0], members[-1] + 1
    while first and (_begins(lines[first - 1], lines[first], 0.8 * pitch) or _recurs(lines, first, last)):
        first -= 1
    for line in lines[first:last]:
        columns = _merged(columns, line.extents)
    lone = [(lines[at].extents[0], lines[at].base - lines[at - 1].base) for at in range(first + 1, last)
            if lines[at].count == 1]  # fmt: skip
    while last < len(lines) and _continues(lines[last], lines[last - 1], pitch, columns, lone):
        last += 1
    return Run(first, last, pitch)


def _begins(above: Line, line: Line, near: float) -> bool:
    """Whether the line above belongs to the first row: nearer than lines of different rows can be."""
    step = line.base - above.base
    return not above.label and (step < _SAME_ROW * line.em or (above.data and step < near))


def _recurs(lines: list[Line], first: int, last: int) -> bool:
    """Whether two lines like the one above the body and its first line stand in it as far apart."""
    above, line = lines[first - 1], lines[first]
    if above.label or not above.data:
        return False
    return any(
        _alike(above, lines[at])
        and _alike(line, lines[at + 1])
        and abs(lines[at + 1].base - lines[at].base - line.base + above.base) < _SAME_STEP
        for at in range(first + 1, min(last - 1, first + _NEAR))
    )


def _alike(one: Line, other: Line) -> bool:
    """Whether two lines have their pieces in the same places."""
    pairs = zip(one.extents, other.extents, strict=False)
    return one.count == other.count and all(x0 < end and x1 > start for (x0, x1), (start, end) in pairs)


def _continues(
    line: Line, before: Line, pitch: float, columns: list[Interval], lone: list[tuple[Interval, float]]
) -> bool:
    """Whether a line below the last row belongs to it; ``lone``: lines of one piece before, with their steps."""
    step = line.base - before.base
    if line.label or step > 1.5 * pitch or line.em > 1.3 * before.em or _closes(line.texts):
        return False
    inside = all(_over(interval, columns) <= 1 for interval in line.extents)
    alike = line.count == 1 and any(step < 1.1 * usual and _over(line.extents[0], [own]) for own, usual in lone)
    near = step < max(0.8 * pitch, _SAME_ROW * line.em)
    return inside and (near or line.count > 1 or alike)


def _closes(texts: list[str]) -> bool:
    """Whether a line says that nothing follows, or strikes out a row that was not needed, or begins notes."""
    first, *others = texts
    struck = (first.isdecimal() and bool(others)) or _STRUCK.fullmatch(first)
    if struck and all(map(_STRUCK.fullmatch, others)):
        return True
    return bool(_CLOSING.match(first)) or any(map(_BLANK_BELOW.fullmatch, texts))


def _over(piece: Interval, columns: list[Interval]) -> int:
    return sum(piece[0] < right and piece[1] > left for left, right in columns)
