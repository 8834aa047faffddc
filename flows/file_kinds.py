"""What a file in a message is for the intake, told from its bytes; the name only says what its sender believes."""

from __future__ import annotations

import re
from enum import StrEnum

from flows.mime_smime import is_smime
from parsers.sniff import FileType, sniff


class Shape(StrEnum):
    """Nothing in it; a message; a zip, ``winmail.dat`` or S/MIME envelope; what goes along with mail; a file to read."""

    EMPTY = "empty"
    MESSAGE = "message"
    ZIP = "zip"
    TNEF = "tnef"
    SMIME = "smime"
    ASIDE = "aside"
    FILE = "file"


_CLAIMS = re.compile(r"\.(pdf|xlsx?|xlsm|xlsb|ods|docx?|docm|odt|rtf|csv|rar|7z|exe|com|scr|p7m)$", re.IGNORECASE)
_SIGNATURE = re.compile(r"\.(p7s|asc|sig|vcf|ics)$|^(\._.*|\.ds_store|thumbs\.db)$", re.IGNORECASE)
_PICTURES = frozenset({FileType.PNG, FileType.JPEG, FileType.GIF, FileType.TIFF})
_ALONG = _PICTURES | {FileType.P7S, FileType.HTML, FileType.XML, FileType.TEXT, FileType.CSV}
_CONTAINERS = {FileType.ZIP: Shape.ZIP, FileType.TNEF: Shape.TNEF}
_OTHER_PICTURE = re.compile(
    rb"BM.{12}[\x0c\x28-\x7c]\x00{3}|RIFF....WEBP|\xd7\xcd\xc6\x9a|\x01\x00\x00\x00.{36} EMF|\x00\x00\x01\x00|\x00\x05\x16[\x00\x07]",
    re.DOTALL,
)


def shape_of(data: bytes, name: str) -> Shape:
    """The shape of a file; one whose name claims to be a document is a file to be read, whatever it holds."""
    claims = bool(_CLAIMS.search(name))
    kind = sniff(data)
    if kind is FileType.EMPTY:
        return Shape.FILE if claims else Shape.EMPTY
    if kind is FileType.EML:
        return Shape.MESSAGE
    if kind in _CONTAINERS:
        return _CONTAINERS[kind]
    if is_smime(data):
        return Shape.SMIME
    return Shape.ASIDE if not claims and _goes_along(kind, data, name) else Shape.FILE


def is_picture(data: bytes) -> bool:
    """Whether a file is a picture in a format that cameras and scanners write."""
    return sniff(data) in _PICTURES


def _goes_along(kind: FileType, data: bytes, name: str) -> bool:
    return kind in _ALONG or bool(_SIGNATURE.search(name) or _OTHER_PICTURE.match(data))
