"""The measurements of intake runs: how much was read, how long each stage took, what was found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields
from datetime import datetime
from decimal import Decimal
from typing import Any

from warehouse.session import Session

_RUNS = """
SELECT r.id, r.source, r.started_at, r.finished_at, coalesce(r.messages, 0), coalesce(r.loaded, 0),
    coalesce(r.duplicate, 0), coalesce(r.quarantined, 0), coalesce(r.nothing_to_load, 0), coalesce(r.failed, 0),
    {columns}
FROM runs r LEFT JOIN run_metrics m ON m.run_id = r.id
ORDER BY r.started_at DESC, r.id + 0 DESC LIMIT ?
"""


@dataclass(frozen=True, slots=True)
class RunMetrics:
    """What a run took. Sizes in bytes, times in seconds; ``findings`` by code. See the table ``run_metrics``."""

    bytes: int
    files: int
    pages: int
    instruments: int
    workers: int
    seconds: Decimal
    seconds_opening: Decimal
    seconds_reading: Decimal
    seconds_judging: Decimal
    seconds_loading: Decimal
    peak_memory: int | None
    findings: Mapping[str, int] = field(default_factory=dict)


_COLUMNS = [item.name for item in fields(RunMetrics) if item.name != "findings"]


@dataclass(frozen=True, slots=True)
class RunRecord:
    """A run as it stands in the warehouse; ``finished_at`` and ``metrics`` are ``None`` where it did not finish."""

    number: int
    source: str
    started_at: datetime
    finished_at: datetime | None
    messages: int
    loaded: int
    duplicate: int
    quarantined: int
    nothing_to_load: int
    failed: int
    metrics: RunMetrics | None


def save_metrics(session: Session, run: int, metrics: RunMetrics) -> None:
    """Write down what a run took."""
    values = asdict(metrics)
    findings = values.pop("findings")
    with session.transaction():
        session.insert("run_metrics", {"run_id": run, **values})
        rows = [(run, code, count) for code, count in sorted(findings.items())]
        session.append("run_findings", ("run_id", "code", "findings"), rows)


def latest_runs(session: Session, limit: int) -> list[RunRecord]:
    """The latest runs, the newest first."""
    columns = ", ".join(f'm."{name}"' for name in _COLUMNS)
    rows = session.fetch(_RUNS.format(columns=columns), [limit])
    return [_record(session, row) for row in rows]


def _record(session: Session, row: tuple[Any, ...]) -> RunRecord:
    number, source, started, finished, messages, loaded, duplicate, quarantined, nothing, failed, *values = row
    metrics = _metrics(session, number, values)
    return RunRecord(
        number, source, started, finished, messages, loaded, duplicate, quarantined, nothing, failed, metrics
    )


def _metrics(session: Session, run: int, values: Sequence[Any]) -> RunMetrics | None:
    if values[0] is None:
        return None
    found = session.fetch("SELECT code, findings FROM run_findings WHERE run_id = ? ORDER BY code", [run])
    return RunMetrics(**dict(zip(_COLUMNS, values, strict=True)), findings=dict(found))
