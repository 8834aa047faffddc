"""Which documents make one submission: one manufacturer, one month, one instrument kind."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from schemas.document import Document
from schemas.identifiers import permit_number
from schemas.submission import Attachment, SubmissionKey

_SAME_SHARE = 2


@dataclass(frozen=True, slots=True)
class ReadFile:
    """A file with what it says. ``received_at`` is when its message came in; ``carried``: in an earlier message."""

    attachment: Attachment
    document: Document
    received_at: datetime
    carried: bool = False
    copies: tuple[Attachment, ...] = ()


Parts = tuple[str | None, str | None, str | None]


def parts_of(document: Document) -> Parts:
    """Permit number, month and kind, as far as the document has them."""
    if document.document_kind is None or document.header is None:
        return None, None, document.instrument_kind
    return permit_number(document.header.permit_number or ""), document.period, document.instrument_kind


def by_submission(files: Iterable[ReadFile]) -> tuple[dict[SubmissionKey, list[ReadFile]], list[ReadFile]]:
    """The files of each submission in the order given, and those that belong to none.

    A document that lacks a part of the key goes with the one submission of its message that has the parts it does
    have; where there are several, or it says nothing at all, nobody guesses.
    """
    groups: dict[SubmissionKey, list[ReadFile]] = {}
    doubtful: list[ReadFile] = []
    for file in files:
        permit, period, kind = parts_of(file.document)
        if permit and period and kind:
            groups.setdefault(SubmissionKey(permit, period, kind), []).append(file)
        else:
            doubtful.append(file)
    stray = [file for file in doubtful if not _joins(file, groups)]
    return groups, stray


def once(files: Sequence[ReadFile]) -> list[ReadFile]:
    """Each content once; further attachments with the same bytes are its ``copies``."""
    kept: dict[str, ReadFile] = {}
    for file in files:
        first = kept.get(file.attachment.sha256)
        kept[file.attachment.sha256] = replace(first, copies=(*first.copies, file.attachment)) if first else file
    return list(kept.values())


def together(new: Sequence[ReadFile], held: Sequence[ReadFile]) -> list[ReadFile]:
    """The files of a submission after a message: its own, and those in force that none of its own replaces.

    A file of an older message does not replace what came later. A message of which nothing is left that way stands
    for itself, as history.
    """
    fresh = [file for file in new if not any(_is_later(old, file) and replaces(old, file) for old in held)]
    if not fresh:
        return list(new)
    return [*fresh, *(old for old in held if not any(_same(old, file) or replaces(file, old) for file in fresh))]


def replaces(new: ReadFile, old: ReadFile) -> bool:
    """Whether a document is a correction of another of the same submission.

    There is one monthly report. A record is replaced by one that has half of its instruments, or that bears the same
    file name and is of the same day and type.
    """
    if new.document.document_kind != old.document.document_kind:
        return False
    if new.document.document_kind == "monthly_report":
        return True
    before, after = _serials(old.document), _serials(new.document)
    if before and len(before & after) * _SAME_SHARE >= len(before):
        return True
    return new.attachment.name == old.attachment.name and _type_of(new.document) == _type_of(old.document)


def _joins(file: ReadFile, groups: dict[SubmissionKey, list[ReadFile]]) -> bool:
    if file.document.document_kind is None:
        return False
    parts = parts_of(file.document)
    fitting = [
        key
        for key in groups
        if all(
            mine in (None, theirs)
            for mine, theirs in zip(parts, (key.permit_number, key.period, key.instrument_kind), strict=True)
        )
    ]
    if len(fitting) == 1:
        groups[fitting[0]].append(file)
    return len(fitting) == 1


def _is_later(one: ReadFile, other: ReadFile) -> bool:
    return one.received_at > other.received_at


def _same(one: ReadFile, other: ReadFile) -> bool:
    return one.attachment.sha256 == other.attachment.sha256


def _serials(document: Document) -> set[str]:
    return {row.serial_number for row in document.rows if row.serial_number}


def _type_of(document: Document) -> tuple[object, ...]:
    header = document.header
    return header.verification_date, header.brand, header.model, header.specification
