"""The assignment problem: pairs of rows and columns with the greatest total (Kuhn-Munkres, O(n³))."""

from __future__ import annotations

from collections.abc import Sequence


def best_assignment(gain: Sequence[Sequence[float]]) -> list[tuple[int, int]]:
    """The pairs (row, column) of positive gain whose sum is greatest, each row and each column once at most."""
    if not gain or not gain[0]:
        return []
    rows, columns = len(gain), len(gain[0])
    size = max(rows, columns)
    cost = [[-gain[r][c] if r < rows and c < columns else 0.0 for c in range(size)] for r in range(size)]
    owner = _hungarian(cost, size)
    pairs = ((owner[c], c) for c in range(columns))
    return sorted((r, c) for r, c in pairs if r < rows and gain[r][c] > 0)


def _hungarian(cost: list[list[float]], size: int) -> list[int]:
    """For each column the row that takes it, at least total cost (potentials and shortest augmenting paths)."""
    u, v = [0.0] * (size + 1), [0.0] * (size + 1)
    match = [size] * (size + 1)
    for row in range(size):
        match[size] = row
        way, column = _augment(cost, u, v, match, size)
        while column != size:
            match[column] = match[way[column]]
            column = way[column]
    return match[:size]


def _augment(
    cost: list[list[float]], u: list[float], v: list[float], match: list[int], size: int
) -> tuple[list[int], int]:
    slack, way, used = [float("inf")] * (size + 1), [size] * (size + 1), [False] * (size + 1)
    column = size
    while match[column] != size or column == size:
        used[column] = True
        row = match[column]
        for c in range(size):
            if not used[c]:
                reduced = cost[row][c] - u[row] - v[c]
                if reduced < slack[c]:
                    slack[c], way[c] = reduced, column
        following = min((c for c in range(size) if not used[c]), key=slack.__getitem__)
        delta = slack[following]
        for c in range(size + 1):
            if used[c]:
                u[match[c]] += delta
                v[c] -= delta
            else:
                slack[c] -= delta
        column = following
    return way, column
