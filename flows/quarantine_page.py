"""One message in quarantine for a person: why it is held, its files with what was found, its history, its original."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from flows.archive import Archive
from flows.safe_write import write_new
from schemas.catalogue import Lang
from warehouse.audit import AuditRecord
from warehouse.quarantine import HeldMessage, held_message, history
from warehouse.store import Store

_WORDS: dict[Lang, dict[str, str]] = {
    "zh": {"held": "狀態", "sender": "寄件者", "subject": "主旨", "source": "來源", "received": "收件", "original": "原件", "files": "檔案", "history": "經過"},
    "en": {"held": "state", "sender": "sender", "subject": "subject", "source": "source", "received": "received", "original": "original", "files": "files", "history": "history"},
}  # fmt: skip


def page(warehouse: Path, text: str, lang: Lang) -> list[str]:
    """The lines of the page; ``UsageError`` where no held message's SHA-256 begins with ``text``."""
    held, records = _found(warehouse, text)
    return list(_lines(held, records, Archive.beside(warehouse).path(held.sha256), _WORDS[lang]))


def page_json(warehouse: Path, text: str) -> dict[str, Any]:
    """The same as data."""
    held, records = _found(warehouse, text)
    return {
        **dataclasses.asdict(held),
        "original": str(Archive.beside(warehouse).path(held.sha256)),
        "history": [dataclasses.asdict(record) for record in records],
    }


def original(warehouse: Path, text: str, out: str) -> None:
    """Write the message as it was received to a file."""
    held, _ = _found(warehouse, text)
    write_new(Path(out), Archive.beside(warehouse).get(held.sha256))


def _found(warehouse: Path, text: str) -> tuple[HeldMessage, list[AuditRecord]]:
    with Store(warehouse, read_only=True) as store:
        held = held_message(store, text, past=True)
        return held, history(store, held.sha256)


def _lines(held: HeldMessage, records: list[AuditRecord], path: Path, say: dict[str, str]) -> Iterator[str]:
    yield held.sha256
    yield f"{say['held']}: {held.outcome.value if held.outcome else '-'}  {held.reason or ''}"
    yield f"{say['sender']}: {held.sender or '-'}"
    yield f"{say['subject']}: {held.subject or '-'}"
    yield f"{say['source']}: {held.source}"
    yield f"{say['received']}: {held.received_at:%Y-%m-%d %H:%M}"
    yield f"{say['original']}: {path}"
    yield f"{say['files']}:"
    yield from (f"  {file.sha256[:12]}  {file.name}  {' '.join(file.codes)}" for file in held.files)
    yield f"{say['history']}:"
    yield from (_event(record) for record in records)


def _event(record: AuditRecord) -> str:
    after: dict[str, Any] = json.loads(record.after) if record.after else {}
    words = [str(after[key]) for key in ("outcome", "reason", "why") if after.get(key)]
    return "  ".join([" ", f"{record.recorded_at:%Y-%m-%d %H:%M}", record.actor, record.action, *words])
