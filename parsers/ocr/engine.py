"""The one place that knows rapidocr (PP-OCR models inside its wheel, run by ONNX on the CPU, offline)."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from parsers.ocr.phrases import meant
from parsers.ocr.script import in_taiwanese
from schemas.errors import MissingPart

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Image = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read in a picture of one line; ``score`` from 0 to 1."""

    text: str
    score: float


@dataclass(frozen=True, slots=True)
class Letter:
    """One character found on a page's picture, its box in pixels from the top left, its score from 0 to 1."""

    text: str
    score: float
    left: float
    top: float
    right: float
    bottom: float


@lru_cache(maxsize=1)
def _engine() -> Any:
    logging.getLogger("RapidOCR").setLevel(logging.WARNING)
    try:
        from rapidocr import RapidOCR  # noqa: PLC0415 (optional extra)
    except ImportError as error:
        raise MissingPart("rapidocr", hint="ocr") from error
    return RapidOCR(params={"Global.log_level": "warning", "Global.use_cls": False, "Global.max_side_len": 10_000})


def require() -> None:
    """``MissingPart`` where the extra is not installed."""
    _engine()


def read_crops(crops: Sequence[Image]) -> list[Reading]:
    """The text of pictures of one line each (height x width x 3, uint8)."""
    if not crops:
        return []
    from rapidocr.ch_ppocr_rec import TextRecInput  # noqa: PLC0415 (optional extra)

    recognise = _engine()._load_rec_model()
    result = recognise(TextRecInput(img=list(crops)))
    return [Reading(in_taiwanese(text), float(score)) for text, score in zip(result.txts, result.scores, strict=True)]


def lines_on(image: Image) -> list[tuple[float, float, float, float]]:
    """Where text stands on a page's picture, whichever way it runs: left, top, right, bottom of each line in pixels."""
    boxes = _engine()(image, use_cls=False, use_rec=False).boxes
    return [_hull(corners) for corners in boxes] if boxes is not None else []


def read_page(image: Image) -> list[Letter]:
    """Every character of a page's picture (height x width x 3, uint8), each with its box and score."""
    asked = {"return_word_box": True, "return_single_char_box": True}
    result = _engine()(image, use_cls=False, use_rec=True, **asked)  # what is left out stays as the last call had it
    if result.txts is None:
        return []
    return [letter for line in result.word_results for letter in meant(list(_letters(line)))]


def _letters(line: Any) -> Iterator[Letter]:
    """A line's characters in the order read; the engine's own boxes now and then step back, these do not."""
    last = float("-inf")
    written = iter(in_taiwanese("".join(text.strip() for text, _, _ in line)))
    for text, score, corners in line:
        left, top, right, bottom = _hull(corners)
        for _ in text.strip():
            left = max(left, last + 1.0)
            last = left
            yield Letter(next(written), float(score), left, top, max(right, left + 1.0), bottom)


def _hull(corners: Sequence[Sequence[float]]) -> tuple[float, float, float, float]:
    across, down = [x for x, _ in corners], [y for _, y in corners]
    return float(min(across)), float(min(down)), float(max(across)), float(max(down))
