"""The head of a document while its pages go by: what document it is, whose, of which month, and what its labels say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel

from schemas.document import HEAD, RecordHeader, ReportHeader, ReportRow
from schemas.findings import Finding
from schemas.header_fields import HeaderReader
from schemas.header_match import ColumnView, Match, Parts
from schemas.identify import Evidence, Identity, identify
from schemas.landmarks import Landmarks
from schemas.numerals import to_int
from schemas.place import NOWHERE, Place
from schemas.row_builder import GridRow
from schemas.taught import NOTHING, Taught
from schemas.text import is_void
from schemas.tolerances import tolerances_of
from schemas.wrapped_lines import TextCell

_MOST_WAITING = 5000


@dataclass(slots=True)
class Head:
    """What a document says of itself; ``waiting`` are texts read before it was known which labels count.

    ``known``: values of the head that stand in the table of instruments.
    """

    taught: Taught = NOTHING
    identity: Identity = field(default_factory=lambda: Identity(None, None))
    evidence: Evidence = field(default_factory=Evidence)
    landmarks: Landmarks = field(default_factory=Landmarks)
    reader: HeaderReader | None = None
    waiting: list[list[TextCell]] = field(default_factory=list)
    known: dict[str, Any] = field(default_factory=dict)

    def see(self, cells: list[TextCell]) -> bool:
        """Text that is no row of the table: titles, labels and values, checks, totals. False if it is none of them."""
        if self.landmarks.see(self.evidence, cells):
            return True
        if self.reader is not None:
            return self.reader.read(cells)
        if len(self.waiting) < _MOST_WAITING:
            self.waiting.append(cells)
        return True

    def identify(self, views: Sequence[ColumnView], *, finally_: bool = False) -> None:
        """What document this is. Its head is read once its rows can be, and from then on record stays record."""
        if self.identity.spec is None:
            found, known = identify(self.evidence, views), self.identity.document_kind
            self.identity = found if self.reader is None else found._replace(document_kind=known)
        if self.reader is None and (finally_ or self.row_model()[0] is not None):
            self.reader = HeaderReader(self.model(), taught=self.taught)
            for cells in self.waiting:
                self.reader.read(cells)
            self.waiting = []

    def model(self) -> type[BaseModel]:
        """The class of the head, as far as the kind of document is known."""
        if self.identity.document_kind == "monthly_report":
            return ReportHeader
        return self.identity.spec.header if self.identity.spec else RecordHeader

    def row_model(self) -> tuple[type[BaseModel] | None, Parts]:
        """The class of the rows and the parts of one that stands in several; ``None`` while the kind is not known."""
        if self.identity.document_kind == "monthly_report":
            return ReportRow, ()
        spec = self.identity.spec
        return (spec.row, spec.parts) if spec else (None, ())

    def totals(self, row: GridRow, match: Match) -> None:
        """A row of totals in the table of a monthly report."""
        for bound in match.bounds:
            name = {"quantity": "total_quantity", "fee": "total_fee"}.get(bound.field.name)
            cell = row.cells[bound.column]
            if name and cell and self.reader and self.reader.model is ReportHeader and not is_void(cell.text):
                self.known.setdefault(name, to_int(cell.text))
                self.reader.places.setdefault(name, row.table.place(row.row, cell.left))

    def tolerances(self, row: GridRow, match: Match) -> None:
        """A row of tolerances in the table of a record; the first one counts."""
        found = tolerances_of(row, match, self.model())
        if found is not None and self.reader and "tolerances" not in self.known:
            self.known["tolerances"] = found
            for bound in match.bounds:
                cell = row.cells[bound.column]
                if cell:
                    self.reader.places[f"tolerances.{bound.field.name}"] = row.table.place(row.row, cell.left)

    def places(self) -> dict[str, Place]:
        """Where the items of the head stand, or would stand: a label without a value counts."""
        known = (self.reader.blanks, self.reader.places) if self.reader else ()
        places = self.landmarks.places(self.evidence)
        for found in known:
            places |= found
        return places

    def finished(self, findings: list[Finding]) -> BaseModel:
        """The head put together; what is wrong with it is added to ``findings``."""
        findings.extend(finding.at(self.landmarks.head) for finding in self.identity.findings)
        reader = self.reader or HeaderReader(self.model(), taught=self.taught)
        known = dict(self.known, company_name=self.evidence.company)
        if reader.model is ReportHeader:
            known |= {"period": self.evidence.period}
            reader.values["instrument_kind"] = self.identity.spec.name if self.identity.spec else None
        elif "mechanism" in reader.model.model_fields:
            known["mechanism"] = self.evidence.mechanism
        header = reader.header(**known)
        findings.extend(reader.findings)
        findings.extend(list(self._missing(header, {finding.field for finding in findings})))
        return header

    def _missing(self, header: BaseModel, told: set[str | None]) -> Iterator[Finding]:
        """The items without which nobody knows whose document this is and of which month."""
        if self.identity.spec is None:
            return
        places = self.places()
        month = "period" if isinstance(header, ReportHeader) else "verification_date"
        for name in ("permit_number", month):
            if getattr(header, name) is None and name not in told:
                words = type(header).model_fields[name].metadata[0].zh
                yield Finding("T209", places.get(name, places.get(HEAD, NOWHERE)), name, None, {"field": words})
