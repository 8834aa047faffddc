"""What a file is, told from its bytes and never from its name."""

from __future__ import annotations

import io
import re
import zlib
from collections import Counter
from enum import StrEnum
from typing import TYPE_CHECKING

from parsers.encoding import decode

if TYPE_CHECKING:
    from zipfile import ZipFile


class FileType(StrEnum):
    """The types that are told apart; the value is what a person is told."""

    PDF = "PDF"
    XLSX = "Excel (.xlsx)"
    XLSM = "Excel (.xlsm)"
    XLSB = "Excel (.xlsb)"
    XLS = "Excel (.xls)"
    ODS = "OpenDocument (.ods)"
    CSV = "CSV"
    DOCX = "Word (.docx)"
    DOCM = "Word (.docm)"
    DOC = "Word (.doc)"
    ENCRYPTED_OFFICE = "Office (encrypted)"
    OLE = "OLE2"
    OFFICE = "Office (other)"
    RTF = "RTF"
    ZIP = "ZIP"
    RAR = "RAR"
    SEVEN_ZIP = "7z"
    GZIP = "gzip"
    EML = "EML"
    P7S = "PKCS#7 (.p7s)"
    TNEF = "TNEF (winmail.dat)"
    PNG = "PNG"
    JPEG = "JPEG"
    TIFF = "TIFF"
    GIF = "GIF"
    HTML = "HTML"
    XML = "XML"
    EXE = "EXE"
    TEXT = "TXT"
    EMPTY = "empty"
    UNKNOWN = "unknown"


_MAGIC: tuple[tuple[bytes, FileType], ...] = (
    (b"\x7fELF", FileType.EXE),
    (b"\x89PNG\r\n\x1a\n", FileType.PNG),
    (b"\xff\xd8\xff", FileType.JPEG),
    (b"II*\x00", FileType.TIFF),
    (b"MM\x00*", FileType.TIFF),
    (b"GIF87a", FileType.GIF),
    (b"GIF89a", FileType.GIF),
    (b"Rar!\x1a\x07", FileType.RAR),
    (b"7z\xbc\xaf\x27\x1c", FileType.SEVEN_ZIP),
    (b"\x1f\x8b\x08", FileType.GZIP),
    (b"\x78\x9f\x3e\x22", FileType.TNEF),
    (b"{\\rtf", FileType.RTF),
    (b"-----BEGIN PKCS7", FileType.P7S),
)
_OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP_MAGICS = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_SIGNED_DATA = bytes.fromhex("06092a864886f70d010702")
_PDF_HEADER_WITHIN = 1024
_OLE_STREAMS: tuple[tuple[str, FileType], ...] = (
    ("EncryptedPackage", FileType.ENCRYPTED_OFFICE),
    ("WordDocument", FileType.DOC),
    ("Workbook", FileType.XLS),
    ("Book", FileType.XLS),
)
_CONTENT_TYPES: tuple[tuple[bytes, FileType], ...] = (
    (b"sheet.binary.macroEnabled.main", FileType.XLSB),
    (b"ms-excel.sheet.macroEnabled.main", FileType.XLSM),
    (b"ms-excel.template.macroEnabled.main", FileType.XLSM),
    (b"spreadsheetml.sheet.main+xml", FileType.XLSX),
    (b"spreadsheetml.template.main+xml", FileType.XLSX),
    (b"ms-word.document.macroEnabled.main", FileType.DOCM),
    (b"ms-word.template.macroEnabledTemplate.main", FileType.DOCM),
    (b"wordprocessingml.document.main+xml", FileType.DOCX),
    (b"wordprocessingml.template.main+xml", FileType.DOCX),
)
_MAX_ENTRIES = 20_000
_LOOK = 1 << 20
_HTML = re.compile(
    rb"(<!--.{0,2000}?-->|<\?xml[^>]{0,200}\?>|\s)*<(!doctype\s+html|html|head|body|table|meta)\b", re.I | re.S
)
_MAIL = re.compile(rb"(?:[!-9;-~]{1,76}:[ \t][^\n]*\n(?:[ \t][^\n]*\n)*){2,}")
_MAIL_NAMES = {b"from", b"to", b"received", b"return-path", b"message-id", b"mime-version", b"date", b"subject"}


def sniff(data: bytes) -> FileType:
    """The type of a file.

    A binary signature at the very start decides; else a PDF header within the first 1,024 bytes (readers
    accept junk before it); else what the text looks like.
    """
    if not data:
        return FileType.EMPTY
    return _by_signature(data) or _by_text(data)


