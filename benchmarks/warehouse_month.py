"""Loading a month: a submission through the store against the floors of the lab notes, in turn.

``python -m benchmarks.warehouse_month [ROWS]``. Floors: DuckDB's appender with the same rows as ready tuples, and COPY
from a Parquet file of the same rows, both into an empty table of the same schema.
"""

from __future__ import annotations

import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from schemas.document import Document, Source
from schemas.kinds.electricity_meter import ElectricityHeader, ElectricityRow
from schemas.place import Place
from schemas.submission import Attachment, FeeDue, JudgedDocument, Message, State, Submission, SubmissionKey
from warehouse.rows import Lineage, bulk_rows, table_of
from warehouse.store import Store
from warehouse.values import TAIPEI

ROUNDS = 5
_DAY = datetime(2026, 11, 5, 12, 0, tzinfo=TAIPEI)


def record(rows: int) -> Document:
    """One record of invented electricity meters with ten readings each."""
    names = [name for name in ElectricityRow.model_fields if name.startswith(("wh_", "varh_", "demand"))]
    readings: dict[str, Any] = {name: Decimal(f"0.{number}1") for number, name in enumerate(names)}
    meters = [
        ElectricityRow(
            serial_number=f"{number:08d}",
            verdict="pass",
            mark_number=f"S1LG15{number:06d}",
            place=Place(page=1 + number // 30, row=number + 1),
            **readings,
        )
        for number in range(rows)
    ]
    header = ElectricityHeader(permit_number="MV107001", verification_date=date(2026, 10, 7), quantity=rows)
    source = Source(file="r.pdf", sha256="f" * 64, pages=1 + rows // 30, engine="benchmark")
    return Document(
        document_kind="verification_record",
        instrument_kind="electricity_meter",
        source=source,
        header=header,
        rows=list(meters),
    )


def through_the_store(document: Document, folder: Path) -> None:
    """Registered, loaded in one transaction, committed: what an intake does with it."""
    mail = Message(
        sha256="a" * 64,
        source="b",
        message_id="<m@example.test>",
        sender="s@example.test",
        sender_name="",
        subject="",
        sent_at=_DAY,
        received_at=_DAY,
        size=1,
    )
    attachment = Attachment(document.source.sha256, mail.sha256, "1", "r.pdf", "application/pdf", 1)
    judged = [JudgedDocument(document, attachment, [])]
    key, fee = SubmissionKey("MV107001", "2026-10", "electricity_meter"), FeeDue(scheduled=None, payable=None)
    with Store(folder / "store.duckdb") as store:
        store.register_message(mail)
        store.load_submission(
            Submission(key, mail.sha256, judged, State.ACCEPTED, _DAY, fee, late_days=0, ruleset="b"), bad_rows=[set()]
        )


def by_appender(columns: Sequence[str], tuples: Sequence[tuple[Any, ...]], folder: Path) -> None:
    """The rows as ready tuples."""
    with Store(folder / "appender.duckdb") as store, store.transaction():
        store.append("verifications_electricity_meter", columns, tuples)


def by_copy(parquet: Path, folder: Path) -> None:
    """The rows as a Parquet file."""
    with Store(folder / "copy.duckdb") as store, store.transaction():
        store.run(f"COPY verifications_electricity_meter FROM '{parquet}' (FORMAT parquet)")


def cpu(work: Callable[[Path], None]) -> tuple[float, float]:
    """CPU and wall seconds of one run in an empty folder."""
    with tempfile.TemporaryDirectory() as folder:
        before, started = resource.getrusage(resource.RUSAGE_SELF), time.perf_counter()
        work(Path(folder))
        wall, after = time.perf_counter() - started, resource.getrusage(resource.RUSAGE_SELF)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, wall


def table(rows: int) -> str:
    """A Markdown table: rows a second of CPU and of the clock, and the ratio of CPU to the lower floor."""
    document = record(rows)
    shape = table_of(document)
    if shape is None:
        raise ValueError("no table for the record")
    tuples = list(bulk_rows(shape, document, range(rows), Lineage(1, 1, "f" * 64)))
    with tempfile.TemporaryDirectory() as folder:
        parquet = Path(folder) / "rows.parquet"
        by_appender(shape.columns, tuples, Path(folder))
        with Store(Path(folder) / "appender.duckdb") as store:
            store.run(f"COPY verifications_electricity_meter TO '{parquet}' (FORMAT parquet)")
        ways: dict[str, Callable[[Path], None]] = {
            "COPY from Parquet (floor)": lambda target: by_copy(parquet, target),
            "appender, ready tuples (floor)": lambda target: by_appender(shape.columns, tuples, target),
            "a submission through the store": lambda target: through_the_store(document, target),
            "opening an empty warehouse": lambda target: Store(target / "empty.duckdb").close(),
        }
        found: dict[str, list[tuple[float, float]]] = {name: [] for name in ways}
        for _ in range(ROUNDS):
            for name, work in ways.items():
                found[name].append(cpu(work))
    lines = [
        f"{rows:,} rows, {ROUNDS} rounds in turn, medians\n",
        "| way | CPU s | wall s | rows per CPU s |",
        "|---|---|---|---|",
    ]
    for name, runs in found.items():
        spent, wall = (statistics.median(run[place] for run in runs) for place in (0, 1))
        rate = "" if "empty" in name else f"{rows / spent:,.0f}"
        lines.append(f"| {name} | {spent:.2f} | {wall:.2f} | {rate} |")
    return "\n".join(lines)


def main() -> None:
    """Print the table."""
    print(table(int(sys.argv[1]) if len(sys.argv) > 1 else 85_000))


if __name__ == "__main__":
    main()
