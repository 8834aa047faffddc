"""Types are told from bytes, whatever the name says."""

from __future__ import annotations

import io
import zipfile
from email.message import EmailMessage

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook
from PIL import Image

from parsers.reader import read
from parsers.sniff import FileType, sniff
from tests.hostile import corpus

PDF = corpus.HONEST.read_bytes()


def _docx() -> bytes:
    out = io.BytesIO()
    docx.Document().save(out)
    return out.getvalue()


def _xlsx() -> bytes:
    out = io.BytesIO()
    Workbook().save(out)
    return out.getvalue()


def _picture(kind: str) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (4, 4)).save(out, kind)
    return out.getvalue()


def _zip(**members: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def _mail() -> bytes:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "a@example.com", "b@example.com", "月報表"
    message.set_content("附件如下")
    message.add_attachment(PDF, maintype="application", subtype="pdf", filename="a.pdf")
    return message.as_bytes()


CASES = [
    (b"", FileType.EMPTY),
    (PDF, FileType.PDF),
    (b"\r\n\r\nwarning: \xff\x00" + PDF, FileType.PDF),
    (b"\xef\xbb\xbf" + PDF, FileType.PDF),
    (_xlsx(), FileType.XLSX),
    (_xlsx()[:-200], FileType.XLSX),
    (_docx(), FileType.DOCX),
    (_zip(x=b"1"), FileType.ZIP),
    (_zip(mimetype=b"application/vnd.oasis.opendocument.spreadsheet"), FileType.ODS),
    (_zip(mimetype=b"application/vnd.oasis.opendocument.text"), FileType.OFFICE),
    (b"PK\x05\x06" + bytes(18), FileType.ZIP),
    (corpus.ole("Workbook"), FileType.XLS),
    (corpus.ole("Book"), FileType.XLS),
    (corpus.ole("WordDocument"), FileType.DOC),
    (corpus.ole("EncryptedPackage"), FileType.ENCRYPTED_OFFICE),
    (corpus.ole("PowerPoint Document"), FileType.OLE),
    (_mail(), FileType.EML),
    (bytes.fromhex("3082050006092a864886f70d010702a0") + bytes(99), FileType.P7S),
    (b"\x78\x9f\x3e\x22\x01\x00" + bytes(99), FileType.TNEF),
    (_picture("PNG"), FileType.PNG),
    (_picture("JPEG"), FileType.JPEG),
    (_picture("TIFF"), FileType.TIFF),
    (_picture("GIF"), FileType.GIF),
    (b"<!-- saved -->\n<HTML><body>", FileType.HTML),
    (b"<table><tr><td>1", FileType.HTML),
    (b'<?xml version="1.0"?><Workbook/>', FileType.XML),
    (b"MZ\x90\x00" + bytes(200), FileType.EXE),
    (b"\x7fELF\x02" + bytes(99), FileType.EXE),
    (b"{\\rtf1 x}", FileType.RTF),
    ("器號,是否合格\n1,合格\n2,合格\n".encode(), FileType.CSV),
    ("器號,是否合格\n1,合格\n2,合格\n".encode("cp950"), FileType.CSV),
    ("\ufeff器號\t是否合格\n1\t合格\n2\t合格\n".encode("utf-16-le"), FileType.CSV),
    ("本月無檢定\n".encode("cp950"), FileType.TEXT),
    (b"MZ is how it begins\nand no program\n", FileType.TEXT),
    (b"\x00\x01\x02\x03" * 9, FileType.UNKNOWN),
]


@pytest.mark.parametrize(("data", "kind"), CASES, ids=[f"{n}-{kind.name}" for n, (_, kind) in enumerate(CASES)])
def test_type(data: bytes, kind: FileType) -> None:
    assert sniff(data) is kind


def test_all_types_are_seen() -> None:
    others = {FileType.XLSM, FileType.XLSB, FileType.DOCM, FileType.RAR, FileType.SEVEN_ZIP, FileType.GZIP}
    assert {kind for _, kind in CASES} == set(FileType) - others


@given(st.binary(max_size=3000))
def test_any_bytes_have_a_type_and_an_outcome(data: bytes) -> None:
    assert isinstance(sniff(data), FileType)
    raw = read(data, "x.bin")
    assert raw.findings or raw.page_count


@given(
    st.sampled_from([b"PK\x03\x04", b"%PDF-1.4\n", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PK\x05\x06"]),
    st.binary(max_size=3000),
)
def test_a_signature_before_any_bytes_ends_in_an_outcome(magic: bytes, data: bytes) -> None:
    raw = read(magic + data, "x.bin")
    assert raw.findings
    assert list(raw.pages) == []


@pytest.mark.parametrize(
    ("name", "codes"),
    [("a.pdf", []), ("A.PDF", []), ("a", []), ("a.xlsx", ["F103"]), ("a.exe", ["F103"]), ("v1.2", [])],
)
def test_a_name_that_says_otherwise_is_named(name: str, codes: list[str]) -> None:
    raw = read(PDF, name)
    assert [finding.code for finding in raw.findings] == codes
    assert raw.page_count == 2
