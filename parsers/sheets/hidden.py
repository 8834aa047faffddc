"""F113: what is hidden on a sheet is read, and named."""

from __future__ import annotations

from schemas.findings import Finding
from schemas.place import Place

_MOST = 10


def hidden_note(sheet: str, *, hidden: bool, rows: list[int], columns: list[str]) -> list[Finding]:
    """The finding for a hidden sheet, or for the hidden rows and columns of one that is seen; else none."""
    where = Place(sheet=sheet)
    if hidden:
        return [Finding("F113", where, params={"what": f"「{sheet}」"})]
    parts = [*_runs(rows), *columns]
    if not parts:
        return []
    shown = ", ".join(parts[:_MOST]) + (" …" if len(parts) > _MOST else "")
    return [Finding("F113", where, params={"what": f"「{sheet}」{shown}"})]


def _runs(rows: list[int]) -> list[str]:
    """Row numbers as runs: ``5–9``."""
    runs: list[list[int]] = []
    for row in rows:
        if runs and row == runs[-1][1] + 1:
            runs[-1][1] = row
        else:
            runs.append([row, row])
    return [f"{first}" if first == last else f"{first}–{last}" for first, last in runs]
