"""Layouts of sheets and rolls as settings: ``sheet``, ``roll``, or a TOML file of the office's own."""

from __future__ import annotations

import tomllib
from pathlib import Path

from pydantic import Field, ValidationError

from generators.label_layout import Layout, roll, sheet
from schemas.document import Strict
from schemas.errors import UsageError


class LayoutFile(Strict):
    """Lengths in millimetres; ``margin`` and ``pitch`` are horizontal, then vertical."""

    page: tuple[float, float]
    columns: int = Field(ge=1, le=100)
    rows: int = Field(ge=1, le=100)
    margin: tuple[float, float] = (0.0, 0.0)
    pitch: tuple[float, float] = (42.0, 15.0)
    dots_per_inch: int = 300


def layout(name: str, dots_per_inch: int | None = None) -> Layout:
    """The layout of that name or file; ``dots_per_inch`` overrules the file. ``UsageError`` where there is none."""
    if name in {"sheet", "roll"}:
        return (sheet if name == "sheet" else roll)(dots_per_inch or 300)
    if not name.endswith(".toml"):
        raise UsageError(f"沒有版面「{name}」。", hint="可用 sheet、roll 或版面設定檔(.toml)。")
    try:
        found = LayoutFile.model_validate(tomllib.loads(Path(name).read_text("utf-8-sig")), strict=False)
    except OSError as error:
        raise UsageError(f"讀不到 {name}:{error.strerror}") from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, ValidationError) as error:
        raise UsageError(f"{name} 不是版面設定:{str(error).splitlines()[0]}", hint="請見 docs/labels.md。") from error
    return Layout(
        found.page, found.columns, found.rows, found.margin, found.pitch, dots_per_inch or found.dots_per_inch
    )
