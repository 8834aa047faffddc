"""Read, judge, hold together: the one way to a verdict, for the sender's ``check`` and the office's intake alike."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from schemas.document import Document
from schemas.submission import State
from schemas.validate import Context, bad_rows, check_document, check_together, in_order, state_of

if TYPE_CHECKING:
    from schemas.profile import Profile

Progress = Callable[[str], None]


def check_files(
    files: Sequence[tuple[str, bytes]],
    context: Context,
    *,
    workers: int | None = None,
    progress: Progress | None = None,
    profiles: Sequence[Profile] = (),
    early: Iterator[Document] | None = None,
) -> list[Document]:
    """Each file (name, bytes) read in a process of its own and judged; documents in the order given.

    All findings (of the reading, of the rules, between the files) stand in ``document.findings``, sorted by place.
    ``progress`` is told each name when its file has been read; ``profiles`` are the manufacturers' own words;
    ``early`` gives the documents where workers have set out on them already. Never raises on what a file holds.
    """
    documents = _read_all(files, workers, progress, profiles) if early is None else list(early)
    return judge(documents, context)


def judge(documents: Sequence[Document], context: Context) -> list[Document]:
    """Documents that were read, judged and held against each other; their findings are replaced by all findings."""
    own = [check_document(document, context) for document in documents]
    between = check_together(documents, context)
    for document, found, cross in zip(documents, own, between, strict=True):
        document.findings = in_order([*document.findings, *found, *cross])
    return list(documents)


def verdict(document: Document) -> State:
    """What would become of this document alone."""
    return state_of(document.findings, len(document.rows), len(bad_rows(document.findings)))


def _read_all(
    files: Sequence[tuple[str, bytes]], workers: int | None, progress: Progress | None, profiles: Sequence[Profile]
) -> list[Document]:
    from flows.reading import read_many  # noqa: PLC0415 (the readers are needed only here)

    documents = []
    for document in read_many(files, workers or os.cpu_count() or 1, profiles=profiles):
        documents.append(document)
        if progress is not None:
            progress(document.source.file)
    return documents
