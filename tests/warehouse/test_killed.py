"""SIGKILL at many steps of a load: the database opens, nothing is half there, and a second run completes it."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from schemas.submission import Outcome
from tests.warehouse.killed_load import PERIODS, ROWS, load_all
from warehouse.store import Store

ROOT = Path(__file__).parents[2]


def child(path: Path, step: int, lag: int = -1) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "tests.warehouse.killed_load", str(path), str(step), str(lag)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("empty") / "w.duckdb"
    with Store(path):
        pass
    return path


@pytest.fixture(scope="module")
def steps(empty: Path, tmp_path_factory: pytest.TempPathFactory) -> int:
    path = tmp_path_factory.mktemp("steps") / "w.duckdb"
    shutil.copy(empty, path)
    done = child(path, 0)
    assert done.returncode == 0, done.stderr
    return int(done.stdout)


def whole(store: Store) -> int:
    """How many submissions there are; each has all that belongs to it, and nothing lies about without one."""
    found = store.fetch(
        "SELECT s.id, m.outcome, r.serial, (SELECT count(*) FROM documents d WHERE d.submission_id = s.id),"
        " (SELECT count(*) FROM verifications v WHERE v.submission_id = s.id),"
        " (SELECT count(*) FROM monthly_report_lines l WHERE l.submission_id = s.id),"
        " (SELECT count(*) FROM outbox o WHERE o.submission_id = s.id)"
        " FROM submissions s JOIN messages m ON m.sha256 = s.message_sha256"
        " LEFT JOIN receipts r ON r.submission_id = s.id ORDER BY s.id"
    )
    count = len(found)
    assert found == [(number, "loaded", number, 2, ROWS, 1, 1) for number in range(1, count + 1)]
    totals = store.fetch(
        "SELECT (SELECT count(*) FROM verifications_electricity_meter), (SELECT count(*) FROM documents),"
        " (SELECT count(*) FROM receipts), (SELECT count(*) FROM outbox), (SELECT count(*) FROM submissions)"
    )
    assert totals == [(count * ROWS, count * 2, count, count, count)]
    return count


def kill_and_run_again(empty: Path, folder: Path, step: int, lag: int) -> tuple[int, int]:
    """Exit status of the killed process, and how many submissions it had finished."""
    path = folder / f"{step}-{lag}.duckdb"
    shutil.copy(empty, path)
    status = child(path, step, lag).returncode
    with Store(path, read_only=True) as store:
        seen = whole(store)
    with Store(path) as store:
        done = whole(store)
        assert done == seen
        load_all(store)
        assert whole(store) == len(PERIODS)
        assert store.outcome_counts() == {Outcome.LOADED: len(PERIODS)}
        assert store.fetch("SELECT list(number ORDER BY number) FROM receipts") == [
            ([f"115-3160-{number:06d}" for number in range(1, len(PERIODS) + 1)],)
        ]
    return status, done


def test_killed_at_any_step_nothing_is_half_there(empty: Path, steps: int, tmp_path: Path) -> None:
    assert steps >= 60
    stride = 1 if os.environ.get("ZIJIAN_CHAOS") == "full" else steps // 12
    points = range(1, steps + 1, stride)
    results = [kill_and_run_again(empty, tmp_path, step, -1) for step in points]
    assert len(results) >= 12
    assert {status for status, _ in results} == {-signal.SIGKILL}
    assert {done for _, done in results} >= {0, 1, 2}


def test_killed_inside_the_last_steps_nothing_is_half_there(empty: Path, steps: int, tmp_path: Path) -> None:
    points = [(step, lag) for step in (steps - 1, steps) for lag in (0, 5, 20)]
    results = [kill_and_run_again(empty, tmp_path, step, lag) for step, lag in points]
    assert len(results) == 6
    assert {done for _, done in results} <= {2, 3}
