"""Exports from the read copy: Parquet by month, workbooks without live formulas."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from flows.export_xlsx import MOST_ROWS, write_xlsx
from schemas.errors import UsageError
from warehouse.query import Answer, ask
from warehouse.query_files import Saved, save_parquet

_TABLES = """
SELECT table_name FROM duckdb_columns()
WHERE NOT internal AND database_name = current_database() AND column_name = 'period'
ORDER BY table_name
"""


@dataclass(frozen=True, slots=True)
class Exported:
    """A file that was written, its rows, and how old its data is."""

    path: Path
    rows: int
    source: Answer | Saved


def month_tables(warehouse: str) -> list[str]:
    """The tables and views that have a month."""
    return [row[0] for row in ask(warehouse, _TABLES, limit=None, seconds=60).rows]


def parquet_by_month(warehouse: str, table: str, folder: Path, month: str | None, seconds: float) -> list[Exported]:
    """``folder/TABLE/period=YYYY-MM/data.parquet`` for every month of a table or view, or for one of them.

    A month that is there already is written anew, each file as a whole. Readers of Hive partitions (DuckDB, Polars,
    Spark) give the column ``period`` from the folder's name. ``UsageError`` for a table that has no month.
    """
    if table not in (known := month_tables(warehouse)):
        raise UsageError(f"{table}:無此資料表或無月份欄 (no such table, or it has no month)", hint="、".join(known))
    months = [month] if month else _months(warehouse, table, seconds)
    found = []
    for one in months:
        path = folder / table / f"period={one}" / "data.parquet"
        path.parent.mkdir(parents=True, exist_ok=True)
        sql = f'SELECT * EXCLUDE (period) FROM "{table}" WHERE period = $month'  # noqa: S608 (a name that is known)
        saved = save_parquet(warehouse, sql, path, limit=None, seconds=seconds, parameters={"month": one})
        found.append(Exported(path, saved.rows, saved))
    return found


def workbook(
    warehouse: str, sql: str, path: Path, seconds: float, parameters: Mapping[str, object] | None = None
) -> Exported:
    """The rows of a query as one sheet; ``UsageError`` where they are more than a sheet holds."""
    answer = ask(warehouse, sql, limit=MOST_ROWS - 1, seconds=seconds, parameters=parameters)
    if answer.cut:
        raise UsageError(
            f"超過工作表上限 {MOST_ROWS - 1:,} 列 (more rows than a sheet holds)",
            hint="請以 --month 縮小範圍,或匯出 Parquet。(Narrow it down by --month, or export Parquet.)",
        )
    part = path.with_name(f".{path.name}.part")
    try:
        rows = write_xlsx(part, answer.columns, answer.rows)
        with part.open("rb+") as file:
            os.fsync(file.fileno())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    return Exported(path, rows, answer)


def _months(warehouse: str, table: str, seconds: float) -> list[str]:
    sql = f'SELECT DISTINCT period FROM "{table}" WHERE period IS NOT NULL ORDER BY 1'  # noqa: S608 (a name that is known)
    return [row[0] for row in ask(warehouse, sql, limit=None, seconds=seconds).rows]
