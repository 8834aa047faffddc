"""Pages as poor scanners give them: black and white only, the lid's shadow, dark edges, faint print on grey paper."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
import pypdfium2
from numpy.typing import NDArray
from PIL import Image

from tests.fallback.scans import RECORDS

Grey = NDArray[np.uint8]
_WHITE = 255


def rendered(name: str, dpi: int) -> Grey:
    """The first page of a sample record as it was drawn (height x width)."""
    page = pypdfium2.PdfDocument(RECORDS / "pdf" / f"{name}.pdf")[0]
    return np.asarray(page.render(scale=dpi / 72).to_pil().convert("L"))


def _laid(page: Grey, degrees: float, noise: float) -> Grey:
    turned = Image.fromarray(page).rotate(degrees, fillcolor=_WHITE, resample=Image.Resampling.BICUBIC)
    grain = np.random.default_rng(7).normal(0, noise, page.shape)
    return np.clip(np.asarray(turned) + grain, 0, _WHITE).astype(np.uint8)


def black_and_white(page: Grey) -> Grey:
    """Lines that lie aslant become steps of one pixel."""
    return np.where(_laid(page, 0.4, 8.0) > 150, _WHITE, 0).astype(np.uint8)


def shadow(page: Grey) -> Grey:
    """The paper gets darker from left to right."""
    light = np.linspace(1.0, 0.55, page.shape[1])
    return (_laid(page, 0.7, 4.0) * light).astype(np.uint8)


def faint(page: Grey) -> Grey:
    """Grey ink on grey paper."""
    return _laid((90 + page.astype(np.float64) * 125 / _WHITE).astype(np.uint8), 0.5, 5.0)


def dark_edges(page: Grey) -> Grey:
    """The glass beside the paper is dark."""
    laid = _laid(page, 1.0, 5.0)
    laid[:, :30] = 20
    laid[:25] = 30
    return laid


BAD: Mapping[str, Callable[[Grey], Grey]] = {
    "black and white": black_and_white,
    "shadow": shadow,
    "faint": faint,
    "dark edges": dark_edges,
}
