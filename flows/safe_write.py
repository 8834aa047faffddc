"""Files that are either not there or there as a whole: temporary name, fsync, rename, fsync of the folder."""

from __future__ import annotations

import os
import sys
from pathlib import Path

_TEMPORARY = ".part"


def write_new(path: Path, data: bytes) -> None:
    """Write ``data`` to ``path`` so that after a crash at any point the old file or the new one is there."""
    _make_folder(path.parent)
    temporary = path.with_name(f".{path.name}{_TEMPORARY}")
    with temporary.open("wb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())
    temporary.replace(path)
    _sync_folder(path.parent)


def move(source: Path, target: Path) -> None:
    """Rename a file that is whole, for good: the folders on both sides are synced."""
    _make_folder(target.parent)
    source.replace(target)
    _sync_folder(target.parent)
    _sync_folder(source.parent)


def _make_folder(folder: Path) -> None:
    if not folder.is_dir():
        _make_folder(folder.parent)
        folder.mkdir(exist_ok=True)
        _sync_folder(folder.parent)


def _sync_folder(folder: Path) -> None:
    if sys.platform == "win32":
        return  # a folder cannot be opened there; NTFS journals the rename
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
