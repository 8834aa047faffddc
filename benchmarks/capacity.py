"""What a month costs: reading a page, judging and loading an instrument, publishing the read copy, a task on a cluster.

``python -m benchmarks.capacity`` prints the tables of docs/capacity.md. CPU seconds by the system's own accounting:
they hold on a machine that does other work as well.
"""

from __future__ import annotations

import json
import os
import pickle
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from email.message import EmailMessage
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks import rules_speed
from benchmarks.measure import interleaved, median
from benchmarks.warehouse_rows import generate
from flows.intake_types import IntakeSettings
from flows.legal_tables import load
from flows.mail_source import open_source
from flows.pipeline import run_intake
from schemas.document import Document
from warehouse.read_copy import publish, read_copy_path

MESSAGES = 12
METERS = (20, 400)
ROWS = (0, 250_000, 1_000_000)
TASKS = 40
ROUNDS = 1
_MAGIC = b"%PDF-1.4\n"
_PAGES = Path("tests", "records", "pdf")
_SHIFT = 8 * 3600
"""Seconds of a working day: what has to be through on the day on which a month's reports are due."""


def unpickled(data: bytes, name: str) -> Document:
    """The document that a message of ``post`` holds; this measures everything but the reading."""
    document: Document = pickle.loads(data.removeprefix(_MAGIC))  # noqa: S301 - our own
    document.source.file = name
    return document


def post(folder: Path, meters: int) -> None:
    """``MESSAGES`` messages, each with the record and the report of that many meters of a permit of its own."""
    folder.mkdir()
    for number in range(MESSAGES):
        message = EmailMessage()
        message["From"], message["Subject"] = f"m{number}@example.test", "十月份"
        message["Date"], message["Message-ID"] = "Thu, 05 Nov 2026 10:00:00 +0800", f"<{number}@example.test>"
        message.set_content("請查收。")
        for document in (rules_speed.record(meters), rules_speed.report(meters)):
            document.header.permit_number = f"MV113{number + 1:03d}"
            document.source.sha256 = f"{number:032d}{document.source.file:>32}"
            content = _MAGIC + pickle.dumps(document)
            message.add_attachment(content, "application", "pdf", filename=f"{document.source.file}.pdf")
        (folder / f"{number}.eml").write_bytes(message.as_bytes())


def write(warehouse: Path, meters: int) -> dict[str, float]:
    """CPU seconds that the messages of ``post`` add to an intake without any, and of publishing alone; sizes in MB."""
    mail, nothing = warehouse.with_name("mail"), warehouse.with_name("nothing")
    nothing.mkdir()
    post(mail, meters)
    _intake(nothing, warehouse)
    empty, whole = _intake(nothing, warehouse), _intake(mail, warehouse)
    before = time.process_time()
    publish(warehouse)
    published = time.process_time() - before
    sizes = {"mb": warehouse.stat().st_size / 1e6, "copy_mb": read_copy_path(warehouse).stat().st_size / 1e6}
    return {"writing": whole - empty, "publishing": published, **sizes}


def _intake(mail: Path, warehouse: Path) -> float:
    settings = IntakeSettings(today=date(2026, 11, 21), legal=load(), reader=unpickled)
    before = time.process_time()
    run_intake(open_source(str(mail)), warehouse, settings)
    return time.process_time() - before


def writer_table() -> str:
    """The writer's cost a message and an instrument, and the read copy's, as the warehouse grows."""
    lines = [
        "| rows before | a message, ms | an instrument, µs | read copy, s | warehouse, MB | read copy, MB |",
        "|---|---|---|---|---|---|",
    ]
    for rows in ROWS:
        few, many = _written(rows)
        each = (many["writing"] - few["writing"]) / MESSAGES / (METERS[1] - METERS[0])
        message = few["writing"] / MESSAGES - METERS[0] * each
        sizes = f"{many['mb']:,.0f} | {many['copy_mb']:,.0f}"
        lines.append(f"| {rows:,} | {message * 1e3:,.0f} | {each * 1e6:,.0f} | {many['publishing']:.2f} | {sizes} |")
    return "\n".join(lines)


