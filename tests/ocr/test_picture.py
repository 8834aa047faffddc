"""The rules of a page are found in poor scans as they are in a clean picture; ink that was passed over is read."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from parsers.ocr.engine import Letter
from parsers.ocr.missed import missed
from parsers.ocr.picture import Picture, prepare
from parsers.ocr.strokes import Floats
from tests.fallback.bad_scans import BAD, Grey, rendered

DPI = 200
NEAR = 5.0
RULES = {
    "1-135-gas-libreoffice": (34, 17),
    "1-114-gas-typst": (32, 23),
    "1-032-scale_elec-typst": (62, 13),
    "1-010-taxi-libreoffice": (39, 15),
    "1-157-taxi-typst": (46, 17),
}
"""Rules across and down on the first page, in rows so low that strokes of characters nearly touch the rules."""
FONT = "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"


@pytest.fixture(scope="module", params=sorted(RULES))
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def clean(name: str) -> Picture:
    picture = prepare(rendered(name, DPI), DPI)
    assert (len(picture.across), len(picture.down)) == RULES[name]
    return picture


@pytest.mark.parametrize("how", sorted(BAD))
def test_the_rules_are_those_of_the_clean_page(clean: Picture, name: str, how: str) -> None:
    bad = prepare(BAD[how](rendered(name, DPI)), DPI)
    for drawn, found in ((clean.across, bad.across), (clean.down, bad.down)):
        assert [rule.tolist() for rule in drawn if not _covered(rule, found)] == []
        assert [rule.tolist() for rule in found if not _covered(rule, drawn)] == []


@pytest.mark.parametrize("how", ["black and white", "faint", "shadow"])
def test_dashed_rules_go_on_over_those_that_cross_them(how: str) -> None:
    bad = prepare(BAD[how](rendered("1-071-water-typst", DPI)), DPI)
    rows = [rule for rule in bad.across if 400 < rule[0] < 1580 and rule[2] - rule[1] > 2150]
    columns = [rule for rule in bad.down if rule[1] < 440 and rule[2] > 1550]
    assert (len(rows), len(columns)) == (23, 14)


def _covered(rule: Floats, others: Floats) -> bool:
    """Whether ``others`` at the same place cover nine tenths of a rule."""
    beside = others[np.abs(others[:, 0] - rule[0]) < NEAR]
    covered = np.minimum(beside[:, 2], rule[2]) - np.maximum(beside[:, 1], rule[1])
    return bool(covered.clip(0).sum() > 0.9 * (rule[2] - rule[1]))


def _page() -> tuple[Grey, Letter]:
    """A page that says 7, and below it 1; what was read of it."""
    page = Image.new("L", (300, 300), 255)
    pen = ImageDraw.Draw(page)
    font = ImageFont.truetype(FONT, 26)
    pen.text((100, 80), "7", font=font, fill=0)
    pen.text((140, 160), "1", font=font, fill=0)
    left, top, right, bottom = pen.textbbox((100, 80), "7", font=font)
    return np.asarray(page), Letter("7", 0.99, left - 2, top - 2, right + 2, bottom + 2)


def test_a_digit_that_was_passed_over_is_read() -> None:
    page, seven = _page()
    found = missed(page, [seven])
    assert [each.text for each in found] == ["1"]
    assert 135 < found[0].left < 150
    assert 160 < found[0].top < 185


def test_what_was_read_is_not_read_again() -> None:
    page, seven = _page()
    assert missed(page[:140], [seven]) == []


def test_ticks_in_broken_strokes_are_read_where_that_is_sure() -> None:
    clean = prepare(BAD["black and white"](rendered("1-043-water-reportlab", DPI)), DPI).clean
    column = np.ascontiguousarray(clean[540:1560, 1870:1930])
    found = missed(column, [Letter("x", 0.99, 0.0, 0.0, 1.0, 34.0)])
    assert len(found) > 12  # of 23
    assert {each.text for each in found} == {"√"}
