"""Files read ahead: several at a time, each in a limited process of its own, while this process goes on writing."""

from __future__ import annotations

import multiprocessing
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager

from flows.intake_types import Reader
from flows.reading import read_isolated
from schemas.document import Document

Submit = Callable[[bytes, str], Future[Document]]

_PRELOADED = ["flows.reading", "schemas.assemble", "parsers.pdf", "parsers.sheets.xlsx", "parsers.word"]


@contextmanager
def reading_pool(workers: int, reader: Reader | None = None) -> Iterator[Submit]:
    """A function that has a file (bytes, name) read; at most ``workers`` are read at a time.

    ``reader`` replaces ``flows.reading.read_isolated``. The process that the readers are forked from imports the
    formats once; it does not share this process's locks, so a warehouse is free as soon as its writer is gone.
    """
    if sys.platform != "win32":
        multiprocessing.get_context("forkserver").set_forkserver_preload(_PRELOADED)
    read = reader or read_isolated
    with ThreadPoolExecutor(workers, thread_name_prefix="reading") as pool:
        try:
            yield lambda data, name: pool.submit(read, data, name)
        finally:
            pool.shutdown(wait=True, cancel_futures=True)
