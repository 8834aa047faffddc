"""Electricity meters by what their labels say, and the meters of a month or a record for which labels are made."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import Any

from warehouse.query import reader
from warehouse.session import translated

_COLUMNS = """
    v.mark_number, v.serial_number, v.verdict, v.permit_number, v.period, v.verification_date, d.brand, d.model,
    d.company_name, v.document_id, v.file_sha256, v.page, v.sheet, v."row"
FROM current_verifications v JOIN documents d ON d.id = v.document_id
WHERE v.instrument_kind = 'electricity_meter'
"""
_BY_MARK = f"SELECT {_COLUMNS} AND v.mark_number IN (SELECT unnest(?::VARCHAR[]))"
_BY_SERIAL = f"SELECT {_COLUMNS} AND v.serial_number IN (SELECT unnest(?::VARCHAR[]))"
_PASSED = f"SELECT {_COLUMNS} AND v.verdict = 'pass'"
_ORDER = ' ORDER BY v.submission_id, v.document_id, v."row"'
_BATCH = 4096


@dataclass(frozen=True, slots=True)
class MeterRecord:
    """A meter's verification as it stands in the warehouse, and where on paper."""

    mark_number: str
    serial_number: str | None
    verdict: str | None
    permit_number: str
    period: str
    verification_date: date | None
    brand: str | None
    model: str | None
    company_name: str | None
    document_id: int
    file_sha256: str
    page: int | None
    sheet: str | None
    row: int


@dataclass(frozen=True, slots=True)
class Grant:
    """A permit to which a mark number was granted, by the newest register in the warehouse."""

    permit_number: str
    company_code: str | None
    status: str
    valid_to: date


class Meters:
    """A look-up, open on the read copy or on the warehouse itself; use it as a context manager."""

    def __init__(self, warehouse: str | Path) -> None:
        """``WarehouseError`` where there is no warehouse, ``WarehouseBusy`` while somebody writes it."""
        self._connection = reader(warehouse)

    def __enter__(self) -> Meters:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._connection.close()

    def marked(self, marks: Collection[str]) -> dict[str, list[MeterRecord]]:
        """The records in force of each certificate number; a number without any is left out."""
        found: dict[str, list[MeterRecord]] = {}
        for record in self._records(_BY_MARK + _ORDER, [list(marks)]):
            found.setdefault(record.mark_number, []).append(record)
        return found

    def with_serials(self, serials: Collection[str]) -> dict[str, list[MeterRecord]]:
        """The records in force of each meter serial."""
        found: dict[str, list[MeterRecord]] = {}
        for record in self._records(_BY_SERIAL + _ORDER, [list(serials)]):
            found.setdefault(record.serial_number or "", []).append(record)
        return found

    def passed(
        self, *, permit_number: str, period: str | None = None, document_id: int | None = None
    ) -> Iterator[MeterRecord]:
        """The passed meters of a permit: of one month (``YYYY-MM``) and of one record, as asked; in paper order."""
        sql, values = _PASSED + " AND v.permit_number = ?", [permit_number]
        if period is not None:
            sql, values = sql + " AND v.period = ?", [*values, period]
        if document_id is not None:
            sql, values = sql + " AND v.document_id = ?::BIGINT", [*values, str(document_id)]
        yield from self._records(sql + _ORDER, values)

    def grants(self, code: str, digits: str) -> list[Grant]:
        """To whom the mark number ``code`` + ``digits`` (``LH``, ``07123456``) was granted."""
        rows = self._fetch(
            "SELECT DISTINCT p.permit_number, p.company_code, p.status, p.valid_to FROM mark_batches b"
            " JOIN permits p USING (register_id, permit_number)"
            " WHERE register_id = (SELECT max(id) FROM registers) AND b.instrument_kind = 'electricity_meter'"
            " AND coalesce(b.code, ?) = ? AND ? BETWEEN right(b.first, 8) AND right(b.last, 8)"
            " ORDER BY p.permit_number",
            [code, code, digits],
        )
        return [Grant(*row) for row in rows]

    def _records(self, sql: str, values: Sequence[Any]) -> Iterator[MeterRecord]:
        with translated():
            result = self._connection.execute(sql, values)
            while rows := result.fetchmany(_BATCH):
                yield from (MeterRecord(*row) for row in rows)

    def _fetch(self, sql: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
        with translated():
            return list(self._connection.execute(sql, values).fetchall())
