"""Backups that need no pause: a copy of the file as it stood at one moment, checked before it counts.

Between two checkpoints DuckDB writes only to blocks that the last checkpoint does not use, and to the end of the
write-ahead log. So a copy of the file and then of the log is one consistent state if the file's headers (the first
three pages, rewritten by each checkpoint) are the same before and after; else it is made again. Opening the copy
replays the log: what was committed is there, what was not is not.
"""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from schemas.errors import UsageError, WarehouseBusy, WarehouseError
from warehouse.audit_heads import heads_path
from warehouse.lock import writer_lock
from warehouse.migrate import require_current
from warehouse.read_copy import settle
from warehouse.session import translated
from warehouse.store import connect
from warehouse.upkeep import check

_HEADERS = 3 * 4096
_TRIES = 20
_PAUSE = 0.25


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup that was made: where, how large, of how many tries, with how many checks passed."""

    path: Path
    bytes: int
    tries: int
    checks: int


def back_up(warehouse: Path, folder: Path, now: datetime) -> Backup:
    """Copy a warehouse into a folder, whether or not an intake writes it, and check the copy; the name tells the time.

    ``WarehouseBusy`` where checkpoints come faster than the file can be copied, ``WarehouseError`` where the copy
    fails a check (then it is not kept).
    """
    if not warehouse.is_file():
        raise WarehouseError(f"找不到資料庫:{warehouse} (no such warehouse)")
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"{warehouse.stem}-{now:%Y%m%dT%H%M%S}.duckdb"
    if target.exists():
        raise UsageError(f"{target}:已存在 (exists already)")
    part = target.with_name(target.name + ".part")
    with _cleared(part):
        tries = _snapshot(warehouse, part)
        _replayed(part)
        passed = _checked(part, warehouse)
        settle(part, target)
    _copy_heads(warehouse, target)
    return Backup(target, target.stat().st_size, tries, passed)


def restore(backup: Path, warehouse: Path, now: datetime) -> Path | None:
    """Put a backup in the place of a warehouse that nobody writes; what stood there is kept beside, its path returned."""
    if not backup.is_file():
        raise WarehouseError(f"找不到備份:{backup} (no such backup)")
    warehouse.parent.mkdir(parents=True, exist_ok=True)
    part = warehouse.with_name(warehouse.name + ".restore.part")
    with writer_lock(warehouse), _cleared(part):
        shutil.copyfile(backup, part)
        _checked(part, backup)
        kept = _set_aside(warehouse, now)
        settle(part, warehouse)
        _copy_heads(backup, warehouse)
    return kept


def _snapshot(source: Path, part: Path) -> int:
    """The number of tries that it took."""
    for number in range(1, _TRIES + 1):
        before = _headers(source)
        shutil.copyfile(source, part)
        log, copied = _log(source), _log(part)
        copied.unlink(missing_ok=True)
        try:
            shutil.copyfile(log, copied)
        except FileNotFoundError:
            copied.unlink(missing_ok=True)
        if _headers(source) == before and not _checkpointing(source):
            return number
        time.sleep(_PAUSE * number)
    raise WarehouseBusy(
        f"資料庫變動過於頻繁,備份未成:{source} (checkpoints come faster than the file can be copied)",
        hint="請於收件結束後再試。(Try again when the intake has ended.)",
    )


def _headers(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(_HEADERS)


def _log(path: Path) -> Path:
    return path.with_name(path.name + ".wal")


def _checkpointing(path: Path) -> bool:
    """Whether further logs lie beside: while a checkpoint runs, DuckDB writes to a second one."""
    return any(other.name != path.name + ".wal" for other in path.parent.glob(f"{path.name}*.wal*"))


def _replayed(part: Path) -> None:
    """Open the copy once for writing: the log is replayed and folded into the file."""
    with translated(), closing(connect(part, read_only=False)) as connection:
        connection.execute("CHECKPOINT")


def _checked(path: Path, heads_of: Path) -> int:
    with closing(connect(path, read_only=True)) as connection:
        require_current(connection, str(path))
    results = list(check(path, heads_of))
    faults = [result for result in results if result.faults]
    if faults:
        raise WarehouseError(
            f"檢查未過:{faults[0].zh}({faults[0].example}) (a check failed: {faults[0].en})",
            hint="zijian warehouse check",
        )
    return len(results)


def _set_aside(warehouse: Path, now: datetime) -> Path | None:
    if not warehouse.is_file():
        return None
    kept = warehouse.with_name(f"{warehouse.stem}.replaced-{now:%Y%m%dT%H%M%S}.duckdb")
    if kept.exists():
        raise UsageError(f"{kept}:已存在 (exists already)")
    log = _log(warehouse)
    os.replace(warehouse, kept)  # noqa: PTH105 (as Path.replace)
    if log.is_file():
        log.replace(_log(kept))
    if heads_path(warehouse).is_file():
        heads_path(warehouse).replace(heads_path(kept))
    return kept


def _copy_heads(source: Path, target: Path) -> None:
    if heads_path(source).is_file():
        shutil.copyfile(heads_path(source), heads_path(target))


@contextmanager
def _cleared(part: Path) -> Iterator[None]:
    """Neither file nor log of an attempt stays behind."""
    try:
        for path in (part, _log(part)):
            path.unlink(missing_ok=True)
        yield
    finally:
        for path in (part, _log(part)):
            path.unlink(missing_ok=True)