def _written(rows: int) -> list[dict[str, float]]:
    """What ``write`` finds for each of ``METERS``, on copies of one warehouse."""
    with tempfile.TemporaryDirectory() as folder:
        filled = Path(folder) / "filled.duckdb"
        if rows:
            generate(filled, rows)
        return [_measured(filled, Path(folder) / str(meters), meters) for meters in METERS]


def _measured(filled: Path, folder: Path, meters: int) -> dict[str, float]:
    folder.mkdir()
    warehouse = folder / "office.duckdb"
    if filled.exists():
        shutil.copyfile(filled, warehouse)
    command = [sys.executable, "-m", "benchmarks.capacity", "write", str(warehouse), str(meters)]
    found: dict[str, float] = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    return found


def reading_table() -> str:
    """CPU a page and a file of the sample records, each read in a limited process of its own."""
    files = sorted(str(path) for path in _PAGES.glob("*.pdf"))
    found = _documents(files)
    pages, rows = sum(one["source"]["pages"] for one in found), sum(len(one["rows"]) for one in found)
    parse = [sys.executable, "-m", "flows.cli", "parse", "--json"]
    runs = interleaved({"all": [*parse, *files], "one": [*parse, files[0]]}, ROUNDS)
    cpu = median(runs["all"], "cpu") - median(runs["one"], "cpu") * (1 - 1 / len(files))
    return "\n".join(
        [
            "| files | pages | instruments | CPU ms a page | CPU ms a file | pages in 8 hours on a core |",
            "|---|---|---|---|---|---|",
            f"| {len(files)} | {pages} | {rows:,} | {cpu / pages * 1e3:.0f} | {cpu / len(files) * 1e3:.0f} "
            f"| {_SHIFT * pages / cpu:,.0f} |",
        ]
    )


def _documents(files: Sequence[str]) -> list[dict[str, Any]]:
    command = [sys.executable, "-m", "flows.cli", "parse", "--json", *files]
    found: list[dict[str, Any]] = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    return found


def cluster_table() -> str:
    """Wall time of a file on a Dask cluster of one worker and here, and of a task that does nothing; medians."""
    import distributed  # noqa: PLC0415 - only for this table

    from flows.reading import read_isolated  # noqa: PLC0415
    from flows.reading_cluster import cluster_reader  # noqa: PLC0415
    from flows.reading_pool import preload  # noqa: PLC0415

    connect: Any = distributed.Client
    path = sorted(_PAGES.glob("*.pdf"))[0]
    data = path.read_bytes()
    preload()
    with _cluster() as address, cluster_reader(address) as reader, connect(address, set_as_default=False) as client:
        here, there, empty = [], [], []
        for number in range(TASKS):
            here.append(_timed(lambda: read_isolated(data, path.name)))
            there.append(_timed(lambda: reader(data, path.name)))
            empty.append(_timed(partial(_empty, client, number)))
    medians = [f"{statistics.median(times) * 1e3:.1f}" for times in (here, there, empty)]
    return "\n".join(
        ["| here, ms | on the cluster, ms | an empty task, ms |", "|---|---|---|", f"| {' | '.join(medians)} |"]
    )


def _empty(client: Any, number: int) -> None:
    client.submit(abs, number, pure=False).result()


def _timed(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


@contextmanager
def _cluster() -> Iterator[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address, environment = f"tcp://127.0.0.1:{port}", {**os.environ, "PYTHONPATH": str(Path.cwd())}
    dask = [sys.executable, "-m", "dask"]
    commands = (
        [*dask, "scheduler", "--host", "127.0.0.1", "--port", str(port), "--no-dashboard"],
        [*dask, "worker", address, "--no-nanny", "--nthreads", "1", "--no-dashboard"],
    )
    with tempfile.TemporaryDirectory() as folder:
        started = [
            subprocess.Popen(one, cwd=folder, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            for one in commands
        ]
        try:
            yield address
        finally:
            for one in reversed(started):
                one.terminate()
                one.wait()


def main() -> None:
    """Print the tables; with ``write FILE METERS`` measure one intake and print it as JSON."""
    if sys.argv[1:2] == ["write"]:
        print(json.dumps(write(Path(sys.argv[2]), int(sys.argv[3]))))
        return
    for title, table in (("Reading", reading_table), ("The writer", writer_table), ("A cluster", cluster_table)):
        print(f"\n## {title}\n\n{table()}", flush=True)


if __name__ == "__main__":
    main()
