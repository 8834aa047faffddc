"""The log as JSON lines: what happened to which run, message and file, and how long it took; no text of anybody.

A line has the time, the level, the event and those of ``FIELDS`` that apply: hashes, codes, counts, seconds. Subjects,
names, addresses, cell values and what an exception says are never written: an exception is its type and the places
in the code that it came through.
"""

from __future__ import annotations

import json
import logging
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from flows.mail_dates import TAIPEI
from schemas.errors import UsageError

LOGGER = logging.getLogger("zijian")
FIELDS = frozenset({"run", "message", "file", "outcome", "codes", "seconds", "bytes", "pages", "rows", "count"})
"""What an event may carry beside its name."""

_PLACES = 8


def note(event: str, **fields: object) -> None:
    """Log an event, ``message.settled``, with some of ``FIELDS``."""
    if not fields.keys() <= FIELDS:
        raise ValueError(f"not a field of the log: {sorted(fields.keys() - FIELDS)}")
    LOGGER.info(event, extra={"fields": fields})


class JsonLines(logging.Formatter):
    """A record as one line of JSON; of records that are not our events only where they come from."""

    def format(self, record: logging.LogRecord) -> str:
        """The line, without its line end."""
        fields = getattr(record, "fields", None)
        line: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, TAIPEI).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "event": record.msg if fields is not None else "log",
        }
        if fields is None:
            line["place"] = f"{record.name}:{record.funcName}:{record.lineno}"
        line.update(fields or {})
        if record.exc_info and record.exc_info[1]:
            line.update(_fault(record.exc_info[1]))
        return json.dumps(line, ensure_ascii=False, separators=(",", ":"), default=str)


def _fault(error: BaseException) -> dict[str, object]:
    frames = traceback.extract_tb(error.__traceback__)[-_PLACES:]
    places = [f"{Path(frame.filename).name}:{frame.lineno}:{frame.name}" for frame in frames]
    return {"error": type(error).__name__, "trace": places}


@contextmanager
def log_to(target: str | None) -> Iterator[None]:
    """Write the log to a file, to stderr (``-``), or nowhere; ``UsageError`` where the file cannot be opened."""
    if target is None:
        yield
        return
    handler = _handler(target)
    handler.setFormatter(JsonLines())
    root = logging.getLogger()
    before = LOGGER.level
    root.addHandler(handler)
    LOGGER.setLevel(logging.INFO)
    try:
        yield
    finally:
        LOGGER.setLevel(before)
        root.removeHandler(handler)
        handler.close()


def _handler(target: str) -> logging.Handler:
    if target == "-":
        return logging.StreamHandler(sys.stderr)
    try:
        return logging.FileHandler(target, encoding="utf-8")
    except OSError as error:
        raise UsageError(
            f"--log {target}:{error.strerror}", hint="請指定可寫入之檔案。(a file that can be written)"
        ) from error
