"""The answer to a question as a Parquet file, written by DuckDB itself, which may reach no other file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import duckdb

from schemas.errors import UsageError
from warehouse.query import MEMORY, Source, explained, require_reading, source, time_limit
from warehouse.read_copy import settle


@dataclass(frozen=True, slots=True)
class Saved:
    """A file that was written: how many rows, whether there were more, how old the data is."""

    rows: int
    cut: bool
    published: datetime | None
    outdated: bool


def save_parquet(
    warehouse: str | Path,
    sql: str,
    target: Path,
    *,
    limit: int | None,
    seconds: float,
    parameters: Mapping[str, object] | None = None,
) -> Saved:
    """Write the rows of a ``SELECT`` to ``target``, which is there as a whole or not at all. Errors as ``query.ask``."""
    target = target.absolute()
    if not target.parent.is_dir():
        raise UsageError(f"{target.parent}:無此資料夾 (no such folder)")
    parts = [target.with_name(f".{target.name}.{number}.part") for number in (1, 2)]
    try:
        with source(warehouse, memory=MEMORY, writable=parts) as found:
            require_reading(found.connection, sql)
            with time_limit(found.connection, seconds), explained():
                rows, whole = _write(found, sql, parameters, limit, parts)
        settle(whole, target)
    finally:
        for part in parts:
            part.unlink(missing_ok=True)
    cut = limit is not None and rows > limit
    return Saved(limit if limit is not None and cut else rows, cut, found.published, found.outdated)


def _write(
    found: Source, sql: str, parameters: Mapping[str, object] | None, limit: int | None, parts: list[Path]
) -> tuple[int, Path]:
    """How many rows there were, up to one more than ``limit``, and the file that holds what is wanted."""
    statement = found.connection.extract_statements(sql)[0]
    if statement.type.name != "SELECT":
        raise UsageError("僅 SELECT 可存檔 (only a SELECT can be saved)")
    rows = _copy(found, _bare(statement.query), parameters, limit and limit + 1, parts[0])
    if limit is None or rows <= limit:
        return rows, parts[0]
    _copy(found, f"FROM read_parquet('{_quoted(parts[0])}')", None, limit, parts[1])
    return rows, parts[1]


def _copy(found: Source, sql: str, parameters: Mapping[str, object] | None, limit: int | None, path: Path) -> int:
    """Rows written; a comment that ends the query ends before the bracket."""
    some = "" if limit is None else f" LIMIT {limit}"
    copy = f"COPY (SELECT * FROM ({sql}\n){some}) TO '{_quoted(path)}' (FORMAT parquet, COMPRESSION zstd)"  # noqa: S608
    row = (found.connection.execute(copy, parameters) if parameters else found.connection.execute(copy)).fetchone()
    return int(row[0]) if row else 0


def _bare(sql: str) -> str:
    """A statement without the semicolon and the comments that end it. (Places of tokens count bytes.)"""
    text = sql.encode("utf-8")
    end = len(text)
    for start, kind in reversed(duckdb.tokenize(sql)):
        if kind != duckdb.token_type.comment and text[start : start + 1] != b";":
            break
        end = start
    return text[:end].decode("utf-8")


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
