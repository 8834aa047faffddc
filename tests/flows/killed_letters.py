"""Kills the close of a month at the points given, each in a copy of the office, and runs it again.

``python -m tests.flows.killed_letters BUREAU FOLDER [POINT…]``: without points it prints how many there are.
"""

from __future__ import annotations

import os
import shutil
import sys
from datetime import date
from pathlib import Path

from flows.flow_settings import load
from flows.month_close import close_month
from tests.intake.killer import Counter


def close(root: Path, counter: Counter | None = None) -> int:
    """Close in a process of its own; its exit status, or the number of the signal that ended it, negative."""
    child = os.fork()
    if not child:
        settings = load(root / "office.toml")
        sys.setprofile(counter)
        close_month(settings, period="2026-10", today=date(2026, 11, 21))
        sys.setprofile(None)
        if counter is not None and counter.stop is None:
            (root / "points").write_text(str(counter.seen))
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def main(bureau: Path, folder: Path, points: list[int]) -> None:
    """A line for each point: the point, how the killed run ended, how the next one ended."""
    for point in points or [0]:
        root = folder / str(point)
        shutil.copytree(bureau, root)
        killed = close(root, Counter(point or None))
        print(point, killed, close(root))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), [int(word) for word in sys.argv[3:]])
