"""Columns that a sheet's print has on pages of their own: their rows are the rest of those of the first columns."""

from __future__ import annotations

from bisect import bisect_left
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from schemas.findings import Finding
from schemas.header_match import ColumnView, Match
from schemas.place import Place
from schemas.raw import RawTable
from schemas.row_builder import settle
from schemas.table_shape import HeadingBlock
from schemas.text import squeeze

_PAGES = 64
_FEWEST = 1
_SAME = 2.0
_SERIALS = ("serial_number", "serial_numbers")


Caption = tuple[str, Place]
"""A heading and where it stands."""


class _Group(NamedTuple):
    """Columns that stand together, what heads each of them, and their rows."""

    fields: frozenset[str]
    headings: tuple[Caption, ...]
    rows: list[Any]


@dataclass(slots=True)
class Beside:
    """The groups of further columns; ``read`` are the fields of the first ones and what heads each of them."""

    read: dict[str, Caption] = field(default_factory=dict)
    groups: list[_Group] = field(default_factory=list)
    heights: deque[tuple[int | None, Sequence[float]]] = field(default_factory=lambda: deque(maxlen=_PAGES))

    def see(self, table: RawTable) -> None:
        """Keep in mind at which heights a page's rows stand."""
        self.heights.append((table.page, table.ys))

    def goes_on(self, table: RawTable, block: HeadingBlock) -> bool:
        """Whether the rows below some headings stand as high as those of a table on an earlier page."""
        own = table.ys[block.bottom + 1 : -1]
        return len(own) >= _FEWEST and any(
            page != table.page and all(_is_near(height, ys) for height in own) for page, ys in self.heights
        )

    def rows_for(self, match: Match, views: Sequence[ColumnView], rows: list[Any]) -> list[Any]:
        """Where the rows below some headings go: ``rows``, or those of a group if these are further columns of ``rows``."""
        heads = {
            bound.field.name: (views[bound.column].heading.text, views[bound.column].place) for bound in match.bounds
        }
        if not self._is_further(match, views, rows):
            self.read |= heads
            return rows
        fields = frozenset(match.fields - self.read.keys())
        group = next((group for group in self.groups if group.fields == fields), None)
        if group is None:
            group = _Group(fields, tuple(heads.values()), [])
            self.groups.append(group)
        return group.rows

    def _is_further(self, match: Match, views: Sequence[ColumnView], rows: Sequence[Any]) -> bool:
        """Whether columns have fields that were not read so far, and no serial numbers but those of ``rows``."""
        if not rows or not match.fields - self.read.keys():
            return False
        serial = next((bound for bound in match.bounds if bound.field.name in _SERIALS), None)
        if serial is None:
            return any(name in self.read for name in _SERIALS)
        first = next((text for text in views[serial.column].samples if text.strip()), "")
        return squeeze(first) == squeeze(getattr(rows[0], serial.field.name) or "")

    def join(self, rows: Sequence[Any], findings: list[Finding]) -> None:
        """Put the groups' values into ``rows``; a group that has not as many rows is named heading by heading."""
        for group in self.groups:
            if len(group.rows) != len(rows) or not all(map(_is_same, rows, group.rows)):
                findings += [Finding("T204", place, None, text) for text, place in group.headings]
                written = [(_written(row), row.place) for row in group.rows]
                findings += [Finding("T207", place, None, text, {"value": text}) for text, place in written]
                continue
            findings[:] = [each for each in findings if each.code != "T203" or each.field not in group.fields]
            findings += self._twice(rows, group.rows)
            for row, rest in zip(rows, group.rows, strict=True):
                _add(row, rest)

    def _twice(self, rows: Sequence[Any], rests: Sequence[Any]) -> Iterator[Finding]:
        """Fields that were read of both with different values: the later column counts, the first one was another's."""
        pairs = [(_values(row), _values(rest)) for row, rest in zip(rows, rests, strict=True)]
        for name in {name: None for one, other in pairs for name in one.keys() & other if one[name] != other[name]}:
            text, place = self.read[name]
            yield Finding("T204", place, None, text)
            yield Finding("T205", place, name, text, {"column": text})


def _is_near(height: float, ys: Sequence[float]) -> bool:
    at = bisect_left(ys, height - _SAME)
    return at < len(ys) and ys[at] <= height + _SAME


def _is_same(row: Any, rest: Any) -> bool:
    """Whether two rows may be one instrument's: the second has no serial number, or the same."""
    return all(getattr(rest, name, None) in {None, getattr(row, name, None)} for name in _SERIALS)


def _values(row: Any) -> dict[str, Any]:
    return {
        name: value for name in type(row).model_fields if (value := getattr(row, name)) is not None and name != "place"
    }


def _add(row: Any, rest: Any) -> None:
    values = _values(row) | _values(rest)
    settle(values)
    for name, value in values.items():
        setattr(row, name, value)


def _written(row: Any) -> str:
    return " ".join(map(str, _values(row).values()))[:80]
