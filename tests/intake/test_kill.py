"""A month that is killed anywhere between mailbox and reply and run again ends like one that was never disturbed."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from tests.intake.kill_month import MONTHS
from tests.intake.kill_sweep import chosen

pytestmark = pytest.mark.xdist_group("mailbox")

FULL = os.environ.get("ZIJIAN_CHAOS") == "full"
PARTS = 2 if FULL else 1
SAMPLE = 5
ROOT = Path(__file__).parents[2]


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder in memory where there is one: a SIGKILL leaves there what it leaves on a disk, many times faster."""
    memory = Path("/dev/shm")  # noqa: S108 (a folder of its own is made in it)
    with tempfile.TemporaryDirectory(dir=memory if os.access(memory, os.W_OK) else None) as name:
        Path(name).chmod(0o711)  # the servers' own users pass through it
        yield Path(name)


def sweep(folder: Path, part: int) -> list[dict[str, Any]]:
    """What one part of the sweep has to say; its servers are stopped even where it fails."""
    command = [sys.executable, "-m", "tests.intake.kill_sweep", str(folder / str(part)), str(part), str(PARTS)]
    with (folder / f"{part}.jsonl").open("w+") as out:
        subprocess.run([*command, *([] if FULL else [str(SAMPLE)])], cwd=ROOT, check=True, stdout=out)
        out.seek(0)
        return [json.loads(line) for line in out]


def test_kill_anywhere_and_run_again(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with ThreadPoolExecutor(PARTS) as pool:
        parts = list(pool.map(partial(sweep, folder), range(PARTS)))
    months = [line for line in parts[0] if "steps" in line]
    tried = [line for part in parts for line in part if "point" in line]
    differing = [line for line in tried if line["differences"]]
    steps, points = (sum(month[what] for month in months) for what in ("steps", "points"))
    with capsys.disabled():
        print(f"\npoints tried: {len(tried)} of {points} ({steps} steps); differences: {len(differing)}")
    assert [month["month"] for month in months] == list(MONTHS)
    assert months[0]["points"] > 200
    assert min(month["points"] for month in months) >= 10
    assert min(month["state"] for month in months) > 50
    assert [line for line in tried if (line["killed"], line["again"]) != (-signal.SIGKILL, 0)] == []
    assert differing == []
    assert len({(line["month"], line["point"]) for line in tried}) == (points if FULL else 3 * SAMPLE)


def test_the_sample_reaches_from_the_first_point_to_the_last_and_parts_make_a_whole_kill_sweep() -> None:
    points = list(range(3, 700, 3))
    sample = chosen(points, 0, 1, SAMPLE)
    assert (sample[0], sample[-1], len(sample)) == (points[0], points[-1], SAMPLE)
    assert sorted(chosen(points, 0, 2, None) + chosen(points, 1, 2, None)) == points
