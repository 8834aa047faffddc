"""A cell of a report merged over several rows that a page's end cuts in two: its text stands in one part of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pydantic import BaseModel

from schemas.raw import RawCell, RawTable

if TYPE_CHECKING:
    from schemas.header_match import Bound
    from schemas.row_builder import GridRow

_SHARED = frozenset({"verification_date", "brand", "model", "specification"})
"""What several lines of a report may have in common."""


@dataclass(slots=True)
class _Part:
    """A cell with the rows that it covers on its page."""

    cell: RawCell
    rows: list[BaseModel]


class PageMerges:
    """Gives the rows on both sides of a page's end the value of the cell that they share.

    The cell above the end and the one below it are parts of one where one of them is blank, in a column whose cells
    are merged over rows. A column without such cells is left as it is: there a blank is a blank.
    """

    def __init__(self, bounds: Sequence[Bound]) -> None:
        """``bounds``: which column holds which field."""
        self._columns = [(bound.field.name, bound.column) for bound in bounds if bound.field.name in _SHARED]
        self._merged: set[str] = set()
        self._last: dict[str, _Part] = {}
        self._open: dict[str, tuple[_Part, _Part]] = {}
        self._table: RawTable | None = None

    def see(self, row: GridRow, built: BaseModel) -> None:
        """One more row, from the top of the document down."""
        if not self._columns:
            return
        fresh, self._table = row.table is not self._table, row.table
        self._open = {} if fresh else self._open
        for name, column in self._columns:
            cell = row.cells[column]
            if cell is not None:
                self._see(name, cell, built, fresh=fresh)

    def _see(self, name: str, cell: RawCell, built: BaseModel, *, fresh: bool) -> None:
        last = self._last.get(name)
        if last is not None and last.cell is cell:
            last.rows.append(built)
            self._merged.add(name)
        else:
            part = self._last[name] = _Part(cell, [built])
            if fresh and last is not None and bool(cell.text.strip()) != bool(last.cell.text.strip()):
                self._open[name] = (last, part)
        if name in self._open and name in self._merged:
            self._share(name, *self._open[name])

    @staticmethod
    def _share(name: str, above: _Part, below: _Part) -> None:
        whole = above if above.cell.text.strip() else below
        for each in (above if whole is below else below).rows:
            setattr(each, name, getattr(whole.rows[0], name))
