"""Check a warehouse, measure it, make it compact."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import duckdb

from schemas.errors import WarehouseError
from warehouse.audit import first_fault
from warehouse.audit_heads import kept_heads
from warehouse.lock import writer_lock
from warehouse.migrate import require_current
from warehouse.read_copy import settle
from warehouse.session import Session, translated
from warehouse.store import connect
from warehouse.upkeep_checks import Check, checks
from warehouse.values import taipei_now

_AUDIT = ("audit:chain", "稽核紀錄之雜湊鏈完整", "the audit log's chain of hashes is whole")
_BLOCKS = ("file:blocks", "每一區塊均可讀且核對碼相符", "every block can be read and its checksum is right")
_CONSTRAINTS = """
SELECT table_name, constraint_type, constraint_column_names, expression
FROM duckdb_constraints()
WHERE database_name = current_database() AND constraint_type IN ('PRIMARY KEY', 'UNIQUE', 'CHECK', 'NOT NULL')
ORDER BY table_name, constraint_index
"""
_SIZES = """
SELECT t.table_name, t.estimated_size
FROM duckdb_tables() t WHERE t.database_name = current_database() AND NOT t.internal ORDER BY t.table_name
"""


@dataclass(frozen=True, slots=True)
class Result:
    """What a check came to: ``faults`` found in all, ``example`` is the first of them."""

    name: str
    zh: str
    en: str
    faults: int = 0
    example: str = ""


@dataclass(frozen=True, slots=True)
class TableSize:
    """A table's rows and the bytes of its blocks on disk; a block that it shares with others counts for each."""

    table: str
    rows: int
    bytes: int


def check(path: Path, heads_of: Path | None = None) -> Iterator[Result]:
    """Every check of a warehouse that nobody writes, one after the other.

    ``heads_of`` is the warehouse beside which the heads of the audit log were kept, where that is another (a backup's).
    """
    with closing(connect(path, read_only=True)) as connection, translated():
        require_current(connection, str(path))
        yield _blocks(connection)
        for one in (*checks(), *_constraints(connection)):
            yield _run(connection, one)
        fault = first_fault(Session(connection, taipei_now), kept_heads(heads_of or path))
        yield Result(*_AUDIT, int(fault is not None), fault or "")


def sizes(path: Path) -> list[TableSize]:
    """Each table with its rows and bytes, the largest first; reads a warehouse or a read copy."""
    with closing(connect(path, read_only=True)) as connection, translated():
        block = connection.execute("SELECT block_size FROM pragma_database_size()").fetchone()
        size = int(block[0]) if block else 0
        found = [_size(connection, name, rows, size) for name, rows in connection.execute(_SIZES).fetchall()]
    return sorted(found, key=lambda one: (-one.bytes, -one.rows, one.table))


def compact(path: Path) -> tuple[int, int]:
    """Write the warehouse anew without the space that changes left behind; bytes before and after.

    The new file takes the place of the old one only after every table has as many rows as before.
    """
    before = path.stat().st_size
    part = path.with_name(path.name + ".compact.part")
    with writer_lock(path):
        part.unlink(missing_ok=True)
        try:
            with closing(connect(path, read_only=False)) as connection, translated():
                connection.execute("CHECKPOINT")
                connection.execute(f"ATTACH '{str(part).replace(chr(39), chr(39) * 2)}' AS compacted")
                connection.execute(f"COPY FROM DATABASE {_name(connection)} TO compacted")
                _same_rows(connection)
                connection.execute("DETACH compacted")
            settle(part, path)
        finally:
            part.unlink(missing_ok=True)
    return before, path.stat().st_size


def _name(connection: duckdb.DuckDBPyConnection) -> str:
    row = connection.execute("SELECT current_database()").fetchone()
    return '"' + (row[0] if row else "").replace('"', '""') + '"'


def _same_rows(connection: duckdb.DuckDBPyConnection) -> None:
    tables = [row[0] for row in connection.execute(_SIZES).fetchall()]
    for table in tables:
        query = f'SELECT (SELECT count(*) FROM main."{table}"), (SELECT count(*) FROM compacted.main."{table}")'  # noqa: S608
        row = connection.execute(query).fetchone()
        if row is None or row[0] != row[1]:
            raise WarehouseError(
                f"壓實後 {table} 列數不符,原檔未動 (rows differ after compaction; nothing was changed)"
            )


def _blocks(connection: duckdb.DuckDBPyConnection) -> Result:
    """Read every value of every table: DuckDB checks each block that it reads."""
    try:
        for name, _ in connection.execute(_SIZES).fetchall():
            connection.execute(f'SELECT bit_xor(hash(COLUMNS(*))) FROM "{name}"').fetchall()  # noqa: S608 (our names)
    except duckdb.Error as error:
        return Result(*_BLOCKS, 1, str(error).splitlines()[0])
    return Result(*_BLOCKS)


def _constraints(connection: duckdb.DuckDBPyConnection) -> Iterator[Check]:
    """What the tables declare, held against what is in them: a damaged index or file can belie it."""
    for table, kind, columns, expression in connection.execute(_CONSTRAINTS).fetchall():
        names = ", ".join(f'"{column}"' for column in columns)
        name = f"constraint:{table}({', '.join(columns)}) {kind}"
        zh, en = f"{table}:{kind} 成立", f"{kind} of {table} holds"
        if kind == "CHECK":
            sql = f"SELECT concat_ws(', ', {names}) FROM {table} WHERE NOT ({expression})"  # noqa: S608 (our own)
        elif kind == "NOT NULL":
            sql = f"SELECT 'null' FROM {table} WHERE {names} IS NULL"  # noqa: S608
        else:
            sql = f"SELECT concat_ws(', ', {names}) FROM {table} GROUP BY {names} HAVING count(*) > 1"  # noqa: S608
        yield Check(name, zh, en, sql)


def _run(connection: duckdb.DuckDBPyConnection, one: Check) -> Result:
    row = connection.execute(f"SELECT count(*), min(fault) FROM ({one.sql}) AS faults(fault)").fetchone()  # noqa: S608
    faults, example = row or (0, None)
    return Result(one.name, one.zh, one.en, faults, example or "")


def _size(connection: duckdb.DuckDBPyConnection, name: str, rows: int, block: int) -> TableSize:
    query = "SELECT count(DISTINCT block_id) FROM pragma_storage_info(?) WHERE persistent AND block_id >= 0"
    found = connection.execute(query, [name]).fetchone()
    return TableSize(name, rows, (found[0] if found else 0) * block)
