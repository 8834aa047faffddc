"""Run a command as a whole process and account for it by the operating system's own figures."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Run:
    """One run: CPU and wall seconds, peak memory in MB, what it printed."""

    cpu: float
    wall: float
    peak_mb: float
    output: str


def run(command: Sequence[str]) -> Run:
    """Run it to its end; ``CalledProcessError`` if it fails."""
    started = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        output = process.stdout.read() if process.stdout else ""
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, list(command))
    peak = usage.ru_maxrss / 1024
    return Run(usage.ru_utime + usage.ru_stime, time.perf_counter() - started, peak, output)


def interleaved(commands: dict[str, Sequence[str]], rounds: int) -> dict[str, list[Run]]:
    """Each command once a round, in turn, so that a machine that slows down slows all alike."""
    results: dict[str, list[Run]] = {name: [] for name in commands}
    for _ in range(rounds):
        for name, command in commands.items():
            results[name].append(run(command))
    return results


def median(runs: Sequence[Run], figure: str) -> float:
    """The median of one figure over the runs."""
    return float(statistics.median(getattr(each, figure) for each in runs))


def contender(name: str, files: Sequence[str]) -> list[str]:
    """The command line of a contender of ``benchmarks.contenders``."""
    return [sys.executable, "-m", "benchmarks.contenders", name, *files]
