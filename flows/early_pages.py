"""The pages of one small PDF, seen by a worker while this process imports what it takes to understand them.

Only the standard library is imported here: the worker is forked from a small process, and at once.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from flows.isolation import DEFAULT, Call, begin, forks, only

if TYPE_CHECKING:
    from schemas.findings import Finding
    from schemas.raw import RawDocument

_SMALL = 1 << 20
_FEW = 4


class EarlyPages(NamedTuple):
    """A worker that has set out on ``data``; what it saw is the one item of ``outcome``."""

    data: bytes
    name: str
    outcome: Iterator[RawDocument | Finding | None]


def look_early(files: Sequence[tuple[str, bytes]]) -> EarlyPages | None:
    """A worker on the only file, if that is a small PDF and a fork is safe here; its limits are those of any file."""
    if len(files) != 1 or not forks():
        return None
    name, data = files[0]
    if len(data) > _SMALL or not data.startswith(b"%PDF-"):
        return None
    return EarlyPages(data, name, begin(only(Call(_pages, (data, name), DEFAULT))))


def _pages(data: bytes, name: str) -> RawDocument | None:
    """In the worker: what the reader sees, page by page, or ``None`` where the usual way has to tell."""
    try:
        from parsers.reader import read  # noqa: PLC0415 - in the worker, beside the imports of the other process

        raw = read(data, name)
        if raw.page_count > _FEW:
            return None
        raw.pages = iter(list(raw.pages))
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 - the usual way meets the same fault again and reports it
        return None
    return raw
