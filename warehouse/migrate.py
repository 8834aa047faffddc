"""Numbered migrations: applied in order, each in a transaction of its own, and written down in the database."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path

import duckdb

from schemas.errors import WarehouseError

FOLDER = Path(__file__).parent / "migrations"

_LEDGER = """
CREATE TABLE IF NOT EXISTS schema_migrations (
    number INTEGER PRIMARY KEY, name VARCHAR NOT NULL, sha256 VARCHAR NOT NULL, applied_at TIMESTAMP NOT NULL);
COMMENT ON TABLE schema_migrations IS '資料庫結構之各次變更 | migrations of this database';
COMMENT ON COLUMN schema_migrations.number IS '編號 | number';
COMMENT ON COLUMN schema_migrations.name IS '檔名 | file name';
COMMENT ON COLUMN schema_migrations.sha256 IS '內容之 SHA-256 | SHA-256 of its text';
COMMENT ON COLUMN schema_migrations.applied_at IS '套用時間 | time applied | Asia/Taipei';
"""


@dataclass(frozen=True, slots=True)
class Migration:
    """One file of ``warehouse/migrations``; ``sha256`` is over its text with ``\\n`` line ends."""

    number: int
    name: str
    sql: str

    @property
    def sha256(self) -> str:
        """What ``schema_migrations`` remembers of the text."""
        return hashlib.sha256(self.sql.encode("utf-8")).hexdigest()


@cache
def migrations() -> tuple[Migration, ...]:
    """All migrations of this program, in order; their numbers run from 1 without a gap."""
    files = sorted(FOLDER.glob("[0-9][0-9][0-9][0-9]_*.sql"))
    return tuple(Migration(int(file.name[:4]), file.name, file.read_text(encoding="utf-8")) for file in files)


def migrate(connection: duckdb.DuckDBPyConnection, now: datetime, path: str = "") -> int:
    """Bring the database to this program's schema; returns how many migrations were applied.

    ``WarehouseError`` if the database is newer than the program or was made by other migrations.
    """
    applied = _applied(connection)
    _refuse_foreign(applied, path)
    todo = [migration for migration in migrations() if migration.number not in applied]
    for migration in todo:
        _apply(connection, migration, now)
    return len(todo)


def empty_database() -> duckdb.DuckDBPyConnection:
    """A database in memory with this program's schema and nothing in it."""
    connection = duckdb.connect()
    migrate(connection, datetime(2000, 1, 1))  # noqa: DTZ001 (local time, of no account here)
    return connection


def require_current(connection: duckdb.DuckDBPyConnection, path: str = "") -> None:
    """``WarehouseError`` unless the database has exactly this program's schema (for reading, which changes nothing)."""
    applied = _applied(connection)
    _refuse_foreign(applied, path)
    if len(applied) < len(migrations()):
        raise WarehouseError(
            f"資料庫版本較舊:{path} (the warehouse is older than this program)",
            hint="請先執行一次 zijian intake 以升級。(Run zijian intake once to upgrade it.)",
        )


def _applied(connection: duckdb.DuckDBPyConnection) -> dict[int, str]:
    known = connection.execute("SELECT 1 FROM duckdb_tables() WHERE table_name = 'schema_migrations'").fetchone()
    return dict(connection.execute("SELECT number, sha256 FROM schema_migrations").fetchall()) if known else {}


def _refuse_foreign(applied: dict[int, str], path: str) -> None:
    ours = {migration.number: migration.sha256 for migration in migrations()}
    newest = max(applied, default=0)
    if newest > max(ours):
        raise WarehouseError(
            f"資料庫版本 {newest} 較本程式 {max(ours)} 為新:{path} (the warehouse is newer than this program)",
            hint="請更新 zijian。(Update zijian.)",
        )
    changed = [number for number, sha256 in applied.items() if ours[number] != sha256]
    if changed:
        raise WarehouseError(
            f"資料庫結構第 {changed[0]:04d} 號與本程式不同:{path} (migration differs from the one applied)",
            hint="請以建立此資料庫之版本開啟。(Open it with the version of zijian that made it.)",
        )


def _apply(connection: duckdb.DuckDBPyConnection, migration: Migration, now: datetime) -> None:
    connection.begin()
    try:
        connection.execute(_LEDGER)
        connection.execute(migration.sql)
        connection.execute(
            "INSERT INTO schema_migrations VALUES (?, ?, ?, ?)",
            [migration.number, migration.name, migration.sha256, now],
        )
        connection.commit()
    except BaseException:
        connection.rollback()
        raise
