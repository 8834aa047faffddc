"""Files that belong to rows of the warehouse: they appear when their row is committed, and not without it.

A file is first written in ``.pending``, then its row is committed, then the file is moved to its place. After a crash
the next run moves what has its row and drops what has none.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path

from flows.safe_write import move, write_new

_PENDING = ".pending"


@dataclass(frozen=True, slots=True)
class Papers:
    """A folder of such files."""

    folder: Path

    @classmethod
    def beside(cls, warehouse: Path, what: str) -> Papers:
        """``<warehouse stem>.<what>`` in the warehouse's folder."""
        return cls(warehouse.with_name(f"{warehouse.stem}.{what}"))

    def path(self, name: str) -> Path:
        """Where the file of this name lies in the end."""
        return self.folder / name

    def prepare(self, name: str, data: bytes) -> None:
        """Write a file whose row is not committed yet."""
        write_new(self.folder / _PENDING / name, data)

    def show(self, names: Iterable[str]) -> None:
        """Move prepared files to their place; their rows are committed."""
        for name in names:
            pending = self.folder / _PENDING / name
            if pending.exists():
                move(pending, self.path(name))

    def pending(self) -> list[str]:
        """The names of prepared files that were not shown yet."""
        folder = self.folder / _PENDING
        return sorted(file.name for file in folder.iterdir()) if folder.is_dir() else []

    def recover(self, committed: Collection[str]) -> None:
        """After a crash: show what has a row, drop what has none."""
        for name in self.pending():
            file = self.folder / _PENDING / name
            if name in committed:
                move(file, self.path(name))
            else:
                file.unlink()
