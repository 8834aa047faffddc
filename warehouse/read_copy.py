"""The read copy: what readers query while the writer works, without the names of persons."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from warehouse.lock import busy, writer_lock
from warehouse.migrate import migrate, require_current
from warehouse.session import translated
from warehouse.store import connect
from warehouse.values import local_time, taipei_now

PERSONAL: dict[str, tuple[str, ...]] = {
    "applicants": ("email",),
    "audit": ("actor", "before", "after"),
    "deliveries": ("recipient", "reason", "answer"),
    "documents": ("verifier", "supervisor", "responsible_person", "prepared_by", "header"),
    "messages": ("message_id", "sender", "sender_name", "subject", "reply_to", "references", "archive_path"),
    "mailboxes": ("address",),
    "payments": ("recorded_by", "cancel_reason"),
    "permits": ("email",),
    "receipts": ("voided_by", "void_reason"),
    "register_events": ("actor", "reason", "details"),
    "technicians": ("name", "certificate_number"),
}
"""Columns that hold names or addresses of persons: the read copy is made without them."""

_MAY_NAME = "(field IS NULL OR field IN ('verifier', 'supervisor', 'responsible_person', 'prepared_by'))"
_HIDDEN = {
    name: f"CASE WHEN {_MAY_NAME} AND value <> '' THEN replace({name}, value, '○○') ELSE {name} END"
    for name in ("value", "message", "message_en")
}
"""Findings on such fields, or on loose text of no field, may quote a name: the quotation is blotted out."""


STORAGE = "v1.2.0"
"""The storage format of read copies: older tools of analysts (DBeaver's driver, R, ODBC) can open them too."""


def read_copy_path(path: str | Path) -> Path:
    """Where the read copy of a warehouse lies: ``zijian.duckdb`` -> ``zijian.read.duckdb``."""
    return Path(path).with_suffix(".read.duckdb")


def publish(path: str | Path, clock: Callable[[], datetime] = taipei_now) -> Path:
    """Write the read copy of a warehouse beside it and return its path; readers see the old one or the new one, whole.

    ``WarehouseBusy`` while somebody writes the warehouse: close its ``Store`` first.
    """
    source, target = Path(path), read_copy_path(path)
    part = target.with_name(target.name + ".part")
    with writer_lock(source):
        part.with_name(part.name + ".wal").unlink(missing_ok=True)
        part.write_bytes(_empty_copy())
        with translated(), closing(connect(part, read_only=False)) as connection:
            now = local_time(clock()) or clock()
            _attach(connection, source)
            _fill(connection, now)
        settle(part, target)
    return target


def published_at(connection: duckdb.DuckDBPyConnection) -> datetime | None:
    """When the open read copy was made (local time of Asia/Taipei); ``None`` for a warehouse that is no copy."""
    row = connection.execute("SELECT max(published_at) FROM publications").fetchone()
    found: datetime | None = row[0] if row else None
    return found


@cache
def _empty_copy() -> bytes:
    """The schema of this program, less the personal columns: they are never written, so no trace of them is left.

    Made once a process: the migrations take longer than filling a small copy.
    """
    with TemporaryDirectory() as folder:
        path = Path(folder, "empty.duckdb")
        with closing(duckdb.connect(path, config={"storage_compatibility_version": STORAGE})) as connection:
            migrate(connection, datetime(2000, 1, 1))  # noqa: DTZ001 (local time; the copy is given its own)
            for table, columns in PERSONAL.items():
                for column in columns:
                    connection.execute(f'ALTER TABLE {table} DROP COLUMN "{column}"')
        return path.read_bytes()


def _attach(connection: duckdb.DuckDBPyConnection, source: Path) -> None:
    with closing(connect(source, read_only=True)) as original:
        require_current(original, str(source))
    quoted = str(source).replace("'", "''")
    try:
        connection.execute(f"ATTACH '{quoted}' AS source (READ_ONLY)")
    except duckdb.IOException as error:
        raise busy(source) from error


def _fill(connection: duckdb.DuckDBPyConnection, now: datetime) -> None:
    copy = connection.execute("SELECT current_database()").fetchone()
    connection.begin()
    for table, columns in _columns(connection, copy[0] if copy else ""):
        names = ", ".join(f'"{name}"' for name in columns)
        values = ", ".join(_HIDDEN.get(name, f'"{name}"') if table == "findings" else f'"{name}"' for name in columns)
        connection.execute(f"INSERT INTO {table} ({names}) SELECT {values} FROM source.{table}")  # noqa: S608 (our names)
    connection.execute("INSERT INTO publications VALUES (?)", [now])
    connection.execute("UPDATE schema_migrations SET applied_at = ?", [now])
    connection.commit()
    connection.execute("DETACH source")
    connection.execute("CHECKPOINT")


def _columns(connection: duckdb.DuckDBPyConnection, database: str) -> Iterator[tuple[str, list[str]]]:
    rows = connection.execute(
        "SELECT table_name, list(column_name ORDER BY column_index) FROM duckdb_columns()"
        " JOIN duckdb_tables() USING (database_name, table_name) WHERE database_name = ?"
        " AND table_name NOT IN ('schema_migrations', 'publications') GROUP BY table_name ORDER BY table_name",
        [database],
    ).fetchall()
    yield from rows


def settle(part: Path, target: Path) -> None:
    """Put a file that is whole in the place of another, for good: file and folder are synced."""
    with part.open("rb+") as file:
        os.fsync(file.fileno())
    part.replace(target)
    if hasattr(os, "O_DIRECTORY"):
        folder = os.open(target.parent, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
