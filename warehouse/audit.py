"""The audit log: who did what to which thing and when, what was before and what after, each entry chained to the last.

Entries are only added, in the transaction of the change that they tell of. An entry's hash is the SHA-256 of the
UTF-8 bytes of one JSON array without spaces, text not escaped beyond what JSON demands:
``[sequence, recorded_at, actor, action, subject, before, after, previous_hash]``. ``recorded_at`` is local time of
Asia/Taipei as ``2026-11-21T09:30:00.000000``; ``before`` and ``after`` are the stored texts (or ``null``): JSON with
sorted keys, without spaces. The first entry's ``previous_hash`` is 64 zeros. Heads are kept outside the database
(``warehouse.audit_heads``), so entries cut off at the end are missed as well.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from warehouse.session import Session
from warehouse.values import clean_text

JsonValue = bool | int | str | date | Decimal | Sequence["JsonValue"] | Mapping[str, "JsonValue"] | None
"""What an entry may hold. Dates are written in ISO 8601, Decimal as its digits in a string; there are no floats."""

INTAKE = "intake"
"""The actor of what the program does by itself while it takes mail in."""

GENESIS = "0" * 64
_COLUMNS = 'sequence, recorded_at, actor, "action", subject, "before", "after", previous_hash, hash'
_BLOCK = 5000


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """What is to be written down. ``action`` is ``noun.verb``, ``subject`` an identifier, ``actor`` a person or program."""

    actor: str
    action: str
    subject: str
    before: Mapping[str, JsonValue] | None = None
    after: Mapping[str, JsonValue] | None = None


@dataclass(frozen=True, slots=True)
class AuditRecord:
    """An entry as it stands in the log; ``recorded_at`` in Asia/Taipei, no zone; ``before``, ``after`` are JSON."""

    sequence: int
    recorded_at: datetime
    actor: str
    action: str
    subject: str
    before: str | None
    after: str | None
    previous_hash: str
    hash: str

    @property
    def computed(self) -> str:
        """The hash that the entry's content has."""
        moment = self.recorded_at.isoformat(timespec="microseconds")
        parts = [self.sequence, moment, self.actor, self.action, self.subject]
        text = _json([*parts, self.before, self.after, self.previous_hash])
        return hashlib.sha256(text.encode("utf-8")).hexdigest()


@dataclass(frozen=True, slots=True)
class Head:
    """The last entry: its number and its hash; number 0 and 64 zeros where there is none."""

    sequence: int = 0
    hash: str = GENESIS


@dataclass(frozen=True, slots=True)
class Filter:
    """Which entries: those whose subject begins with ``subject``, of one ``action``, since a local time."""

    subject: str | None = None
    action: str | None = None
    since: datetime | None = None


def append(session: Session, entry: AuditEntry) -> None:
    """Write an entry at the end of the log; call it in the transaction of the change that it tells of."""
    with session.transaction():
        last = head(session)
        fields = (entry.actor, entry.action, entry.subject)
        actor, action, subject = (clean_text(text) or "" for text in fields)
        record = AuditRecord(
            last.sequence + 1,
            session.now(),
            actor,
            action,
            subject,
            _text(entry.before),
            _text(entry.after),
            last.hash,
            "",
        )
        session.run(
            f"INSERT INTO audit ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",  # noqa: S608 (our own names)
            [*_values(record)[:-1], record.computed],
        )


def head(session: Session) -> Head:
    """The last entry's number and hash."""
    row = session.fetch_one("SELECT sequence, hash FROM audit WHERE sequence = (SELECT max(sequence) FROM audit)")
    return Head(*row) if row else Head()


def entries(session: Session, wanted: Filter | None = None, *, limit: int | None = None) -> list[AuditRecord]:
    """The entries that a filter lets through, oldest first; of more than ``limit`` the newest."""
    # DuckDB 2.0.0 leaves rows out of ORDER BY a primary key with LIMIT once rows were deleted: so "+ 0".
    given = wanted or Filter()
    rows = session.fetch(
        f'SELECT {_COLUMNS} FROM audit WHERE (? IS NULL OR starts_with(subject, ?)) AND (? IS NULL OR "action" = ?)'  # noqa: S608
        " AND (?::TIMESTAMP IS NULL OR recorded_at >= ?) ORDER BY sequence + 0 DESC LIMIT ?",
        [given.subject, given.subject, given.action, given.action, given.since, given.since, limit or 2**62],
    )
    return [AuditRecord(*row) for row in reversed(rows)]


def first_fault(session: Session, heads: Sequence[Head] = ()) -> str | None:
    """What is wrong with the first broken entry of the chain, or ``None`` where it is whole.

    ``heads`` are heads that were kept outside: each must still stand in the log.
    """
    seen = Head()
    kept = {one.sequence: one.hash for one in heads}
    for record in _all(session):
        fault = _fault(record, seen, kept)
        if fault:
            return f"{record.sequence}: {fault}"
        seen = Head(record.sequence, record.hash)
    cut = max(kept, default=0)
    if cut > seen.sequence:
        return f"{seen.sequence + 1}: 缺(曾有 {cut} 筆) (missing: there were {cut} entries)"
    return None


def _fault(record: AuditRecord, seen: Head, kept: Mapping[int, str]) -> str | None:
    if record.sequence != seen.sequence + 1:
        return f"第 {seen.sequence + 1} 筆不在 (entry {seen.sequence + 1} is missing)"
    if record.previous_hash != seen.hash:
        return "與前一筆不相連 (not chained to the entry before)"
    if record.computed != record.hash:
        return "內容與雜湊不符 (content does not match its hash)"
    if kept.get(record.sequence, record.hash) != record.hash:
        return "與資料庫外所存之雜湊不同 (differs from the head kept outside)"
    return None


def _all(session: Session) -> Iterator[AuditRecord]:
    last = -(2**62)
    while rows := session.fetch(
        f"SELECT {_COLUMNS} FROM audit WHERE sequence > ? ORDER BY sequence LIMIT {_BLOCK}",  # noqa: S608
        [last],
    ):
        yield from (AuditRecord(*row) for row in rows)
        last = rows[-1][0]


def _values(record: AuditRecord) -> list[Any]:
    return [getattr(record, name.strip().strip('"')) for name in _COLUMNS.split(",")]


def _text(values: Mapping[str, JsonValue] | None) -> str | None:
    return None if values is None else clean_text(_json(values))


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False, default=_plain)


def _plain(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, Sequence):
        return list(value)
    raise TypeError(f"an audit entry cannot hold {type(value).__name__}")
