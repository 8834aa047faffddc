"""Words of the forms that were read with one character wrong: put right where exactly one known word is meant."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import lru_cache

from schemas.heading_words import bare
from schemas.raw import RawCell, RawTable
from schemas.vocabulary import column_vocabulary

_SHORTEST = 2
_CJK = range(0x3400, 0xA000)


def respelled(table: RawTable) -> Iterator[tuple[RawCell, str]]:
    """The cells that hold a heading or a label but for one ideograph; and the text that is meant."""
    for row, cells in enumerate(table.rows):
        distinct = list({id(cell): cell for cell in cells}.values())
        beside = Counter(word for cell in distinct if (word := bare(cell.text)) in _words().get(len(word), ()))
        for cell in distinct:
            group = _group(table, row, cell)
            near = {word: count for word, count in beside.items() if word not in group}
            repeated = frozenset(word for word, count in near.items() if group and count > 1)
            text = _known(cell.text, frozenset(near), repeated) if cell.top == row else None
            if text is not None:
                yield cell, text


def _group(table: RawTable, row: int, cell: RawCell) -> frozenset[str]:
    """The words beside a cell under the heading that it shares with them: none of them stands there twice."""
    above = table.rows[row - 1][cell.left] if row else cell
    if above is cell or above.right - above.left in (cell.right - cell.left, len(table.rows[row])):
        return frozenset()
    return frozenset(bare(other.text) for other in table.rows[row][above.left : above.right] if other is not cell)


@lru_cache(maxsize=4096)
def _known(text: str, beside: frozenset[str], repeated: frozenset[str]) -> str | None:
    """The text with the one ideograph changed that makes a known word of it, if only one does.

    ``beside``: known words of the same row, but for those of the same group; a word of three characters is held
    against these only, one of two against those that are ``repeated`` under other groups.
    """
    word = bare(text)
    if len(word) < _SHORTEST or word in _words().get(len(word), ()):
        return None
    near = {change for known in (beside if len(word) > _SHORTEST else repeated) if (change := _change(word, known))}
    if not near and len(word) > _SHORTEST + 1:
        near = {change for known in _words().get(len(word), ()) if (change := _change(word, known))}
    if len(near) != 1:
        return None
    wrong, right = near.pop()
    return text.replace(wrong, right) if text.count(wrong) == 1 else None


@lru_cache(maxsize=1)
def _words() -> dict[int, frozenset[str]]:
    """The headings and labels of all forms by their length."""
    vocabulary = column_vocabulary()
    words = vocabulary.words | vocabulary.labels
    return {length: frozenset(word for word in words if len(word) == length) for length in set(map(len, words))}


def _change(word: str, known: str) -> tuple[str, str] | None:
    """The two ideographs in which the words differ, if it is only one of each."""
    if len(word) != len(known):
        return None
    apart = [pair for pair in zip(word, known, strict=True) if pair[0] != pair[1]]
    return apart[0] if len(apart) == 1 and all(ord(one) in _CJK for one in apart[0]) else None
