"""Tables from drawn rules: connected rules make a lattice, its lines a grid, missing lines merged cells."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from parsers.pdf.arrays import distinct, starts
from parsers.pdf.rules import Rules

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
Span = tuple[int, int, int, int]

_TOUCH = 2.8
_SAME = 2.8
_MOST = 4_000_000
_COVERED = 0.55


class Lattice(NamedTuple):
    """Grid lines ``xs`` and ``ys`` and the drawn separators between the unit cells.

    ``across[i, c]``: a rule runs at ``ys[i]`` over column ``c``; ``down[r, j]``: one at ``xs[j]`` along row ``r``.
    """

    xs: Floats
    ys: Floats
    across: Bools
    down: Bools

    @property
    def box(self) -> tuple[float, float, float, float]:
        """left, top, right, bottom."""
        return float(self.xs[0]), float(self.ys[0]), float(self.xs[-1]), float(self.ys[-1])

    def spans(self) -> list[Span]:
        """Cells as (top, left, bottom, right), half open; unit cells with no rule between them are one."""
        return _rectangles(self.across, self.down)


def components(rules: Rules) -> list[Rules]:
    """Groups of rules that touch each other; rules that touch none are left out. Empty if far too many."""
    across, down = rules.across, rules.down
    if not len(across) or not len(down) or len(across) * len(down) > _MOST:
        return []
    touch = (down[None, :, 0] >= across[:, 1, None] - _TOUCH) & (down[None, :, 0] <= across[:, 2, None] + _TOUCH)
    touch &= (across[:, 0, None] >= down[None, :, 1] - _TOUCH) & (across[:, 0, None] <= down[None, :, 2] + _TOUCH)
    label_across, label_down = _labels(touch)
    groups = distinct(label_across[touch.any(axis=1)])
    return [Rules(across[label_across == group], down[label_down == group]) for group in groups]


def _labels(touch: Bools) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Labels of the connected components of a bipartite graph, by letting the smallest label spread."""
    most = touch.shape[0] + 1
    rows, columns = np.arange(touch.shape[0]), np.full(touch.shape[1], most)
    while True:
        columns = np.minimum(columns, np.where(touch, rows[:, None], most).min(axis=0))
        spread = np.minimum(rows, np.where(touch, columns[None, :], most).min(axis=1))
        if (spread == rows).all():
            return rows, columns
        rows = spread


def build(rules: Rules) -> Lattice | None:
    """The lattice of one component; sides without a drawn rule are closed where the crossing rules end."""
    left, right = rules.across[:, 1].min(), rules.across[:, 2].max()
    top, bottom = rules.down[:, 1].min(), rules.down[:, 2].max()
    xs = _closed(_distinct(rules.down[:, 0], rules.down[:, 2] - rules.down[:, 1]), left, right)
    ys = _closed(_distinct(rules.across[:, 0], rules.across[:, 2] - rules.across[:, 1]), top, bottom)
    ys = _with_ends(ys, rules.down)
    if len(xs) < 2 or len(ys) < 2:
        return None
    across = _cover(ys, xs, rules.across)
    down = _cover(xs, ys, rules.down).T
    across[[0, -1], :] = True
    down[:, [0, -1]] = True
    return Lattice(xs, ys, across, down)


def _distinct(values: Floats, weights: Floats) -> Floats:
    order = np.argsort(values)
    values, weights = values[order], weights[order]
    first = starts(values[1:] - values[:-1] > _SAME)
    total = np.add.reduceat(weights, first)
    return np.asarray(np.add.reduceat(values * weights, first) / total, dtype=np.float64)


def _closed(lines: Floats, low: float, high: float) -> Floats:
    parts = [lines]
    if low < lines[0] - 2 * _SAME:
        parts.insert(0, np.array([low]))
    if high > lines[-1] + 2 * _SAME:
        parts.append(np.array([high]))
    return np.concatenate(parts)


def _with_ends(ys: Floats, down: Floats) -> Floats:
    """The heights and those where an upright rule ends between them: above it a heading spans its columns."""
    ends = np.sort(np.concatenate([down[:, 1], down[:, 2]]))
    inside = (ends > ys[0]) & (ends < ys[-1]) & (np.abs(ends[:, None] - ys[None, :]).min(axis=1) > 2 * _SAME)
    if not inside.any():
        return ys
    return np.sort(np.concatenate([ys, _distinct(ends[inside], np.ones(int(inside.sum())))]))


def _cover(lines: Floats, stops: Floats, rules: Floats) -> Bools:
    """``cover[i, k]``: a rule at ``lines[i]`` covers most of the stretch from ``stops[k]`` to ``stops[k + 1]``."""
    cover = np.zeros((len(lines), len(stops) - 1))
    nearest = np.abs(rules[:, 0, None] - lines[None, :]).argmin(axis=1)
    shared = np.minimum(rules[:, 2, None], stops[None, 1:]) - np.maximum(rules[:, 1, None], stops[None, :-1])
    np.add.at(cover, nearest, np.maximum(shared, 0.0) / np.maximum(stops[1:] - stops[:-1], 0.1))
    return cover > _COVERED


def _rectangles(across: Bools, down: Bools) -> list[Span]:
    rows, columns = down.shape[0], across.shape[1]
    grid = _Unit(across.tolist(), down.tolist(), [[False] * columns for _ in range(rows)])
    plain: Bools = np.asarray(across[1:].all(axis=1) & down.all(axis=1), dtype=np.bool_)
    spans: list[Span] = []
    for top, units in enumerate(plain.tolist()):
        taken = grid.taken[top]
        if units and True not in taken:
            spans += [(top, left, top + 1, left + 1) for left in range(columns)]
            continue
        for left in range(columns):
            if taken[left]:
                continue
            right = grid.right_end(top, left)
            bottom = grid.bottom_end(top, left, right)
            for row in grid.taken[top:bottom]:
                row[left:right] = [True] * (right - left)
            spans.append((top, left, bottom, right))
    return spans


class _Unit(NamedTuple):
    """Separators of unit cells as lists, which single members are read from far faster than from arrays."""

    across: list[list[bool]]
    down: list[list[bool]]
    taken: list[list[bool]]

    def right_end(self, top: int, left: int) -> int:
        down, taken = self.down[top], self.taken[top]
        right = left + 1
        while right < len(taken) and not down[right] and not taken[right]:
            right += 1
        return right

    def bottom_end(self, top: int, left: int, right: int) -> int:
        bottom = top + 1
        while bottom < len(self.taken) and True not in self.across[bottom][left:right]:
            if True in self.taken[bottom][left:right] or True in self.down[bottom][left + 1 : right]:
                break
            bottom += 1
        return bottom
