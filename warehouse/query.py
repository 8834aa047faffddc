"""SQL from anybody: one reading statement on a closed-off connection, with an end to its time."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb

from schemas.errors import UsageError, WarehouseError
from warehouse.lock import busy
from warehouse.read_copy import published_at, read_copy_path

_CLOSED: dict[str, str | bool | int | float | list[str]] = {
    "enable_external_access": "false",
    "python_enable_replacements": "false",
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "temp_directory": "",
}
MEMORY = "4GB"
"""What a query may take; nothing is spilled to disk, where it would lie open."""
_READING = ("SELECT", "EXPLAIN")
_GRACE = 2.0


@dataclass(frozen=True, slots=True)
class Answer:
    """The rows of a query. ``cut``: there were more than the limit.

    ``published`` is when the read copy was made (local time of Asia/Taipei; ``None``: read from the warehouse itself),
    ``outdated`` whether the warehouse has changed since.
    """

    columns: list[str]
    rows: list[tuple[Any, ...]]
    cut: bool
    published: datetime | None
    outdated: bool


@dataclass(frozen=True, slots=True)
class Source:
    """What a question is put to: the open copy (or warehouse), when it was made, whether it is behind the warehouse."""

    connection: duckdb.DuckDBPyConnection
    published: datetime | None
    outdated: bool


def ask(
    warehouse: str | Path,
    sql: str,
    *,
    limit: int | None,
    seconds: float,
    parameters: Mapping[str, object] | None = None,
    memory: str = MEMORY,
) -> Answer:
    """Run one ``SELECT`` (or ``EXPLAIN``, ``DESCRIBE``, ``SHOW``) on the read copy, or where there is none on the warehouse.

    ``limit``: rows at most, ``None`` for all. ``parameters`` are the values of ``$name``. ``UsageError`` for whatever is
    wrong with the query, after ``seconds``, or where it wants more than ``memory``.
    """
    with source(warehouse, memory=memory) as found:
        require_reading(found.connection, sql)
        columns, rows = _run(found.connection, sql, limit, seconds, parameters)
    cut = limit is not None and len(rows) > limit
    return Answer(columns, rows[:limit] if cut else rows, cut, found.published, found.outdated)


@contextmanager
def source(warehouse: str | Path, *, memory: str = MEMORY, writable: Sequence[Path] = ()) -> Iterator[Source]:
    """The closed-off read copy, or where there is none the warehouse; ``writable`` are the only files that it may reach."""
    path, copy = Path(warehouse), read_copy_path(warehouse)
    target = copy if copy.is_file() else path
    with closing(_open(target, memory, writable)) as connection:
        yield Source(connection, _published(connection), _outdated(path, target))


def reader(warehouse: str | Path) -> duckdb.DuckDBPyConnection:
    """A closed-off reading connection to the read copy, or where there is none to the warehouse itself."""
    path, copy = Path(warehouse), read_copy_path(warehouse)
    return _open(copy if copy.is_file() else path)


def _open(path: Path, memory: str = MEMORY, writable: Sequence[Path] = ()) -> duckdb.DuckDBPyConnection:
    if not path.is_file():
        raise WarehouseError(
            f"找不到資料庫:{path} (no such warehouse)",
            hint="請先執行 zijian intake,或以 --warehouse 指定。(Run zijian intake first, or name it with --warehouse.)",
        )
    closed: dict[str, str | bool | int | float | list[str]] = {"memory_limit": memory, **_CLOSED}
    if writable:
        del closed["enable_external_access"]  # allowed_paths can be set only before it is closed off
    try:
        connection = duckdb.connect(path, read_only=True, config=closed)
        connection.execute("SET enable_progress_bar = false")
        if writable:
            connection.execute("SET allowed_paths = ?", [[str(path) for path in writable]])
            connection.execute("SET enable_external_access = false")
        connection.execute("SET lock_configuration = true")
    except duckdb.Error as error:
        if "lock" in str(error):
            raise busy(path) from error
        raise WarehouseError(f"無法開啟資料庫:{path} (not a DuckDB file, or damaged)") from error
    return connection


def _published(connection: duckdb.DuckDBPyConnection) -> datetime | None:
    known = connection.execute("SELECT 1 FROM duckdb_tables() WHERE table_name = 'publications'").fetchone()
    return published_at(connection) if known else None


def _outdated(path: Path, target: Path) -> bool:
    if target == path:
        return False
    files = (path, path.with_name(path.name + ".wal"))
    made = target.stat().st_mtime
    return any(file.stat().st_mtime > made for file in files if file.is_file())


def require_reading(connection: duckdb.DuckDBPyConnection, sql: str) -> None:
    """``UsageError`` unless ``sql`` is one statement that only reads."""
    with explained():
        statements = connection.extract_statements(sql)
    if len(statements) != 1:
        raise UsageError("一次限一個查詢 (one statement at a time)")
    kind = statements[0].type.name
    if kind not in _READING:
        raise UsageError(f"僅能查詢,不能執行 {kind} (only SELECT, EXPLAIN, DESCRIBE and SHOW are allowed, not {kind})")


def _run(
    connection: duckdb.DuckDBPyConnection,
    sql: str,
    limit: int | None,
    seconds: float,
    parameters: Mapping[str, object] | None,
) -> tuple[list[str], list[tuple[Any, ...]]]:
    with time_limit(connection, seconds), explained():
        result = connection.execute(sql, parameters) if parameters else connection.execute(sql)
        columns = [str(item[0]) for item in result.description or ()]
        return columns, result.fetchall() if limit is None else result.fetchmany(limit + 1)


@contextmanager
def time_limit(connection: duckdb.DuckDBPyConnection, seconds: float) -> Iterator[None]:
    """Interrupt after ``seconds``; a step that does not heed it (one huge string) takes the process with it."""
    timers = (threading.Timer(seconds, connection.interrupt), threading.Timer(seconds + _GRACE, _give_up, [seconds]))
    for timer in timers:
        timer.daemon = True
        timer.start()
    try:
        yield
    except duckdb.InterruptException as error:
        raise UsageError(*_too_long(seconds)) from error
    finally:
        for timer in timers:
            timer.cancel()


def _too_long(seconds: float) -> tuple[str]:
    return (f"查詢超過 {seconds:g} 秒,已停止 (stopped after {seconds:g} s; narrow it down or raise --seconds)",)


def _give_up(seconds: float) -> None:
    sys.stderr.write(f"zijian: {_too_long(seconds)[0]}\n")
    sys.stderr.flush()
    os._exit(UsageError.exit_code)


@contextmanager
def explained() -> Iterator[None]:
    """What DuckDB says of a query in one line; a time-out passes through."""
    try:
        yield
    except duckdb.InterruptException:
        raise
    except duckdb.OutOfMemoryException as error:
        raise UsageError(
            "查詢所需記憶體超過限制,已停止 (stopped: the query wants more memory than allowed; narrow it down)"
        ) from error
    except duckdb.PermissionException as error:
        raise UsageError(
            "查詢不得存取檔案、網路或其他資料庫 (a query may not reach files, network or databases)"
        ) from error
    except duckdb.Error as error:
        lines = [line.strip() for line in str(error).splitlines() if line.strip()]
        raise UsageError(f"查詢有誤 (the query fails): {lines[0]}") from error
