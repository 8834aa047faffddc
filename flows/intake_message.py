"""One message from its bytes to its outcome: registered first, read, judged, loaded in one transaction, answered."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, replace

from flows.archive import Archive
from flows.bounces import note_bounce
from flows.cashier_papers import receipt_name, receipt_paper
from flows.fee_receipts import FeeReceipt, receipt_for
from flows.grouping import ReadFile, by_submission, once, together
from flows.history import WarehouseHistory
from flows.intake_outcome import duplicate, is_error, outcome_of, refuse_our_faults, submission_result, unopened
from flows.intake_types import IntakeSettings, MessageResult
from flows.judging import Judged, context_of, judge_files, judge_submission
from flows.log_meter import Meter
from flows.mail_dates import TAIPEI
from flows.mail_envelope import envelope
from flows.mail_source import RawMessage
from flows.mime_parts import FoundFile, Role, too_large
from flows.outbox import Settled, no_reply_reason, reply_data, reply_id, reply_name
from flows.papers import Papers
from flows.reading_pool import ReadingPool
from flows.reply_copies import Enclosed, copies_of
from generators.reply import reply_eml
from generators.reply_data import ReplyAttachment
from schemas.document import Document
from schemas.submission import JudgedDocument, Message, Outcome, SubmissionKey
from warehouse.copies import quarantined_copy
from warehouse.followup import documents_in_force, reopen_failed
from warehouse.model import OutboxItem
from warehouse.store import Store

_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@dataclass(frozen=True, slots=True)
class Opened:
    """A message whose files are registered and being read."""

    raw: RawMessage
    message: Message
    files: tuple[FoundFile, ...]
    reading: tuple[Future[Document], ...]

    @property
    def to_read(self) -> list[FoundFile]:
        """The files that ``reading`` belongs to, in its order."""
        return [file for file in self.files if file.role is Role.FILE]

    @property
    def closed(self) -> list[FoundFile]:
        """Containers that could not be opened, or not wholly."""
        return [file for file in self.files if file.findings]


@dataclass(frozen=True, slots=True)
class Desk:
    """Where messages are handled; ``readers`` take them apart and read their files, in other processes."""

    store: Store
    archive: Archive
    outbox: Papers
    receipts: Papers
    settings: IntakeSettings
    readers: ReadingPool

    @property
    def meter(self) -> Meter:
        """What watches the run."""
        return self.readers.meter

    def open(self, raw: RawMessage) -> Opened | MessageResult:
        """Archive and register a message, then what is in it; one that was settled before has its result at once."""
        with self.meter.stage("opening"):
            return self._open(raw)

    def _open(self, raw: RawMessage) -> Opened | MessageResult:
        message = envelope(raw, self.settings.clock())
        reopen_failed(self.store, message.sha256)
        if self.store.message_outcome(message.sha256) is not None:
            return duplicate(raw, message)
        self.archive.put(raw.data)
        self.store.register_message(message, archive_path=message.sha256)
        files = self._files(raw, message)
        for file in files:
            if file.role is Role.FILE:
                self.archive.put(file.data)
        self.store.register_message(message, [file.attachment for file in files])
        self.meter.opened(message.sha256, len(files))
        reading = [self.readers.read(file.data, file.attachment.name) for file in files if file.role is Role.FILE]
        return Opened(raw, message, tuple(files), tuple(reading))

    def _files(self, raw: RawMessage, message: Message) -> list[FoundFile]:
        if raw.too_large is not None:
            return [too_large(raw.data, raw.too_large)]
        return self.readers.files(raw.data, self.settings.mail.zip_passwords(message.sender))

    def settle(self, opened: Opened) -> MessageResult:
        """Judge and load what was read, prepare the papers, settle the message: one transaction, then the papers."""
        if self.store.message_outcome(opened.message.sha256) is not None:
            return duplicate(opened.raw, opened.message)
        first = quarantined_copy(self.store, opened.message.sha256, opened.message.message_id)
        if first is not None:
            return self._copy(opened, first)
        with self.meter.stage("judging"):
            judged, stray = self._judge(opened)
            copies = self._copies(opened, judged, stray)
        with self.meter.stage("loading"):
            return self._settle(opened, judged, stray, copies)

    def _copy(self, opened: Opened, first: str) -> MessageResult:
        """The same mail by another way, as from a second mailbox: it is answered already."""
        reason = f"same-mail:{first[:16]}"
        self.store.set_outcome(opened.message.sha256, Outcome.DUPLICATE, reason=reason)
        return MessageResult(opened.raw.where, opened.message.sha256, Outcome.DUPLICATE, reason, opened.message)

    def _settle(
        self, opened: Opened, judged: Sequence[Judged], stray: Sequence[JudgedDocument], copies: Enclosed
    ) -> MessageResult:
        with self.store.transaction():
            settled, receipts = self._load(judged)
            result = self._conclude(opened, settled, stray, replace(copies, receipts=tuple(receipts)))
        self.receipts.show(receipt.name for receipt in receipts)
        self.outbox.show([result.reply] if result.reply else [])
        return result

    def _judge(self, opened: Opened) -> tuple[list[Judged], list[JudgedDocument]]:
        message = opened.message
        read = [
            ReadFile(file.attachment, future.result(), message.received_at)
            for file, future in zip(opened.to_read, opened.reading, strict=True)
        ]
        self.meter.message(message.size, [file.document for file in read])
        refuse_our_faults(read)
        groups, stray = by_submission(once(read))
        judged = [self._judge_one(key, files, message) for key, files in groups.items()]
        return judged, [
            *judge_files(stray, context_of(self.settings, None, message.received_at)),
            *map(unopened, opened.closed),
        ]

    def _copies(self, opened: Opened, judged: Sequence[Judged], stray: Sequence[JudgedDocument]) -> Enclosed:
        """The sender's files with their faults marked, where there will be a reply that they can go with."""
        message = opened.message
        if no_reply_reason(message, self.settings) is not None:
            return Enclosed()
        secret = bool(self.settings.mail.zip_passwords(message.sender))
        documents = [*(item for one in judged for item in one.submission.documents), *stray]
        return copies_of(opened.files, documents, self.readers, zips_are_secret=secret)

    def _judge_one(self, key: SubmissionKey, files: Sequence[ReadFile], message: Message) -> Judged:
        held, history = self._held(key), WarehouseHistory(self.store, key)
        return judge_submission(key, together(files, held), history, self.settings, message.sha256, held)

    def _held(self, key: SubmissionKey) -> list[ReadFile]:
        """The files in force for a key, read again from the archive."""
        held = documents_in_force(self.store, key)
        reading = [self.readers.read(self.archive.get(one.attachment.sha256), one.attachment.name) for one in held]
        files = [
            ReadFile(one.attachment, future.result(), one.received_at.replace(tzinfo=TAIPEI), carried=True)
            for one, future in zip(held, reading, strict=True)
        ]
        refuse_our_faults(files)
        return files

    def _load(self, judged: Sequence[Judged]) -> tuple[list[Settled], list[ReplyAttachment]]:
        settled: list[Settled] = []
        papers: list[ReplyAttachment] = []
        for one in judged:
            loaded = self.store.load_submission(one.submission, bad_rows=one.bad_rows)
            number = loaded.receipt_number
            if loaded.new and loaded.in_force:
                fee = receipt_for(self.store, one, loaded.submission_id, self.settings)
                number = fee.receipt.number if fee else None
                papers.extend(self._receipts(fee) if fee and fee.issued else ())
            settled.append(Settled(one, submission_result(one, loaded, number)))
        return settled, papers

    def _receipts(self, fee: FeeReceipt) -> Iterator[ReplyAttachment]:
        """The papers of a new receipt and of the one that it made void."""
        for number in filter(None, (fee.receipt.number, fee.replaced)):
            content = receipt_paper(self.store, self.store.receipt(number), example=self.settings.example)
            self.receipts.prepare(receipt_name(number), content)
            yield ReplyAttachment(receipt_name(number), _DOCX, content)

    def _conclude(
        self,
        opened: Opened,
        settled: Sequence[Settled],
        stray: Sequence[JudgedDocument],
        enclosed: Enclosed,
    ) -> MessageResult:
        outcome, reason = outcome_of(settled, stray)
        bounced = note_bounce(self.store, opened.raw.data) if opened.message.auto_submitted else None
        reason = f"bounce:{bounced}" if bounced else reason
        reply = None
        if outcome in {Outcome.LOADED, Outcome.QUARANTINED}:
            silent = no_reply_reason(opened.message, self.settings)
            reason = " ".join(filter(None, (reason, silent))) or None
            reply = None if silent else self._reply(opened, settled, stray, enclosed)
        self.store.set_outcome(opened.message.sha256, outcome, reason=reason, judged=stray)
        apart = [finding for item in stray for finding in item.findings]
        findings = [*(finding for one in settled for finding in one.judged.findings), *apart]
        return MessageResult(
            where=opened.raw.where,
            sha256=opened.message.sha256,
            outcome=outcome,
            reason=reason,
            message=opened.message,
            submissions=tuple(one.result for one in settled),
            codes=tuple(sorted(finding.code for finding in findings)),
            stray_codes=tuple(sorted(finding.code for finding in apart)),
            errors=0 if outcome is Outcome.DUPLICATE else sum(map(is_error, findings)),
            reply=reply,
        )

    def _reply(
        self,
        opened: Opened,
        settled: Sequence[Settled],
        stray: Sequence[JudgedDocument],
        enclosed: Enclosed,
    ) -> str:
        message, number = opened.message, 1 + len(self.store.outbox(opened.message.sha256))
        name, message_id = reply_name(message, number), reply_id(message, self.settings, number)
        data = reply_data(message, opened.files, settled, stray, enclosed, self.settings, message_id)
        self.outbox.prepare(name, reply_eml(data))
        submission = settled[0].result.submission_id if len(settled) == 1 else None
        self.store.add_outbox([OutboxItem(message_id, message.sha256, name, submission)])
        return name
