"""Where the templates are, and which of several versions holds on a day.

The office replaces a template without code: a file of the same name in a folder of its own goes before the one that
comes with the program; ``FIF-01@2027-01-01.docx`` holds from that day on, ``FIF-01.docx`` until then.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from schemas.errors import TemplateError

BUILT_IN_FOLDER = Path(__file__).resolve().parent.parent / "templates" / "docx"
_DATED = re.compile(r"@(\d{4}-\d{2}-\d{2})$")


@dataclass(frozen=True, slots=True)
class Templates:
    """The office's folder, if it has one, before the program's own."""

    folder: Path | None = None

    def path(self, name: str, on: date | None = None) -> Path:
        """The file of template ``name`` (``receipt``, ``FIF-01`` …) that holds on a day; ``None``: the newest."""
        for folder in (self.folder, BUILT_IN_FOLDER):
            versions = sorted(_versions(folder, name)) if folder else []
            held = [path for since, path in versions if on is None or since <= on]
            if held:
                return held[-1]
        raise TemplateError(f"找不到範本 {name}.docx。", hint="請確認 templates/docx 內有此檔。")


def _versions(folder: Path, name: str) -> Iterator[tuple[date, Path]]:
    for path in folder.glob(f"{name}*.docx"):
        dated = _DATED.search(path.stem)
        if _DATED.sub("", path.stem) == name:
            yield _since(path, dated[1]) if dated else date.min, path


def _since(path: Path, text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise TemplateError(f"範本檔名 {path.name} 的日期不存在。", hint="請更正為 名稱@YYYY-MM-DD.docx。") from None


BUILT_IN = Templates()
