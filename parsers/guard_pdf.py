"""A cheap look at a PDF before a PDF library opens it: cut off, bombs, page and object counts, scripts, attachments.

The look is on the bytes, with zlib alone, since importing pikepdf takes as long as reading a short file. What
it cannot judge (encrypted streams, chains of filters, nested forms) it leaves to ``parsers.guard_pdf_deep``.
"""

from __future__ import annotations

import base64
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from parsers.refusal import damaged, too_much
from schemas.findings import Finding

MAX_PAGES = 5_000
MAX_OBJECTS = 500_000
MAX_CONTENT = 8 << 20
MAX_STREAM = 96 << 20
MAX_INFLATED = 768 << 20
_STREAM = re.compile(rb"stream\r?\n")
_OBJECT = re.compile(rb"\d\s+\d+\s+obj\b")
_PAGE = re.compile(rb"/Type\s*/Page(?![A-Za-z])")
_FORM = re.compile(rb"/Subtype\s*/Form\b")
_MAY_NEST = re.compile(rb"/XObject\s*(<<|\d)|/Resources\s+\d")
_PREVIOUS = re.compile(rb"/Prev\s+(\d{1,12})(?!\d|\s+\d+\s+R)")
_DEEP = (re.compile(rb"\[(?:\s*\[){100}"), re.compile(rb"<<(?:\s*/\w{1,40}\s*<<){100}"))
_FILTER = re.compile(rb"/Filter\s*(\[[^\]]{0,300}\]|/[A-Za-z0-9]+)")
_SAMPLE = 16 << 10
_PICTURES = (b"/DCTDecode", b"/JPXDecode", b"/CCITTFaxDecode", b"/JBIG2Decode", b"/Image")
_ESCAPED_NAME = re.compile(rb"#([0-9A-Fa-f]{2})")
_ACTIVE = (
    (re.compile(rb"/JavaScript\b"), "JavaScript"),
    (re.compile(rb"/EmbeddedFiles?\b"), "attachments"),
    (re.compile(rb"/Launch\b"), "Launch"),
    (re.compile(rb"/RichMedia\b"), "RichMedia"),
)


@dataclass(slots=True)
class _Seen:
    """What the look adds up: ``unsure`` asks for the deep look."""

    inflated: int = 0
    pages: int = 0
    unsure: bool = False
    active: set[str] = field(default_factory=set)

    def note(self, text: bytes) -> None:
        """Count what stands in a piece of PDF syntax."""
        if b"#" in text:
            text = _ESCAPED_NAME.sub(lambda match: bytes([int(match[1], 16)]), text)
        if any(pattern.search(text) for pattern in _DEEP):
            raise too_much("PDF nesting", 100)
        self.pages += sum(1 for _ in _PAGE.finditer(text))
        self.active |= {name for pattern, name in _ACTIVE if pattern.search(text)}


def look(data: bytes) -> list[Finding]:
    """Findings on what is ignored in the file (F110); ``Refused`` (F104, F105, F106) where it is not opened at all."""
    _refuse_cut_off(data)
    _refuse_loop(data)
    if data.count(b" obj") > MAX_OBJECTS:
        raise too_much("PDF objects", MAX_OBJECTS)
    seen = _Seen()
    end = 0
    for start, stop, dictionary in _streams(data):
        seen.note(data[end:start])
        end = stop
        _weigh(data[start:stop], dictionary, seen)
    seen.note(data[end:])
    if seen.pages > MAX_PAGES:
        raise too_much(f"PDF pages {seen.pages:,}", MAX_PAGES)
    if seen.unsure or b"/Encrypt" in data:
        from parsers.guard_pdf_deep import look_deeper  # noqa: PLC0415 - imports pikepdf, 0.1 s

        seen.active |= look_deeper(data)
    return _named(data, seen.active)


