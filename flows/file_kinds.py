"""What a file in a message is for the intake, told from its bytes; the name only says what its sender believes."""

from __future__ import annotations

import re
from enum import StrEnum

from parsers.sniff import FileType, sniff


class Shape(StrEnum):
    """Nothing in it; a message; a zip of files; something that goes along with the mail; a file to be read."""

    EMPTY = "empty"
    MESSAGE = "message"
    ZIP = "zip"
    ASIDE = "aside"
    FILE = "file"


_CLAIMS = re.compile(r"\.(pdf|xlsx?|xlsm|xlsb|ods|docx?|docm|odt|rtf|csv|rar|7z|exe|com|scr)$", re.IGNORECASE)
_SIGNATURE = re.compile(r"\.(p7s|asc|sig|vcf|ics)$|^(\._.*|\.ds_store|thumbs\.db)$", re.IGNORECASE)
_PICTURE = re.compile(
    rb"\x89PNG\r\n|\xff\xd8\xff|GIF8[79]a|BM.{12}[\x0c\x28-\x7c]\x00{3}|II\*\x00|MM\x00\*|RIFF....WEBP|"
    rb"\xd7\xcd\xc6\x9a|\x01\x00\x00\x00.{36} EMF|\x00\x00\x01\x00|\x00\x05\x16[\x00\x07]",
    re.DOTALL,
)
_HEADER = re.compile(rb"([!-9;-~]{1,76}):[ \t\r\n]")
_MAIL_HEADERS = {b"from", b"to", b"received", b"return-path", b"message-id", b"mime-version", b"date", b"subject"}
_BINARY = re.compile(rb"[\x00-\x06\x0e-\x1a\x1c-\x1f]")


def shape_of(data: bytes, name: str) -> Shape:
    """The shape of a file; one whose name claims to be a document is a file to be read, whatever it holds."""
    if not data:
        return Shape.FILE if _CLAIMS.search(name) else Shape.EMPTY
    if is_mail(data):
        return Shape.MESSAGE
    kind = sniff(data)
    if kind is FileType.ZIP:
        return Shape.ZIP
    if kind is FileType.UNKNOWN and not _CLAIMS.search(name) and _goes_along(data, name):
        return Shape.ASIDE
    return Shape.FILE


def is_mail(data: bytes) -> bool:
    """Whether ``data`` starts with header lines, two of which only a message has."""
    start = data[:4096].removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n")
    if not _HEADER.match(start):
        return False
    head = re.split(rb"\r?\n\r?\n", start, maxsplit=1)[0]
    names = {match[1].lower() for line in head.splitlines() if (match := _HEADER.match(line + b"\n"))}
    return len(names & _MAIL_HEADERS) >= 2


def _goes_along(data: bytes, name: str) -> bool:
    return bool(_SIGNATURE.search(name) or _PICTURE.match(data) or not _BINARY.search(data[:65536]))
