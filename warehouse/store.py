"""The warehouse's door: open it, and everything that is written or looked up is a method of ``Store``."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from types import TracebackType

import duckdb

from schemas.errors import WarehouseError
from warehouse.audit import head
from warehouse.audit_heads import keep_head
from warehouse.lock import busy, writer_lock
from warehouse.migrate import migrate, require_current
from warehouse.reading import Reading
from warehouse.register import RegisterTables
from warehouse.runs import Runs
from warehouse.submissions import Submissions
from warehouse.values import local_time, taipei_now


class Store(Submissions, RegisterTables, Runs, Reading):
    """A DuckDB file with this program's schema; use it as a context manager.

    Writing takes a lock for the whole time (``WarehouseBusy`` if another process has it) and migrates the file first.
    """

    def __init__(
        self, path: str | Path, *, read_only: bool = False, clock: Callable[[], datetime] = taipei_now
    ) -> None:
        """``path`` is made if it does not exist, unless ``read_only``; ``clock`` gives an aware time."""
        self.path = Path(path)
        self._read_only = read_only
        self._held = ExitStack()
        with self._held as stack:
            if not read_only:
                self.path.parent.mkdir(parents=True, exist_ok=True)
                stack.enter_context(writer_lock(self.path))
            connection = stack.enter_context(connect(self.path, read_only=read_only))
            super().__init__(connection, clock)
            if read_only:
                require_current(connection, str(self.path))
            else:
                migrate(connection, local_time(clock()) or clock(), str(self.path))
            self._held = stack.pop_all()

    def close(self) -> None:
        """Close the file and let the lock go."""
        self._held.close()

    def keep_audit_head(self) -> None:
        """Note the end of the audit log in the file beside the warehouse; ``with`` does it where nothing went wrong."""
        keep_head(self.path, head(self), self.now())

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if error is None and not self._read_only:
                self.keep_audit_head()
        finally:
            self.close()


def connect(path: Path, *, read_only: bool) -> duckdb.DuckDBPyConnection:
    """Open a DuckDB file; ``WarehouseBusy`` if another process has it, ``WarehouseError`` if it is none."""
    if read_only and not path.is_file():
        raise WarehouseError(
            f"找不到資料庫:{path} (no such warehouse)", hint="請先執行 zijian intake。(Run zijian intake first.)"
        )
    try:
        connection = duckdb.connect(path, read_only=read_only, config={"autoinstall_known_extensions": "false"})
        connection.execute("SET enable_progress_bar = false")
    except duckdb.IOException as error:
        if "lock" in str(error):
            raise busy(path) from error
        raise WarehouseError(f"無法開啟資料庫:{path} (not a DuckDB file, or damaged)") from error
    except duckdb.Error as error:
        line = str(error).strip().splitlines()[0]
        raise WarehouseError(f"無法開啟資料庫:{path} (cannot open the warehouse): {line}") from error
    return connection
