"""Which certificate belongs to which account, which challenges are out, and what was tried; in one SQLite file.

SQLite because several processes of a portal use it at once and each step is a transaction of its own.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cardaccess.login_errors import AccountDisabled, BoundToOther, NotRegistered

_SCHEMA = """
CREATE TABLE IF NOT EXISTS challenges (id TEXT PRIMARY KEY, text BLOB NOT NULL, expires TEXT NOT NULL,
    used INTEGER NOT NULL DEFAULT 0);
CREATE TABLE IF NOT EXISTS bindings (account TEXT NOT NULL, issuer_key TEXT NOT NULL, authority TEXT NOT NULL,
    subject_serial TEXT NOT NULL, key TEXT NOT NULL, since TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP,
    PRIMARY KEY (authority, subject_serial));
CREATE TABLE IF NOT EXISTS disabled (account TEXT PRIMARY KEY);
CREATE TABLE IF NOT EXISTS attempts (at TEXT NOT NULL, account TEXT, purpose TEXT NOT NULL, outcome TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS renewals (account TEXT NOT NULL, old_key TEXT NOT NULL, new_key TEXT NOT NULL,
    at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP);
"""


@dataclass(frozen=True, slots=True)
class Binding:
    """What an account is bound to: the authority and the holder's serial number there, and the key that is in use.

    Authority and serial number outlive a renewal; issuer key and public key change with it.
    """

    issuer_key: str
    authority: str
    subject_serial: str
    key: str
    account: str = ""


@dataclass(frozen=True, slots=True)
class HeldChallenge:
    """A challenge as it was given out; ``used`` is whether it had been answered before."""

    text: bytes
    expires: datetime
    used: bool


class LoginBook:
    """The file; safe to use from several processes at once."""

    def __init__(self, path: Path | str) -> None:
        """``path`` is made if it does not exist."""
        self._path = str(path)
        with self._open() as connection:
            for statement in filter(str.strip, _SCHEMA.split(";")):
                connection.execute(statement)

    def put_challenge(self, identifier: str, text: bytes, expires: datetime) -> None:
        """Remember a challenge."""
        with self._open() as connection:
            connection.execute("INSERT INTO challenges VALUES (?, ?, ?, 0)", [identifier, text, expires.isoformat()])

    def take_challenge(self, identifier: str) -> HeldChallenge | None:
        """The challenge, marked used in the same step: of two answers at once one alone finds it unused."""
        with self._open() as connection:
            row = connection.execute("SELECT text, expires, used FROM challenges WHERE id = ?", [identifier]).fetchone()
            connection.execute("UPDATE challenges SET used = 1 WHERE id = ?", [identifier])
        return HeldChallenge(row[0], datetime.fromisoformat(row[1]), bool(row[2])) if row else None

    def bind(self, account: str, binding: Binding) -> None:
        """Bind a holder to an account, anew if it was bound to the same; ``BoundToOther``."""
        with self._open() as connection:
            row = connection.execute(
                "SELECT account FROM bindings WHERE authority = ? AND subject_serial = ?",
                [binding.authority, binding.subject_serial],
            ).fetchone()
            if row and row[0] != account:
                raise BoundToOther()
            connection.execute(
                "INSERT OR REPLACE INTO bindings (account, issuer_key, authority, subject_serial, key)"
                " VALUES (?, ?, ?, ?, ?)",
                [account, binding.issuer_key, binding.authority, binding.subject_serial, binding.key],
            )

    def find(self, binding: Binding) -> tuple[Binding, bool]:
        """The account of a holder, and whether their card was renewed since: the new key is bound and the old noted.

        ``NotRegistered``, ``AccountDisabled``.
        """
        with self._open() as connection:
            row = connection.execute(
                "SELECT account, key FROM bindings WHERE authority = ? AND subject_serial = ?",
                [binding.authority, binding.subject_serial],
            ).fetchone()
            if row is None:
                raise NotRegistered()
            account, key = row
            if connection.execute("SELECT 1 FROM disabled WHERE account = ?", [account]).fetchone():
                raise AccountDisabled()
            renewed = key != binding.key
            if renewed:
                connection.execute(
                    "UPDATE bindings SET key = ?, issuer_key = ?, since = CURRENT_TIMESTAMP"
                    " WHERE authority = ? AND subject_serial = ?",
                    [binding.key, binding.issuer_key, binding.authority, binding.subject_serial],
                )
                connection.execute(
                    "INSERT INTO renewals (account, old_key, new_key) VALUES (?, ?, ?)", [account, key, binding.key]
                )
        found = Binding(binding.issuer_key, binding.authority, binding.subject_serial, binding.key, account)
        return found, renewed

    def disable(self, account: str) -> None:
        """Close an account."""
        with self._open() as connection:
            connection.execute("INSERT OR IGNORE INTO disabled VALUES (?)", [account])

    def note(self, at: datetime, account: str | None, purpose: str, outcome: str) -> None:
        """Write an attempt down; it holds no name, no card number and no PIN."""
        with self._open() as connection:
            connection.execute("INSERT INTO attempts VALUES (?, ?, ?, ?)", [at.isoformat(), account, purpose, outcome])

    def attempts(self) -> list[tuple[str | None, str, str]]:
        """Account, purpose and outcome of every attempt, in order."""
        with self._open() as connection:
            return list(connection.execute("SELECT account, purpose, outcome FROM attempts ORDER BY rowid"))

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        """A connection in one immediate transaction."""
        connection = sqlite3.connect(self._path, timeout=30, isolation_level=None)
        try:
            connection.execute("BEGIN IMMEDIATE")
            yield connection
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise
        finally:
            connection.close()
