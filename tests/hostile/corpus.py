"""Hostile files, made anew at each run: each with the codes of which one must be its outcome.

``python tests/hostile/corpus.py FOLDER`` writes them out to look at.
"""

from __future__ import annotations

import io
import sys
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pikepdf
from openpyxl import Workbook

HONEST = Path(__file__).parents[1] / "records" / "pdf" / "1-000-electricity-reportlab.pdf"
_SHEET = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{}</sheetData></worksheet>'
)
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{("&" + chr(97 + n) + ";") * 10}">' for n in range(12))
    + "]>"
)


@dataclass(frozen=True)
class Hostile:
    """A file, and the codes of which one names its fate; ``read``: it is read nevertheless, the codes being noted."""

    name: str
    make: Callable[[], bytes]
    codes: frozenset[str]
    read: bool


CORPUS: list[Hostile] = []


def _hostile(name: str, *codes: str, read: bool = False) -> Callable[[Callable[[], bytes]], Callable[[], bytes]]:
    def register(make: Callable[[], bytes]) -> Callable[[], bytes]:
        CORPUS.append(Hostile(name, make, frozenset(codes), read))
        return make

    return register


# --- PDF


def _saved(pdf: pikepdf.Pdf, encryption: pikepdf.Encryption | bool | None = None) -> bytes:
    out = io.BytesIO()
    pdf.save(out, encryption=encryption, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return out.getvalue()


def _honest() -> pikepdf.Pdf:
    return pikepdf.open(HONEST)


def raw_pdf(objects: dict[int, bytes], trailer: bytes = b"") -> bytes:
    """A PDF of these objects, the first of which is the catalogue, with a right cross-reference table."""
    out = bytearray(b"%PDF-1.7\n")
    offsets = {}
    for number, body in objects.items():
        offsets[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start, size = len(out), max(objects) + 1
    out += b"xref\n0 %d\n0000000000 65535 f \n" % size
    for number in range(1, size):
        out += b"%010d 00000 n \n" % offsets[number] if number in offsets else b"0000000000 65535 f \n"
    out += b"trailer\n<</Size %d /Root 1 0 R %s>>\nstartxref\n%d\n%%%%EOF\n" % (size, trailer, start)
    return bytes(out)


def _stream(content: bytes, dictionary: bytes = b"", times: int = 1) -> bytes:
    for _ in range(times):
        content = zlib.compress(content, 9)
    filters = b"[" + b"/FlateDecode " * times + b"]" if times > 1 else b"/FlateDecode"
    return b"<</Length %d /Filter %s %s>>\nstream\n%s\nendstream" % (len(content), filters, dictionary, content)


def one_page(content: bytes, resources: bytes = b"", extra: dict[int, bytes] | None = None) -> bytes:
    """A PDF of one page with this content stream object (number 4)."""
    return raw_pdf(
        {
            1: b"<</Type /Catalog /Pages 2 0 R>>",
            2: b"<</Type /Pages /Kids [3 0 R] /Count 1>>",
            3: b"<</Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources <<%s>>>>" % resources,
            4: content,
            **(extra or {}),
        }
    )


@_hostile("empty.pdf", "F101")
def _empty() -> bytes:
    return b""


@_hostile("user-password.pdf", "F104")
def _user_password() -> bytes:
    return _saved(_honest(), encryption=pikepdf.Encryption(user="secret", owner="owner", R=6))


@_hostile("owner-password.pdf", read=True)
def _owner_password() -> bytes:
    return _saved(_honest(), encryption=pikepdf.Encryption(user="", owner="owner", R=4))


@_hostile("truncated.pdf", "F105")
def _truncated() -> bytes:
    data = HONEST.read_bytes()
    return data[: len(data) // 2]


@_hostile("truncated-late.pdf", "F105")
def _truncated_late() -> bytes:
    return HONEST.read_bytes()[:-2500]


@_hostile("header-only.pdf", "F105")
def _header_only() -> bytes:
    return b"%PDF-1.7\n" + bytes(range(256)) * 40


@_hostile("no-pages.pdf", "F105")
def _no_pages() -> bytes:
    return raw_pdf({1: b"<</Type /Catalog>>"})


@_hostile("setup.pdf", "F102")
def _renamed_exe() -> bytes:
    return b"MZ\x90\x00" + bytes(60) + b"PE\x00\x00" + bytes(4000) + b"%PDF-1.4"


@_hostile("tool.xlsx", "F102")
def _renamed_elf() -> bytes:
    return b"\x7fELF\x02\x01\x01" + bytes(4000)


@_hostile("page.pdf", "F102")
def _html() -> bytes:
    return "<!DOCTYPE html><html><body>登入逾時</body></html>".encode()


@_hostile("pdf-and-zip.pdf", "F110", read=True)
def _polyglot() -> bytes:
    out = io.BytesIO(HONEST.read_bytes())
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("payload.exe", b"MZ" + bytes(100))
    return out.getvalue()


@_hostile("zip-and-pdf.pdf", "F102")
def _zip_polyglot() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("x.txt", HONEST.read_bytes())
    return out.getvalue()


@_hostile("junk-before.pdf", read=True)
def _junk_before() -> bytes:
    return b"HTTP/1.1 200 OK\r\nContent-Type: application/pdf\r\n\r\n" + HONEST.read_bytes()


@_hostile("content-bomb.pdf", "F106")
def _content_bomb() -> bytes:
    return one_page(_stream(b"0 0 m 9 9 l S\n" * 15_000_000))


@_hostile("double-bomb.pdf", "F106")
def _double_bomb() -> bytes:
    return one_page(_stream(b"0 0 m 9 9 l S\n" * 15_000_000, times=2))


@_hostile("cmap-bomb.pdf", "F106")
def _cmap_bomb() -> bytes:
    font = b"/Font <</F1 <</Type /Font /Subtype /Type0 /BaseFont /X /Encoding /Identity-H /ToUnicode 5 0 R>>>>"
    return one_page(_stream(b"BT /F1 9 Tf <0041> Tj ET"), font, {5: _stream(b"<0041> <0042>\n" * 9_000_000)})


@_hostile("many-operators.pdf", "F106", "F107", "T201")
def _many_operators() -> bytes:
    return one_page(_stream(b"0 0 9 9 re f\n" * 600_000))


@_hostile("xref-loop.pdf", "F105")
def _xref_loop() -> bytes:
    data = one_page(_stream(b"BT ET"))
    start = data.rindex(b"xref\n0")
    return data.replace(b"/Root 1 0 R", b"/Root 1 0 R /Prev %d" % start)


@_hostile("page-tree-loop.pdf", "F105", "T201")
def _page_tree_loop() -> bytes:
    return raw_pdf({1: b"<</Type /Catalog /Pages 2 0 R>>", 2: b"<</Type /Pages /Kids [2 0 R 2 0 R] /Count 9>>"})


@_hostile("deep-arrays.pdf", "F106")
def _deep_arrays() -> bytes:
    return one_page(_stream(b"BT ET"), b"/X " + b"[" * 200_000 + b"]" * 200_000)


@_hostile("deep-dictionaries.pdf", "F106")
def _deep_dictionaries() -> bytes:
    return one_page(_stream(b"BT ET"), b"/X " + b"<</X " * 100_000 + b"1" + b">>" * 100_000)


@_hostile("100000-pages.pdf", "F106")
def _many_pages() -> bytes:
    pages = dict.fromkeys(range(3, 100003), b"<</Type /Page /Parent 2 0 R /MediaBox [0 0 9 9]>>")
    kids = b" ".join(b"%d 0 R" % n for n in pages)
    tree = b"<</Type /Pages /Kids [%s] /Count 100000>>" % kids
    return raw_pdf({1: b"<</Type /Catalog /Pages 2 0 R>>", 2: tree, **pages})


@_hostile("one-page-100000-times.pdf", "F106")
def _shared_page() -> bytes:
    page = b"<</Type /Page /Parent 2 0 R /MediaBox [0 0 9 9]>>"
    tree = b"<</Type /Pages /Kids [%s] /Count 100000>>" % (b"3 0 R " * 100_000)
    return raw_pdf({1: b"<</Type /Catalog /Pages 2 0 R>>", 2: tree, 3: page})


@_hostile("script-and-attachment.pdf", "F110", read=True)
def _active() -> bytes:
    pdf = _honest()
    pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
    pdf.attachments["payload.exe"] = b"MZ"
    return _saved(pdf)


@_hostile("nested-forms.pdf", "F106")
def _nested_forms() -> bytes:
    def form(number: int) -> bytes:
        head = b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources <</XObject <</F %d 0 R>>>>" % (number + 1)
        return _stream(b"/F Do /F Do /F Do /F Do", head)

    forms = {number: form(number) for number in range(5, 25)}
    last = _stream(b"0 0 1 1 re f", b"/Type /XObject /Subtype /Form /BBox [0 0 9 9]")
    return one_page(_stream(b"/F Do"), b"/XObject <</F 5 0 R>>", {**forms, 25: last})


@_hostile("form-in-itself.pdf", "F106")
def _form_in_itself() -> bytes:
    head = b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources <</XObject <</F 5 0 R>>>>"
    return one_page(_stream(b"/F Do"), b"/XObject <</F 5 0 R>>", {5: _stream(b"/F Do /F Do", head)})


# --- Excel


_RECORD: tuple[tuple[str | int | None, ...], ...] = (
    ("計程車計費表檢定紀錄表",),
    ("公司名稱", "範例儀器股份有限公司", None, "自檢字號", "MV107001"),
    ("檢定日期", "108/03/21", None, "檢定數量", 2),
    (),
    ("器號", "定置起跳", "定置續跳", "計時", "是否合格", "合格印證號碼", "不合格原因"),
    ("00000001", 1, 2, 3, "合格", "AB08000001", None),
    ("00000002", 1, 2, 3, "合格", "AB08000002", None),
)


def workbook() -> bytes:
    """A small honest workbook."""
    book = Workbook()
    sheet = book.worksheets[0]
    for row in _RECORD:
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def with_parts(data: bytes, parts: dict[str, bytes | str]) -> bytes:
    """An Office file with some of its parts replaced or added."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in parts:
                new.writestr(name, old.read(name))
        for name, content in parts.items():
            new.writestr(name, content)
    return out.getvalue()


def _with_sheet(rows: str) -> bytes:
    return with_parts(workbook(), {"xl/worksheets/sheet1.xml": _SHEET.format(rows)})


@_hostile("far-corner.xlsx", "F106")
def _far_corner() -> bytes:
    return _with_sheet('<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')


@_hostile("false-dimension.xlsx", read=True)
def _false_dimension() -> bytes:
    with zipfile.ZipFile(io.BytesIO(workbook())) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").replace(b"A1:G7", b"A1:XFD1048576")
    assert b"XFD" in sheet
    return with_parts(workbook(), {"xl/worksheets/sheet1.xml": sheet})


@_hostile("merged-everything.xlsx", "T201")
def _merged_everything() -> bytes:
    sheet = _SHEET.format('<row r="1"><c r="A1"><v>1</v></c></row><row r="3"><c r="C3"><v>1</v></c></row>')
    merges = '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells></worksheet>'
    return with_parts(workbook(), {"xl/worksheets/sheet1.xml": sheet.replace("</worksheet>", merges)})


@_hostile("700000-rows.xlsx", "F106")
def _many_rows() -> bytes:
    return _with_sheet("<row><c><v>1</v></c></row>" * 700_000)


@_hostile("long-string.xlsx", "F106")
def _long_string() -> bytes:
    return _with_sheet(f'<row r="1"><c r="A1" t="inlineStr"><is><t>{"A" * 300_000_000}</t></is></c></row>')


@_hostile("laughs-sheet.xlsx", "F106")
def _laughs_sheet() -> bytes:
    sheet = _LAUGHS + _SHEET.format('<row r="1"><c r="A1" t="inlineStr"><is><t>&m;</t></is></c></row>')
    return with_parts(workbook(), {"xl/worksheets/sheet1.xml": sheet})


@_hostile("laughs-styles.xlsx", "F106")
def _laughs_styles() -> bytes:
    return with_parts(workbook(), {"xl/styles.xml": _LAUGHS + "<styleSheet>&m;</styleSheet>"})


@_hostile("outside-entity.xlsx", "F106")
def _outside_entity() -> bytes:
    head = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>'
    sheet = head + _SHEET.format('<row r="1"><c r="A1" t="inlineStr"><is><t>&a;</t></is></c></row>')
    return with_parts(workbook(), {"xl/worksheets/sheet1.xml": sheet})


@_hostile("zip-bomb.xlsx", "F106")
def _zip_bomb() -> bytes:
    return with_parts(workbook(), {"xl/media/image1.bin": bytes(200 << 20)})


@_hostile("many-members.xlsx", "F106")
def _many_members() -> bytes:
    return with_parts(workbook(), {f"xl/x{number}": b"" for number in range(6_000)})


@_hostile("truncated.xlsx", "F105")
def _truncated_workbook() -> bytes:
    data = workbook()
    return data[: len(data) // 2]


@_hostile("broken-string.xlsx", "F105")
def _broken_string() -> bytes:
    return _with_sheet('<row r="1"><c r="A1" t="s"><v>999999</v></c></row>')


@_hostile("broken-reference.xlsx", "F105")
def _broken_reference() -> bytes:
    return _with_sheet('<row r="1"><c r="1A1"><v>1</v></c></row>')


@_hostile("torn-xml.xlsx", "F105")
def _torn_xml() -> bytes:
    return with_parts(workbook(), {"xl/worksheets/sheet1.xml": _SHEET.format("<row>")[:120]})


@_hostile("lying-size.xlsx", "F105")
def _lying_size() -> bytes:
    data = bytearray(_with_sheet("<row><c><v>1</v></c></row>" * 1000))
    at = data.index(b"PK\x01\x02")
    while at >= 0:
        if b"sheet1.xml" in data[at + 46 : at + 90]:
            data[at + 24 : at + 28] = (50).to_bytes(4, "little")
        at = data.find(b"PK\x01\x02", at + 1)
    return bytes(data)


@_hostile("external-links.xlsx", "F112", read=True)
def _external_links() -> bytes:
    return with_parts(workbook(), {"xl/externalLinks/externalLink1.xml": "<externalLink/>"})


@_hostile("macros.xlsm", "F110", read=True)
def _macros() -> bytes:
    with zipfile.ZipFile(io.BytesIO(workbook())) as archive:
        types = archive.read("[Content_Types].xml").decode()
    macro = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
    types = types.replace("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml", macro)
    return with_parts(workbook(), {"[Content_Types].xml": types, "xl/vbaProject.bin": b"\xd0\xcf\x11\xe0"})


def ole(stream: str) -> bytes:
    """An OLE2 file whose directory has one stream of this name."""
    header = bytearray(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504))
    header[24:34] = bytes.fromhex("3e000300feff09000600")
    header[44:52] = (1).to_bytes(4, "little") + (1).to_bytes(4, "little")
    header[76:80] = (0).to_bytes(4, "little")
    fat = b"\xfd\xff\xff\xff\xfe\xff\xff\xff" + b"\xff" * 504

    def entry(name: str, kind: int) -> bytes:
        text = name.encode("utf-16-le") + b"\x00\x00"
        return text.ljust(64, b"\x00") + len(text).to_bytes(2, "little") + bytes([kind, 1]) + b"\xff" * 12 + bytes(48)

    return bytes(header) + fat + entry("Root Entry", 5) + entry(stream, 2) + bytes(256)


@_hostile("password.xlsx", "F104")
def _encrypted_workbook() -> bytes:
    return ole("EncryptedPackage")


@_hostile("old.doc", "F108")
def _old_word() -> bytes:
    return ole("WordDocument")


@_hostile("broken.xls", "F105")
def _broken_xls() -> bytes:
    return ole("Workbook")


@_hostile("repeated.ods", "F106")
def _repeated_ods() -> bytes:
    cell = '<table:table-cell table:number-columns-repeated="16384" office:value-type="string"><text:p>x</text:p></table:table-cell>'
    names = "".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0" ' for name in ("office", "table", "text")
    )
    content = (
        f'<office:document-content {names}><office:body><office:spreadsheet><table:table table:name="S">'
        f'<table:table-row table:number-rows-repeated="1048576">{cell}</table:table-row>'
        "</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet", zipfile.ZIP_STORED)
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", "<x/>")
    return out.getvalue()


# --- Word and text


def docx(body: str, head: str = "") -> bytes:
    """A Word file with this body."""
    main = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    types = f'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/word/document.xml" ContentType="{main}"/></Types>'
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", types)
        archive.writestr("word/document.xml", f"{head}<w:document {_W}><w:body>{body}</w:body></w:document>")
    return out.getvalue()


@_hostile("million-paragraphs.docx", "F106")
def _million_paragraphs() -> bytes:
    return docx("<w:p/>" * 1_000_000)


@_hostile("nested-tables.docx", "F105", "F106")
def _nested_tables() -> bytes:
    return docx("<w:tbl><w:tr><w:tc>" * 1000 + "<w:p/>" + "</w:tc></w:tr></w:tbl>" * 1000)


@_hostile("nested-tables-within-xml-depth.docx", "F106", "T201")
def _less_nested_tables() -> bytes:
    return docx("<w:tbl><w:tr><w:tc>" * 80 + "<w:p/>" + "</w:tc></w:tr></w:tbl>" * 80)


@_hostile("wide-cells.docx", "F106")
def _wide_cells() -> bytes:
    cell = '<w:tc><w:tcPr><w:gridSpan w:val="999999999"/></w:tcPr><w:p/></w:tc>'
    return docx("<w:tbl>" + f"<w:tr>{cell * 20}</w:tr>" * 300 + "</w:tbl>")


@_hostile("laughs.docx", "F106")
def _laughs_docx() -> bytes:
    return docx("<w:p><w:r><w:t>&m;</w:t></w:r></w:p>", _LAUGHS)


@_hostile("wide.csv", "F106")
def _wide_csv() -> bytes:
    return b"a,b\n1,2\n" * 20_000 + b"1," * 3_000_000


@_hostile("open-quote.csv", "T201")
def _open_quote() -> bytes:
    return b'a,b\n1,2\n3,"4\n' + b"5,6\n" * 10_000


@_hostile("zeros.csv", "F102")
def _zeros() -> bytes:
    return bytes(100_000)


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for item in CORPUS:
        (folder / item.name).write_bytes(item.make())
