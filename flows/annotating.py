"""The sender's file with its findings marked in it, for those formats in which that can be done."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path, PurePath

from flows.isolation import DEFAULT, Call, run
from flows.safe_write import write_new
from generators.annotate.notes import Note
from parsers.sniff import FileType, sniff
from schemas.catalogue import Lang, message, remedy, severity
from schemas.document import Document
from schemas.plain_words import SEVERITY_WORDS, field_label

SUFFIX = "_檢核"
_OFFICE = "application/vnd.openxmlformats-officedocument"
CONTENT_TYPES: dict[FileType, str] = {
    FileType.PDF: "application/pdf",
    FileType.XLSX: f"{_OFFICE}.spreadsheetml.sheet",
    FileType.XLSM: "application/vnd.ms-excel.sheet.macroEnabled.12",
    FileType.DOCX: f"{_OFFICE}.wordprocessingml.document",
    FileType.DOCM: "application/vnd.ms-word.document.macroEnabled.12",
}
"""The formats that get an annotated copy, and what a mail calls them."""


def annotated_copy(document: Document, data: bytes, lang: Lang = "zh") -> bytes | None:
    """``data`` with the document's findings marked in it; ``None`` for a format or file in which they cannot be.

    The formats of ``CONTENT_TYPES`` can. The work is done in a worker under limits, as the bytes are not ours.
    """
    mark = _MARKS.get(sniff(data))
    if document.document_kind is None or not document.findings or mark is None:
        return None
    copy = run(Call(mark, (data, _notes(document, lang)), DEFAULT.for_size(len(data))))
    return copy if isinstance(copy, bytes) else None


def _notes(document: Document, lang: Lang) -> list[Note]:
    return [
        Note(
            number=number,
            severity=severity(finding),
            head=f"{finding.code} {SEVERITY_WORDS[severity(finding)][lang]}",
            field=field_label(document, finding.field, lang),
            value=finding.value or "",
            text=message(finding, lang),
            remedy=remedy(finding, lang),
            place=finding.place,
        )
        for number, finding in enumerate(document.findings, 1)
    ]


def _mark_pdf(data: bytes, notes: Sequence[Note]) -> bytes:
    from generators.annotate.pdf import annotate_pdf  # noqa: PLC0415 (pikepdf is needed only in the worker)

    return annotate_pdf(data, notes)


def _mark_workbook(data: bytes, notes: Sequence[Note]) -> bytes:
    from generators.annotate.workbook import annotate_workbook  # noqa: PLC0415 (so is lxml)

    return annotate_workbook(data, notes)


def _mark_word(data: bytes, notes: Sequence[Note]) -> bytes:
    from generators.annotate.word import annotate_word  # noqa: PLC0415 (so is lxml)

    return annotate_word(data, notes)


_MARKS: dict[FileType, Callable[[bytes, Sequence[Note]], bytes]] = {
    FileType.PDF: _mark_pdf,
    FileType.XLSX: _mark_workbook,
    FileType.XLSM: _mark_workbook,
    FileType.DOCX: _mark_word,
    FileType.DOCM: _mark_word,
}


def write_copies(
    documents: Sequence[Document], files: Sequence[tuple[str, bytes]], folder: Path, lang: Lang
) -> list[Path]:
    """An annotated copy of each file that can have one, as ``folder/NAME_檢核.ext``; the paths written."""
    written: list[Path] = []
    for document, (name, data) in zip(documents, files, strict=True):
        copy = annotated_copy(document, data, lang)
        if copy is not None:
            path = folder / copy_name(name, [path.name for path in written])
            write_new(path, copy)
            written.append(path)
    return written


def copy_name(name: str, taken: Sequence[str]) -> str:
    """What the copy of a file is called; none of the names that are ``taken``."""
    pure = PurePath(PurePath(name).name)
    ends = ["", *(f"_{number}" for number in range(2, len(taken) + 3))]
    return next(free for end in ends if (free := f"{pure.stem}{SUFFIX}{end}{pure.suffix}") not in taken)
