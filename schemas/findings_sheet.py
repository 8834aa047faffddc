"""The sheet of findings in an annotated workbook: written by us, and no part of what the sender says."""

from __future__ import annotations

from collections.abc import Sequence

SHEET = "檢核結果"
HEADS = ("編號", "代碼", "工作表", "儲存格", "列", "欄位", "值", "檢核結果", "處理方式")


def is_findings_sheet(name: str | None, first_row: Sequence[str]) -> bool:
    """Whether a sheet is ours, from an annotated copy that came back: by its name and all of its headings."""
    return name is not None and name.startswith(SHEET) and tuple(first_row) == HEADS
