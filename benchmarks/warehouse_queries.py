"""The ready queries on a large warehouse, each timed as an analyst meets it: ``python -m benchmarks.warehouse_queries DB``."""

from __future__ import annotations

import resource
import statistics
import sys
import time
from collections.abc import Mapping

from warehouse.query import ask
from warehouse.query_ready import ready_queries

GIVEN: Mapping[str, Mapping[str, str]] = {
    "drift": {"kind": "electricity_meter", "reading": "wh_full_load"},
    "error-distribution": {"kind": "electricity_meter", "reading": "wh_full_load"},
    "error-histogram": {"kind": "electricity_meter", "reading": "wh_full_load"},
    "near-limit": {"month": "2026-10"},
    "trace": {"number": "0000123456"},
}
"""Values for the parameters; what is not named asks of all months, all kinds, all permits."""


def timed(warehouse: str, name: str, rounds: int) -> tuple[float, float, int]:
    """Median wall seconds, median CPU seconds, rows."""
    ready = ready_queries()[name]
    values = ready.values(GIVEN.get(name, {})) or None
    walls, cpus, rows = [], [], 0
    for _ in range(rounds):
        before, started = resource.getrusage(resource.RUSAGE_SELF), time.perf_counter()
        answer = ask(warehouse, ready.sql, limit=1000, seconds=600, parameters=values)
        after = resource.getrusage(resource.RUSAGE_SELF)
        walls.append(time.perf_counter() - started)
        cpus.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
        rows = len(answer.rows)
    return statistics.median(walls), statistics.median(cpus), rows


def table(warehouse: str, rounds: int = 3) -> str:
    """A Markdown table, a line for each ready query."""
    lines = ["| query | asked of | wall s | CPU s | rows |", "|---|---|---|---|---|"]
    for name in ready_queries():
        wall, cpu, rows = timed(warehouse, name, rounds)
        given = ", ".join(f"{key}={value}" for key, value in GIVEN.get(name, {}).items()) or "all"
        lines.append(f"| {name} | {given} | {wall:.2f} | {cpu:.2f} | {rows:,} |")
        print(lines[-1], file=sys.stderr, flush=True)
    return "\n".join(lines)


def main() -> None:
    """Print the table."""
    print(table(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 3))


if __name__ == "__main__":
    main()
