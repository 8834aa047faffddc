"""A second look at a PDF that is encrypted, chains filters or nests forms: by pikepdf (qpdf), which opens anything."""

from __future__ import annotations

import io
import re
from typing import Any

import pikepdf

from parsers.guard_pdf import MAX_CONTENT, MAX_INFLATED, MAX_OBJECTS, MAX_PAGES, MAX_STREAM, estimate_ascii85, inflate
from parsers.refusal import locked, too_much

_MAX_DRAWINGS = 200_000
_MAX_FORM_DEPTH = 25
_DO = re.compile(rb"/([^\s/<>()\[\]]+)\s+Do\b")
_TYPED = ("/Length1", "/Type", "/Subtype", "/FunctionType", "/ShadingType", "/N")


def look_deeper(data: bytes) -> set[str]:
    """What is ignored in the file; ``Refused`` for a password (F104) or too much of anything (F106).

    A file that qpdf cannot open is left to the PDF library.
    """
    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            return _Look(pdf).active()
    except pikepdf.PasswordError as error:
        raise locked() from error
    except (pikepdf.PdfError, ValueError, TypeError, KeyError, RecursionError):
        return set()


class _Look:
    """One open file. ``drawn`` remembers how many things each form draws, forms within forms included."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self.pdf = pdf
        self.inflated = 0
        self.found: set[str] = set()
        self.drawn: dict[tuple[int, int], int] = {}

    def active(self) -> set[str]:
        if len(self.pdf.objects) > MAX_OBJECTS:
            raise too_much("PDF objects", MAX_OBJECTS)
        if len(self.pdf.pages) > MAX_PAGES:
            raise too_much(f"PDF pages {len(self.pdf.pages):,}", MAX_PAGES)
        forms = []
        for item in self.pdf.objects:
            if isinstance(item, pikepdf.Stream):
                self._weigh(item)
                if item.get("/Subtype") == "/Form":
                    forms.append(item)
            if isinstance(item, pikepdf.Dictionary | pikepdf.Stream):
                self._name(item)
        if sum(self._drawings(form, 0) for form in forms) > _MAX_DRAWINGS:
            raise too_much("PDF forms", _MAX_DRAWINGS)
        return self.found

    def _name(self, item: Any) -> None:
        if item.get("/S") == "/JavaScript" or "/JS" in item:
            self.found.add("JavaScript")
        if item.get("/S") == "/Launch":
            self.found.add("Launch")
        if "/EF" in item or "/EmbeddedFiles" in item:
            self.found.add("attachments")

    def _weigh(self, stream: Any) -> None:
        filters = _filters(stream)
        most = MAX_STREAM if any(key in stream for key in _TYPED) else MAX_CONTENT
        if filters == ["/ASCII85Decode", "/FlateDecode"]:
            size = estimate_ascii85(stream.read_raw_bytes())
        elif set(filters) == {"/FlateDecode"}:
            size = _chained(stream.read_raw_bytes(), len(filters), most)
        else:
            return
        self.inflated += size
        if size > most or self.inflated > MAX_INFLATED:
            raise too_much(f"PDF stream {size:,} bytes", most)

    def _drawings(self, form: Any, depth: int) -> int:
        """How many drawings a form comes to; a form within itself is as deep as it gets."""
        if depth > _MAX_FORM_DEPTH:
            raise too_much("PDF forms", _MAX_FORM_DEPTH)
        if form.objgen not in self.drawn:
            within = form.get("/Resources", {}).get("/XObject", {})
            names = _DO.findall(_content(form)) if len(within) else []
            inner = [within.get("/" + name.decode("latin-1")) for name in names]
            forms = [item for item in inner if item is not None and item.get("/Subtype") == "/Form"]
            self.drawn[form.objgen] = 1 + sum(self._drawings(item, depth + 1) for item in forms)
        return self.drawn[form.objgen]


def _filters(stream: Any) -> list[str]:
    given = stream.get("/Filter")
    if given is None:
        return []
    return [str(name) for name in given] if isinstance(given, pikepdf.Array) else [str(given)]


def _content(form: Any) -> bytes:
    raw: bytes = form.read_raw_bytes()
    return inflate(raw, MAX_CONTENT, keep=True)[1] if _filters(form) else raw


def _chained(raw: bytes, times: int, most: int) -> int:
    """The size after ``times`` inflations, never holding more than ``most`` bytes and one step."""
    size = len(raw)
    for _ in range(times):
        size, raw = inflate(raw, most, keep=True)
        if size > most:
            break
    return size
