"""The rows of a document as tuples in the order of their table's columns."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

from schemas.column import fields_of
from schemas.document import Document, ReportRow
from schemas.kinds import KINDS
from schemas.place import NOWHERE
from warehouse.tables import LINEAGE, REPORT_LINES, WRITTEN
from warehouse.values import clean_text, reading, whole


@dataclass(frozen=True, slots=True)
class Lineage:
    """Where a row comes from, as far as its document goes."""

    submission_id: int | None
    document_id: int
    file_sha256: str


@dataclass(frozen=True, slots=True)
class RowTable:
    """A table of rows: its name, its columns, and the model's fields with their types in the same order."""

    name: str
    columns: tuple[str, ...]
    fields: tuple[tuple[str, type], ...]


@cache
def _tables() -> dict[str, RowTable]:
    models: dict[str, Any] = {f"verifications_{spec.name}": spec.row for spec in KINDS}
    models[REPORT_LINES] = ReportRow
    found: dict[str, RowTable] = {}
    for name, model in models.items():
        fields = tuple((field.name, field.type) for field in fields_of(model))
        outer = [column.name for column in LINEAGE], [column.name for column in WRITTEN]
        found[name] = RowTable(name, (*outer[0], *(field[0] for field in fields), *outer[1]), fields)
    return found


def table_of(document: Document) -> RowTable | None:
    """The table for a document's rows; ``None`` if it is of no known kind."""
    if document.document_kind == "monthly_report":
        return _tables()[REPORT_LINES]
    return _tables().get(f"verifications_{document.instrument_kind}")


def row_numbers(document: Document) -> list[int]:
    """The number of each row, from its place or, without one, from its position."""
    return [row.place.row or position for position, row in enumerate(document.rows, start=1)]


def bulk_rows(
    table: RowTable, document: Document, indexes: Sequence[int], lineage: Lineage
) -> Iterator[tuple[Any, ...]]:
    """The rows at ``indexes``, each as a tuple in the order of ``table.columns``."""
    head = (lineage.submission_id, lineage.document_id, lineage.file_sha256)
    numbers = row_numbers(document)
    for index in indexes:
        row = document.rows[index]
        place = row.place or NOWHERE
        spot = (place.page, clean_text(place.sheet), place.line, numbers[index])
        yield (*head, *spot, *_values(table, row.__dict__))


def _values(table: RowTable, values: dict[str, Any]) -> tuple[Any, ...]:
    """The fields, then ``decimals`` and ``as_written``."""
    found: list[Any] = []
    marks: list[str] = []
    lost: dict[str, str] = {}
    for name, kind in table.fields:
        value = values[name]
        if kind is Decimal:
            number, mark = reading(value)
            found.append(number)
            marks.append(mark)
            if mark == "?":
                lost[name] = str(value)
        elif kind is str:
            found.append(clean_text(value))
        elif kind is int:
            found.append(whole(value))
            if value is not None and found[-1] is None:
                lost[name] = str(value)
        else:
            found.append(value)
    written = json.dumps(lost, ensure_ascii=False) if lost else None
    return (*found, "".join(marks) or None, written)
