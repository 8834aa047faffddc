"""``RawDocument`` -> ``Document``: which table holds the instruments, what its columns mean, what stands around it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from pydantic import BaseModel

from schemas.around import rows_around
from schemas.beside import Beside
from schemas.confirm import to_confirm
from schemas.document import Document, ReportRow, Source, VerificationRow
from schemas.findings import Finding
from schemas.group_order import in_group_order
from schemas.head import Head
from schemas.header_match import ColumnView, Match, match_columns
from schemas.outline import SeenColumn, columns_seen, likely_columns
from schemas.page_break import drawn_twice, joined
from schemas.pattern import lazy
from schemas.place import NOWHERE, Place
from schemas.plan import Plan, own_cells, view_column, views_of, where
from schemas.raw import RawDocument, RawLine, RawPage, RawTable
from schemas.row_builder import GridRow, RowBuilder
from schemas.row_sort import RowSort, sort_of
from schemas.table_shape import (
    HeadingBlock,
    Partition,
    align,
    cells_of,
    data_partition,
    find_headings,
    intervals,
    is_tolerances,
    partition,
)
from schemas.taught import NOTHING, Taught
from schemas.text import clean, squeeze
from schemas.turned import Turned, as_shown
from schemas.vocabulary import any_labels, column_vocabulary
from schemas.wrapped_lines import TextCell, unwrapped

_READINGS = "檢定數據"
_LABELLED = lazy(r"[^:：/()（）]{2,10}[:：]\s*\S")
_NEEDED = {
    False: ("serial_number", "verdict", "mark_number"),
    True: ("serial_numbers", "quantity", "mark_numbers"),
}


@dataclass(slots=True)
class _Assembly:
    """The state of one document while its pages go by."""

    source: Source
    head: Head
    seen: list[SeenColumn] | None = None
    likely: list[SeenColumn] = field(default_factory=list)
    judged: set[tuple[str, str | None, str | None]] = field(default_factory=set)
    plan: Plan | None = None
    rows: list[Any] = field(default_factory=list)
    beside: Beside = field(default_factory=Beside)
    into: list[Any] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    columns: dict[str, Place] = field(default_factory=dict)
    mapping: dict[Partition, list[int | None] | None] = field(default_factory=dict)
    held: GridRow | None = None
    is_whole: bool = True
    whole: GridRow | None = None
    turned: dict[int, Turned] = field(default_factory=dict)

    def document(self, raw: RawDocument) -> Document:
        """Walk the pages and put the document together."""
        self.findings.extend(raw.findings)
        for page in raw.pages:
            self._page(page)
        self._close_plan()
        return self._finished()

    def _page(self, page: RawPage) -> None:
        self.findings.extend(page.doubts)
        if page.turned and page.page:
            self.turned[page.page] = page.turned
        self.head.landmarks.page(page)
        for is_line, items in groupby(page.order, key=lambda item: isinstance(item, RawLine)):
            if is_line:
                self._lines([item for item in items if isinstance(item, RawLine)])
            else:
                for item in items:
                    if isinstance(item, RawTable):
                        self._table(item)

    def _lines(self, lines: list[RawLine]) -> None:
        for line, cells in zip(lines, unwrapped(lines, any_labels(self.head.taught)), strict=True):
            texts = [cell.text for cell in cells]
            if not self.head.see(cells) and self.plan and _looks_like_data(texts):
                self._left_over("T206", " ".join(texts), line.place())

    def _table(self, table: RawTable) -> None:
        self.findings.extend(table.doubts)
        self.mapping = {}
        blocks = find_headings(table, column_vocabulary(self.head.taught), self.beside.goes_on)
        if not blocks and self.plan is None:
            self.head.landmarks.unread(table)
            if self.seen == []:
                self.likely = self.likely or likely_columns(table, column_vocabulary(self.head.taught))
        start = 0
        for number, block in enumerate(blocks):
            self._rows(table, start, block.top)
            end = blocks[number + 1].top if number + 1 < len(blocks) else len(table.rows)
            self._new_plan(table, block, end)
            self._labelled(table, block)
            start = block.bottom
        self._rows(table, start, len(table.rows))
        if self.plan is not None:
            self.beside.see(table)

    def _labelled(self, table: RawTable, block: HeadingBlock) -> None:
        """A label with its value that stands so close above the headings that the grid took it in."""
        for row in range(block.top, block.bottom):
            for cell in cells_of(table, row):
                if _LABELLED.match(clean(cell.text)):
                    self.head.see([TextCell(clean(cell.text), table.place(row, cell.left))])

    def _new_plan(self, table: RawTable, block: HeadingBlock, end: int) -> None:
        """Headings begin a new plan, or repeat those of the plan at hand; the first tell what document this is."""
        self.mapping = {}
        data = range(block.bottom, end)
        way = data_partition(table, data) or partition(table, block.bottom - 1)
        views = views_of(table, block, way, data)
        headings = [view.heading for view in views]
        if self.head.landmarks.headings == NOWHERE:
            self.head.landmarks.headings = table.band(block.top, block.bottom)
        if self.plan and headings == self.plan.headings:
            self.plan.columns = intervals(table, way)
            return
        match = self._match(views)
        if self.plan and match and [*map(where, match.bounds)] == [*map(where, self.plan.match.bounds)]:
            self.plan.columns = intervals(table, way)
            return
        self._close_plan()
        self.plan = None
        model, parts = self.head.row_model()
        if model is not None and match is not None:
            self.into = self.beside.rows_for(match, views, self.rows)
            self._judge(match, model, table.band(block.top, block.bottom))
            if self.seen is not None:
                self.seen.extend(each for each in columns_seen(views, match) if each not in self.seen)
            builder = RowBuilder(model, match, parts, len(self.into), self.findings)
            self.plan = Plan(intervals(table, way), headings, match, builder, table.sheet, len(table.rows[0]))
            for bound in match.bounds:
                column = view_column(table, views[bound.column], way[bound.column])
                self.columns.setdefault(bound.field.name, column)
            self._tolerances_within(table, block)

    def _match(self, views: Sequence[ColumnView]) -> Match | None:
        """What the columns mean; ``None`` as long as the kind of instrument is not known."""
        self.head.identify(views)
        model, parts = self.head.row_model()
        if model is None:
            return None
        following = len(self.rows) + 1 + (self.held is not None and self.is_whole)
        return in_group_order(match_columns(views, model, parts, following, self.head.taught), views)

    def _judge(self, match: Match, model: type[BaseModel], headings: Place) -> None:
        """Findings on the headings, once for headings that are repeated over the pages, at the first of them."""
        new, whole = list(match.findings), self.into is self.rows
        for name in _NEEDED[model is ReportRow] if whole else ():
            if name not in match.fields:
                words = model.model_fields[name].metadata[0].zh
                new.append(Finding("T203", headings, name, words, {"column": words}))
        if whole and model is not ReportRow and match.fields <= set(VerificationRow.model_fields):
            new.append(Finding("T203", headings, None, _READINGS, {"column": _READINGS}))
        for finding in new:
            key = finding.code, finding.field, finding.value
            if key not in self.judged:
                self.judged.add(key)
                self.findings.append(finding)

    def _rows(self, table: RawTable, start: int, end: int) -> None:
        for row in range(start, end):
            if self._tolerances_within(table, HeadingBlock(row, row + 1)):
                continue
            if self.held and table.is_blank(row):
                continue
            found = self._grid_row(table, row)
            if self._goes_on(found):
                continue
            sort = sort_of(found, self.plan.match) if found and self.plan else RowSort.OTHER
            if sort is RowSort.INSTRUMENT and found and self.plan:
                self._instrument(found)
            elif sort is RowSort.TOTALS and found and self.plan:
                self.head.totals(found, self.plan.match)
            elif sort is RowSort.TOLERANCES and found and self.plan:
                self.head.tolerances(found, self.plan.match)
            elif sort is RowSort.OTHER and found and self._may_go_on(found):
                self.held, self.is_whole = found, False
            elif sort is RowSort.OTHER:
                self._other(table, row)

    def _instrument(self, row: GridRow) -> None:
        """One more row of an instrument; the last one of a page waits, for the next page may have the rest of it."""
        if self._may_go_on(row):
            self.held, self.is_whole = row, True
        elif self.plan:
            self.whole = row
            self.into.extend(self.plan.builder.feed(row))

    def _may_go_on(self, row: GridRow) -> bool:
        """Whether the rest of a row may stand on the next page."""
        if row.table.page is None or self.plan is None:
            return False
        return all(map(row.table.is_blank, range(row.row + 1, len(row.table.rows))))

    def _goes_on(self, row: GridRow | None) -> bool:
        """Whether a row is the rest of the one that waits, which then is complete."""
        if self.held is None or self.plan is None:
            return False
        held, self.held = self.held, None
        whole = drawn_twice(held, row) if row else None
        if row and not whole and not self.plan.match.stacked:
            whole = joined(held, row, self.plan.match, self.plan.headings, self.whole)
        if whole or self.is_whole:
            self.into.extend(self.plan.builder.feed(whole or held))
        else:
            self._other(held.table, held.row)
        return whole is not None

    def _grid_row(self, table: RawTable, row: int) -> GridRow | None:
        """The row's cells under the plan's columns; ``None`` where it is not divided as they are."""
        if self.plan is None or not self.plan.may_hold(table):
            return None
        way = partition(table, row)
        if way not in self.mapping:
            self.mapping[way] = align(intervals(table, way), self.plan.columns)
        indices = self.mapping[way]
        if indices is None:
            return None
        cells = table.rows[row]
        return GridRow(table, row, [None if index is None else cells[way[index][0]] for index in indices])

    def _other(self, table: RawTable, row: int) -> None:
        """A row that is no instrument: labels and values, checks, notes. Each cell is read where it begins."""
        for cells in rows_around(table, row, any_labels(self.head.taught)):
            if not self.head.see(cells) and self.plan is not None:
                written = [cell.text for cell in cells if cell.text]
                code = "T207" if _looks_like_data(written) else "T206"
                self._left_over(code, " ".join(written), cells[0].place)

    def _left_over(self, code: str, text: str, place: Place) -> None:
        self.findings.append(Finding(code, place, None, text[:80], {"value": text[:80]}))

    def _tolerances_within(self, table: RawTable, block: HeadingBlock) -> bool:
        """A row of tolerances under cells that reach down from the headings, or with a label over several columns."""
        if self.plan is None or "tolerances" not in self.head.model().model_fields:
            return False
        found = [row for row in range(block.top, block.bottom) if is_tolerances(table, row)]
        for row in found:
            self.head.tolerances(own_cells(table, row, self.plan.columns), self.plan.match)
        return bool(found)

    def _close_plan(self) -> None:
        self._goes_on(None)
        self.whole = None
        if self.plan:
            self.into.extend(self.plan.builder.close())

    def _finished(self) -> Document:
        if self.plan is None and not self.rows:
            self.head.identify((), finally_=True)
            self.findings.append(
                Finding("T201", self.head.landmarks.missing_table(column_vocabulary(self.head.taught)))
            )
        self.beside.join(self.rows, self.findings)
        header = self.head.finished(self.findings)
        document = Document.model_construct(
            document_kind=self.head.identity.document_kind,
            instrument_kind=self.head.identity.spec.name if self.head.identity.spec else None,
            source=self.source,
            header=header,
            rows=self.rows,
            findings=self.findings,
            header_places=self.head.places(),
            columns=self.columns,
        )
        document.findings.extend([*to_confirm(document)])
        if self.turned:
            _show(document, self.turned)
        return document


def assemble(raw: RawDocument, source: Source, taught: Taught = NOTHING) -> Document:
    """Interpret a raw document: kind, header, rows and findings, each with its place.

    Pages are taken one after the other. What cannot be read is ``None`` and a finding; where no table or no kind is
    found, the document comes without rows and says so (T201, T202, T208). ``taught``: words of the manufacturer's profile.
    """
    return _Assembly(source, Head(taught)).document(raw)


def outline(raw: RawDocument, source: Source, taught: Taught = NOTHING) -> tuple[Document, list[SeenColumn]]:
    """``assemble``, and what each heading was taken for; where no headings were found, those of the likeliest row."""
    assembly = _Assembly(source, Head(taught), seen=[])
    document = assembly.document(raw)
    return document, assembly.seen or assembly.likely


def _show(document: Document, turned: dict[int, Turned]) -> None:
    """Give all places on the pages as they are shown instead of as they were read."""
    document.turned = turned
    document.findings = [found.at(as_shown(found.place, turned)) for found in document.findings]
    for places in (document.header_places, document.columns):
        places.update({name: as_shown(place, turned) for name, place in places.items()})
    for row in document.rows:
        row.place = as_shown(row.place, turned)


def _looks_like_data(texts: Sequence[str]) -> bool:
    """At least three pieces, two of them with digits: perhaps a row that nobody read."""
    return len(texts) >= 3 and sum(any(c.isdigit() for c in squeeze(text)) for text in texts) >= 2
