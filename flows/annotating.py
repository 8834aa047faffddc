"""The sender's file with its findings marked in it, for those formats in which that can be done."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path, PurePath

from flows.safe_write import write_new
from parsers.sniff import FileType, sniff
from schemas.catalogue import Lang, message, remedy, severity
from schemas.document import Document
from schemas.plain_words import SEVERITY_WORDS, field_label

SUFFIX = "_檢核"


def annotated_copy(document: Document, data: bytes, lang: Lang = "zh") -> bytes | None:
    """``data`` with the document's findings marked in it; ``None`` for a format in which they cannot be.

    PDF and ``.xlsx`` can; a file that could not be read, or in which nothing was found, is left alone.
    """
    from generators.annotate.notes import Note  # noqa: PLC0415 (pikepdf and openpyxl are needed only here)

    kind = sniff(data)
    if document.document_kind is None or not document.findings or kind not in (FileType.PDF, FileType.XLSX):
        return None
    notes = [
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
    if kind is FileType.PDF:
        from generators.annotate.pdf import annotate_pdf  # noqa: PLC0415

        return annotate_pdf(data, notes)
    from generators.annotate.workbook import annotate_workbook  # noqa: PLC0415

    return annotate_workbook(data, notes)


def write_copies(
    documents: Sequence[Document], files: Sequence[tuple[str, bytes]], folder: Path, lang: Lang
) -> list[Path]:
    """An annotated copy of each file that can have one, as ``folder/NAME_檢核.ext``; the paths written."""
    written: list[Path] = []
    for document, (name, data) in zip(documents, files, strict=True):
        copy = annotated_copy(document, data, lang)
        if copy is not None:
            path = _free(folder, name, written)
            write_new(path, copy)
            written.append(path)
    return written


def _free(folder: Path, name: str, taken: Sequence[Path]) -> Path:
    """A name in ``folder`` that this run has not given yet."""
    pure = PurePath(PurePath(name).name)
    ends = ["", *(f"_{number}" for number in range(2, len(taken) + 3))]
    return next(path for end in ends if (path := folder / f"{pure.stem}{SUFFIX}{end}{pure.suffix}") not in taken)
