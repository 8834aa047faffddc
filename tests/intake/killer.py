"""Ends a process by SIGKILL at its n-th step that leaves a trace outside of it.

A step is a point just before a file is opened, written, synced, renamed or removed or bytes are sent to a server, just
after they were sent, before and after each statement, insert, begin and commit of the database, and before and after
each function of the migrations and of the read copy, which speak to the database directly. Only the main thread is
watched: it alone writes.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Any

CALLS = frozenset({"open", "write", "fsync", "rename", "replace", "unlink", "mkdir", "send", "sendall"})
OUTSIDE = frozenset({"posix", "io", "BufferedWriter", "BufferedRandom", "socket"})
SENDING = frozenset({"send", "sendall"})
STATEMENTS = frozenset({"run", "append", "insert", "transaction"})
SESSION = str(Path("warehouse", "session.py"))
DIRECT = tuple(str(Path("warehouse", name)) for name in ("migrate.py", "read_copy.py"))
STORE = "STORE"
"""What the step is called that sends a message's flags."""


def is_call(call: Any) -> bool:
    """Whether a C function changes something outside of the process."""
    owner = getattr(call, "__self__", None)
    return call.__name__ in CALLS and getattr(owner, "__name__", type(owner).__name__) in OUTSIDE


def is_point(frame: FrameType, event: str, call: Any) -> bool:
    """Whether a profile event is a step."""
    if event == "c_call":
        return is_call(call)
    if event == "c_return":
        return call.__name__ in SENDING and is_call(call)
    if event not in {"call", "return"}:
        return False
    code = frame.f_code
    statement = code.co_name in STATEMENTS and code.co_filename.endswith(SESSION)
    return statement or code.co_filename.endswith(DIRECT)


def name_of(frame: FrameType, event: str, call: Any) -> str:
    """What a step is called in reports."""
    if not event.startswith("c_"):
        return frame.f_code.co_name
    flags = call.__name__ in SENDING and b" STORE " in bytes(frame.f_locals.get("data") or b"")
    return STORE if flags else str(call.__name__)


@dataclass
class Counter:
    """Counts the steps, and ends the process at one of them."""

    stop: int | None = None
    seen: int = 0

    def __call__(self, frame: FrameType, event: str, call: Any) -> None:
        if is_point(frame, event, call):
            self.seen += 1
            if self.seen == self.stop:
                os.kill(os.getpid(), signal.SIGKILL)


@dataclass
class Witness:
    """Looks at the folder at each step: a step that finds it as the one before did would leave the same behind.

    What was sent to a server counts as a change, whatever the server made of it.
    """

    root: Path
    seen: int = 0
    sent: int = 0
    points: dict[int, str] = field(default_factory=dict)
    _last: object = None

    def __call__(self, frame: FrameType, event: str, call: Any) -> None:
        if not is_point(frame, event, call):
            return
        self.seen += 1
        name = name_of(frame, event, call)
        self.sent += name == STORE or name in SENDING
        now = (self.sent, tuple(_files(self.root)))
        if now != self._last:
            self.points[self.seen] = name
        self._last = now


def _files(folder: Path) -> Iterator[tuple[str, int, int, int]]:
    with os.scandir(folder) as entries:
        for entry in sorted(entries, key=lambda one: one.name):
            if entry.is_dir(follow_symlinks=False):
                yield from _files(Path(entry.path))
            else:
                state = entry.stat(follow_symlinks=False)
                yield entry.path, state.st_ino, state.st_size, state.st_mtime_ns


@contextmanager
def watched(watcher: Callable[[FrameType, str, Any], None]) -> Iterator[None]:
    """Call ``watcher`` at each profile event of this thread."""
    sys.setprofile(watcher)
    try:
        yield
    finally:
        sys.setprofile(None)


def forked(action: Callable[[], object]) -> int:
    """Run something in a child process; its exit status, negative for a signal."""
    child = os.fork()
    if not child:
        try:
            action()
        except BaseException:  # noqa: BLE001 (a child must never come back into its parent's code)
            sys.excepthook(*sys.exc_info())
            os._exit(1)
        sys.stdout.flush()
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
