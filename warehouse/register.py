"""The register in the warehouse: every version of it is kept, the newest is in force."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any

from schemas.register import MarkBatch, Permit, Register
from warehouse.session import Session

_BATCH_COLUMNS = ("permit_number", "instrument_kind", "code", "first", "last", "approved_on")
_PERMIT_COLUMNS = (
    "permit_number",
    "company_code",
    "company_name",
    "ubn",
    "email",
    "address",
    "instrument_kinds",
    "valid_from",
    "valid_to",
    "status",
    "status_since",
)


class RegisterTables(Session):
    """The tables ``registers``, ``applicants``, ``permits`` and ``mark_batches``."""

    def save_register(self, register: Register) -> bool:
        """Keep a version of the register; false if it says what the newest one says already."""
        sha256 = hashlib.sha256(register.model_dump_json().encode("utf-8")).hexdigest()
        newest = self.fetch_one("SELECT sha256 FROM registers ORDER BY id DESC LIMIT 1")
        if newest and newest[0] == sha256:
            return False
        with self.transaction():
            number, now = self.next_id("registers"), self.now()
            self.insert(
                "registers",
                {
                    "id": number,
                    "as_of": register.as_of,
                    "example": register.example,
                    "sha256": sha256,
                    "recorded_at": now,
                },
            )
            self._insert_parts(register, number, now)
        return True

    def current_register(self) -> Register | None:
        """The newest version, or ``None`` if none was ever saved."""
        head = self.fetch_one("SELECT id, as_of, example FROM registers ORDER BY id DESC LIMIT 1")
        if head is None:
            return None
        permits = self.fetch(
            f"SELECT {', '.join(_PERMIT_COLUMNS)} FROM permits WHERE register_id = ? ORDER BY permit_number",  # noqa: S608
            [head[0]],
        )
        batches = self.fetch(
            'SELECT permit_number, instrument_kind, code, "first", "last", approved_on FROM mark_batches'
            ' WHERE register_id = ? ORDER BY permit_number, instrument_kind, "first"',
            [head[0]],
        )
        return Register(
            example=head[2],
            as_of=head[1],
            permits=[Permit.model_validate(dict(zip(_PERMIT_COLUMNS, row, strict=True))) for row in permits],
            mark_batches=[MarkBatch.model_validate(dict(zip(_BATCH_COLUMNS, row, strict=True))) for row in batches],
        )

    def _insert_parts(self, register: Register, number: int, now: datetime) -> None:
        by_ubn = {permit.ubn: permit for permit in register.permits}
        applicants = [(number, p.ubn, p.company_name, p.email, p.address, now) for p in by_ubn.values()]
        self.append("applicants", ("register_id", "ubn", "company_name", "email", "address", "recorded_at"), applicants)
        self._append_models("permits", _PERMIT_COLUMNS, register.permits, number, now)
        self._append_models("mark_batches", _BATCH_COLUMNS, register.mark_batches, number, now)

    def _append_models(
        self, table: str, columns: tuple[str, ...], models: list[Any], number: int, now: datetime
    ) -> None:
        rows = [(number, *(getattr(model, name) for name in columns), now) for model in models]
        self.append(table, ("register_id", *columns, "recorded_at"), rows)
