"""A row that the end of a page cuts in two: some of its cells stand on the one page, the others on the next."""

from __future__ import annotations

from dataclasses import replace

from schemas.header_match import Match
from schemas.raw import RawCell
from schemas.row_builder import GridRow


def joined(upper: GridRow, lower: GridRow, match: Match) -> GridRow | None:
    """The one row of which ``upper`` ends a page and ``lower`` begins the next; ``None`` where they are two.

    They are one where the lower one has text in at most half of the columns, only in columns that are read and that
    are blank in the upper one, and no verdict if the upper one has its own.
    """
    bound = {column for one in match.bounds for column in (one.column, one.other) if column is not None}
    filled = {index for index in range(len(lower.cells)) if lower.text(index).strip()}
    blank = {index for index, cell in enumerate(upper.cells) if cell and not cell.text.strip()}
    if upper.table.page == lower.table.page or not filled:
        return None
    if 2 * len(filled) > len(lower.cells) or not filled <= bound & blank:
        return None
    if _has_verdict(upper, match) == _has_verdict(lower, match):
        return None
    return replace(upper, cells=[_chosen(a, b) for a, b in zip(upper.cells, lower.cells, strict=True)])


def _chosen(upper: RawCell | None, lower: RawCell | None) -> RawCell | None:
    """The upper cell, with the lower one's text where it has one."""
    return replace(upper, text=lower.text) if upper and lower and lower.text.strip() else upper


def _has_verdict(row: GridRow, match: Match) -> bool:
    verdicts = [bound for bound in match.bounds if bound.field.name == "verdict"]
    return any(row.text(column).strip() for bound in verdicts for column in (bound.column, bound.other))
