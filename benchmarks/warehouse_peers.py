"""Three questions on the same rows to DuckDB, Polars and SQLite: ``python -m benchmarks.warehouse_peers DB FOLDER [--no-sqlite]``.

The rows are those of ``current_verifications`` with each kind's first error, written once as a Parquet file. DuckDB is
asked of that file and, joins and all, of the warehouse itself; Polars scans the file; SQLite has them as a table with an
index on the serial number. Each answer must be the same.
"""

from __future__ import annotations

import resource
import sqlite3
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

_FIRST = {
    "electricity_meter": "wh_full_load",
    "water_meter": "high_error",
    "gas_meter": "qmax_error",
    "weighing_instrument": "increasing_1",
    "taximeter": "time",
}
_COLUMNS = ("period", "kind", "brand", "model", "serial", "verdict", "error")
_SQL = {
    "failures by model": "SELECT kind, brand, model, count(*), sum(CASE WHEN verdict = 'fail' THEN 1 ELSE 0 END) FROM {rows} GROUP BY kind, brand, model ORDER BY 1, 2, 3",
    "mean error by month": "SELECT period, count(*), round(avg(error), 6) FROM {rows} WHERE kind = 'electricity_meter' GROUP BY period ORDER BY 1",
    "one serial number": "SELECT period, kind, serial, verdict FROM {rows} WHERE serial = '0000123456'",
}


def flat(warehouse: str) -> str:
    """The rows as a subquery on the warehouse."""
    parts = (
        f"SELECT s.period, '{kind}' AS kind, d.brand, d.model, v.serial_number AS serial, v.verdict, v.{error}::DOUBLE AS error"  # noqa: S608
        f" FROM {warehouse}.verifications_{kind} v JOIN {warehouse}.current_submissions s ON s.id = v.submission_id"
        f" JOIN {warehouse}.documents d ON d.id = v.document_id"
        for kind, error in _FIRST.items()
    )
    return "(" + " UNION ALL ".join(parts) + ")"


def polars_answers(parquet: Path) -> dict[str, Callable[[], list[tuple[Any, ...]]]]:
    """The questions as Polars asks them."""
    rows = pl.scan_parquet(parquet)
    failed = (pl.col("verdict") == "fail").sum().cast(pl.Int64)
    return {
        "failures by model": lambda: rows.group_by("kind", "brand", "model")
        .agg(pl.len().cast(pl.Int64), failed)
        .sort("kind", "brand", "model")
        .collect(engine="streaming")
        .rows(),
        "mean error by month": lambda: rows.filter(pl.col("kind") == "electricity_meter")
        .group_by("period")
        .agg(pl.len().cast(pl.Int64), pl.col("error").mean().round(6))
        .sort("period")
        .collect(engine="streaming")
        .rows(),
        "one serial number": lambda: rows.filter(pl.col("serial") == "0000123456")
        .select("period", "kind", "serial", "verdict")
        .collect(engine="streaming")
        .rows(),
    }


def timed(ask: Callable[[], list[tuple[Any, ...]]]) -> tuple[float, float, list[tuple[Any, ...]]]:
    """The better of two runs: CPU and wall seconds, and the answer."""
    runs = []
    for _ in range(2):
        before, started = resource.getrusage(resource.RUSAGE_SELF), time.perf_counter()
        rows = ask()
        wall, after = time.perf_counter() - started, resource.getrusage(resource.RUSAGE_SELF)
        runs.append((after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, wall, rows))
    return min(runs, key=lambda run: run[0])


def fill_sqlite(path: Path, parquet: Path) -> float:
    """A table of the same rows with an index on the serial number; CPU seconds."""
    path.unlink(missing_ok=True)
    before = time.process_time()
    with closing(sqlite3.connect(path)) as target, closing(duckdb.connect()) as source:
        target.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;")
        target.execute(f"CREATE TABLE rows ({', '.join(_COLUMNS)})")
        target.executemany("INSERT INTO rows VALUES (?, ?, ?, ?, ?, ?, ?)", _batches(source, parquet))
        target.execute("CREATE INDEX by_serial ON rows (serial)")
        target.commit()
    return time.process_time() - before


def _batches(source: duckdb.DuckDBPyConnection, parquet: Path) -> Iterator[tuple[Any, ...]]:
    result = source.execute(f"SELECT {', '.join(_COLUMNS)} FROM '{parquet}'")  # noqa: S608
    while batch := result.fetchmany(100_000):
        yield from batch


def main() -> None:
    """Print the table; ``AssertionError`` where answers differ."""
    warehouse, folder, with_sqlite = Path(sys.argv[1]), Path(sys.argv[2]), "--no-sqlite" not in sys.argv
    folder.mkdir(parents=True, exist_ok=True)
    parquet, lite = folder / "rows.parquet", folder / "rows.sqlite"
    own = duckdb.connect()
    own.execute("SET enable_progress_bar = false")
    own.execute(f"ATTACH '{warehouse}' AS w (READ_ONLY)")
    own.execute(f"COPY {flat('w')} TO '{parquet}' (FORMAT parquet, COMPRESSION zstd)")
    sizes = [f"Parquet {parquet.stat().st_size:,} bytes"]
    if with_sqlite:
        spent = fill_sqlite(lite, parquet)
        sizes.append(f"SQLite {lite.stat().st_size:,} bytes, filled in {spent:.0f} CPU s")
    scanned, other = polars_answers(parquet), sqlite3.connect(lite)
    peers = ["DuckDB warehouse", "DuckDB on Parquet", "Polars on Parquet", *(["SQLite"] if with_sqlite else [])]
    print(f"| question | {' | '.join(peers)} |\n|{'---|' * (len(peers) + 1)}")
    for name, sql in _SQL.items():
        asked: dict[str, Callable[[], list[tuple[Any, ...]]]] = {
            "warehouse": partial(_answer, own, sql.format(rows=flat("w"))),
            "parquet": partial(_answer, own, sql.format(rows=f"'{parquet}'")),
            "polars": scanned[name],
        }
        if with_sqlite:
            asked["sqlite"] = partial(_answer, other, sql.format(rows="rows"))
        results = {way: timed(ask) for way, ask in asked.items()}
        assert all(_same(result[2], results["warehouse"][2]) for result in results.values()), name  # noqa: S101
        print(
            f"| {name} | " + " | ".join(f"{wall:.2f} s ({cpu:.2f} CPU)" for cpu, wall, _ in results.values()) + " |",
            flush=True,
        )
    print("\n" + "; ".join(sizes))


def _answer(connection: Any, sql: str) -> list[tuple[Any, ...]]:
    rows: list[tuple[Any, ...]] = connection.execute(sql).fetchall()
    return rows


def _same(one: list[tuple[Any, ...]], other: list[tuple[Any, ...]]) -> bool:
    """Alike but for the sixth decimal of a mean, which depends on the order of the sum."""

    def rounded(rows: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
        return [tuple(round(value, 5) if isinstance(value, float) else value for value in row) for row in rows]

    return rounded(one) == rounded(other)


if __name__ == "__main__":
    main()
