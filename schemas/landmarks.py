"""Where the parts of a document stand at which a finding about the whole points: title, firm, headings, tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from schemas.document import HEAD, HEADINGS
from schemas.identify import Evidence, month_of
from schemas.outline import likely_row
from schemas.place import NOWHERE, Place
from schemas.raw import RawPage, RawTable
from schemas.table_shape import Vocabulary
from schemas.wrapped_lines import TextCell

_LEAST_ROWS, _LEAST_COLUMNS = 2, 3


@dataclass(slots=True)
class Landmarks:
    """The places of one document, gathered while its pages go by; ``table`` is the largest one without headings."""

    titles: list[Place] = field(default_factory=list)
    company: Place = NOWHERE
    headings: Place = NOWHERE
    start: Place = NOWHERE
    table: RawTable | None = None

    def page(self, page: RawPage) -> None:
        """The first page or sheet with anything on it stands for the document."""
        if self.start == NOWHERE and page.order:
            self.start = Place(page=page.page, sheet=page.sheet)

    def see(self, evidence: Evidence, cells: Sequence[TextCell]) -> bool:
        """``Evidence.see``, and where it was that a title or the firm's name stood."""
        titles, company = len(evidence.titles), evidence.company
        understood = evidence.see([cell.text for cell in cells if cell.text])
        place = next((cell.place for cell in cells if cell.text), NOWHERE)
        self.titles.extend([place] * (len(evidence.titles) - titles))
        if evidence.company != company:
            self.company = place
        return understood

    def unread(self, table: RawTable) -> None:
        """A table without headings, of which the instruments' could be the largest."""
        if len(table.rows) < _LEAST_ROWS or len(table.rows[0]) < _LEAST_COLUMNS:
            return
        if self.table is None or len(table.rows) > len(self.table.rows):
            self.table = table

    @property
    def head(self) -> Place:
        """Where the document says what it is."""
        return next((place for place in (*self.titles, self.company, self.headings) if place != NOWHERE), self.start)

    def missing_table(self, vocabulary: Vocabulary) -> Place:
        """Where a table of instruments was to be expected: the row most like headings, else the largest table."""
        if self.table is None:
            return self.head
        row = likely_row(self.table, vocabulary)
        return self.table.band(0, len(self.table.rows)) if row is None else self.table.band(row, row + 1)

    def places(self, evidence: Evidence) -> dict[str, Place]:
        """The places by the names of header items, those of head and headings among them."""
        return {name: place for name, place in self._named(evidence) if place != NOWHERE}

    def _named(self, evidence: Evidence) -> Iterator[tuple[str, Place]]:
        yield HEAD, self.head
        yield HEADINGS, self.headings
        yield "company_name", self.company
        titles = zip(evidence.titles, self.titles, strict=True)
        yield "period", next((place for title, place in titles if month_of(title)), NOWHERE)
