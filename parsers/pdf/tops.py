"""Rows whose cells wrap and begin at one height, with no more space between rows than between the lines of a cell."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from parsers.pdf.chars import Bools, Ints

_LONGER = 1.4
_BEGUN = 0.95
_USED = 0.5


def top_rows(column: Ints, level: Ints, forms: Sequence[object]) -> Ints | None:
    """The row of each line of a cell; ``None`` where rows are not seen to begin so.

    ``column`` and ``level`` say where each line stands, ``forms`` what values of one column share. The lines of a
    column that does not wrap are where rows begin: there the cells of the other columns begin too, and no column has
    several lines of one form in most of its cells.
    """
    present: Bools = np.zeros((int(level.max()) + 1, int(column.max()) + 1), np.bool_)
    present[level, column] = True
    count = present.sum(axis=0)
    used = count[count > 0]
    if float(used.max()) < _LONGER * float(np.sort(used)[len(used) // 2 - (len(used) > 1)]) and not _uneven(present):
        return None
    order = [at for at in np.argsort(count, kind="stable").tolist() if count[at] > 1]
    starts = {present[:, at].tobytes(): present[:, at] for at in order}
    for start in starts.values():
        if not start.all() and _begun(present, start):
            row: Ints = np.asarray(np.cumsum(start)[level] - start[0], dtype=np.int64)
            if not _repeated(column, row, forms):
                return row
    return None


def _uneven(present: Bools) -> bool:
    """Whether some lines hold few columns and others most of them."""
    share = present.sum(axis=1) / max(int(present.any(axis=0).sum()), 1)
    return bool((share < _USED).mean() > 0.2)


def _begun(present: Bools, start: Bools) -> bool:
    """Whether nearly all cells begin where the row begins; what stands above the first row is the rest of one."""
    first = int(start.argmax())
    row = np.cumsum(start[first:]) - 1
    cells: Bools = np.zeros((int(row[-1]) + 1, present.shape[1]), np.bool_)
    np.logical_or.at(cells, row, present[first:])
    rest = present[:first].any(axis=0).sum()
    begun = (cells & present[start]).sum() >= _BEGUN * cells.sum()
    return bool(begun) and bool(rest <= _USED * present[start].any(axis=0).sum())


def _repeated(column: Ints, row: Ints, forms: Sequence[object]) -> bool:
    """Whether several lines of one form stand in most cells of a column, or in a row in two columns that do not wrap."""
    seen: dict[tuple[int, int], list[object]] = {}
    for at, key in enumerate(zip(column.tolist(), row.tolist(), strict=True)):
        seen.setdefault(key, []).append(forms[at])
    shape = int(column.max()) + 1, int(row.max()) + 1
    cells, several, alike = np.zeros((3, *shape), np.bool_)
    for key, found in seen.items():
        cells[key], several[key], alike[key] = True, len(found) > 1, len(found) > 1 and len(set(found)) == 1
    filled = cells.sum(axis=1)
    used, single = filled > _USED * shape[1], several.sum(axis=1) < _USED * filled
    most = alike.sum(axis=1) > _USED * filled
    return bool(most[used].any()) or bool((alike[single].sum(axis=0) > 1).any())
