"""Rows of a table of instruments -> row models; a cell that cannot be read is null and a finding."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from pydantic import BaseModel

from schemas.cell_reader import CellReader
from schemas.cells import looks_like_mark
from schemas.findings import Finding
from schemas.header_match import Match, Parts
from schemas.heading_words import bare
from schemas.identifiers import join_lines
from schemas.page_merges import PageMerges
from schemas.place import Place
from schemas.raw import RawCell, RawTable
from schemas.text import clean

Cells = Sequence[RawCell | None]
_SERIALS = ("serial_number", "serial_numbers")


class GridRow(NamedTuple):
    """A row of the table: its grid row ``row`` and for each column of the match the cell under it."""

    table: RawTable
    row: int
    cells: Cells

    def text(self, column: int | None) -> str:
        """The text under a column, ``""`` where there is no cell."""
        cell = None if column is None else self.cells[column]
        return cell.text if cell else ""

    def place(self, number: int, last: GridRow | None = None) -> Place:
        """The place of the row, or of the rows down to ``last``, as instrument ``number``."""
        table, end = self.table, (last or self).row + 1
        box = (table.xs[0], table.ys[self.row], table.xs[-1], table.ys[end]) if table.xs and table.ys else None
        line = table.lines[self.row] if table.lines else None
        return Place(table.page, table.sheet, number, line, None, box)

    def cell_place(self, column: int, number: int) -> Place:
        """The place of the cell under a column."""
        cell = self.cells[column]
        found = self.table.place(self.row, cell.left) if cell else self.place(number)
        return Place(found.page, found.sheet, number, found.line, found.column, found.box)


@dataclass(slots=True)
class RowBuilder:
    """Turns grid rows into models of ``model``; ``count`` is the number of rows so far in the whole document."""

    model: type[BaseModel]
    match: Match
    parts: Parts = ()
    count: int = 0
    findings: list[Finding] = field(default_factory=list)
    _readers: list[CellReader] = field(default_factory=list)
    _open: list[tuple[str, GridRow]] = field(default_factory=list)
    _serial: int | None = None
    _above: dict[str, Any] = field(default_factory=dict)
    _merges: PageMerges = field(init=False)

    def __post_init__(self) -> None:
        """Compile the converters."""
        self._merges = PageMerges(self.match.bounds)
        self._readers = [CellReader(bound) for bound in self.match.bounds]
        self._serial = next((b.column for b in self.match.bounds if b.field.name in _SERIALS), None)

    def feed(self, row: GridRow) -> Iterator[BaseModel]:
        """One more grid row; yields what is complete by it."""
        if not self.match.stacked:
            yield self._single(row)
            return
        part = self._part(row)
        if self._open and (part in {name for name, _ in self._open} or self._is_new(row)):
            yield from self.close()
        self._open.append((part or self._next_part(), row))
        if len(self._open) == len(self.parts):
            yield from self.close()

    def close(self) -> Iterator[BaseModel]:
        """The instrument whose rows are not all there, at the end of the table or before the next one."""
        if self._open:
            rows, self._open = self._open, []
            yield self._stacked(rows)

    def _single(self, row: GridRow) -> BaseModel:
        self.count += 1
        values: dict[str, Any] = {}
        for reader in self._readers:
            value, code = reader.read(row)
            if reader.repeats(row) and reader.name in self._above:
                value, code = self._above[reader.name], None
            values[reader.name] = value
            if code:
                self._report(code, reader, row, reader.name)
        self._above = dict(values)
        built = self._built(values, row, row)
        self._merges.see(row, built)
        return built

    def _stacked(self, rows: list[tuple[str, GridRow]]) -> BaseModel:
        self.count += 1
        values: dict[str, Any] = {}
        for reader in self._readers:
            if reader.name in self.model.model_fields:
                values[reader.name] = self._shared(reader, [row for _, row in rows])
            else:
                values.update(self._of_parts(reader, rows))
        first, last = rows[0][1], rows[-1][1]
        if len(rows) < len(self.parts):
            text = clean(" ".join(cell.text for cell in first.cells if cell))
            self.findings.append(Finding("T207", first.place(self.count), None, text, {"value": text}))
        return self._built(values, first, last)

    def _of_parts(self, reader: CellReader, rows: list[tuple[str, GridRow]]) -> Iterator[tuple[str, Any]]:
        for part, row in rows:
            value, code = reader.read(row)
            name = f"{part}_{reader.name}"
            yield name, value
            if code:
                self._report(code, reader, row, name)

    def _shared(self, reader: CellReader, rows: list[GridRow]) -> Any:
        """A field of the whole instrument: its cell is merged over the rows, stands in one, or is cut in two by them."""
        texts = dict.fromkeys(text for row in rows if (text := row.text(reader.bound.column).strip()))
        if reader.bound.other is None and len(texts) > 1:
            value, code = reader.convert("\n".join(texts))
        else:
            readings = [reader.read(row) for row in rows]
            value, code = next((r for r in readings if r[0] is not None or r[1]), readings[0])
        if code:
            self._report(code, reader, rows[0], reader.name)
        return value

    def _part(self, row: GridRow) -> str | None:
        word = bare(row.text(self.match.part_column))
        return next((name for name, words in self.parts if word in map(bare, words)), None)

    def _next_part(self) -> str:
        taken = {name for name, _ in self._open}
        return next(name for name, _ in self.parts if name not in taken)

    def _is_new(self, row: GridRow) -> bool:
        """Without a part column a serial number of its own starts the next instrument."""
        if self.match.part_column is not None or self._serial is None:
            return False
        before = self._open[0][1].cells[self._serial]
        return bool(row.text(self._serial).strip()) and row.cells[self._serial] is not before

    def _built(self, values: dict[str, Any], first: GridRow, last: GridRow) -> BaseModel:
        settle(values)
        values["place"] = first.place(self.count, last)
        return self.model.model_construct(**values)

    def _report(self, code: str, reader: CellReader, row: GridRow, name: str) -> None:
        text = reader.written(row)
        place = row.cell_place(reader.bound.column, self.count)
        self.findings.append(Finding(code, place, name, text, {"value": text}))


def settle(values: dict[str, Any]) -> None:
    """What one cell alone cannot tell: a reason in the column of marks, numbers wrapped over lines."""
    text = values.get("mark_number")
    if text and values.get("verdict") != "pass" and not looks_like_mark(text):
        values["mark_number"] = None
        values["rejection_reason"] = values.get("rejection_reason") or text
    for name in ("serial_numbers", "mark_numbers"):
        if values.get(name):
            values[name] = join_lines(values[name], values.get("quantity"))
