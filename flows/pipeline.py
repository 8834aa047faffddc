"""The intake: every message of a source from its bytes to exactly one counted outcome.

One process writes; files are read in ``workers`` processes at a time, a few messages ahead. What is registered is
taken up again after a crash, what is settled is never touched again.
"""

from __future__ import annotations

import hashlib
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from flows.archive import Archive
from flows.audit_legal import note_tables
from flows.cashier_papers import recover_receipts
from flows.intake_message import Desk, Opened
from flows.intake_types import IntakeResult, IntakeSettings, MessageResult
from flows.mail_dates import TAIPEI
from flows.mail_source import MailSource, RawMessage
from flows.papers import Papers
from flows.reading_pool import reading_pool
from schemas.errors import WarehouseError
from schemas.submission import Message, Outcome
from schemas.validate import RULESET
from warehouse.followup import unsettled
from warehouse.metrics import save_metrics
from warehouse.read_copy import publish
from warehouse.reading_limits import save_limits
from warehouse.store import Store

_AHEAD = 3

Progress = Callable[[MessageResult], None]


def run_intake(
    source: MailSource,
    warehouse: Path,
    settings: IntakeSettings,
    *,
    name: str = "",
    progress: Progress | None = None,
) -> IntakeResult:
    """Take in all messages of a source, then what an earlier run left unsettled; publish the read copy.

    ``name`` is what the run is called in the warehouse, ``progress`` is called after each message. Raises
    ``WarehouseBusy`` while another process writes, ``MailboxError`` where the source breaks off; what was settled
    until then stays settled.
    """
    results: list[MessageResult] = []
    with _desk(warehouse, settings) as desk, source.opened(desk.store):
        desk.meter.run = run = desk.store.begin_run(name, RULESET)
        desk.meter.note("run.begun")
        for result in _results(desk, source, settings.workers):
            results.append(result)
            if progress is not None:
                progress(result)
        done = IntakeResult(run, tuple(results), desk.outbox.folder, desk.receipts.folder)
        _finish(desk, done)
    publish(warehouse, settings.clock)
    return done


def _finish(desk: Desk, done: IntakeResult) -> None:
    metrics = desk.meter.metrics()
    with desk.store.transaction():
        desk.store.finish_run(done.run, done.counts)
        save_metrics(desk.store, done.run, metrics)
    desk.meter.note("run.finished", count=done.counts.total(), seconds=metrics.seconds)


@contextmanager
def _desk(warehouse: Path, settings: IntakeSettings) -> Iterator[Desk]:
    """Open everything, bring the papers of an earlier run in order, note the register."""
    outbox, receipts = Papers.beside(warehouse, "outbox"), Papers.beside(warehouse, "receipts")
    with (
        Store(warehouse, clock=settings.clock) as store,
        reading_pool(settings.workers, settings.reader, settings.profiles, settings.cluster) as readers,
    ):
        outbox.recover({item.path for item in store.outbox()})
        recover_receipts(store, receipts, example=settings.example)
        if settings.register is not None:
            store.save_register(settings.register)
        note_tables(store, settings.legal)
        save_limits(store, settings.legal.limits)
        yield Desk(store, Archive.beside(warehouse), outbox, receipts, settings, readers)


def _results(desk: Desk, source: MailSource, workers: int) -> Iterator[MessageResult]:
    """Each message's result, in the order of the source; the files of the next few are read meanwhile."""
    waiting: deque[tuple[RawMessage, Opened | MessageResult]] = deque()
    for raw in source.messages():
        waiting.append((raw, _open(desk, raw)))
        if len(waiting) > _AHEAD * workers:
            yield _settle(desk, source, *waiting.popleft())
    while waiting:
        yield _settle(desk, source, *waiting.popleft())
    for raw in _left_over(desk):
        yield _settle(desk, source, raw, _open(desk, raw))


def _left_over(desk: Desk) -> Iterator[RawMessage]:
    """Messages that an earlier run registered and did not settle, and that the source no longer has."""
    for left in unsettled(desk.store):
        hint = left.received_at.replace(tzinfo=TAIPEI)
        try:
            yield RawMessage(desk.archive.get(left.sha256), left.source, hint)
        except WarehouseError as error:
            yield RawMessage(b"", left.source, hint, fault=str(error))


def _open(desk: Desk, raw: RawMessage) -> Opened | MessageResult:
    if raw.fault is not None:
        return MessageResult(raw.where, None, Outcome.FAILED, raw.fault)
    try:
        return desk.open(raw)
    except Exception as error:  # noqa: BLE001 - one message must not stop the others
        return _failed(desk, raw, error)


def _settle(desk: Desk, source: MailSource, raw: RawMessage, item: Opened | MessageResult) -> MessageResult:
    begun = time.monotonic()
    result = item if isinstance(item, MessageResult) else _settled(desk, item)
    desk.meter.settled(result.sha256, result.outcome.value, result.codes, begun)
    if result.outcome is not Outcome.FAILED:
        source.settled(raw)
    return result


def _settled(desk: Desk, opened: Opened) -> MessageResult:
    try:
        return desk.settle(opened)
    except Exception as error:  # noqa: BLE001 - one message must not stop the others
        return _failed(desk, opened.raw, error, opened.message)


def _failed(desk: Desk, raw: RawMessage, error: Exception, message: Message | None = None) -> MessageResult:
    """The traceback goes to the log; the message is marked, and a later run takes it up again."""
    sha256 = hashlib.sha256(raw.data).hexdigest()
    desk.meter.failed(sha256, error)
    reason = f"{type(error).__name__}: {error}"
    desk.store.set_outcome(sha256, Outcome.FAILED, reason=reason)
    return MessageResult(raw.where, sha256, Outcome.FAILED, reason, message)
