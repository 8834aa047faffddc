"""The answer to a question as a Parquet file, written by DuckDB itself, which may reach no other file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

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
    answer = found.connection.sql(sql, params=dict(parameters) if parameters else None)
    if answer is None:
        raise UsageError("僅 SELECT 可存檔 (only a SELECT can be saved)")
    _save(answer if limit is None else answer.limit(limit + 1), parts[0])
    saved: Any = found.connection.read_parquet(str(parts[0]))
    row = saved.aggregate("count(*)").fetchone()
    rows = int(row[0]) if row else 0
    if limit is None or rows <= limit:
        return rows, parts[0]
    _save(saved.limit(limit), parts[1])
    return rows, parts[1]


def _save(relation: Any, path: Path) -> None:
    relation.write_parquet(str(path), compression="zstd")
