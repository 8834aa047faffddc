"""The register in the warehouse: every version of it is kept, the newest is in force."""

from __future__ import annotations

import hashlib
from datetime import date, datetime
from typing import Any

from schemas.document import Strict
from schemas.register import (
    EarlierTerm,
    Laboratory,
    MarkBatch,
    Permit,
    PermitRange,
    Register,
    Suspension,
    Technician,
    TypeApproval,
)
from warehouse.audit import INTAKE, AuditEntry, JsonValue, append
from warehouse.session import Session

_LISTS: dict[str, tuple[str, type[Strict], str]] = {
    "permits": ("permits", Permit, "permit_number"),
    "mark_batches": ("mark_batches", MarkBatch, 'permit_number, instrument_kind, "first"'),
    "technicians": ("technicians", Technician, "permit_number, name, valid_from"),
    "laboratories": ("laboratories", Laboratory, "permit_number, address"),
    "ranges": (
        "permit_ranges",
        PermitRange,
        "permit_number, instrument_kind, valid_from, bore_mm, flow_m3h, capacity_kg",
    ),
    "type_approvals": ("type_approvals", TypeApproval, "instrument_kind, number, brand, model"),
    "suspensions": ("suspensions", Suspension, "permit_number, since"),
    "earlier_terms": ("earlier_terms", EarlierTerm, "permit_number, valid_from"),
}
"""Each list of the register: its table (columns are the model's fields), its model, its order."""


class RegisterTables(Session):
    """The tables ``registers``, ``applicants`` and those of the register's lists."""

    def save_register(self, register: Register, actor: str = INTAKE) -> bool:
        """Keep a version of the register; false if it says what the newest one says already."""
        sha256 = hashlib.sha256(register.model_dump_json().encode("utf-8")).hexdigest()
        newest = self.fetch_one("SELECT sha256, id, as_of FROM registers ORDER BY id DESC LIMIT 1")
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
            before = _facts(newest[1], newest[2], newest[0]) if newest else None
            after = _facts(number, register.as_of, sha256)
            append(self, AuditEntry(actor, "register.save", f"register/{number}", before, after))
        return True

    def current_register(self) -> Register | None:
        """The newest version, or ``None`` if none was ever saved."""
        head = self.fetch_one("SELECT id, as_of, example FROM registers ORDER BY id DESC LIMIT 1")
        if head is None:
            return None
        lists = {field: self._list(head[0], *where) for field, where in _LISTS.items()}
        return Register.model_validate({"example": head[2], "as_of": head[1], **lists})

    def _list(self, number: int, table: str, model: type[Strict], order: str) -> list[Any]:
        names = tuple(model.model_fields)
        columns = ", ".join(f'"{name}"' for name in names)
        query = f"SELECT {columns} FROM {table} WHERE register_id = ? ORDER BY {order}"  # noqa: S608 (our own names)
        rows = self.fetch(query, [number])
        return [model.model_validate(dict(zip(names, row, strict=True))) for row in rows]

    def _insert_parts(self, register: Register, number: int, now: datetime) -> None:
        by_ubn = {permit.ubn: permit for permit in register.permits}
        applicants = [(number, p.ubn, p.company_name, p.email, p.address, now) for p in by_ubn.values()]
        self.append("applicants", ("register_id", "ubn", "company_name", "email", "address", "recorded_at"), applicants)
        for field, (table, model, _) in _LISTS.items():
            names = tuple(model.model_fields)
            rows = [(number, *(getattr(entry, name) for name in names), now) for entry in getattr(register, field)]
            self.append(table, ("register_id", *names, "recorded_at"), rows)


def _facts(number: int, as_of: date, sha256: str) -> dict[str, JsonValue]:
    return {"register": number, "as_of": as_of, "sha256": sha256}
