"""Columns that are one: its texts are ideographs and digits with small gaps between them, as TeX sets them."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from parsers.pdf.arrays import middle
from parsers.pdf.chars import Bools
from parsers.pdf.columns import Columns
from parsers.pdf.headed import lowest
from parsers.pdf.words import Words

_NARROW = 0.7
_NEARLY_ALL = 0.9
_JOINT = re.compile(r"[\u3400-\u9fff][!-~]|[!-~][\u3400-\u9fff]")


def glued(columns: Columns, body: Words, head: Words) -> Columns:
    """The columns without the gaps at which ideographs and digits meet in all rows, under one heading at most."""
    apart: Bools = np.asarray(columns.left[1:] - columns.right[:-1] > _NARROW * middle(body.em), dtype=np.bool_)
    if apart.all() or not len(head):
        return columns
    leaves = head.take(lowest(head))
    column = columns.of(body.x0, body.x1)
    for at in (~apart).nonzero()[0].tolist():
        over = (leaves.x1 > columns.left[at]) & (leaves.x0 < columns.right[at + 1])
        if over.sum() > 1 or not _meet(body, column.tolist(), at):
            apart[at] = True
    return Columns(columns.left[np.append(True, apart)], columns.right[np.append(apart, True)])


def _meet(body: Words, column: Sequence[int], at: int) -> bool:
    """Whether in nearly all rows an ideograph ends the text in column ``at`` and a digit begins the next, or so."""
    line, text = body.line.tolist(), body.text
    pairs = [
        text[n][-1] + text[n + 1][0]
        for n in range(len(text) - 1)
        if (column[n], column[n + 1]) == (at, at + 1) and line[n] == line[n + 1]
    ]
    return len(pairs) > 1 and sum(map(bool, map(_JOINT.match, pairs))) >= _NEARLY_ALL * len(pairs)
