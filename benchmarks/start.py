"""From a cold start: one page checked by ``zijian check`` against an interpreter that imports pypdfium2 and pydantic."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from unittest.mock import patch

from benchmarks.measure import Run, contender, interleaved, median

ONE_PAGE = Path(__file__).parents[1] / "tests" / "records" / "pdf" / "1-135-gas-libreoffice.pdf"
_HEAD = "| command | wall ms, median | least | x floor | of the least | CPU ms, median | x floor |\n|---|---|---|---|---|---|---|"


def table(rounds: int = 31) -> str:
    """A Markdown table of wall and CPU time, medians and the least, and their ratios to those of the floor."""
    program = str(Path(sys.executable).parent / "zijian")
    checking = [program, "check", str(ONE_PAGE), "--json"]
    commands: dict[str, Sequence[str]] = {"import only": contender("import-only", []), "zijian check": checking}
    with _compiled(), _undisturbed():
        interleaved(commands, 1)
        results = interleaved(commands, rounds)
    return "\n".join([_HEAD, *(_row(name, runs, results["import only"]) for name, runs in results.items())])


def _row(name: str, runs: list[Run], floor: list[Run]) -> str:
    wall, cpu, least = median(runs, "wall"), median(runs, "cpu"), min(run.wall for run in runs)
    ratios = wall / median(floor, "wall"), least / min(run.wall for run in floor), cpu / median(floor, "cpu")
    return (
        f"| {name} | {wall * 1000:.0f} | {least * 1000:.0f} | {ratios[0]:.2f} | {ratios[1]:.2f} "
        f"| {cpu * 1000:.0f} | {ratios[2]:.2f} |"
    )


@contextmanager
def _compiled() -> Iterator[None]:
    """Modules are compiled once, into a folder of their own, as they are on a machine where the program is installed."""
    with tempfile.TemporaryDirectory() as folder, patch.dict(os.environ, {"PYTHONPYCACHEPREFIX": folder}):
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        yield


@contextmanager
def _undisturbed() -> Iterator[None]:
    """At real-time priority, where that is allowed: other work on the machine does not count."""
    before = os.sched_getscheduler(0) if sys.platform == "linux" else None
    if sys.platform == "linux":
        with suppress(PermissionError):
            os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(1))
    try:
        yield
    finally:
        if sys.platform == "linux" and before is not None:
            os.sched_setscheduler(0, before, os.sched_param(0))


if __name__ == "__main__":
    print(table())
