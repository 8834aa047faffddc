"""PDF by the real LibreOffice: the text of every document, faults that cost one file, nothing fetched, nothing left."""

from __future__ import annotations

import contextlib
import re
import socket
import tempfile
import threading
from collections.abc import Iterator
from datetime import date
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from docx import Document as Docx
from openpyxl import Workbook
from pypdfium2 import PdfDocument

from generators import libreoffice
from generators.docx_zip import archive_of, members, packed
from generators.forms import record_docx
from generators.libreoffice import PROGRAM_VARIABLE, NoPdf, OfficeFile, to_pdf
from generators.long_tables import cut_long_tables
from generators.receipt import ReceiptData, ReceiptItem, receipt_docx
from schemas.errors import MissingPart
from tests.rules import specimens

RECEIPT = receipt_docx(
    ReceiptData(
        "115-3160-000042", "範例公司", "04595257", date(2026, 11, 20), (ReceiptItem("3160", 2_468),), "說溫內戶為錄"
    )
)


def text_of(pdf: bytes) -> str:
    document = PdfDocument(pdf)
    return "".join("".join(page.get_textpage().get_text_range().split()) for page in document)


def test_a_batch_costs_its_faulty_files_and_nothing_else() -> None:
    workbook = Workbook()
    assert workbook.active is not None
    workbook.active.append(["出納日報", 1234])
    sheet = BytesIO()
    workbook.save(sheet)
    files = [
        OfficeFile("a.docx", RECEIPT),
        OfficeFile("empty.docx", b""),
        OfficeFile("b.xlsx", sheet.getvalue()),
        OfficeFile("cut.docx", RECEIPT[: len(RECEIPT) // 2]),
        OfficeFile("page.docx", b"<html><img src='http://127.0.0.1/'></html>"),
        OfficeFile("c.odt", b"x"),
        OfficeFile("d.docx", RECEIPT),
    ]
    made = to_pdf(files)
    assert [isinstance(one, bytes) for one in made] == [True, False, True, False, False, False, True]
    for index in (0, 6):
        assert isinstance(made[index], bytes)
        assert "115-3160-000042" in text_of(made[index])  # type: ignore[arg-type]
        assert "說溫內戶為錄" in text_of(made[index])  # type: ignore[arg-type]
    assert "出納日報" in text_of(made[2])  # type: ignore[arg-type]
    assert [one.name for one in made if isinstance(one, NoPdf)] == ["empty.docx", "cut.docx", "page.docx", "c.odt"]


def test_a_long_record_is_cut_for_the_pdf_and_every_row_and_heading_is_there() -> None:
    made = specimens.record("gas_meter")
    long = made.model_copy(
        update={"rows": [made.rows[n % 5].model_copy(update={"serial_number": f"Q{n:06d}"}) for n in range(230)]}
    )
    docx = record_docx(long)
    (pdf,) = to_pdf([OfficeFile("long.docx", docx)])
    assert isinstance(pdf, bytes)
    pages = ["".join(page.get_textpage().get_text_range().split()) for page in PdfDocument(pdf)]
    assert all("器號" in page for page in pages)
    assert len(pages) > 5
    found = [serial for page in pages for serial in re.findall(r"Q\d{6}", page)]
    assert found == [f"Q{n:06d}" for n in range(230)]


def test_rows_that_a_merged_cell_holds_together_are_not_cut_apart() -> None:
    made = specimens.record("water_meter")
    long = made.model_copy(update={"rows": [made.rows[n % 5] for n in range(60)]})
    docx = record_docx(long)
    cut = Docx(BytesIO(cut_long_tables(docx, rows=7)))
    tables = [table for table in cut.tables if len(table.rows) > 4]
    assert len(tables) > 5
    rows = [row for table in tables for row in table._tbl.tr_lst]
    assert sum("V" in "".join(map(str, row.itertext())) for row in rows) >= 48
    for table in tables[1:]:
        first = next(row for row in table._tbl.tr_lst if row.trPr is None or not row.trPr.xpath("w:tblHeader"))
        assert not [merge for merge in first.xpath(".//w:vMerge") if merge.val != "restart"]


def with_outside_picture(address: str) -> bytes:
    """The receipt with its picture linked from outside."""
    found = []
    linked = f'Target="{address}" TargetMode="External"'.encode()
    for member, content in members(RECEIPT):
        changed = content
        if member.name == "word/_rels/document.xml.rels":
            changed = content.replace(b'Target="media/image1.png"', linked)
            assert changed != content
        if member.name == "word/document.xml":
            changed = content.replace(b"r:embed=", b"r:link=")
        found.append(packed(member.name, changed))
    return archive_of(found)


@pytest.fixture
def listener() -> Iterator[tuple[str, list[str]]]:
    """A listening address on loopback and who called."""
    calls: list[str] = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def take() -> None:
            while True:
                try:
                    connection, who = server.accept()
                except OSError:
                    return
                calls.append(str(who))
                connection.close()

        threading.Thread(target=take, daemon=True).start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}/x.png", calls
        server.shutdown(socket.SHUT_RDWR)


def test_a_document_that_would_fetch_something_is_refused(listener: tuple[str, list[str]]) -> None:
    address, calls = listener
    (made,) = to_pdf([OfficeFile("spy.docx", with_outside_picture(address))])
    assert isinstance(made, NoPdf)
    assert address in made.reason
    assert calls == []


def test_even_past_that_check_nothing_is_fetched(
    listener: tuple[str, list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    address, calls = listener
    monkeypatch.setattr(libreoffice, "_outside", lambda content: iter(()))
    (made,) = to_pdf([OfficeFile("spy.docx", with_outside_picture(address))])
    assert isinstance(made, bytes)
    assert calls == []


def test_a_document_that_never_ends_is_ended_with_all_its_processes(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(libreoffice, "_SECONDS", 0.5)
    monkeypatch.setattr(libreoffice, "_SECONDS_EACH", 0.0)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    body = b"<w:p><w:r><w:t>x</w:t></w:r></w:p>" * 400_000
    found = []
    for member, content in members(RECEIPT):
        filled = content.replace(b"<w:body>", b"<w:body>" + body) if member.name == "word/document.xml" else content
        found.append(packed(member.name, filled))
    (made,) = to_pdf([OfficeFile("endless.docx", archive_of(found))])
    assert isinstance(made, NoPdf)
    assert not _running(tmp_path)
    assert not list(tmp_path.iterdir())


def _running(folder: Path) -> list[str]:
    """Command lines of living programs that name a folder."""
    lines = []
    for process in Path("/proc").iterdir():
        if process.name.isdigit():
            with contextlib.suppress(OSError):
                lines.append((process / "cmdline").read_bytes().decode(errors="replace"))
    assert lines
    return [line for line in lines if str(folder) in line]


def test_without_libreoffice_one_line_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(PROGRAM_VARIABLE, "/nowhere/soffice.bin")
    with pytest.raises(MissingPart) as missing:
        to_pdf([OfficeFile("a.docx", RECEIPT)])
    assert "apt install libreoffice-writer-nogui" in missing.value.hint


def test_the_receipt_is_still_a_zip_that_word_opens() -> None:
    with ZipFile(BytesIO(with_outside_picture("http://127.0.0.1/"))) as archive:
        assert archive.testzip() is None
