"""Heads of the audit log, kept in a file beside the warehouse, so that entries cut off at its end are missed.

One line a head: sequence number, hash, time. The file is only added to, and a line that was torn by a crash is passed
over. Whoever can change both files can change both: the head is printed in each month report too.
"""

from __future__ import annotations

import os
import re
from datetime import datetime
from pathlib import Path

from warehouse.audit import Head

_LINE = re.compile(r"(\d{1,18}) ([0-9a-f]{64}) \S+\n?")


def heads_path(warehouse: Path) -> Path:
    """Where the heads of a warehouse lie: ``zijian.duckdb`` -> ``zijian.audit-heads``."""
    return warehouse.with_suffix(".audit-heads")


def kept_heads(warehouse: Path) -> list[Head]:
    """All heads that were kept, oldest first; none where there is no file."""
    path = heads_path(warehouse)
    if not path.is_file():
        return []
    found = map(_LINE.fullmatch, path.read_text(encoding="ascii", errors="replace").splitlines())
    return [Head(int(match[1]), match[2]) for match in found if match]


def keep_head(warehouse: Path, head: Head, now: datetime) -> None:
    """Add a head to the file, unless it is the last one there; an empty log has none."""
    path = heads_path(warehouse)
    text = path.read_bytes() if path.is_file() else b""
    if not head.sequence or kept_heads(warehouse)[-1:] == [head]:
        return
    torn = b"\n" if text and not text.endswith(b"\n") else b""
    line = f"{head.sequence} {head.hash} {now.isoformat(timespec='seconds')}\n"
    with path.open("ab") as file:
        file.write(torn + line.encode("ascii"))
        file.flush()
        os.fsync(file.fileno())