def _refuse_cut_off(data: bytes) -> None:
    """A file that ends within its objects; what follows the last ``%%EOF`` may be junk but no object."""
    end = data.rfind(b"%%EOF")
    if end < 0 and b"startxref" not in data[-1024:]:
        raise damaged("PDF: no %%EOF")
    if end >= 0 and _OBJECT.search(data, end):
        raise damaged("PDF: cut off")


def _refuse_loop(data: bytes) -> None:
    """Cross-reference sections that lead back to one another by ``/Prev``."""
    last = re.search(rb"startxref\s+(\d{1,12})", data[data.rfind(b"startxref") :])
    seen: set[int] = set()
    while last:
        at = int(last[1])
        if at in seen:
            raise damaged("PDF: xref loop")
        seen.add(at)
        end = data.find(b"startxref", at)
        last = _PREVIOUS.search(data, at, end if end >= 0 else len(data))


def _streams(data: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Where each stream's bytes begin and end, and the dictionary before it."""
    at = 0
    while match := _STREAM.search(data, at):
        begin = data.rfind(b"obj", max(match.start() - 8192, 0), match.start())
        stop = data.find(b"endstream", match.end())
        stop = stop if stop >= 0 else len(data)
        if begin >= 0:
            yield match.end(), stop, data[begin : match.start()]
        at = stop + len(b"endstream")


def _weigh(raw: bytes, dictionary: bytes, seen: _Seen) -> None:
    """Add up what a stream inflates to; read the object streams."""
    if _FORM.search(dictionary) and _MAY_NEST.search(dictionary):
        seen.unsure = True
    if b"/Filter" not in dictionary or any(picture in dictionary for picture in _PICTURES):
        return
    match = _FILTER.search(dictionary)
    names = re.findall(rb"/(\w+)", match[1]) if match else []
    most = MAX_CONTENT if is_content(dictionary) else MAX_STREAM
    if names == [b"FlateDecode"]:
        size, text = inflate(raw, most, keep=b"/ObjStm" in dictionary)
        seen.note(text)
    elif names == [b"ASCII85Decode", b"FlateDecode"]:
        size = estimate_ascii85(raw)
    else:
        seen.unsure = True
        return
    seen.inflated += size
    if size > most or seen.inflated > MAX_INFLATED:
        raise too_much(f"PDF stream {size:,} bytes", most)


def estimate_ascii85(raw: bytes) -> int:
    """What an ASCII85 stream inflates to, reckoned from its start: decoding all of it takes too long in Python."""
    sample = raw[:_SAMPLE].partition(b"~>")[0].strip()
    try:
        packed = base64.a85decode(sample)
    except ValueError:
        return 0
    return inflate(packed, MAX_STREAM)[0] * max(len(raw) // _SAMPLE, 1)


def is_content(dictionary: bytes) -> bool:
    """A page's content has a dictionary of no type; fonts, forms, tables and the like name what they are."""
    return not re.search(rb"/(Length1|Length2|Type|Subtype|ShadingType|FunctionType|N)\b", dictionary)


def inflate(raw: bytes, most: int, *, keep: bool = False) -> tuple[int, bytes]:
    """The inflated size (a little more than ``most`` where that is reached) and, if wanted, the bytes."""
    stream = zlib.decompressobj()
    size, parts, pending = 0, [], raw
    try:
        while pending and size <= most and not stream.eof:
            piece = stream.decompress(pending, 1 << 20)
            size += len(piece)
            if keep:
                parts.append(piece)
            pending = stream.unconsumed_tail
            if not piece and not pending:
                break
    except zlib.error:
        pass  # encrypted or broken: the PDF library decides
    return size, b"".join(parts)


def _named(data: bytes, active: set[str]) -> list[Finding]:
    end = data.rfind(b"PK\x05\x06", max(len(data) - 65_557, 0))
    if end >= 0 and end + 22 + int.from_bytes(data[end + 20 : end + 22], "little") == len(data):
        active = active | {"ZIP"}
    return [Finding("F110", params={"what": ", ".join(sorted(active))})] if active else []