def _by_signature(data: bytes) -> FileType | None:
    for magic, found in _MAGIC:
        if data.startswith(magic):
            return found
    if data.startswith((_OLE_MAGIC, *_ZIP_MAGICS)):
        return _zip(data) if data.startswith(b"PK") else _ole(data)
    if data[:2] == b"MZ" and len(data) > 0x40 and b"\x00" in data[:64]:
        return FileType.EXE
    if b"%PDF-" in data[:_PDF_HEADER_WITHIN]:
        return FileType.PDF
    if data[:1] == b"\x30" and _SIGNED_DATA in data[:64]:
        return FileType.P7S
    return None


def _ole(data: bytes) -> FileType:
    """Directory entries stand on 128-byte borders and begin with their name in UTF-16."""
    for name, found in _OLE_STREAMS:
        pattern = name.encode("utf-16-le") + b"\x00\x00"
        at = data.find(pattern)
        while at >= 0:
            if at % 128 == 0:
                return found
            at = data.find(pattern, at + 1)
    return FileType.OLE


def _zip(data: bytes) -> FileType:
    from zipfile import BadZipFile  # noqa: PLC0415 - not for a PDF

    try:
        return _zip_type(data)
    except (BadZipFile, zlib.error, OSError, EOFError, ValueError, RuntimeError, NotImplementedError):
        return _torn_zip(data)


def _zip_type(data: bytes) -> FileType:
    from zipfile import ZipFile  # noqa: PLC0415

    end = data.rfind(b"PK\x05\x06")
    if end >= 0 and int.from_bytes(data[end + 10 : end + 12], "little") > _MAX_ENTRIES:
        return FileType.ZIP
    with ZipFile(io.BytesIO(data)) as archive:
        names = archive.NameToInfo
        if "mimetype" in names:
            return _open_document(_start(archive, "mimetype"))
        if "[Content_Types].xml" not in names:
            return FileType.ZIP
        return _office(_start(archive, "[Content_Types].xml"))


def _start(archive: ZipFile, name: str) -> bytes:
    with archive.open(name) as stream:
        return stream.read(_LOOK)


def _open_document(mimetype: bytes) -> FileType:
    if b"opendocument.spreadsheet" in mimetype:
        return FileType.ODS
    return FileType.OFFICE if b"opendocument" in mimetype else FileType.ZIP


def _office(content_types: bytes) -> FileType:
    plain = content_types.replace(b"\x00", b"")
    return next((found for mark, found in _CONTENT_TYPES if mark in plain), FileType.OFFICE)


def _torn_zip(data: bytes) -> FileType:
    """A zip whose directory is gone: the local headers still carry the members' names."""
    if b"xl/worksheets/" in data or b"xl/workbook" in data:
        return FileType.XLSX
    if b"word/document" in data:
        return FileType.DOCX
    return FileType.ODS if b"opendocument.spreadsheet" in data[:200] else FileType.ZIP


def _by_text(data: bytes) -> FileType:
    start = data[:_LOOK].removeprefix(b"\xef\xbb\xbf")
    if _HTML.match(start[:4096]):
        return FileType.HTML
    if start.lstrip()[:5] == b"<?xml":
        return FileType.XML
    if is_mail(start):
        return FileType.EML
    text = decode(data[:_LOOK], complete=len(data) <= _LOOK)
    if text is None:
        return FileType.UNKNOWN
    return FileType.CSV if delimiter(text) else FileType.TEXT


def is_mail(start: bytes) -> bool:
    """Whether header lines stand at the start, two of which only a message has."""
    head = _MAIL.match(start[:65536].lstrip(b"\r\n"))
    if not head:
        return False
    names = {line.split(b":", 1)[0].lower() for line in head[0].splitlines() if line[:1] not in b" \t"}
    return len(names & _MAIL_NAMES) >= 2


def delimiter(text: str) -> str | None:
    """The character that parts most lines into the same number of fields, at least two; ``None`` if there is none."""
    best: tuple[int, str] | None = None
    for mark in (",", "\t", ";", "|"):
        score = _regularity(text, mark)
        if score and (best is None or score > best[0]):
            best = (score, mark)
    return best[1] if best else None


def _regularity(text: str, mark: str) -> int:
    """Lines of the commonest number of fields, if they are at least a third of all lines and more than one."""
    import csv  # noqa: PLC0415 - not for a PDF

    try:
        widths = Counter(len(row) for row in csv.reader(text[:65536].splitlines(), delimiter=mark) if any(row))
    except csv.Error:
        return 0
    wide = {width: count for width, count in widths.items() if width > 1}
    if not wide:
        return 0
    count = max(wide.values())
    return sum(wide.values()) if count > 1 and sum(wide.values()) * 3 >= widths.total() else 0
