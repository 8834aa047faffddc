"""One writer at a time: a lock that dies with its process, and an error that names who holds it."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from schemas.errors import WarehouseBusy

if sys.platform == "win32":
    import msvcrt

    def _take(file: BinaryIO) -> None:
        file.seek(1024)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _take(file: BinaryIO) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


def busy(path: Path, holder: str = "") -> WarehouseBusy:
    """The error for a warehouse that another process holds."""
    who = f" {holder}" if holder else ""
    return WarehouseBusy(
        f"資料庫使用中{who}:{path} (the warehouse is in use by another process)",
        hint="請待其結束後再試,查詢請用讀取副本。(Try again when it has ended; query the read copy meanwhile.)",
    )


@contextmanager
def writer_lock(path: Path) -> Iterator[None]:
    """Hold ``<path>.lock`` as the only writer of ``path``, else ``WarehouseBusy``.

    The operating system drops the lock when the process ends, however it ends; the file itself stays.
    """
    with path.with_name(path.name + ".lock").open("a+b") as file:
        try:
            _take(file)
        except OSError:
            file.seek(0)
            raise busy(path, file.read(64).decode("ascii", "replace").strip()) from None
        file.truncate(0)
        file.write(f"PID {os.getpid()}\n".encode("ascii"))
        file.flush()
        yield
