"""Glyphs whose codes mean nothing: told apart by their shape, learned from pictures, marked where in doubt."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from flows.reading import read_isolated
from parsers.ocr.engine import read_crops
from parsers.ocr.glyphs import Leaf, Mark, _crop, learn
from tests.fallback.scans import RECORDS, truth_of
from tests.layouts.afterwards import distilled, moved, turned
from tests.records.comparison import differences


def _nothing(_: Path) -> None:
    return


@pytest.mark.parametrize(
    ("name", "before"),
    [("1-071-water-typst", _nothing), ("1-043-water-reportlab", turned), ("1-163-gas-cairo", moved)],
    ids=["several glyphs of one code", "turned", "moved"],
)
def test_a_copy_that_lost_its_unicode_is_read_whole(name: str, before: Callable[[Path], None], tmp_path: Path) -> None:
    path = tmp_path / "copy.pdf"
    shutil.copyfile(RECORDS / "pdf" / f"{name}.pdf", path)
    before(path)
    distilled(path)
    document = read_isolated(path.read_bytes(), path.name)
    assert document.source.engine == "pdfium-ocr"
    assert list(differences(truth_of(name), document.model_dump(mode="json"))) == []


@pytest.mark.parametrize("box", [(10.0, 5.0, 10.2, 25.0), (-9.0, -9.0, -8.0, -7.0), (95.0, 5.0, 130.0, 25.0)])
def test_a_narrow_picture_or_none_at_all_is_no_fault(box: tuple[float, float, float, float]) -> None:
    picture = np.full((40, 100, 3), 255, np.uint8)
    mark = Mark((1, 65, (9, 9, 0, 0)), *box, box[3])
    assert min(_crop(picture, [mark]).shape[:2]) >= 8
    assert len(read_crops([_crop(picture, [mark])])) == 1
    assert learn([Leaf(picture, [mark])]).doubtful == {mark.glyph}
