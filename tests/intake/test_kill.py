"""An intake that is killed anywhere and run again ends like one that was never disturbed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.intake.office import Office

SAMPLE = 14
ROOT = Path(__file__).parents[2]


def killer(root: Path, *points: int) -> list[list[int]]:
    command = [sys.executable, "-m", "tests.intake.killer", str(root), *map(str, points)]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    return [[int(word) for word in line.split()] for line in done.stdout.splitlines()]


def spread(count: int, points: int) -> list[int]:
    """``count`` of the points 1 … ``points``, or all, evenly spread with both ends."""
    if os.environ.get("ZIJIAN_CHAOS") == "full":
        return list(range(1, points + 1))
    return sorted({1 + index * (points - 1) // (count - 1) for index in range(count)})


def test_kill_anywhere_and_run_again(tmp_path: Path) -> None:
    ((points,),) = killer(tmp_path)
    whole = Office(tmp_path / "undisturbed")
    tables, files = whole.tables(), whole.files()
    assert points > 200
    assert len(files) > 10
    assert len(tables["messages"]) == 5

    chosen = spread(SAMPLE, points)
    differences = []
    for point, killed, again in killer(tmp_path, *chosen):
        assert (killed, again) == (-signal.SIGKILL, 0), f"point {point}"
        office = Office(tmp_path / str(point))
        if office.tables() != tables or office.files() != files:
            differences.append(point)
    print(f"points tried: {len(chosen)} of {points}; differences: {len(differences)}")
    assert differences == []
    assert len(chosen) >= 12


@pytest.mark.parametrize("points", [201, 5000])
def test_the_sample_reaches_from_the_first_point_to_the_last(points: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ZIJIAN_CHAOS", raising=False)
    chosen = spread(SAMPLE, points)
    assert (chosen[0], chosen[-1], len(chosen)) == (1, points, SAMPLE)
