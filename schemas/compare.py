"""A corrected file against the one before: what was fixed, what is left, what is new, what is no longer there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from schemas.catalogue import severity
from schemas.document import Document
from schemas.findings import Finding, Severity
from schemas.text import squeeze

Row = tuple[str | None, str]
"""Sort of document, and what names a row in it: its serial number(s), else its number."""
_WEIGHED = (Severity.WARNING, Severity.ERROR, Severity.FATAL)


@dataclass(frozen=True, slots=True)
class Named:
    """A finding with what it is about: ``serial`` is the instrument's (or the line's numbers), as written."""

    document: Document
    finding: Finding
    row: Row | None
    serial: str | None

    @property
    def key(self) -> tuple[object, ...]:
        """By what the same fault is known again: code, row and field; never its place on the page."""
        return (self.document.document_kind, self.finding.code, self.row, self.finding.field)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Warnings and heavier findings, each once; ``gone`` are those whose row or document was not sent again."""

    fixed: tuple[Named, ...] = ()
    left: tuple[Named, ...] = ()
    new: tuple[Named, ...] = ()
    gone: tuple[Named, ...] = ()

    @property
    def counts(self) -> dict[str, int]:
        """How many of each."""
        return {name: len(getattr(self, name)) for name in ("fixed", "left", "new", "gone")}


def compare(before: Sequence[Document], after: Sequence[Document]) -> Comparison:
    """Judged documents (all findings in ``document.findings``) of before and after the correction."""
    waiting: dict[tuple[object, ...], list[Named]] = defaultdict(list)
    for found in named(before):
        waiting[found.key].append(found)
    left: list[Named] = []
    new: list[Named] = []
    for found in named(after):
        earlier = waiting[found.key]
        (left if earlier else new).append(found)
        del earlier[:1]
    present = _present(after)
    rest = [found for group in waiting.values() for found in group]
    fixed = tuple(found for found in rest if _subject(found) in present)
    gone = tuple(found for found in rest if _subject(found) not in present)
    return Comparison(fixed, tuple(left), tuple(new), gone)


def named(documents: Iterable[Document]) -> list[Named]:
    """The weighed findings of judged documents, with what they are about."""
    found: list[Named] = []
    for document in documents:
        rows = dict(_rows(document))
        found += [_named(document, one, rows) for one in document.findings if severity(one) in _WEIGHED]
    return found


def _named(document: Document, finding: Finding, rows: dict[int, Any]) -> Named:
    number = finding.place.row
    if number is None:
        return Named(document, finding, None, None)
    serial = _serial(rows.get(number))
    return Named(document, finding, (document.document_kind, _row_key(serial, number)), serial)


def _rows(document: Document) -> list[tuple[int, Any]]:
    return [(row.place.row or index, row) for index, row in enumerate(document.rows, 1)]


def _serial(row: Any) -> str | None:
    text: str | None = getattr(row, "serial_number", None) or getattr(row, "serial_numbers", None)
    return text


def _row_key(serial: str | None, number: int) -> str:
    return squeeze(serial).upper() if serial else f"#{number}"


def _subject(found: Named) -> object:
    return found.row or found.document.document_kind


def _present(documents: Iterable[Document]) -> set[object]:
    """Every row, and every sort of document, that was sent."""
    present: set[object] = set()
    for document in documents:
        present.add(document.document_kind)
        present |= {(document.document_kind, _row_key(_serial(row), number)) for number, row in _rows(document)}
    return present
