"""A real pcscd with virtual readers (vpcd), one for all tests of a process; started once, ended by pid."""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from cardaccess.errors import CardError
from cardaccess.pcsc import PcscTransport
from cardaccess.states import ReaderState
from cardaccess.virtual.card import VirtualCard
from cardaccess.virtual.vpcd import VpcdLink

RUN = Path("/run/pcscd")
DRIVER = "/usr/lib/pcsc/drivers/serial/libifdvpcd.so"
NAME = "zijian Test Reader"


def until(true: Callable[[], bool], what: str, seconds: float = 20) -> None:
    """Wait for a condition, with an end."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, f"not within {seconds} s: {what}"
        time.sleep(0.01)


def free_ports() -> int:
    """The first of two neighbouring free ports."""
    while True:
        with socket.socket() as one, socket.socket() as two:
            one.bind(("127.0.0.1", 0))
            port = one.getsockname()[1]
            with contextlib.suppress(OSError):
                two.bind(("127.0.0.1", port + 1))
                return int(port)


class Service:
    """pcscd with a reader of two slots."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_ports()
        self.transport = PcscTransport()
        self.process: subprocess.Popen[bytes] | None = None
        (folder / "reader.conf").write_text(
            f'FRIENDLYNAME "{NAME}"\nDEVICENAME /dev/null:{self.port:#x}\nLIBPATH {DRIVER}\nCHANNELID {self.port:#x}\n',
            encoding="utf-8",
        )

    def start(self) -> None:
        """Start and wait until both slots are there and empty."""
        RUN.mkdir(parents=True, exist_ok=True)
        for left in ("pcscd.comm", "pcscd.pid"):
            (RUN / left).unlink(missing_ok=True)
        self.process = subprocess.Popen(
            ["/usr/sbin/pcscd", "--foreground", "--error", "--config", str(self.folder)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        until(self._ready, "pcscd is ready")

    def _ready(self) -> bool:
        with contextlib.suppress(CardError):
            names = self.transport.readers()
            return len(names) == 2 and all(self.transport.status(one).state is ReaderState.ABSENT for one in names)
        return False

    def stop(self, how: signal.Signals = signal.SIGTERM) -> None:
        """End it by pid."""
        if self.process is not None:
            self.process.send_signal(how)
            self.process.wait(10)
            self.process = None


class PcscSlot:
    """A slot of the running service with the rule for putting a card in again after it was pulled."""

    def __init__(self, service: Service, number: int) -> None:
        self.service, self.number = service, number
        self.transport = service.transport
        self.reader = sorted(service.transport.readers())[number]
        self._link: VpcdLink | None = None
        self._events = 0

    def insert(self, card: VirtualCard) -> None:
        self._events = self.transport.status(self.reader).events
        self._link = VpcdLink(card, self.service.port + self.number)
        until(lambda: self.transport.status(self.reader).state is not ReaderState.ABSENT, "the card is seen")

    def pull(self) -> None:
        """Out at once, not waiting until the service has seen it."""
        if self._link is not None:
            self._link.remove()

    def remove(self) -> None:
        """Out, and seen: a card that comes before that is never announced."""
        if self._link is None:
            return
        self.pull()
        self._link = None
        until(self._gone, "the removal is seen")

    def _gone(self) -> bool:
        status = self.transport.status(self.reader)
        return status.state is ReaderState.ABSENT and status.events >= self._events + 2


@contextlib.contextmanager
def running_service() -> Iterator[Service]:
    """pcscd has one socket for the machine: whoever else tests here waits."""
    lock = Path(tempfile.gettempdir()) / "zijian-test-pcscd.lock"
    folder = Path(tempfile.mkdtemp(prefix="zijian-pcscd-"))
    with lock.open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        service = Service(folder)
        try:
            service.start()
            yield service
        finally:
            service.stop()
            shutil.rmtree(folder)
            os.sync()
