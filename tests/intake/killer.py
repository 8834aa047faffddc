"""``python -m tests.intake.killer ROOT POINT…``: kill an intake at each point, run it again, and leave both for comparison.

A point is the n-th step of the writing thread that changes something outside of it: before a file is opened, written,
synced, renamed or removed, before and after each statement, insert, begin and commit of the database. There SIGKILL
ends the intake. With no point the intake runs undisturbed and the number of points is printed.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

from tests.intake.office import LATE, LOCKED, Office, eml, paper, record, report
from tests.mail.build import PNG, zipped

CALLS = frozenset({"open", "write", "fsync", "rename", "replace", "unlink", "mkdir"})
OUTSIDE = frozenset({"posix", "io", "BufferedWriter", "BufferedRandom"})
STATEMENTS = frozenset({"run", "append", "insert", "transaction"})
SESSION = str(Path("warehouse", "session.py"))


def is_point(frame: FrameType, event: str, call: Any) -> bool:
    """Whether a profile event is a step that leaves the process."""
    if event == "c_call":
        owner = getattr(call, "__self__", None)
        return call.__name__ in CALLS and getattr(owner, "__name__", type(owner).__name__) in OUTSIDE
    code = frame.f_code
    return event in {"call", "return"} and code.co_name in STATEMENTS and code.co_filename.endswith(SESSION)


def mails() -> list[bytes]:
    """A small month: accepted, in two parts, corrected, in a zip, in quarantine, sent twice."""
    wrong = report()
    wrong.header.total_quantity = 5
    gas = {"gas.pdf": paper(record("gas_meter")), "report.pdf": paper(report("gas_meter"))}
    return [
        eml({"record.pdf": paper(record()), "report.pdf": paper(wrong), "logo.png": PNG}, number=1),
        eml({"all.zip": zipped(*gas.items())}, number=2),
        eml({"locked.pdf": LOCKED}, number=3),
        eml({"report.pdf": paper(report())}, number=4, at=LATE),
        eml({"all.zip": zipped(*gas.items())}, number=5),
    ]


def prepared(root: Path) -> Office:
    """An office with the month's mail and no warehouse."""
    office = Office(root)
    office.post(*mails())
    return office


class Counter:
    """Counts the points and ends the process at one of them."""

    def __init__(self, stop: int | None) -> None:
        self.stop = stop
        self.seen = 0

    def __call__(self, frame: FrameType, event: str, call: Any) -> None:
        if is_point(frame, event, call):
            self.seen += 1
            if self.seen == self.stop:
                os.kill(os.getpid(), signal.SIGKILL)


def run(office: Office, stop: int | None = None) -> int:
    """Take the mail in; returns how many points were passed."""
    counter = Counter(stop)
    sys.setprofile(counter)
    office.intake()
    sys.setprofile(None)
    return counter.seen


def forked(action: Callable[[], object]) -> int:
    """Run something in a child process; its exit status, negative for a signal."""
    child = os.fork()
    if not child:
        action()
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def main(root: Path, points: list[int]) -> None:
    """One line a point: the point, how the killed run ended, how the second one ended."""
    if not points:
        print(run(prepared(root / "undisturbed")))
    for point in points:
        office = prepared(root / str(point))
        killed = forked(lambda office=office, point=point: run(office, point))  # type: ignore[misc]
        again = forked(office.intake)
        print(point, killed, again, flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), [int(point) for point in sys.argv[2:]])
