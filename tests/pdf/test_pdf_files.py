"""Files as they come: turned, moved, wrapped, locked, broken, scanned."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pikepdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from parsers.pdf import read
from schemas.raw import RawTable

Texts = Callable[[RawTable], list[list[str]]]


def _form(pdf: pikepdf.Pdf, page: pikepdf.Page) -> pikepdf.Object:
    page.contents_coalesce()
    return pdf.make_stream(
        page.Contents.read_bytes(),
        Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form, BBox=page.MediaBox, Resources=page.Resources,
    )  # fmt: skip


def _wrap(pdf: pikepdf.Pdf, page: pikepdf.Page, content: bytes, box: list[float]) -> None:
    form = _form(pdf, page)
    page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(F=form))
    page.MediaBox = pikepdf.Array(box)
    page.Contents = pdf.make_stream(content)


def _rotate(angle: int) -> Callable[[pikepdf.Pdf, pikepdf.Page], None]:
    def change(pdf: pikepdf.Pdf, page: pikepdf.Page) -> None:
        page.Rotate = angle

    return change


def _crop(pdf: pikepdf.Pdf, page: pikepdf.Page) -> None:
    page.CropBox = page.MediaBox
    page.MediaBox = pikepdf.Array([-40, -70, 700, 900])


def _move(pdf: pikepdf.Pdf, page: pikepdf.Page) -> None:
    _wrap(pdf, page, b"q 1 0 0 1 200 -300 cm /F Do Q", [200, -300, 795, 542])


def _enlarge(pdf: pikepdf.Pdf, page: pikepdf.Page) -> None:
    _wrap(pdf, page, b"q 1.3 0 0 1.3 0 0 cm /F Do Q", [0, 0, 773.5, 1094.6])


def _turn(pdf: pikepdf.Pdf, page: pikepdf.Page) -> None:
    _wrap(pdf, page, b"q 0 1 -1 0 842 0 cm /F Do Q", [0, 0, 842, 595])


CHANGES = [_rotate(90), _rotate(180), _rotate(270), _crop, _move, _enlarge, _turn]


def _changed(data: bytes, change: Callable[[pikepdf.Pdf, pikepdf.Page], None]) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for page in pdf.pages:
            change(pdf, page)
        pdf.save(out)
    return out.getvalue()


def _draw(sheet: Any, ruled: bool) -> bytes:
    sheet.text(40, 60, "Permit: MV107001")
    sheet.head(100)
    sheet.body(128, 8)
    if ruled:
        for row in range(9):
            sheet.line(40, 128 + row * 16, 555, 128 + row * 16)
        for x in sheet.xs:
            sheet.line(x, 128, x, 256)
    data: bytes = sheet.bytes()
    return data


@pytest.mark.parametrize("ruled", [True, False])
@pytest.mark.parametrize("change", CHANGES)
def test_the_same_page_however_it_is_laid(sheet: Any, texts_of: Texts, change: Any, ruled: bool) -> None:
    data = _draw(sheet, ruled)
    (plain,), (other,) = (list(read(variant).pages) for variant in (data, _changed(data, change)))
    assert [texts_of(table) for table in other.tables] == [texts_of(table) for table in plain.tables]
    assert [line.text for line in other.text_lines] == [line.text for line in plain.text_lines]
    ratio = other.width / plain.width
    assert other.height / plain.height == pytest.approx(ratio, rel=0.01)
    assert other.tables[0].xs == pytest.approx([x * ratio for x in plain.tables[0].xs], abs=1)
    assert other.tables[0].ys == pytest.approx([y * ratio for y in plain.tables[0].ys], abs=1)


def test_faux_bold_is_read_once(sheet: Any, texts_of: Texts, values_of: Callable[[int], list[str]]) -> None:
    sheet.body(128, 4)
    sheet.canvas.translate(0.3, 0)
    sheet.body(128, 4)
    (table,) = sheet.pages()[0].tables
    assert texts_of(table) == [values_of(number) for number in range(1, 5)]


def test_repeated_digits_stay(sheet: Any) -> None:
    sheet.text(40, 60, "1111222233334444 llll")
    (line,) = sheet.pages()[0].text_lines
    assert line.text == "1111222233334444 llll"


def test_a_watermark_enters_no_cell(sheet: Any, texts_of: Texts, values_of: Callable[[int], list[str]]) -> None:
    sheet.body(128, 8)
    sheet.canvas.translate(120, 560)
    sheet.canvas.rotate(35)
    sheet.canvas.setFont("Helvetica", 70)
    sheet.canvas.drawString(0, 0, "SAMPLE")
    (page,) = sheet.pages()
    assert texts_of(page.tables[0]) == [values_of(number) for number in range(1, 9)]
    assert page.text_lines[-1].text == "SAMPLE"


def test_a_hyphen_at_the_end_of_a_line_stays(sheet: Any) -> None:
    sheet.text(40, 60, "G6-")
    sheet.text(40, 70, "3328")
    assert [line.text for line in sheet.pages()[0].text_lines] == ["G6-", "3328"]


def test_text_outside_the_page_is_not_seen(sheet: Any) -> None:
    sheet.text(40, 60, "seen")
    sheet.text(700, 60, "unseen")
    assert [line.text for line in sheet.pages()[0].text_lines] == ["seen"]


def test_a_password_is_needed(sheet: Any) -> None:
    sheet.text(40, 60, "secret")
    assert [finding.code for finding in _locked(sheet.bytes(), user="u").findings] == ["F104"]
    opened = _locked(sheet.bytes(), user="")
    assert opened.findings == []
    assert [line.text for page in opened.pages for line in page.text_lines] == ["secret"]


def _locked(data: bytes, user: str) -> Any:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        pdf.save(out, encryption=pikepdf.Encryption(owner="owner", user=user))
    return read(out.getvalue())


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7\n", b"not a PDF", b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj"])
def test_a_damaged_file_is_a_finding(data: bytes) -> None:
    document = read(data)
    assert [finding.code for finding in document.findings] == ["F105"]
    assert list(document.pages) == []


def test_a_scan_is_doubted(sheet: Any) -> None:
    picture = io.BytesIO()
    Image.new("L", (60, 80), 200).save(picture, "PNG")
    from reportlab.lib.utils import ImageReader  # noqa: PLC0415 - reportlab's only way in

    picture.seek(0)
    sheet.canvas.drawImage(ImageReader(picture), 0, 0, 595, 842)
    sheet.new_page()
    sheet.text(40, 60, "a page of text")
    sheet.new_page()
    pages = sheet.pages()
    assert [[doubt.code for doubt in page.doubts] for page in pages[:2]] == [["F109"], []]
    assert pages[0].doubts[0].place.page == 1


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_no_damage_raises(sheet: Any, data: st.DataObject) -> None:
    """Bytes changed at random: pages or findings, never an exception."""
    whole = bytearray(sheet.bytes() if sheet.done else _draw(sheet, ruled=True))
    for _ in range(data.draw(st.integers(1, 12))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    document = read(bytes(whole[: data.draw(st.integers(1, len(whole)))]))
    pages = list(document.pages)
    assert bool(document.findings) == (document.page_count == 0)
    assert len(pages) == document.page_count
