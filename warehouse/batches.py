"""The readings in force, document by document, in the shape in which signs of invention are looked for."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import groupby
from typing import Any

from schemas.column import fields_of
from schemas.kinds import KINDS
from schemas.signs import Batch
from schemas.spec import KindSpec
from warehouse.session import Session

_QUERY = """
SELECT s.permit_number, s.period, d.file_name, d.verification_date, d.bench_number,
    nullif(concat_ws(' ', d.brand, d.model, d.specification), ''), t.document_id, t.serial_number{fields}
FROM current_verifications_{kind} t
JOIN submissions s ON s.id = t.submission_id
JOIN documents d ON d.id = t.document_id
WHERE ? IS NULL OR s.period = ?
ORDER BY s.permit_number, s.period, t.document_id, t."row"
"""
_FACTS = 8


def batches(session: Session, period: str | None = None) -> list[Batch]:
    """One batch for each record in force, of one month (``YYYY-MM``) or of all."""
    return [batch for spec in KINDS for batch in _of_kind(session, spec, period)]


def _of_kind(session: Session, spec: KindSpec, period: str | None) -> Iterator[Batch]:
    names = [info.name for info in fields_of(spec.row) if info.type is Decimal]
    columns = "".join(f', t."{name}"' for name in names)
    rows = session.fetch(_QUERY.format(kind=spec.name, fields=columns), [period, period])
    for _, group in groupby(rows, key=lambda row: row[6]):
        yield _batch(spec.name, names, list(group))


def _batch(kind: str, names: list[str], rows: list[tuple[Any, ...]]) -> Batch:
    permit, period, document, day, bench, size = rows[0][:6]
    return Batch(
        permit=permit,
        period=period,
        kind=kind,
        document=document,
        day=day,
        serials=[row[_FACTS - 1] for row in rows],
        readings={name: [row[_FACTS + index] for row in rows] for index, name in enumerate(names)},
        bench=bench,
        specification=size,
    )
