"""Messages taken apart and files read, each in a limited process of its own, while this process goes on writing.

The processes are this machine's, or those of a cluster's workers (``flows.reading_cluster``).
"""

from __future__ import annotations

import multiprocessing
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field
from functools import partial
from typing import TypeVar

from flows.intake_types import Reader
from flows.isolation import Call, Limits, run
from flows.log_meter import Meter
from flows.mime_parts import FoundFile, files_of, unopened_message
from flows.reading import read_isolated
from schemas.document import Document
from schemas.findings import Finding
from schemas.profile import Profile

Result = TypeVar("Result")
_PRELOADED = [
    "flows.mime_parts",
    "flows.reading",
    "schemas.assemble",
    "parsers.pdf",
    "parsers.sheets.xlsx",
    "parsers.word",
    "generators.annotate.pdf",
    "flows.warmed",
]


@dataclass(frozen=True, slots=True)
class ReadingPool:
    """Readers that work ahead. Its threads only wait for processes, which come from a fork server: a fork of this
    process would inherit the warehouse's lock and hold it after the writer was killed.
    """

    reading: ThreadPoolExecutor
    opening: ThreadPoolExecutor
    reader: Reader | None = None
    profiles: tuple[Profile, ...] = ()
    meter: Meter = field(default_factory=Meter)
    cluster: Reader | None = None

    def read(self, data: bytes, name: str) -> Future[Document]:
        """What a file says, as soon as its turn has come."""
        reader = self.reader or self.cluster or partial(read_isolated, profiles=self.profiles)
        return self.reading.submit(self.meter.read, reader, data, name)

    def work(self, function: Callable[..., Result], *arguments: object) -> Future[Result]:
        """Other work on files, in turn with the reading; ``function`` sees to its own limits."""
        return self.reading.submit(function, *arguments)

    def files(self, data: bytes, passwords: Sequence[str] = ()) -> list[FoundFile]:
        """The files in a message; one that cannot be taken apart within the limits is a container with a finding.

        ``passwords`` are tried on its encrypted zips.
        """
        return self.opening.submit(files_of if self.reader else files_isolated, data, passwords).result()


@contextmanager
def reading_pool(
    workers: int,
    reader: Reader | None = None,
    profiles: tuple[Profile, ...] = (),
    cluster: str | None = None,
) -> Iterator[ReadingPool]:
    """At most ``workers`` files are read at a time; ``reader`` reads in this process instead.

    ``cluster``: the address of the Dask scheduler on whose workers they are read.
    """
    preload()
    with (
        _remote(cluster, profiles) as remote,
        ThreadPoolExecutor(workers, "reading") as reading,
        ThreadPoolExecutor(1, "opening") as opening,
    ):
        try:
            yield ReadingPool(reading, opening, reader, profiles, Meter(workers), remote)
        finally:
            reading.shutdown(wait=True, cancel_futures=True)


def preload() -> None:
    """Let this process's fork server import, once, what its workers need."""
    if sys.platform != "win32":
        multiprocessing.get_context("forkserver").set_forkserver_preload(_PRELOADED)


def _remote(cluster: str | None, profiles: tuple[Profile, ...]) -> AbstractContextManager[Reader | None]:
    if cluster is None:
        return nullcontext()
    from flows.reading_cluster import cluster_reader  # noqa: PLC0415 - Dask only where there is a cluster

    return cluster_reader(cluster, profiles)


def files_isolated(data: bytes, passwords: Sequence[str] = ()) -> list[FoundFile]:
    """``files_of`` in a worker process under limits on time and memory."""
    result = run(Call(files_of, (data, passwords), Limits().for_size(len(data))))
    if isinstance(result, Finding):
        return [unopened_message(data, result)]
    found: list[FoundFile] = result
    return found
