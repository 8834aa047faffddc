"""The cells of a sheet, wherever they stand -> tables and lines.

A sheet is cut at wholly empty rows, then at empty columns where two tables stand next to one another; rows of
a single cell above or below a table (titles, notes) become lines. In doubt an area stays one table.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from parsers.refusal import too_much
from schemas.findings import Finding
from schemas.findings_sheet import is_findings_sheet
from schemas.raw import RawCell, RawLine, RawPage, RawSegment, RawTable

Range = tuple[int, int, int, int]
"""top, left, bottom, right; all inclusive and counted from 1."""

MAX_CELLS = 4_000_000
MAX_COLUMN = 2_000
MAX_ROW = 400_000
_MAX_GAP = 20
_DIGIT = re.compile(r"\d")
_LETTER = re.compile(r"[A-Za-z]")


@dataclass(slots=True)
class Sheet:
    """A sheet as its reader found it: ``cells[row][column]`` is a text that is not empty; both count from 1."""

    name: str | None
    cells: dict[int, dict[int, str]]
    merges: list[Range] = field(default_factory=list)
    doubts: list[Finding] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Area:
    rows: tuple[int, ...]
    left: int
    right: int

    @property
    def top(self) -> int:
        return self.rows[0]

    @property
    def bottom(self) -> int:
        return self.rows[-1]


def letters_of(column: int) -> str:
    """1 -> A, 27 -> AA."""
    name = ""
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def as_page(sheet: Sheet) -> RawPage:
    """The sheet's tables and lines in reading order; the sheet of findings of an annotated copy is left out."""
    top = sheet.cells.get(min(sheet.cells, default=0), {})
    if is_findings_sheet(sheet.name, [top[column] for column in sorted(top)]):
        return RawPage(order=[], sheet=sheet.name)
    return RawPage(order=_Cutter(sheet).items(), sheet=sheet.name, doubts=sheet.doubts)


