"""Plain rows, taken at once, and the same rows taken element by element: a comment before the first row does that."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from parsers.reader import read
from parsers.sheets import xlsx_rows
from schemas.findings import Finding
from schemas.raw import RawTable

SHEET = "xl/worksheets/sheet1.xml"
Seen = tuple[list[tuple[list[int], list[list[str]]]], list[Finding]]


def _book(rows: int, **options: Any) -> bytes:
    """More than one piece of rows: texts, numbers, dates, formulas, truths, errors, hidden and empty rows."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, **options})
    sheet = book.add_worksheet()
    two, day = book.add_format({"num_format": "0.00"}), book.add_format({"num_format": "yyyy/m/d"})
    sheet.write_row(0, 0, ["器號", "誤差", "日期", "合計", "合格", "備註"])
    for row in range(1, rows):
        sheet.write_string(row, 0, f"{row:08d}")
        sheet.write_number(row, 1, row % 400 / 100 - 2, two)
        sheet.write_number(row, 2, 46000 + row % 30, day)
        sheet.write_formula(row, 3, f"=B{row + 1}+1", None, row if row % 1000 else "")
        sheet.write_boolean(row, 4, row % 2 == 0)
        sheet.write(row, 5, ["a & b", " ", "全形　空白", "line\nline"][row % 4] if row % 50 == 0 else "好")
    sheet.set_row(7, None, None, {"hidden": True})
    sheet.merge_range(rows, 0, rows, 5, "合併")
    book.close()
    return out.getvalue()


def _changed(book: bytes, change: Callable[[bytes], bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            part = old.read(info)
            new.writestr(info.filename, change(part) if info.filename == SHEET else part)
    return out.getvalue()


def _by_element(book: bytes) -> bytes:
    return _changed(book, lambda part: part.replace(b"<sheetData>", b"<!-- x --><sheetData>"))


def _seen(book: bytes) -> Seen:
    raw = read(book, "a.xlsx")
    pages = list(raw.pages)
    tables = [item for page in pages for item in page.order if isinstance(item, RawTable)]
    texts = [(list(table.lines), [[cell.text for cell in row] for row in table.rows]) for table in tables]
    return texts, raw.findings + [doubt for page in pages for doubt in page.doubts]


def _plain_share(book: bytes) -> float:
    """The share of the sheet's bytes that is taken at once."""
    part = zipfile.ZipFile(io.BytesIO(book)).read(SHEET)
    chunks = (part[at : at + (1 << 18)] for at in range(0, len(part), 1 << 18))
    taken = [len(piece) for piece, whole in xlsx_rows.pieces(chunks) if whole and xlsx_rows.tokens(piece)]
    return sum(taken) / len(part)


@pytest.mark.parametrize("options", [{}, {"constant_memory": True}], ids=["shared strings", "inline strings"])
def test_both_ways_give_the_same(options: dict[str, Any]) -> None:
    book = _book(9_000, **options)
    texts, findings = _seen(book)
    assert (texts, findings) == _seen(_by_element(book))
    assert len(texts[0][1]) >= 9_000
    assert texts[0][1][3][:3] == ["00000003", "-1.97", "2025-12-12"]
    assert [finding.code for finding in findings].count("F113") == 1


def test_rows_as_programs_write_them_are_taken_at_once() -> None:
    book = _changed(_book(9_000), lambda part: part.replace(b"<v></v>", b"<v>0</v>"))
    assert _plain_share(book) > 0.97
    assert _plain_share(_by_element(book)) == 0


def _prefixed(part: bytes) -> bytes:
    part = part.replace(b"xmlns=", b"xmlns:x=").replace(b"xmlns:x:r", b"xmlns:r")
    return re.sub(rb"<(/?)([a-zA-Z])", rb"<\1x:\2", part)


def _in_utf16(part: bytes) -> bytes:
    return part.decode().replace("UTF-8", "UTF-16").encode("utf-16")


CHANGES: dict[str, Callable[[bytes], bytes]] = {
    "prefix": _prefixed,
    "UTF-16": _in_utf16,
    "single quotes": lambda part: part.replace(b'"', b"'"),
    "lines between rows": lambda part: part.replace(b"</row>", b"</row>\r\n"),
    "no references": lambda part: re.sub(rb'(<c|<row) r="\w+"', rb"\1", part),
    "byte order mark": lambda part: b"\xef\xbb\xbf" + part,
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_other_shapes_of_xml_say_the_same(change: Callable[[bytes], bytes]) -> None:
    book = _book(3_000)
    assert _seen(_changed(book, change)) == _seen(book)


def test_rows_in_a_comment_are_none() -> None:
    book = _book(3_000)
    hidden = rb'<!--</row><row r="500000"><c r="A500000" t="s"><v>0</v></c></row>-->\1'
    commented = _changed(book, lambda part: re.sub(rb'(<row r="2900")', hidden, part))
    assert commented != book
    assert _seen(commented) == _seen(book)


@pytest.mark.parametrize(
    ("old", "new"),
    [(b'<c r="A2000" ', b'<c r="A2000" r="A2000" '), (b"</row><row", b"</rov><row"), (b"<v>", b"<v>\xff")],
    ids=["attribute twice", "tags that cross", "no UTF-8"],
)
def test_broken_xml_stays_broken(old: bytes, new: bytes) -> None:
    book = _changed(_book(3_000), lambda part: part.replace(old, new))
    assert [finding.code for finding in read(book, "a.xlsx").findings] == ["F105"]


CELL = st.sampled_from(
    [
        b'<c r="%s"/>', b'<c r="%s" s="1"/>', b'<c r="%s"><v>1.5</v></c>', b'<c r="%s" s="1"><v>1.5</v></c>',
        b'<c r="%s" s="2"><v>46000</v></c>', b'<c r="%s" t="s"><v>1</v></c>', b'<c r="%s" t="b"><v>1</v></c>',
        b'<c r="%s" t="e"><v>#N/A</v></c>', b'<c r="%s" t="str"><f>A1&amp;""</f><v>x_x0041_</v></c>',
        b'<c r="%s" t="str"><f>B1</f><v>007</v></c>', b'<c r="%s"><f>B1</f></c>', b'<c r="%s"><f t="shared" si="0"/></c>',
        b'<c r="%s"><f t="shared" si="0"/><v>12</v></c>', b'<c r="%s"><v> 7 </v></c>', b'<c r="%s"><v/></c>',
        b'<c r="%s" t="inlineStr"><is><t>a</t></is></c>', b'<c r="%s" t="inlineStr"><is><t> </t></is></c>',
        b'<c r="%s" t="inlineStr"><is><r><t>a</t></r><r><t>b</t></r></is></c>', b'<c r="%s"><v>1e3</v></c>',
    ]
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(st.lists(CELL, min_size=1, max_size=4), st.booleans()), min_size=1, max_size=6))
def test_any_mixture_of_cells_gives_the_same(rows: list[tuple[list[bytes], bool]]) -> None:
    parts = [b"<sheetData>"]
    for number, (cells, hidden) in enumerate(rows, 1):
        parts.append(b'<row r="%d"%s>' % (number, b' hidden="1"' if hidden else b""))
        parts += [cell % f"{letter}{number}".encode() for letter, cell in zip("ABCD", cells, strict=False)]
        parts.append(b"</row>")
    data = b"".join([*parts, b"</sheetData>"])
    book = _changed(SMALL, lambda part: re.sub(rb"<sheetData>.*</sheetData>", lambda _: data, part, flags=re.DOTALL))
    assert _seen(book) == _seen(_by_element(book))


SMALL = _book(8)
