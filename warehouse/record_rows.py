"""A document that was taken in, as the data that its form is filled from: digits as they stood on the paper."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from schemas.column import fields_of
from schemas.kinds import kind
from warehouse.session import Session
from warehouse.values import as_written

_RECORDS = """
SELECT d.id, d.verification_date, d.brand, d.model, d.specification,
    list(v.serial_number ORDER BY v."row"), list(v.mark_number ORDER BY v."row")
FROM current_submissions s
JOIN documents d ON d.submission_id = s.id
JOIN current_verifications v ON v.document_id = d.id AND v.verdict = 'pass'
WHERE s.permit_number = ? AND s.period = ? AND s.instrument_kind = ? AND d.document_kind = 'verification_record'
GROUP BY ALL
ORDER BY d.verification_date, d.id
"""

_IN_FORCE = """
SELECT d.id, d.rows - d.rows_loaded
FROM current_submissions s
JOIN documents d ON d.submission_id = s.id
WHERE s.permit_number = ? AND s.period = ? AND s.instrument_kind = ? AND d.document_kind = 'verification_record'
ORDER BY d.verification_date, d.id
"""


@dataclass(frozen=True, slots=True)
class PassedRecord:
    """A record in force and its instruments that passed, in the order of the paper."""

    document_id: int
    verification_date: date | None
    brand: str | None
    model: str | None
    specification: str | None
    serial_numbers: list[str | None]
    mark_numbers: list[str | None]


def record_data(session: Session, document_id: int) -> Mapping[str, Any] | None:
    """Kind, header and loaded rows of a verification record; ``None`` where there is no such record."""
    found = session.fetch_one(
        "SELECT instrument_kind, header FROM documents WHERE id = ? AND document_kind = 'verification_record'",
        [document_id],
    )
    if found is None or found[0] is None:
        return None
    return {"instrument_kind": found[0], "header": json.loads(found[1]), "rows": _rows(session, found[0], document_id)}


def record_numbers(session: Session, permit_number: str, period: str, instrument_kind: str) -> list[tuple[int, int]]:
    """The records in force of a permit, a month (``YYYY-MM``) and a kind: number, and rows that were kept out."""
    return session.fetch(_IN_FORCE, [permit_number, period, instrument_kind])


def passed_records(session: Session, permit_number: str, period: str, instrument_kind: str) -> list[PassedRecord]:
    """The records in force of a permit, a month (``YYYY-MM``) and a kind, by their days."""
    rows = session.fetch(_RECORDS, [permit_number, period, instrument_kind])
    return [PassedRecord(*row) for row in rows]


def _rows(session: Session, instrument_kind: str, document_id: int) -> list[dict[str, Any]]:
    fields = [(info.name, info.type) for info in fields_of(kind(instrument_kind).row)]
    columns = ", ".join(f'"{name}"' for name, _ in fields)
    rows = session.fetch(
        f"SELECT decimals, as_written, {columns} FROM verifications_{instrument_kind}"  # noqa: S608 (our own names)
        ' WHERE document_id = ? ORDER BY "row"',
        [document_id],
    )
    return [_row(fields, row) for row in rows]


def _row(fields: list[tuple[str, type]], row: tuple[Any, ...]) -> dict[str, Any]:
    marks, lost = iter(row[0] or ""), json.loads(row[1]) if row[1] else {}
    values: dict[str, Any] = {}
    for (name, form), value in zip(fields, row[2:], strict=True):
        written = as_written(value, next(marks, "-")) if form is Decimal else value
        values[name] = lost.get(name, written)
    return values
