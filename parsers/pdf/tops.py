"""Rows whose cells wrap and begin at one height, with no more space between rows than between the lines of a cell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

import numpy as np

from parsers.pdf.chars import Bools, Ints

_LONGER = 1.4
_BEGUN = 0.95
_USED = 0.5


def lines_and_columns(column: Ints, level: Ints) -> Bools:
    """Which lines (by ``level``, from the top) have text in which columns."""
    present: Bools = np.zeros((int(level.max()) + 1, int(column.max()) + 1), np.bool_)
    present[level, column] = True
    return present


def may_wrap(present: Bools) -> bool:
    """Whether some column has far more lines than others, or some line far fewer columns."""
    return _longer(present) or bool((present.sum(axis=1) < _USED * present.any(axis=0).sum()).any())


def _longer(present: Bools) -> bool:
    count = present.sum(axis=0)
    used = np.sort(count[count > 0])
    return float(used[-1]) >= _LONGER * float(used[len(used) // 2 - (len(used) > 1)])


def top_rows(column: Ints, level: Ints, present: Bools, form: Callable[[int], object]) -> Ints | None:
    """The row of each line of a cell; ``None`` where rows are not seen to begin so.

    ``column`` and ``level`` say where each line stands, ``form`` what its text shares with others of its column. The
    lines of a column that does not wrap are where rows begin: there the cells of the other columns begin too, and no
    column has several lines of one form in most of its cells.
    """
    count = present.sum(axis=0)
    least = _BEGUN if _longer(present) else 1.0
    order = [at for at in np.argsort(count, kind="stable").tolist() if count[at] > 1]
    starts = {present[:, at].tobytes(): present[:, at] for at in order}
    for start in starts.values():
        if not start.all() and _begun(present, start, least):
            row: Ints = np.asarray(np.cumsum(start)[level] - start[0], dtype=np.int64)
            if not repeated(column, row, form):
                return row
    return None


def _begun(present: Bools, start: Bools, least: float) -> bool:
    """Whether ``least`` of the cells begin where the row begins; what stands above the first row is the rest of one."""
    first = int(start.argmax())
    row = np.cumsum(start[first:]) - 1
    cells: Bools = np.zeros((int(row[-1]) + 1, present.shape[1]), np.bool_)
    np.logical_or.at(cells, row, present[first:])
    rest = present[:first].any(axis=0).sum()
    begun = (cells & present[start]).sum() >= least * cells.sum()
    return bool(begun) and bool(rest <= _USED * present[start].any(axis=0).sum())


def repeated(column: Ints, row: Ints, form: Callable[[int], object]) -> bool:
    """Whether most cells of a column hold several lines of one form, or a row holds whole values of its own."""
    cells = _Cells(column, row, [form(at) for at in range(len(row))])
    most = cells.alike.sum(axis=1) > _USED * cells.filled.sum(axis=1)
    used = cells.filled.sum(axis=1) > _USED * cells.filled.shape[1]
    return bool(most[used].any()) or cells.hold_rows() or cells.hold_values()


def several_rows(column: Ints, row: Ints, form: Callable[[int], object]) -> bool:
    """Whether a row holds several lines of one form in more than one of the columns that do not wrap."""
    return _Cells(column, row, [form(at) for at in range(len(row))]).hold_rows()


class _Cells:
    """The forms of the lines in each cell; by column and row: what is filled, has several lines, of one form only."""

    def __init__(self, column: Ints, row: Ints, forms: Sequence[object]) -> None:
        self.forms: dict[tuple[int, int], list[object]] = {}
        for at, key in enumerate(zip(column.tolist(), row.tolist(), strict=True)):
            self.forms.setdefault(key, []).append(forms[at])
        self.filled, self.several, self.alike = np.zeros((3, int(column.max()) + 1, int(row.max()) + 1), np.bool_)
        for key, found in self.forms.items():
            self.filled[key], self.several[key] = True, len(found) > 1
            self.alike[key] = len(found) > 1 and len(set(found)) == 1
        self.single: Bools = self.several.sum(axis=1) <= _USED * self.filled.sum(axis=1)

    def hold_rows(self) -> bool:
        """Whether in a row two columns that do not wrap have several lines of one form."""
        return bool((self.alike[self.single].sum(axis=0) > 1).any())

    def hold_values(self) -> bool:
        """Whether in a column that does not wrap a line among several has the form of the cells with one."""
        return any(self.single[key[0]] and self._holds_whole(key) for key in zip(*self.several.nonzero(), strict=True))

    def _holds_whole(self, key: tuple[int, int]) -> bool:
        usual = Counter(found[0] for (at, _), found in self.forms.items() if at == key[0] and len(found) == 1)
        return bool(usual) and usual.most_common(1)[0][0] in self.forms[key]
