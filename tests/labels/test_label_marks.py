"""Marks: measured on the rendered page, against the guide's sizes, colour and the 1 : 2 rule of 「同」."""

from __future__ import annotations

import io
from itertools import groupby
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pypdfium2
import pytest
from defusedxml import ElementTree
from PIL import Image

from flows.cli import main
from flows.label_lists import Printed
from flows.label_marks import preview
from generators.marks import SEAL_MARK, SEAL_RING, SIZES
from schemas.errors import UsageError

DPI = 1200
MM = DPI / 25.4
PERMIT = Printed("MV107001", (123, 12), 135)
Pixels = npt.NDArray[np.int16]


def pixels(kind: str, number: str, form: str = "png") -> Pixels:
    data = preview(kind, number, PERMIT, form, dots_per_inch=DPI)
    return np.asarray(Image.open(io.BytesIO(data)).convert("RGB"), np.int16)


def blue(picture: Pixels) -> npt.NDArray[np.bool_]:
    return (picture[..., 2] - picture[..., 0]) > 60


@pytest.mark.parametrize("code", sorted(SIZES))
def test_a_label_has_the_guides_size_and_a_blue_frame(code: str) -> None:
    picture = pixels(code, f"S1{code}0712345")
    width, height = SIZES[code]
    assert picture.shape[1] / MM == pytest.approx(width, abs=0.05)
    assert picture.shape[0] / MM == pytest.approx(height, abs=0.05)
    ink = blue(picture)
    middle, last = picture.shape[0] // 2, ink.shape[1] - 1
    assert ink[middle, [2, last - 2]].all()
    assert ink[[2, -3], picture.shape[1] // 2].all()
    assert bool(ink[round(0.7 * MM) : -round(0.7 * MM), round(0.7 * MM) : -round(0.7 * MM)].any()) == (code != "FC")


@pytest.mark.parametrize("code", ["BA", "BB", "AB"])
def test_the_lines_and_gaps_of_same_are_one_to_two(code: str) -> None:
    ink = blue(pixels(code, f"S1{code}0712345"))
    edge = round(0.8 * MM)
    inner = ink[edge:-edge, edge:-edge]
    rows, columns = np.flatnonzero(inner.any(axis=1)), np.flatnonzero(inner.any(axis=0))
    mark = inner[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    assert mark.shape[0] == pytest.approx(mark.shape[1], abs=2)
    unit = mark.shape[0] / 10
    down = runs(mark[:, mark.shape[1] // 2])
    across = runs(mark[round(8 * unit), :])
    assert [dark for dark, _ in down] == [True, False, True, False, True, False, True]
    assert [length for _, length in down] == pytest.approx([unit * part for part in (1, 2, 1, 2, 1, 2, 1)], abs=2)
    assert [length for _, length in across] == pytest.approx([unit * part for part in (1, 2, 1, 2, 1, 2, 1)], abs=2)


def runs(line: npt.NDArray[np.bool_]) -> list[tuple[bool, int]]:
    found = [(bool(dark), len(list(group))) for dark, group in groupby(line)]
    return [run for run in found if run[1] > 2]


def test_the_seal_of_an_electricity_meter_is_6_mm_in_11_mm() -> None:
    dark = pixels("LH", "S1LH07123456").max(axis=2) < 100
    seal = dark[round(28.5 * MM) :, : round(46 * MM)]
    columns = np.flatnonzero(seal.any(axis=0))
    assert (columns[-1] - columns[0] + 1) / MM == pytest.approx(SEAL_RING, abs=1.3)
    row = seal[round((0.5 + SEAL_RING / 2 + SEAL_MARK / 2 - 0.8) * MM)]
    strokes = np.flatnonzero(row)
    inside = strokes[(strokes > 23 * MM - 4 * MM) & (strokes < 23 * MM + 4 * MM)]
    assert (inside[-1] - inside[0] + 1) / MM == pytest.approx(SEAL_MARK, abs=0.06)


def test_the_blue_is_a_spot_colour() -> None:
    pdf = preview("BA", "S1BA0712345", PERMIT, "pdf")
    assert b"PANTONE" in pdf
    assert b"/Separation" in pdf


@pytest.mark.parametrize(
    ("kind", "number", "words"),
    [
        ("weighing_instrument", "S1BA0712345", ["自檢 MV107001", "S1BA", "0712345"]),
        ("gas_meter", "S1FC0712345", ["自檢 MV107001", "S1FC", "0712345"]),
        ("水量計", "0870001", ["正面", "反面", "BSMI", "自檢 MV107001", "0870001"]),
        (
            "electricity_meter",
            "S1LH07123456",
            [
                "檢定合格有效期間 123 年 12 月",
                "檢定合格編號",
                "07123456",
                "S1LH 電度表",
                "最長使用期限至 135 年止",
                "經濟部標準檢驗局",
                "自檢 MV107001",
                "年 月",
                "MV107001",
            ],
        ),
    ],
)
def test_a_mark_says_what_the_guide_asks(kind: str, number: str, words: list[str]) -> None:
    svg = ElementTree.fromstring(preview(kind, number, PERMIT, "svg"))
    said = [element.text for element in svg.iter("{http://www.w3.org/2000/svg}text")]
    assert said == words
    text = pypdfium2.PdfDocument(preview(kind, number, PERMIT, "pdf"))[0].get_textpage().get_text_range()
    assert all(word in text for word in words)


@pytest.mark.parametrize(
    ("kind", "number"),
    [
        ("BA", "S1AB0712345"),
        ("BA", "S1BA07123456"),
        ("BA", "BA0712345"),
        ("water_meter", "S1BA0712345"),
        ("electricity_meter", "S0LH07123456"),
        ("thermometer", "S1BA0712345"),
    ],
)
def test_a_number_of_another_form_is_refused(kind: str, number: str) -> None:
    with pytest.raises(UsageError):
        preview(kind, number, PERMIT, "svg")


def test_the_command_writes_a_preview(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "mark.pdf"
    assert main(["label", "mark", "taximeter", "S1AB0712345", "--permit", "自檢 MV107001", "--out", str(out)]) == 0
    assert out.read_bytes().startswith(b"%PDF")
    assert main(["label", "mark", "taximeter", "S1AB0712345", "--out", str(tmp_path / "other.pdf")]) == 2
    assert "--permit" in capsys.readouterr().err
    assert main(["label", "mark", "taximeter", "S1AB0712345", "--permit", "MV107001", "--out", "x.gif"]) == 2
