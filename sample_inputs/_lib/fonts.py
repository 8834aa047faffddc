"""Fonts cut down to the characters that a form needs."""

from __future__ import annotations

import io
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any


@cache
def font_of(path: Path, number: int, characters: str) -> bytes:
    """Font ``number`` of a file with these characters only, without hints and layout tables."""
    subset: Any = import_module("fontTools.subset")  # without type stubs; a tool of the generator only

    options = subset.Options(
        hinting=False, layout_features=[], drop_tables=["FFTM", "GSUB", "GPOS", "GDEF", "BASE"], font_number=number
    )
    font = subset.load_font(str(path), options)
    chosen = subset.Subsetter(options)
    chosen.populate(text=characters)
    chosen.subset(font)
    font["head"].modified = font["head"].created
    font.recalcTimestamp = False
    target = io.BytesIO()
    font.save(target)
    return target.getvalue()
