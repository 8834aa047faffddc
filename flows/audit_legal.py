"""Legal tables in the audit log: which ones an intake judges by, and that somebody installed one."""

from __future__ import annotations

import hashlib
from pathlib import Path

from schemas.legal_tables import DATED, Confirmation, LegalTables
from warehouse.audit import INTAKE, AuditEntry, Filter, JsonValue, append, entries
from warehouse.store import Store

_APPLY = "legal.apply"


def note_tables(store: Store, tables: LegalTables) -> None:
    """Write down that the tables differ from those of the intake before; nothing where they are the same."""
    sha256 = hashlib.sha256(tables.model_dump_json().encode("utf-8")).hexdigest()
    last = entries(store, Filter(action=_APPLY), limit=1)
    if last and last[0].subject == sha256:
        return
    before: dict[str, JsonValue] | None = {"tables": last[0].subject} if last else None
    append(store, AuditEntry(INTAKE, _APPLY, sha256, before, {"tables": sha256, **_counts(tables)}))


def note_loading(warehouse: Path, target: Path, tables: LegalTables, confirmed: Confirmation, actor: str) -> None:
    """Write down that ``actor`` installed a table; the same file is noted once."""
    sha256 = hashlib.sha256(target.read_bytes()).hexdigest()
    after: dict[str, JsonValue] = {
        "file": target.name,
        "sha256": sha256,
        "confirmed_by": confirmed.confirmed_by,
        "confirmed_on": confirmed.confirmed_on,
        **_counts(tables),
    }
    with Store(warehouse) as store:
        if not entries(store, Filter(subject=target.name, action="legal.load"), limit=1):
            append(store, AuditEntry(actor, "legal.load", target.name, None, after))


def _counts(tables: LegalTables) -> dict[str, JsonValue]:
    return {name: len(getattr(tables, name)) for name in (*DATED, "holidays")}
