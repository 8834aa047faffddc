"""The annotated copies that go with a reply: the sender's own files with their faults marked where they stand.

Only files that came with the message that is answered are sent back, so nobody gets what another has sent. Members of
a zip whose sender has a password on file are left out: the reply is not encrypted.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass

from flows.annotating import CONTENT_TYPES, annotated_copy, copy_name
from flows.mime_parts import FoundFile, Role
from flows.reading_pool import ReadingPool
from generators.reply_data import ReplyAttachment
from parsers.sniff import sniff
from schemas.catalogue import severity
from schemas.document import Document
from schemas.findings import Finding, Severity
from schemas.submission import JudgedDocument

MOST_BYTES = 8 << 20
"""What the copies of one reply may weigh together, before they are encoded for the mail (a third more)."""
MOST_COPIES = 20
_FAULTS = frozenset({Severity.WARNING, Severity.ERROR, Severity.FATAL})
_FOR_THE_OFFICE = frozenset({"X614", "X690", "X691"})
"""Lists and tables that the office lacks or has not confirmed: nothing that a sender could do anything about."""


@dataclass(frozen=True, slots=True)
class Enclosed:
    """What goes with a reply: receipts, the annotated copies that fit, the names of the files whose copies did not."""

    receipts: tuple[ReplyAttachment, ...] = ()
    copies: tuple[ReplyAttachment, ...] = ()
    left_out: tuple[str, ...] = ()


def to_sender(finding: Finding) -> bool:
    """Whether a finding is for the sender; those about the office's own tables are not."""
    return finding.code not in _FOR_THE_OFFICE


def copies_of(
    found: Sequence[FoundFile], judged: Sequence[JudgedDocument], readers: ReadingPool, *, zips_are_secret: bool
) -> Enclosed:
    """A copy of each file of the message in which there are faults, made by workers side by side, as far as they fit."""
    files = {file.attachment.sha256: file for file in found if _may_go(file, zips_are_secret)}
    wanted = [(files[item.attachment.sha256], item) for item in judged if item.attachment.sha256 in files]
    making = [
        (file, readers.work(annotated_copy, _as_sent(item), file.data))
        for file, item in wanted
        if _faulty(item.findings)
    ]
    return _fitting(making)


def _may_go(file: FoundFile, zips_are_secret: bool) -> bool:
    return file.role is Role.FILE and not (zips_are_secret and "!" in file.attachment.path)


def _as_sent(item: JudgedDocument) -> Document:
    """The document with the findings that its sender is told."""
    return item.document.model_copy(update={"findings": list(filter(to_sender, item.findings))})


def _faulty(findings: Sequence[Finding]) -> bool:
    return any(severity(finding) in _FAULTS for finding in findings)


def _fitting(making: Sequence[tuple[FoundFile, Future[bytes | None]]]) -> Enclosed:
    room = MOST_BYTES
    attachments: list[ReplyAttachment] = []
    left_out: list[str] = []
    for name, copy in _made(making):
        if len(copy) > room or len(attachments) == MOST_COPIES:
            left_out.append(name)
            continue
        room -= len(copy)
        target = copy_name(name, [one.name for one in attachments])
        attachments.append(ReplyAttachment(target, CONTENT_TYPES[sniff(copy)], copy))
    return Enclosed((), tuple(attachments), tuple(left_out))


def _made(making: Sequence[tuple[FoundFile, Future[bytes | None]]]) -> Iterator[tuple[str, bytes]]:
    for file, future in making:
        copy = future.result()
        if copy is not None:
            yield file.attachment.name, copy
