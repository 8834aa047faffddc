"""Messages out of an mbox file, one after the other; the file is never held whole."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import datetime

from flows.mail_dates import parse_date

_SEPARATOR = re.compile(rb"From \S.*\d{4}")
_QUOTED = re.compile(rb">+From ")


def split(lines: Iterable[bytes]) -> Iterator[tuple[bytes, datetime | None]]:
    """Each message's bytes, and the time on its separator line.

    A separator is a ``From `` line with a year at the start or after an empty line; ``>From `` in a message loses
    one ``>`` (mboxrd). The empty line before a separator belongs to the format, not to the message.
    """
    held: list[bytes] = []
    opened: bytes | None = None
    for separator, line in _marked(lines):
        if not separator:
            held.append(line[1:] if _QUOTED.match(line) else line)
            continue
        if opened is not None:
            yield _joined(held), _time(opened)
        opened, held = line, []
    if opened is not None:
        yield _joined(held), _time(opened)


def count(lines: Iterable[bytes]) -> int:
    """How many messages ``split`` will give."""
    return sum(separator for separator, _ in _marked(lines))


def _marked(lines: Iterable[bytes]) -> Iterator[tuple[bool, bytes]]:
    blank = True
    for line in lines:
        yield blank and _SEPARATOR.match(line) is not None, line
        blank = not line.strip(b"\r\n")


def _joined(lines: list[bytes]) -> bytes:
    if len(lines) > 1 and not lines[-1].strip(b"\r\n"):
        lines = lines[:-1]
    return b"".join(lines)


def _time(separator: bytes) -> datetime | None:
    words = separator.decode("ascii", "replace").split(maxsplit=2)
    return parse_date(words[2]) if len(words) == 3 else None
