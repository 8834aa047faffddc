"""Labels: made, measured on the rendered page, read back by another library."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageFilter
from pyzbar import pyzbar

from flows.cli import main
from generators.label_layout import HEIGHT_MM, WIDTH_MM, roll, sheet
from generators.label_sheet import Sticker, draw_stickers, lines_of
from generators.label_symbol import FORMATS, draw
from parsers.label_reader import read_label_image
from schemas.label import Label, label, read_payload

PAYLOAD = "S1LH07123456;18000000"


def the_label() -> Label:
    found, findings = label("S1LH07123456", "18000000")
    assert findings == []
    assert found is not None
    return found


def picture(pdf: bytes, dpi: int, page: int = 0) -> Image.Image:
    image: Image.Image = pypdfium2.PdfDocument(pdf)[page].render(scale=dpi / 72).to_pil().convert("L")
    return image


def png(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "png")
    return out.getvalue()


def test_the_guides_own_example() -> None:
    found = the_label()
    assert found.payload == PAYLOAD
    assert (found.company_code, found.mark_code, found.year_code, found.number) == ("S1", "LH", "07", "123456")
    assert read_payload(PAYLOAD.encode()) == (found, [])


@pytest.mark.parametrize(
    ("data", "codes"),
    [
        ("Ｓ１ＬＨ０７１２３４５６；１８００００００".encode(), ["L704"]),
        (b"S1LH07123456; 18000000", ["L704"]),
        (b"S1LH07123456,18000000", ["L701"]),
        (b"S1LH07123456;18000000;X", ["L701"]),
        (b"S1LX07123456;18000000", ["L702"]),
        (b"S0LH07123456;18000000", ["L702"]),
        (b"https://example.org/?a=1;2", ["L702"]),
        (b"S1LH07123456;", ["L703"]),
        (b"S1LH07123456;1800'; DROP", ["L701"]),
        (b"S1LH07123456;1800'--", ["L703"]),
        (b"\x00\x01\x02", ["L701"]),
        (b"A" * 4000, ["L701"]),
        ("臺灣電度表".encode("cp950"), ["L701"]),
        (b"", ["L701"]),
    ],
)
def test_a_payload_is_never_trusted(data: bytes, codes: list[str]) -> None:
    _, findings = read_payload(data)
    assert [finding.code for finding in findings] == codes
    assert all(len(finding.value or "") <= 65 and (finding.value or "").isprintable() for finding in findings)


@given(st.binary(max_size=300))
def test_any_bytes_give_a_label_or_a_finding(data: bytes) -> None:
    found, findings = read_payload(data)
    assert (found is None) == any(finding.code != "L704" for finding in findings)


@given(st.from_regex(r"S[1-9A-Z]L[GH][0-9]{8}", fullmatch=True), st.from_regex(r"[0-9A-Z]{1,11}", fullmatch=True))
def test_what_is_made_is_read_the_same(certificate: str, serial: str) -> None:
    found, _ = label(certificate, serial)
    assert found is not None
    assert read_payload(found.payload.encode()) == (found, [])


@pytest.mark.parametrize("form", FORMATS)
def test_each_format_is_made(form: str) -> None:
    data = draw(the_label(), form)
    starts = {"png": b"\x89PNG", "svg": b"<?xml", "pdf": b"%PDF", "eps": b"%!PS"}
    assert data.startswith(starts[form])


@pytest.mark.parametrize("dpi", [203, 300, 600])
def test_a_module_is_a_whole_number_of_printer_dots(dpi: int) -> None:
    dots = sheet(dpi).module_mm / 25.4 * dpi
    assert dots == pytest.approx(round(dots))
    assert 33 * sheet(dpi).module_mm <= HEIGHT_MM


def test_a_sheet_decodes_with_two_other_libraries() -> None:
    stickers = [Sticker(made(number), "MV107001", (123, 12), 135) for number in range(70)]
    pdf = draw_stickers(stickers, sheet())
    assert len(pypdfium2.PdfDocument(pdf)) == 2
    page = picture(pdf, 300)
    expected = {sticker.label.payload for sticker in stickers[:64]}
    assert {found.data.decode() for part in each_sticker(page, 300) for found in pyzbar.decode(part)} == expected
    readings, faults = read_label_image(png(page))
    assert faults == []
    assert {reading.label.payload for reading in readings if reading.label} == expected


def each_sticker(page: Image.Image, dpi: int) -> Iterator[Image.Image]:
    layout, dots = sheet(dpi), dpi / 25.4
    for row in range(layout.rows):
        for column in range(layout.columns):
            left = (layout.margin[0] + column * layout.pitch[0]) * dots
            top = (layout.margin[1] + row * layout.pitch[1]) * dots
            yield page.crop((int(left), int(top), int(left + WIDTH_MM * dots), int(top + HEIGHT_MM * dots)))


def made(number: int) -> Label:
    found, _ = label(f"S1LH15{number:06d}", str(18000000 + number))
    assert found is not None
    return found


def test_the_sticker_is_to_scale_with_its_quiet_zone() -> None:
    dpi = 1200
    pixels = np.array(picture(draw_stickers([Sticker(the_label(), "MV107001", (123, 12), 135)], roll()), dpi)) < 128
    millimetre = dpi / 25.4
    assert pixels.shape[1] / millimetre == pytest.approx(WIDTH_MM, abs=0.05)
    assert pixels.shape[0] / millimetre == pytest.approx(HEIGHT_MM, abs=0.05)
    module = roll().module_mm * millimetre
    frame = round(0.2 * millimetre)
    inner = pixels[frame:-frame, frame:-frame]
    columns = np.flatnonzero(inner[:, inner.shape[1] * 2 // 3 :].any(axis=0)) + inner.shape[1] * 2 // 3
    symbol = columns[columns > columns[-1] - 25.5 * module]
    assert (symbol[-1] - symbol[0] + 1) / module == pytest.approx(25, abs=0.2)
    text = np.flatnonzero(inner[:, : symbol[0]].any(axis=0))
    assert (symbol[0] - text[-1]) / module >= 4


def test_the_text_of_the_guide_stands_on_it() -> None:
    assert lines_of(Sticker(the_label(), "MV107001", (123, 12), 135)) == (
        "檢定合格有效期間 123 年 12 月",
        "最長使用期限至 135 年止",
        "經濟部標準檢驗局",
        "自檢 MV107001",
    )


@pytest.mark.parametrize(
    "damage",
    [
        lambda image: image.rotate(33, expand=True, fillcolor=255),
        lambda image: image.filter(ImageFilter.GaussianBlur(2)),
        lambda image: image.point(lambda value: 60 + value // 8),
        lambda image: image.transform(image.size, Image.Transform.AFFINE, (1, 0.2, -20, 0.05, 1, 0), fillcolor=255),
    ],
    ids=["turned", "blurred", "dark", "skewed"],
)
def test_a_damaged_picture_is_read(damage: Callable[[Image.Image], Image.Image]) -> None:
    image = Image.open(io.BytesIO(draw(the_label(), "png"))).convert("L")
    readings, _ = read_label_image(png(damage(image.resize((image.width * 2, image.height * 2)))))
    assert [reading.label for reading in readings] == [the_label()]


@pytest.mark.parametrize(("data", "code"), [(b"", "F101"), (b"no picture", "F102"), (b"\x89PNG\r\n\x1a\n1234", "F105")])
def test_what_is_no_picture_gets_one_finding(data: bytes, code: str) -> None:
    readings, findings = read_label_image(data)
    assert readings == []
    assert [finding.code for finding in findings] == [code]


def test_make_and_read_from_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "x.png"
    assert main(["label", "make", "S1LH07123456", "18000000", "--out", str(out)]) == 0
    assert main(["label", "read", str(out), "--json"]) == 0
    (result,) = json.loads(capsys.readouterr().out)
    assert (result["payload"], result["valid"], result["serial_number"]) == (PAYLOAD, True, "18000000")


def test_wrong_numbers_are_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["label", "make", "S1LH0712345", "18000000", "--out", str(tmp_path / "x.png")]) == 2
    assert "S1LH0712345" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_a_sheet_from_a_csv_names_the_line_of_each_fault(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = "檢定合格編號,器號,自檢字號\nS1LH07123456,18000000,MV107001\nS1LH07123456,18000001,MV107001\nX,1,MV107001\n"
    (tmp_path / "list.csv").write_text(rows, encoding="utf-8")
    assert main(["label", "sheet", str(tmp_path / "list.csv"), "--out", str(tmp_path / "s.pdf")]) == 1
    lines = capsys.readouterr().err.splitlines()
    assert [line.split(": ")[0] for line in lines] == ["list.csv:3", "list.csv:4"]
    assert not (tmp_path / "s.pdf").exists()