class _Cutter:
    """``anchor[(row, column)]`` is the merged range at a position; ``used[row]`` the columns taken in a row.

    Rows that take the same columns share one set: on a long sheet the sets would outweigh the cells.
    """

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        shared: dict[tuple[int, ...], frozenset[int]] = {}
        keys = ((row, tuple(cells)) for row, cells in sheet.cells.items() if cells)
        self.used = {row: shared.get(key) or shared.setdefault(key, frozenset(key)) for row, key in keys}
        self.anchor: dict[tuple[int, int], Range] = {}
        for merge in self._clipped():
            self._cover(merge)

    def _clipped(self) -> Iterator[Range]:
        """The merges that show a text, cut to the part of the sheet that is used."""
        last_row = max(self.used, default=0)
        last_column = max((max(columns) for columns in self.used.values()), default=0)
        for top, left, bottom, right in self.sheet.merges:
            if self.sheet.cells.get(top, {}).get(left):
                yield top, left, max(top, min(bottom, last_row)), max(left, min(right, last_column))

    def _cover(self, merge: Range) -> None:
        top, left, bottom, right = merge
        if len(self.anchor) + (bottom - top + 1) * (right - left + 1) > MAX_CELLS:
            raise too_much("merged cells", MAX_CELLS)
        for row in range(top, bottom + 1):
            self.used[row] = self.used.get(row, frozenset()).union(range(left, right + 1))
            for column in range(left, right + 1):
                self.anchor.setdefault((row, column), merge)

    def items(self) -> list[RawTable | RawLine]:
        found: list[tuple[int, int, RawTable | RawLine]] = []
        for rows in self._bands():
            found.extend(self._cut(rows))
        found.sort(key=lambda item: item[:2])
        return [item for _, _, item in found]

    def _bands(self) -> list[list[int]]:
        """Runs of used rows; a band that goes on with data belongs to the one before it."""
        bands: list[list[int]] = []
        for row in sorted(self.used):
            if bands and (row == bands[-1][-1] + 1 or self._goes_on(bands[-1], row)):
                bands[-1].append(row)
            else:
                bands.append([row])
        return bands

    def _goes_on(self, band: list[int], row: int) -> bool:
        """After a gap: whether ``row`` looks like data under the last row of ``band``."""
        here, above = self.used[row], self.used[band[-1]]
        if row - band[-1] > _MAX_GAP or len(here) < 3 or len(above) < 3:
            return False
        texts = list(self.sheet.cells.get(row, {}).values())
        digits = sum(1 for text in texts if _DIGIT.search(text))
        return min(above) <= min(here) and max(here) <= max(above) and digits * 2 >= len(texts)

    def _cut(self, rows: list[int]) -> Iterator[tuple[int, int, RawTable | RawLine]]:
        """Lines off above and below, then cut at the first gap, until nothing can be cut."""
        todo = [(rows, 1, MAX_COLUMN)]
        while todo:
            rows, left, right = todo.pop()
            taken = rows if right == MAX_COLUMN else [row for row in rows if self._columns(row, left, right)]
            area = self._area(taken, left, right)
            first, last = self._core(area)
            yield from (self._line(row, area) for row in (*area.rows[:first], *area.rows[last:]))
            if first == last:
                continue
            area = self._area(area.rows[first:last], left, right)
            gap = self._gap(area)
            if gap:
                todo += [(list(area.rows), area.left, gap), (list(area.rows), gap + 1, area.right)]
            else:
                yield area.top, area.left, self._table(area)

    def _core(self, area: _Area) -> tuple[int, int]:
        """The slice of the area's rows that is a table."""
        if area.left == area.right:
            return 0, 0
        first, last = 0, len(area.rows)
        while first < last and self._alone(area, first, above=True):
            first += 1
        while last > first and self._alone(area, last - 1, above=False):
            last -= 1
        return first, last

    def _columns(self, row: int, left: int, right: int) -> list[int]:
        return [column for column in self.used.get(row, ()) if left <= column <= right]

    def _taken(self, rows: Sequence[int]) -> frozenset[int]:
        """The columns that any of the rows takes."""
        return frozenset().union(*{self.used[row] for row in rows})

    def _area(self, rows: Sequence[int], left: int, right: int) -> _Area:
        taken = self._taken(rows)
        inside = [column for column in taken if left <= column <= right]
        return _Area(tuple(rows), min(inside), max(inside))

    def _alone(self, area: _Area, index: int, *, above: bool) -> bool:
        """Whether a row of the area is a line of its own: one cell, and no heading over some of the columns."""
        row = area.rows[index]
        columns = self._columns(row, area.left, area.right)
        first, last = min(columns), max(columns)
        if len(columns) > 1 and self.anchor.get((row, first), (0, 0, 0, 0))[3] < last:
            return False
        if self._spans_rows(row, first):
            return False
        if len(area.rows) == 1 or (first == area.left and last > first):
            return True
        return first == last and (above or not self._alike(row, area.rows[index - 1], first))

    def _alike(self, row: int, before: int, column: int) -> bool:
        """Whether a cell looks like the one above it: the same run of digits and letters."""
        one, two = (self.sheet.cells.get(number, {}).get(column, "") for number in (row, before))
        return _LETTER.sub("A", _DIGIT.sub("9", one)) == _LETTER.sub("A", _DIGIT.sub("9", two))

    def _spans_rows(self, row: int, column: int) -> bool:
        merge = self.anchor.get((row, column))
        return merge is not None and merge[0] != merge[2]

    def _gap(self, area: _Area) -> int | None:
        """An empty column between two tables: they begin in different rows or share a heading."""
        taken = self._taken(area.rows)
        for column in range(area.left + 1, area.right):
            if column not in taken and column + 1 in taken and self._two(area, column):
                return column
        return None

    def _two(self, area: _Area, column: int) -> bool:
        one = next(row for row in area.rows if self._columns(row, area.left, column))
        two = next(row for row in area.rows if self._columns(row, column, area.right))
        return one != two or bool(self._head(one, area.left, column) & self._head(two, column, area.right))

    def _head(self, row: int, left: int, right: int) -> set[str]:
        cells = self.sheet.cells.get(row, {})
        return {text for column, text in cells.items() if left <= column <= right and not _DIGIT.search(text)}

    def _line(self, row: int, area: _Area) -> tuple[int, int, RawLine]:
        column = min(self._columns(row, area.left, area.right))
        anchor = self.anchor.get((row, column), (row, column, row, column))
        segment = RawSegment(self.sheet.cells[anchor[0]][anchor[1]], float(column), float(anchor[3] + 1))
        return row, column, RawLine((segment,), sheet=self.sheet.name, line=row, column=letters_of(column))

    def _table(self, area: _Area) -> RawTable:
        lines = range(area.top, area.bottom + 1)
        if len(lines) * (area.right - area.left + 1) > MAX_CELLS:
            raise too_much("cells", MAX_CELLS)
        merged: dict[Range, RawCell] = {}
        rows = [self._row(area, row, merged) for row in lines]
        letters = [letters_of(column) for column in range(area.left, area.right + 1)]
        return RawTable(rows, sheet=self.sheet.name, lines=lines, letters=letters)

    def _row(self, area: _Area, row: int, merged: dict[Range, RawCell]) -> list[RawCell]:
        cells = self.sheet.cells.get(row, {})
        top, bottom, left = row - area.top, row - area.top + 1, area.left
        line = [RawCell(cells.get(c, ""), top, c - left, bottom, c - left + 1) for c in range(left, area.right + 1)]
        if self.anchor:
            for column in self._columns(row, area.left, area.right):
                merge = self.anchor.get((row, column))
                if merge:
                    line[column - left] = merged.get(merge) or merged.setdefault(merge, self._merged(area, merge))
        return line

    def _merged(self, area: _Area, merge: Range) -> RawCell:
        top, left, bottom, right = merge
        return RawCell(
            self.sheet.cells[top][left],
            max(top, area.top) - area.top,
            max(left, area.left) - area.left,
            min(bottom, area.bottom) - area.top + 1,
            min(right, area.right) - area.left + 1,
        )
