"""A row that the end of a page cuts in two: some of its cells, or their last lines, stand on the next page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from schemas.header_match import Bound, Match
from schemas.heading_words import Heading
from schemas.numerals import to_decimal
from schemas.raw import RawCell
from schemas.row_builder import GridRow
from schemas.text import is_void, squeeze
from schemas.ticks import yes_no

_OPEN = frozenset({"serial_numbers", "mark_numbers", "rejection_reason", "remarks", "brand", "model", "specification"})
"""Fields whose text may be of any length."""
_ENOUGH = 3
_BEGINS = frozenset({"item", "quantity", "fee"})
"""Fields that only the first line of a report's row has."""


def joined(
    upper: GridRow, lower: GridRow, match: Match, headings: Sequence[Heading], sample: GridRow | None
) -> GridRow | None:
    """The one row of which ``upper`` ends a page and ``lower`` begins the next; ``None`` where they are two.

    They are one where each cell of the lower one that has text is blank in the upper one, or goes on there with the
    rest of a value: together they have as many decimals or characters as the cell of ``sample``, a whole row, which
    the upper one alone has not. The rest of a heading in a lower cell counts for nothing. One of the two at most has
    a number in a column that counts the rows, and a verdict.
    """
    if upper.table.page == lower.table.page or any(lower.text(column).strip() for column in match.counters):
        return None
    lower = _without_headings(lower, headings)
    filled = [bound for bound, column in _bounds(match) if lower.text(column).strip()]
    if not filled or _twice(upper, lower, match) or _stray(lower, match):
        return None
    if not all(_goes_on(upper, lower, bound, column, sample) for bound, column in _bounds(match)):
        return None
    return upper._replace(cells=[_together(a, b) for a, b in zip(upper.cells, lower.cells, strict=True)])


def drawn_twice(upper: GridRow, lower: GridRow) -> GridRow | None:
    """The one row that the end of a page cuts through, drawn on both sides of it as a browser does; else ``None``.

    Each cell says the same on both pages, or one of them has nothing of it, the upper one its first lines only, the
    lower one its last.
    """
    if upper.table.page == lower.table.page:
        return None
    texts = [(squeeze(upper.text(at)), squeeze(lower.text(at))) for at in range(len(upper.cells))]
    same = [b for a, b in texts if a.endswith(b) and not is_void(b)]
    if len(same) < _ENOUGH or not all(a.endswith(b) or b.startswith(a) for a, b in texts):
        return None
    both = zip(upper.cells, lower.cells, texts, strict=True)
    return upper._replace(cells=[b if b and len(other) > len(own) else a for a, b, (own, other) in both])


def _bounds(match: Match) -> Iterator[tuple[Bound, int]]:
    """Each bound with each of its columns."""
    return ((one, at) for one in match.bounds for at in (one.column, one.other) if at is not None)


def _without_headings(row: GridRow, headings: Sequence[Heading]) -> GridRow:
    """The row without what its cells have left of the headings above."""
    cells = [
        replace(cell, text="") if cell and _is_rest(squeeze(cell.text), squeeze(heading.text)) else cell
        for cell, heading in zip(row.cells, headings, strict=True)
    ]
    return row._replace(cells=cells)


def _is_rest(text: str, heading: str) -> bool:
    """Whether a text ends a heading; 合格 under 是否合格 is an answer."""
    try:
        answer = yes_no(text)
    except ValueError:
        answer = None
    return answer is None and 1 < len(text) < len(heading) and heading.endswith(text)


def _twice(upper: GridRow, lower: GridRow, match: Match) -> bool:
    """Whether both have a verdict, or what a row of a report has once; or neither has a verdict."""
    once = [[column for bound, column in _bounds(match) if bound.field.name == "verdict"]]
    once += [[column] for bound, column in _bounds(match) if bound.field.name in _BEGINS]
    has = [[any(row.text(column).strip() for column in columns) for columns in once] for row in (upper, lower)]
    return any(a and b for a, b in zip(*has, strict=True)) or (bool(once[0]) and not has[0][0] and not has[1][0])


def _stray(lower: GridRow, match: Match) -> bool:
    """Whether the lower row has text in a column that is not read."""
    read = {column for _, column in _bounds(match)}
    return any(lower.text(column).strip() for column in range(len(lower.cells)) if column not in read)


def _goes_on(upper: GridRow, lower: GridRow, bound: Bound, column: int, sample: GridRow | None) -> bool:
    """Whether the lower cell may be the rest of the upper one."""
    first, rest = upper.text(column), lower.text(column)
    if not rest.strip() or not first.strip():
        return True
    if bound.field.name in _OPEN or (bound.field.name == "mark_number" and not any(map(str.isdigit, first + rest))):
        return True
    if sample is None or is_void(rest):
        return False
    whole = _shape(sample.text(column))
    return _shape(first) != whole == _shape(f"{first}\n{rest}")


def _shape(text: str) -> tuple[int, bool]:
    """What the values of a column share: the number of decimals, or for other texts the length."""
    written = squeeze(text)
    decimals = written.rpartition(".")[2] if "." in written and to_decimal(text) is not None else ""
    return (len(decimals), True) if decimals else (len(written), False)


def _together(upper: RawCell | None, lower: RawCell | None) -> RawCell | None:
    """The upper cell with the lower one's text after its own."""
    if upper is None or lower is None or not lower.text.strip():
        return upper
    return replace(upper, text=f"{upper.text}\n{lower.text}" if upper.text.strip() else lower.text)
