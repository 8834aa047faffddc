"""Where a table without a lattice stands: runs of lines whose pieces stand in the same columns."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

import numpy as np

from parsers.pdf.words import Words

Interval = tuple[float, float]

_PIECE = 0.6
_VALUE = re.compile(r"[±+\-−－＋–]?\s?\d[\d.,．·・，]*[%％]?")
_SHORT = re.compile(r"[A-Za-z0-9０-９Ａ-Ｚａ-ｚ\-－—–−./()（）#\s]*")
_DIGITS = re.compile(r"\d")
_COLON = re.compile(r"[:：](?!\d)|[:：]\s*$|[^\W\d_A-Za-z][:：]")
_BOX = re.compile(r"[□■☐☑☒].|.[□■☐☑☒]", re.DOTALL)
_ENOUGH = 3
_SAME_ROW = 0.9


@dataclass(frozen=True, slots=True)
class Line:
    """One visual line: its pieces (``start`` to ``end``), extent and what kind of text it holds."""

    start: int
    end: int
    base: float
    em: float
    x0: float
    x1: float
    label: bool
    data: bool

    @property
    def count(self) -> int:
        """How many pieces."""
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class Run:
    """Lines ``first`` to ``last`` (half open) are the body of a table; ``pitch`` is the usual step of its rows."""

    first: int
    last: int
    pitch: float


def is_data(text: str) -> bool:
    """A number, or an identifier: at least three digits and no ideograph."""
    return bool(_VALUE.fullmatch(text)) or (len(_DIGITS.findall(text)) >= _ENOUGH and bool(_SHORT.fullmatch(text)))


def lines_of(pieces: Words) -> list[Line]:
    """The pieces' lines from top to bottom."""
    if not len(pieces):
        return []
    stops = np.flatnonzero(np.concatenate([[True], np.diff(pieces.line) != 0, [True]])).tolist()
    return [_line(pieces, start, end) for start, end in pairwise(stops)]


def _line(pieces: Words, start: int, end: int) -> Line:
    texts = pieces.text[start:end]
    labels = sum(bool(_COLON.search(text)) or bool(_BOX.search(text)) for text in texts)
    data = sum(is_data(text) for text in texts)
    return Line(
        start,
        end,
        median(pieces.base[start:end].tolist()),
        median(pieces.em[start:end].tolist()),
        float(pieces.x0[start]),
        float(pieces.x1[end - 1]),
        label=labels * 3 >= len(texts),
        data=data * 10 >= 3 * len(texts) and data > 0,
    )


def find_runs(pieces: Words, lines: list[Line]) -> list[Run]:
    """Table bodies from top to bottom."""
    runs: list[Run] = []
    at = 0
    while at < len(lines):
        run = _grow(pieces, lines, at) if _starts(lines[at]) else None
        if run is not None:
            runs.append(run)
        at = run.last if run is not None else at + 1
    return runs


def _starts(line: Line) -> bool:
    return line.data and not line.label and line.count >= _ENOUGH


def _grow(pieces: Words, lines: list[Line], first: int) -> Run | None:
    columns = _union(_intervals(pieces, lines[first]))
    most, members = lines[first].count, [first]
    for at in range(first + 1, len(lines)):
        line = lines[at]
        if line.label or line.base - lines[members[-1]].base > _reach(lines, members):
            break
        if not _starts(line):
            continue
        merged = _merged(columns, _intervals(pieces, line))
        if len(merged) < 0.6 * max(most, line.count):
            break
        columns, most = merged, max(most, line.count)
        members.append(at)
    if len(members) < 2 and lines[first].count < 5:
        return None
    return _extended(pieces, lines, members, columns)


def _reach(lines: list[Line], members: list[int]) -> float:
    if len(members) < 3:
        return 6.0 * lines[members[-1]].em
    return max(3.2 * _pitch(lines, members[-8:]), 4.0 * lines[members[-1]].em)


def _pitch(lines: list[Line], members: list[int]) -> float:
    if len(members) < 2:
        return 2.5 * lines[members[0]].em
    steps = np.diff([lines[at].base for at in members])
    apart = steps[steps > _SAME_ROW * lines[members[0]].em]
    return float(np.quantile(apart if len(apart) else steps, 0.2))


def _intervals(pieces: Words, line: Line) -> list[Interval]:
    return list(zip(pieces.x0[line.start : line.end].tolist(), pieces.x1[line.start : line.end].tolist(), strict=True))


def _merged(columns: list[Interval], pieces: list[Interval]) -> list[Interval]:
    """Columns (apart, in order) widened by the pieces; a piece over several columns is an outlier and left out."""
    result = list(columns)
    for x0, x1 in pieces:
        over = [at for at, (left, right) in enumerate(result) if x0 < right and x1 > left]
        if not over:
            result.append((x0, x1))
        elif len(over) == 1:
            left, right = result[over[0]]
            result[over[0]] = (min(left, x0), max(right, x1))
    return _union(result) if result != columns else columns


def _union(intervals: list[Interval]) -> list[Interval]:
    result: list[Interval] = []
    for x0, x1 in sorted(intervals):
        if result and x0 < result[-1][1]:
            result[-1] = (result[-1][0], max(x1, result[-1][1]))
        else:
            result.append((x0, x1))
    return result


def _extended(pieces: Words, lines: list[Line], members: list[int], columns: list[Interval]) -> Run:
    """The run with the wrapped line above its first row, and wrapped lines and sparse rows below its last."""
    pitch = _pitch(lines, members)
    first, last = members[0], members[-1] + 1
    while first and _begins(lines[first - 1], lines[first], 0.8 * pitch):
        first -= 1
    for line in lines[first:last]:
        columns = _merged(columns, _intervals(pieces, line))
    while last < len(lines) and _continues(pieces, lines[last], lines[last - 1], pitch, columns):
        last += 1
    return Run(first, last, pitch)


def _begins(above: Line, line: Line, near: float) -> bool:
    """Whether the line above belongs to the first row: nearer than lines of different rows can be."""
    step = line.base - above.base
    return not above.label and (step < _SAME_ROW * line.em or (above.data and step < near))


def _continues(pieces: Words, line: Line, before: Line, pitch: float, columns: list[Interval]) -> bool:
    step = line.base - before.base
    if line.label or step > 1.5 * pitch or line.em > 1.3 * before.em:
        return False
    inside = [_over(interval, columns) <= 1 for interval in _intervals(pieces, line)]
    return all(inside) and (step < 0.8 * pitch or len(inside) > 1)


def _over(piece: Interval, columns: list[Interval]) -> int:
    return sum(piece[0] < right and piece[1] > left for left, right in columns)
