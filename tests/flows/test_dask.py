"""A month read on a real Dask cluster ends in the same warehouse as one read on this machine alone."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import duckdb
import pytest

from flows.demo import sample_folder, sample_settings
from flows.intake_types import IntakeResult, MessageResult
from flows.mail_source import open_source
from flows.pipeline import run_intake
from flows.reading_cluster import ClusterError, cluster_reader, unfit
from schemas.errors import UsageError
from schemas.submission import Outcome
from schemas.validate import RULESET
from tests.flows.officekit import free_port
from tests.flows.prefect_service import ROOT, process, until

pytestmark = pytest.mark.xdist_group("dask")

MEASURED = frozenset({"runs", "run_metrics"})
"""Tables that hold how long a run took."""


@dataclass(frozen=True)
class Cluster:
    """A scheduler, and the processes of its workers."""

    address: str
    workers: list[int]


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    root, port = tmp_path_factory.mktemp("cluster"), free_port()
    address = f"tcp://127.0.0.1:{port}"
    here = {"PYTHONPATH": os.pathsep.join((str(ROOT), str(ROOT / "smartcard")))}
    dask = [sys.executable, "-m", "dask"]
    with ExitStack() as stack:
        command = [*dask, "scheduler", "--host", "127.0.0.1", "--port", str(port), "--no-dashboard"]
        stack.enter_context(process(command, root / "scheduler.log", here))
        started = [
            stack.enter_context(process(_worker(address, root / name), root / f"{name}.log", here))
            for name in ("one", "two")
        ]
        until(lambda: True if _registered(root) == 2 else None, "two workers")
        yield Cluster(address, [one.pid for one in started])


def _worker(address: str, folder: Path) -> list[str]:
    plain = ["--no-nanny", "--nthreads", "1", "--no-dashboard", "--local-directory", str(folder)]
    return [sys.executable, "-m", "dask", "worker", address, *plain]


def _registered(root: Path) -> int:
    return sum("Registered to:" in (root / f"{name}.log").read_text("utf-8") for name in ("one", "two"))


@pytest.fixture(scope="module")
def local(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample month, read on this machine."""
    warehouse = tmp_path_factory.mktemp("local") / "office.duckdb"
    _take_in(warehouse)
    return warehouse


def _take_in(warehouse: Path, cluster: str | None = None, progress: Any = None) -> IntakeResult:
    how = replace(sample_settings(sample_folder(), 4), cluster=cluster)
    return run_intake(open_source(str(sample_folder() / "mail")), warehouse, how, name="month", progress=progress)


def _dump(warehouse: Path) -> dict[str, list[str]]:
    """Every row of every table."""
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        names = [row[0] for row in connection.execute("SELECT table_name FROM duckdb_tables() ORDER BY 1").fetchall()]
        return {
            name: sorted(map(repr, connection.execute(f'SELECT * FROM "{name}"').fetchall()))  # noqa: S608
            for name in names
            if name not in MEASURED
        }


def _papers(warehouse: Path) -> dict[str, int]:
    folders = [warehouse.with_name(f"office.{what}") for what in ("archive", "outbox", "receipts")]
    files = (path for folder in folders for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(warehouse.parent).as_posix(): path.stat().st_size for path in files}


def _steps(cluster: Cluster) -> int:
    """How many steps of tasks the scheduler has seen so far: a task makes several."""
    from distributed import Client  # noqa: PLC0415 - slow to import, and not where these tests are only collected

    make: Any = Client
    with make(cluster.address, set_as_default=False) as client:
        return int(client.run_on_scheduler(_count))


def _count(dask_scheduler: Any) -> int:
    return int(dask_scheduler.transition_counter)


def test_the_warehouse_is_the_same(cluster: Cluster, local: Path, tmp_path: Path) -> None:
    warehouse = tmp_path / "office.duckdb"
    before = _steps(cluster)
    result = _take_in(warehouse, cluster.address)
    assert result.counts[Outcome.LOADED] == 7
    assert _steps(cluster) - before >= 15 * 4
    here, there = _dump(local), _dump(warehouse)
    assert len(here) > 20
    assert sum(map(len, here.values())) > 1500
    assert {name: there[name] == rows for name, rows in here.items()} == dict.fromkeys(here, True)
    assert _papers(warehouse) == _papers(local)


def test_a_worker_that_dies_costs_nothing(cluster: Cluster, local: Path, tmp_path: Path) -> None:
    warehouse = tmp_path / "office.duckdb"
    victim = cluster.workers[1]

    def strike(_: MessageResult) -> None:
        if victim in cluster.workers:
            cluster.workers.remove(victim)
            os.kill(victim, signal.SIGKILL)

    _take_in(warehouse, cluster.address, strike)
    assert victim not in cluster.workers
    assert _dump(warehouse) == _dump(local)


def test_no_scheduler_is_a_fault_that_passes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("flows.reading_cluster._SECONDS", 1)
    with (
        pytest.raises(ClusterError, match="dask scheduler") as caught,
        cluster_reader(f"tcp://127.0.0.1:{free_port()}"),
    ):
        pass
    assert caught.value.retryable


def test_a_worker_of_another_version_is_refused_before_any_file(
    cluster: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("flows.reading_cluster.RULESET", "another")
    with pytest.raises(UsageError, match="another version"):
        _take_in(tmp_path / "office.duckdb", cluster.address)


def test_a_process_that_may_not_start_others_is_unfit() -> None:
    """As a Dask worker under its nanny is, unless its settings say otherwise."""
    with multiprocessing.get_context("spawn").Pool(1) as daemons:
        said = daemons.apply(unfit, (RULESET,))
    assert said is not None
    assert "DASK_DISTRIBUTED__WORKER__DAEMON=False" in said
    assert unfit(RULESET) is None
