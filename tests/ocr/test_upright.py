"""A page that was laid on the scanner in any of four ways is read the right way up."""

from __future__ import annotations

import numpy as np
import pypdfium2
import pytest
from numpy.typing import NDArray

from parsers.ocr.upright import upright
from tests.fallback.scans import RECORDS


@pytest.fixture(scope="module")
def half_a_page() -> NDArray[np.uint8]:
    page = pypdfium2.PdfDocument(RECORDS / "pdf" / "1-135-gas-libreoffice.pdf")[0]
    pixels = page.render(scale=130 / 72, grayscale=True).to_numpy()
    grey: NDArray[np.uint8] = pixels.reshape(pixels.shape[0], pixels.shape[1])[: pixels.shape[0] // 2]
    return grey


@pytest.mark.parametrize("turns", [2, 3])
def test_any_quarter_turn_is_taken_back(half_a_page: NDArray[np.uint8], turns: int) -> None:
    page, quarters = upright(np.rot90(half_a_page, turns))
    assert (page == half_a_page).all()
    assert quarters == 4 - turns


def test_a_blank_page_stays() -> None:
    blank = np.full((300, 200), 255, np.uint8)
    page, quarters = upright(blank)
    assert (page == blank).all()
    assert quarters == 0
