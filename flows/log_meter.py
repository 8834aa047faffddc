"""Watches an intake while it runs: log events with the run's number, and its measurements for the warehouse."""

from __future__ import annotations

import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from decimal import Decimal

from flows.intake_types import Reader
from flows.log_lines import LOGGER, note
from schemas.document import Document
from warehouse.metrics import RunMetrics


@dataclass(slots=True)
class Meter:
    """The tallies of one run, seconds by stage; stages may be entered from several threads."""

    workers: int = 1
    run: int | None = None
    started: float = field(default_factory=time.monotonic)
    spans: list[tuple[str, float]] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    findings: Counter[str] = field(default_factory=Counter)

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Add the time within to a stage: ``opening``, ``reading``, ``judging``, ``loading``."""
        begun = time.monotonic()
        try:
            yield
        finally:
            self.spans.append((name, time.monotonic() - begun))

    def note(self, event: str, **fields: object) -> None:
        """Log an event of this run (``flows.log_lines``)."""
        note(event, run=self.run, **fields)

    def failed(self, sha256: str, error: BaseException) -> None:
        """Log that a message failed, with where in the code."""
        LOGGER.error("message.failed", exc_info=error, extra={"fields": {"run": self.run, "message": sha256}})

    def read(self, reader: Reader, data: bytes, name: str) -> Document:
        """Read a file; how long it took and what it held is logged."""
        begun = time.monotonic()
        with self.stage("reading"):
            document = reader(data, name)
        self.note("file.read", seconds=_thousandths(time.monotonic() - begun), **_facts(document))
        return document

    def opened(self, sha256: str, files: int) -> None:
        """Log that a message is registered and taken apart."""
        self.note("message.opened", message=sha256, count=files)

    def settled(self, sha256: str | None, outcome: str, codes: Sequence[str], begun: float) -> None:
        """Log what became of a message and count its findings."""
        if outcome != "duplicate":
            self.findings.update(codes)
        seconds = _thousandths(time.monotonic() - begun)
        self.note("message.settled", message=sha256, outcome=outcome, codes=sorted(set(codes)), seconds=seconds)

    def message(self, size: int, documents: Sequence[Document]) -> None:
        """Count a message and what its files held."""
        self.counts["bytes"] += size
        self.counts["files"] += len(documents)
        self.counts["pages"] += sum(document.source.pages for document in documents)
        self.counts["instruments"] += sum(len(document.rows) for document in documents)

    def metrics(self) -> RunMetrics:
        """All of it, for the warehouse."""
        stages: defaultdict[str, float] = defaultdict(float)
        for name, seconds in self.spans:
            stages[name] += seconds
        return RunMetrics(
            bytes=self.counts["bytes"],
            files=self.counts["files"],
            pages=self.counts["pages"],
            instruments=self.counts["instruments"],
            workers=self.workers,
            seconds=_thousandths(time.monotonic() - self.started),
            seconds_opening=_thousandths(stages["opening"]),
            seconds_reading=_thousandths(stages["reading"]),
            seconds_judging=_thousandths(stages["judging"]),
            seconds_loading=_thousandths(stages["loading"]),
            peak_memory=peak_memory(),
            findings=dict(self.findings),
        )


def peak_memory() -> int | None:
    """The most memory that this process ever held, in bytes; ``None`` on Windows, which does not say."""
    if sys.platform == "win32":
        return None
    import resource  # noqa: PLC0415 - POSIX only

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


def _facts(document: Document) -> dict[str, object]:
    source = document.source
    codes = sorted({finding.code for finding in document.findings})
    return {"file": source.sha256, "pages": source.pages, "rows": len(document.rows), "codes": codes}


def _thousandths(seconds: float) -> Decimal:
    return Decimal(seconds).quantize(Decimal("0.001"))
