"""A worker forked from this process, and the pipe on which it answers: of ``multiprocessing`` what a lone fork needs.

To import that takes as long as the interpreter takes to start. Its methods have the names that they have there.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable
from typing import Any, BinaryIO

_SIZE = 8
_LONGEST_WAIT = 0.02


class Answer:
    """One end of a pipe for a single message, as bytes with their length before them."""

    def __init__(self, file: BinaryIO) -> None:
        """``file`` is closed with this end."""
        self._file = file

    def fileno(self) -> int:
        """What a poll can wait for."""
        return self._file.fileno()

    def recv_bytes(self) -> bytes:
        """The message; ``EOFError`` where the other end was closed before its last byte."""
        size = int.from_bytes(self._file.read(_SIZE), "big")
        message = self._file.read(size)
        if not size or len(message) < size:
            raise EOFError
        return message

    def send_bytes(self, message: bytes) -> None:
        """Returns when the other side has taken all but what a pipe holds."""
        self._file.write(len(message).to_bytes(_SIZE, "big"))
        self._file.write(message)

    def close(self) -> None:
        """This end only."""
        self._file.close()


class Forked:
    """A child process. It is seen off by ``join`` or by looking at ``exitcode`` once it is gone."""

    def __init__(self, pid: int) -> None:
        """``pid`` is that of a child that nobody else waits for."""
        self._pid = pid
        self._code: int | None = None

    @property
    def exitcode(self) -> int | None:
        """``None`` while it runs; else its exit status, or the negative number of the signal that ended it."""
        if self._code is None:
            self._wait(os.WNOHANG)
        return self._code

    def kill(self) -> None:
        """End it at once."""
        if self.exitcode is None:
            os.kill(self._pid, signal.SIGKILL)

    def join(self, timeout: float | None = None) -> None:
        """Wait until it is gone, at most ``timeout`` seconds."""
        if timeout is None:
            self._wait(0)
            return
        deadline, pause = time.monotonic() + timeout, 0.0005
        while self.exitcode is None and time.monotonic() < deadline:
            time.sleep(pause)
            pause = min(2 * pause, _LONGEST_WAIT)

    def _wait(self, options: int) -> None:
        if self._code is not None:
            return
        try:
            pid, status = os.waitpid(self._pid, options)
        except ChildProcessError:
            self._code = 255
            return
        if pid:
            self._code = os.waitstatus_to_exitcode(status)


def fork(work: Callable[..., None], arguments: tuple[Any, ...]) -> tuple[Forked, Answer]:
    """Start ``work(answer, *arguments)`` in a child, whose only way out is the end of it; the child and its answer.

    The caller sees to it that this process has no other thread.
    """
    here, there = os.pipe()
    sys.stdout.flush()
    sys.stderr.flush()
    pid = os.fork()
    if not pid:
        os.close(here)
        _child(work, there, arguments)
    os.close(there)
    return Forked(pid), Answer(os.fdopen(here, "rb"))


def _child(work: Callable[..., None], there: int, arguments: tuple[Any, ...]) -> None:
    """Nothing of the parent's runs on here, whatever happens: no ``finally``, no exit handler."""
    status = 1
    try:
        null = os.open(os.devnull, os.O_RDONLY)
        os.dup2(null, 0)
        answer = Answer(os.fdopen(there, "wb", 0))
        work(answer, *arguments)
        status = 0
    finally:
        os._exit(status)
