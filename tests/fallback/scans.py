"""Sample records as a scanner would send them, and what they say."""

from __future__ import annotations

import io
import json
from pathlib import Path

import numpy as np
import pypdfium2
from PIL import Image

RECORDS = Path(__file__).parents[1] / "records"


def scanned(name: str, dpi: int, degrees: float, noise: float) -> bytes:
    """A record as a scanner would send it: a picture, a little turned, with grain."""
    grain = np.random.default_rng(7)
    pages = []
    for page in pypdfium2.PdfDocument(RECORDS / "pdf" / f"{name}.pdf"):
        upright = page.render(scale=dpi / 72).to_pil().convert("L")
        turned = upright.rotate(degrees, fillcolor=255, resample=Image.Resampling.BICUBIC)
        pixels = np.asarray(turned) + grain.normal(0, noise, (turned.height, turned.width))
        pages.append(Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8)))
    out = io.BytesIO()
    pages[0].save(out, "PDF", save_all=True, append_images=pages[1:], resolution=dpi)
    return out.getvalue()


def truth_of(name: str) -> dict[str, object]:
    """What the record's page shows."""
    truth: dict[str, object] = json.loads((RECORDS / "expected" / f"{name}.json").read_text(encoding="utf-8"))
    return truth
