"""A file as a document: read, put together, with its SHA-256; in this process or in a limited worker."""

from __future__ import annotations

import hashlib
import importlib
import logging
from collections.abc import Generator, Iterable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING

from flows.fallback import better
from flows.isolation import DEFAULT, Call, Limits, begin, forks, run_tasks
from schemas.document import Document, Source
from schemas.errors import MissingPart
from schemas.findings import Finding

if TYPE_CHECKING:
    from flows.early_pages import EarlyPages
    from schemas.profile import Profile
    from schemas.raw import RawDocument
    from schemas.taught import Taught

_LOG = logging.getLogger("zijian.reading")


def read_document(
    data: bytes,
    name: str,
    engine: str | None = None,
    profiles: Sequence[Profile] = (),
    seen: RawDocument | None = None,
) -> Document:
    """What a file says. Always a document: where nothing can be read its ``document_kind`` is ``None``.

    ``engine``: the module of another reader than the file's type asks for (``flows.fallback``). ``profiles``: where
    the document was not wholly understood it is read once more with its manufacturer's words. ``seen``: what the
    file's reader has seen already. A fault of this program is finding F199, with the traceback in the log;
    ``MemoryError`` is passed on to the limits that the worker stands under.
    """
    digest = hashlib.sha256(data).hexdigest()
    try:
        document = _assembled(seen, name, digest) if seen else _read(data, name, digest, engine)
        return _with_profile(document, data, engine, profiles) if profiles else document
    except MemoryError:
        raise
    except MissingPart as missing:
        return _without(digest, name, Finding("F117", params={"part": missing.message, "extra": missing.hint}))
    except Exception:  # noqa: BLE001 - the one catch-all, per file: status failed, traceback logged, next file
        _LOG.exception("reading %s (sha256 %s) failed", name, digest)
        return _without(digest, name, Finding("F199"))


def _read(data: bytes, name: str, digest: str, engine: str | None, taught: Taught | None = None) -> Document:
    from parsers.reader import read  # noqa: PLC0415 - not needed where the pages were seen already

    raw = read(data, name) if engine is None else importlib.import_module(engine).read(data)
    return _assembled(raw, name, digest, taught)


def _assembled(raw: RawDocument, name: str, digest: str, taught: Taught | None = None) -> Document:
    from schemas.assemble import assemble  # noqa: PLC0415 - the core path of other commands does without

    source = Source(file=name, sha256=digest, pages=raw.page_count, engine=raw.engine)
    if not raw.page_count:
        return nothing(source, raw.findings)
    return assemble(raw, source) if taught is None else assemble(raw, source, taught)


def _with_profile(document: Document, data: bytes, engine: str | None, profiles: Sequence[Profile]) -> Document:
    """The document as its manufacturer's profile has it, where that was of use and left no more doubt than before."""
    from schemas.profile import improved, profile_for  # noqa: PLC0415 - only where there are profiles

    profile = profile_for(document, profiles)
    if profile is None:
        return document
    source = document.source
    return improved(document, _read(data, source.file, source.sha256, engine, profile.taught()))


def read_isolated(data: bytes, name: str, limits: Limits = DEFAULT, profiles: Sequence[Profile] = ()) -> Document:
    """``read_document`` in a worker process under limits, which grow with the size of the file.

    A PDF whose reading does not hang together is read again by other engines (``flows.fallback``).
    """
    return next(read_many([(name, data)], 1, limits, profiles))


def read_many(
    files: Iterable[tuple[str, bytes]], jobs: int, limits: Limits = DEFAULT, profiles: Sequence[Profile] = ()
) -> Iterator[Document]:
    """``read_isolated`` on many files, ``jobs`` at a time, in the order given. ``files`` is taken as needed."""
    return run_tasks(_readings(files, limits, profiles), jobs)


def _readings(
    files: Iterable[tuple[str, bytes]], limits: Limits, profiles: Sequence[Profile]
) -> Iterator[Generator[Call, object, Document]]:
    for number, (name, data) in enumerate(files):
        if number == 1 and forks():
            from flows.warming import warm  # noqa: PLC0415 - where one file is read that takes longer than it saves

            warm()
        yield _reading(data, name, limits, profiles)


def begin_reading(pages: EarlyPages, profiles: Sequence[Profile] = ()) -> Iterator[Document]:
    """``read_isolated`` on a file whose pages another worker sees; returns once a second worker has set out on them.

    The document is the iterator's one item: the caller has something else to do while it is put together.
    """
    return begin(_after(pages, profiles))


def _after(pages: EarlyPages, profiles: Sequence[Profile]) -> Generator[Call, object, Document]:
    _warm(None)
    Source.model_rebuild()  # with all that the first class of documents takes, once for both processes
    seen = next(pages.outcome)
    if isinstance(seen, Finding):
        return _document(pages.data, pages.name, seen)
    return (yield from _reading(pages.data, pages.name, DEFAULT, profiles, seen))


def _reading(
    data: bytes, name: str, limits: Limits, profiles: Sequence[Profile], seen: RawDocument | None = None
) -> Generator[Call, object, Document]:
    """A file read by its own reader and, where that is a PDF and in doubt, by others: each in a worker of its own."""
    if forks():
        _warm(None if seen else data)
    work = partial(read_document, data, name, None, profiles, seen)
    first = _document(data, name, (yield Call(work, (), limits.for_size(len(data)))))
    if not (seen or _is_pdf(data)):
        return first
    return (yield from _best(first, data, name, profiles))


def _is_pdf(data: bytes) -> bool:
    from parsers.sniff import FileType, sniff  # noqa: PLC0415 - not needed where the pages were seen already

    return sniff(data) is FileType.PDF


def _best(document: Document, data: bytes, name: str, profiles: Sequence[Profile]) -> Generator[Call, object, Document]:
    """The best reading of a PDF. Once a worker had to be stopped no other engine is let near the file.

    Nor is one where none of the pages can be opened: there is nothing to look at in another way.
    """
    choice = better(document)
    closed = sum(finding.code == "F105" for finding in document.findings)
    stopped = _was_stopped(document) or 0 < document.source.pages <= closed
    try:
        engine = next(choice)
        while True:
            other = nothing(document.source, [])
            if not stopped:
                reading = partial(read_document, data, name, engine.module, profiles)
                other = _document(data, name, (yield Call(reading, (), engine.limits(document.source.pages))))
                stopped = _was_stopped(other)
            engine = choice.send(other)
    except StopIteration as end:
        best: Document = end.value
        return best


def _was_stopped(document: Document) -> bool:
    return any(finding.code in ("F106", "F107") for finding in document.findings)


def nothing(source: Source, findings: list[Finding]) -> Document:
    """The document of a file that could not be read."""
    return Document(
        document_kind=None, instrument_kind=None, source=source, header=None, rows=[], findings=list(findings)
    )


def _warm(data: bytes | None) -> None:
    """Import here what the workers need, so that each fork has it: the reader of ``data``, where it is to be read."""
    if data is None:
        importlib.import_module("schemas.assemble")
        return
    module = importlib.import_module("parsers.reader").module_for(data)
    if module:
        importlib.import_module(module)
        importlib.import_module("schemas.assemble")


def _document(data: bytes, name: str, result: object) -> Document:
    if isinstance(result, Document):
        return result
    if isinstance(result, Finding):
        return _without(hashlib.sha256(data).hexdigest(), name, result)
    raise TypeError(type(result))


def _without(digest: str, name: str, finding: Finding) -> Document:
    return nothing(Source(file=name, sha256=digest, pages=0, engine="none"), [finding])
