"""A page that is only a picture: its rules found, its text read, both handed over like those of a drawn page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from parsers.ocr.engine import Letter, read_page
from parsers.ocr.missed import missed
from parsers.ocr.picture import Picture, prepare
from parsers.ocr.strokes import Floats
from parsers.ocr.upright import upright
from parsers.pdf.chars import TextLayer
from parsers.pdf.drawing import Drawing
from schemas.turned import Turned

DPI = 200
_SURE = 0.8
_NARROW = 0.7
_BARS = frozenset("|∥‖│┃｜︱lI")
_BESIDE = 0.5


@dataclass(frozen=True, slots=True)
class Scan:
    """A scanned page in points, origin at the bottom left: text, rules, page box, and where reading was unsure.

    ``turned``: how the picture lies in the file.
    """

    layer: TextLayer
    drawing: Drawing
    box: tuple[float, float, float, float]
    unsure: Floats
    turned: Turned


def read_scan(page: Any) -> Scan:
    """What the picture of a page (``pypdfium2.PdfPage``) shows, turned upright, skew taken out."""
    grey = page.render(scale=DPI / 72, grayscale=True).to_numpy()
    straight, quarters = upright(grey.reshape(grey.shape[0], grey.shape[1]))
    picture = prepare(straight, DPI)
    seen = read_page(np.stack([picture.clean] * 3, axis=-1))
    letters = [each for each in [*seen, *missed(picture.clean, seen)] if not _is_rule(each, picture.down)]
    height, width = picture.clean.shape
    points = 72 / DPI
    boxes = _boxes(letters, height) * points
    unsure = boxes[[letter.score < _SURE for letter in letters]] if letters else boxes
    box = (0.0, 0.0, width * points, height * points)
    turned = Turned(width * points, height * points, quarters, picture.skew)
    return Scan(_layer(letters, boxes), _drawing(picture, height, points), box, unsure, turned)


def _is_rule(letter: Letter, down: Floats) -> bool:
    """White space, or what is left of an upright rule and was taken for a character."""
    if letter.text not in _BARS:
        return letter.text.isspace()
    middle, reach = (letter.left + letter.right) / 2, _BESIDE * (letter.bottom - letter.top)
    beside = (down[:, 1] < letter.bottom) & (down[:, 2] > letter.top)
    return bool((np.abs(down[beside, 0] - middle) < reach).any())


def _boxes(letters: Sequence[Letter], height: int) -> Floats:
    """Boxes with the narrow gaps closed: those are the engine's rounding, not white space."""
    rows = np.array([(each.left, height - each.bottom, each.right, height - each.top) for each in letters])
    boxes = rows.astype(np.float64).reshape(-1, 4)
    gap, wide = boxes[1:, 0] - boxes[:-1, 2], boxes[:-1, 2] - boxes[:-1, 0]
    narrow = np.flatnonzero((gap > 0) & (gap < _NARROW * wide) & (boxes[1:, 3] == boxes[:-1, 3]))
    boxes[narrow, 2] = boxes[narrow + 1, 0]
    return boxes


def _layer(letters: Sequence[Letter], boxes: Floats) -> TextLayer:
    """OCR gives the line's box to each of its characters: the baseline lies a fifth above its lower edge."""
    count = len(letters)
    tall = boxes[:, 3] - boxes[:, 1]
    return TextLayer(
        code=np.array([ord(letter.text[0]) for letter in letters], dtype=np.int64),
        boxes=boxes,
        origins=np.stack([boxes[:, 0], boxes[:, 1] + 0.2 * tall], axis=1),
        turns=np.zeros(count, np.int64),
        spaced=np.zeros(count, np.bool_),
        size=0.62 * tall,
    )


def _drawing(picture: Picture, height: int, points: float) -> Drawing:
    across, down = picture.across, picture.down
    level = height - across[:, 0]
    strokes = np.concatenate(
        [
            np.stack([across[:, 1], level, across[:, 2], level], axis=1),
            np.stack([down[:, 0], height - down[:, 2], down[:, 0], height - down[:, 1]], axis=1),
        ]
    )
    nothing = np.zeros((0, 4))
    return Drawing(strokes * points, nothing, nothing, complete=True)
