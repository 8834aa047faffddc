"""Senders' workbooks with much in them that a copy must not lose, and LibreOffice as a second reader of the copies."""

from __future__ import annotations

import io
import os
import re
import shutil
import struct
import subprocess
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path

import xlsxwriter
from openpyxl.workbook import Workbook

SHEET = "檢定 紀錄"


def picture() -> bytes:
    """A red PNG of 8 x 8 pixels."""
    rows = (b"\0" + b"\xff\0\0" * 8) * 8
    chunks = [
        (b"IHDR", struct.pack(">2I5B", 8, 8, 8, 2, 0, 0, 0)),
        (b"IDAT", zlib.compress(rows)),
        (b"IEND", b""),
    ]
    packed = (
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body)) for kind, body in chunks
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(packed)


def rich(*, strings_in_cells: bool = False) -> bytes:
    """Picture, chart, list of values, conditional format, name, comment, button and merged cells; a second sheet."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "constant_memory": strings_in_cells}) as book:
        sheet, other = book.add_worksheet(SHEET), book.add_worksheet("其他")
        dated = book.add_format({"num_format": "yyyy-mm-dd", "bold": True, "border": 1})
        sheet.set_column("H:H", 12, dated)
        sheet.write_row("A1", ["器號", "檢定日期", "器差"])
        sheet.write("A2", "26000001")
        sheet.write("B2", 45000, dated)
        sheet.write_formula("C2", "=1+1", None, 2)
        sheet.write_comment("A2", "寄件人的註解", {"author": "寄件人"})
        sheet.merge_range("D5:E7", "合併")
        sheet.write_comment("A9", "另一則")
        sheet.write("A9", "末列")
        sheet.data_validation("C2:C9", {"validate": "list", "source": ["1", "2"]})
        sheet.conditional_format("C2:C9", {"type": "cell", "criteria": ">", "value": 5, "format": dated})
        sheet.insert_button("J2", {"caption": "按鈕"})
        sheet.insert_image("J9", "seal.png", {"image_data": io.BytesIO(picture())})
        chart = book.add_chart({"type": "line"})
        chart.add_series({"values": f"='{SHEET}'!$B$2:$B$4"})
        sheet.insert_chart("J12", chart)
        other.write("A1", "不動")
        book.define_name("器差", f"='{SHEET}'!$C$2:$C$9")
    return out.getvalue()


def parts(data: bytes) -> dict[str, bytes]:
    """The content of each member."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def resaved(books: Mapping[str, bytes], folder: Path) -> dict[str, bytes]:
    """Each workbook as LibreOffice saves it after opening it, by name."""
    program = shutil.which("soffice")
    assert program is not None
    source, target = folder / "in", folder / "out"
    source.mkdir(parents=True)
    for name, content in books.items():
        (source / f"{name}.xlsx").write_bytes(content)
    subprocess.run(
        [
            program, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--norestore",
            "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(target), *map(str, sorted(source.iterdir())),
        ],
        check=True, capture_output=True, timeout=300, env={**os.environ, "HOME": str(folder)},
    )  # fmt: skip
    return {name: (target / f"{name}.xlsx").read_bytes() for name in books}


def bare() -> bytes:
    """Four cells as openpyxl writes them."""
    book = Workbook()
    assert book.active is not None
    book.active.title = SHEET
    for line in (["a", "b"], ["c", "d"]):
        book.active.append(line)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def without_numbers(data: bytes) -> bytes:
    """The workbook with no number on any row or cell, as the format allows."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in parts(data).items():
            counted = re.sub(rb'(<(?:row|c)) r="[A-Z]*\d+"', rb"\1", content) if "worksheets/" in name else content
            archive.writestr(name, counted)
    return out.getvalue()
