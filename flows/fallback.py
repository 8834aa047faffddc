"""A doubtful reading of a PDF is read again by others; the one that hangs together best is kept and named."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from typing import NamedTuple

from flows.isolation import Limits
from schemas.document import Document
from schemas.doubt import DOUBTFUL, HOPELESS, doubt, needs_eyes, same_content
from schemas.findings import Finding

_GIB = 1 << 30
_ANSWERED = frozenset({"F109", "F115", "F118", "F119"})
_NOT_INSTALLED = "F117"
_STOPPED = frozenset({"F106", "F107"})


class Engine(NamedTuple):
    """Another reader: its module, the most pages it is asked to read, what a document and a page may cost."""

    module: str
    most_pages: int
    seconds: float
    seconds_a_page: float
    memory: int

    def limits(self, pages: int) -> Limits:
        """What a document of so many pages may take."""
        return Limits(self.seconds + self.seconds_a_page * pages, self.memory)


PLUMBER = Engine("parsers.peers.plumber", 200, 20.0, 3.0, _GIB)
CAMELOT = Engine("parsers.peers.camelot_tables", 40, 40.0, 10.0, 3 * _GIB)
OCR = Engine("parsers.ocr.document", 200, 120.0, 60.0, 6 * _GIB)


def better(document: Document) -> Generator[Engine, Document, Document]:
    """The best reading of a PDF: ``document`` itself where it hangs together or no other does better.

    Yields the engine with which the same file should be read next and is sent what it read. A second engine that
    says the same of every instrument confirms the first, however odd the document: then the doubt is the sender's.
    """
    best, least = document, doubt(document)
    for engine in _engines(document):
        if least < (DOUBTFUL if engine is not OCR else HOPELESS):
            break
        other = yield engine
        if same_content(best, other) and best.rows:
            break
        if doubt(other) < least:
            best, least = _with_notes(other, document), doubt(other)
        else:
            best.findings.extend(_why_not(other, best))
    return best


def _why_not(other: Document, best: Document) -> list[Finding]:
    """Why another engine was of no help: it is not installed; or, where nothing was read at all, it was stopped."""
    told = {_NOT_INSTALLED} if best.rows else {_NOT_INSTALLED, *_STOPPED}
    return [finding for finding in other.findings if finding.code in told and finding not in best.findings]


def _with_notes(best: Document, first: Document) -> Document:
    """What the first reader found about the file as such still holds."""
    known = {finding.code for finding in best.findings}
    notes = [each for each in first.findings if each.code.startswith("F1") and each.code not in _ANSWERED | known]
    best.findings[:0] = notes
    return best


def _engines(document: Document) -> Iterator[Engine]:
    order = (OCR,) if needs_eyes(document) else (PLUMBER, CAMELOT, OCR)
    return (engine for engine in order if 0 < document.source.pages <= engine.most_pages)
