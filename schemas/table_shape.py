"""The shape of a table: where its headings stand, which columns its rows have, which cell belongs to which column."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

from schemas.heading_words import bare, likeness
from schemas.legend import is_legend
from schemas.numerals import to_decimal
from schemas.pattern import lazy
from schemas.raw import RawCell, RawTable
from schemas.text import is_void, squeeze

Interval = tuple[float, float]
Partition = tuple[tuple[int, int], ...]
_SAMPLE_ROWS = 12
_LONGEST_HEADING = 48
_FILLED_IN = lazy(r"±|\+/-|填入公差")
_TOLERANCE = lazy(r"(?:±|\+/-)?[0-9.]+%?|(?:檢定|容許)?公差(?:[(\[]%[)\]]|%)?:?|.{0,12}填入公差")
_CAPTION = lazy(
    r"[(【\[]?(?:[一二三四五六七八九十壹貳參肆0-9]{1,2}[、.])?.{0,4}(?:檢定|測試|檢驗)(?:結果|數據|[紀記]錄|資料|明細)(?:明細)?表?[:)】\]]?"
)
_EXTRA = frozenset(
    map(bare, ("是", "否", "合格", "不合格", "有", "無", "yes", "no", "pass", "fail", "序號", "順序", "項次", "No"))
)


class Vocabulary(NamedTuple):
    """The words that head columns.

    ``serials``: those of the column that no table of instruments is without; ``labels``: those of header values.
    """

    words: frozenset[str]
    serials: frozenset[str]
    labels: frozenset[str] = frozenset()

    def knows(self, text: str) -> bool:
        """Whether a text heads a column or a group of columns."""
        word = bare(text)
        if not word or len(word) > _LONGEST_HEADING:
            return False
        if word in self.words or word in _EXTRA:
            return True
        return not word.isdecimal() and (_contains(word, self.words) or self._is_compound(word))

    def _is_compound(self, word: str) -> bool:
        """A group and a column of it in one cell: ``大流起``."""
        return any(word[:cut] in self.words and word[cut:] in self.words for cut in range(1, len(word)))

    def is_serial(self, text: str) -> bool:
        """Whether a text heads the column of serial numbers."""
        return bare(text) in self.serials


@lru_cache(maxsize=4096)
def _contains(word: str, words: frozenset[str]) -> bool:
    return any(len(known) > 2 and (known in word or (len(word) > 2 and likeness(known, word) > 0.6)) for known in words)


def cells_of(table: RawTable, row: int) -> list[RawCell]:
    """The cells of a grid row from left to right, each once."""
    cells: list[RawCell] = []
    for cell in table.rows[row]:
        if not cells or cells[-1] is not cell:
            cells.append(cell)
    return cells


def partition(table: RawTable, row: int) -> Partition:
    """How a grid row is divided into cells."""
    return tuple((cell.left, cell.right) for cell in cells_of(table, row))


class HeadingBlock(NamedTuple):
    """Grid rows ``top`` to ``bottom`` (half open) of a table that hold the headings of its columns."""

    top: int
    bottom: int


def find_headings(
    table: RawTable, vocabulary: Vocabulary, further: Callable[[RawTable, HeadingBlock], bool] = lambda *_: False
) -> list[HeadingBlock]:
    """The blocks of rows that head columns, from top to bottom; serial numbers are among them, or ``further`` says so."""
    found: list[HeadingBlock] = []
    row = 0
    while row < len(table.rows):
        if _is_heading(table, row, vocabulary):
            block = _block(table, row, vocabulary, found[-1].bottom if found else 0)
            if _has_serials(table, block, vocabulary) or further(table, block):
                found.append(block)
            row = block.bottom
        else:
            row += 1
    return found


def _block(table: RawTable, row: int, vocabulary: Vocabulary, floor: int) -> HeadingBlock:
    top, bottom = row, row + 1
    while top > floor and _continues(table, top - 1, vocabulary):
        top -= 1
    while bottom < len(table.rows) and _belongs_below(table, bottom, vocabulary):
        bottom += 1
    reach = max(cell.bottom for r in range(top, bottom) for cell in cells_of(table, r) if vocabulary.knows(cell.text))
    return HeadingBlock(top, min(max(bottom, reach), len(table.rows)))


def _belongs_below(table: RawTable, row: int, vocabulary: Vocabulary) -> bool:
    """Whether a row under headings is one more row of them, or a legend to them."""
    if _is_legend(table, row):
        return True
    return not _is_rest(table, row) and _continues(table, row, vocabulary)


def _is_legend(table: RawTable, row: int) -> bool:
    return is_legend([cell.text for cell in cells_of(table, row) if cell.top == row])


def _is_rest(table: RawTable, row: int) -> bool:
    """Whether a row of bare numbers stands right under cells as wide as its own: the rest of a row, no headings."""
    cells = [cell for cell in cells_of(table, row) if not is_void(cell.text)]
    above = [table.rows[row - 1][cell.left] for cell in cells]
    own = all((cell.left, cell.right) == (other.left, other.right) for cell, other in zip(cells, above, strict=True))
    return own and all(squeeze(cell.text).isdecimal() for cell in cells)


def _texts(table: RawTable, row: int) -> list[str]:
    """The texts of a row, each without its last line where that is a legend."""
    texts = [cell.text for cell in cells_of(table, row) if not is_void(cell.text)]
    if not all("\n" in text.strip() for text in texts):
        return texts
    parts = [text.strip().rpartition("\n") for text in texts]
    return [lines for lines, _, _ in parts] if is_legend([last for _, _, last in parts]) else texts


def _is_heading(table: RawTable, row: int, vocabulary: Vocabulary) -> bool:
    texts = _texts(table, row)
    if len(texts) < 3 or not any(bare(text) in vocabulary.words for text in texts) or _has_number(texts, vocabulary):
        return False
    hits = sum(vocabulary.knows(text) for text in texts)
    share = 0.4 if any(map(vocabulary.is_serial, texts)) else 0.7
    return hits >= max(3, share * len(texts))


def _continues(table: RawTable, row: int, vocabulary: Vocabulary) -> bool:
    """A row beside a heading row that belongs to the headings: every cell is one, or part of a wrapped one."""
    texts = _texts(table, row)
    if not texts or any(":" in squeeze(text) for text in texts) or _is_labelled(table, row, vocabulary):
        return False
    hits = sum(vocabulary.knows(text) for text in texts)
    share = 1.0 if any(squeeze(text).isdecimal() for text in texts) else 0.5
    return hits >= max(1, share * len(texts)) and not _has_number(texts, vocabulary)


def _is_labelled(table: RawTable, row: int, vocabulary: Vocabulary) -> bool:
    """A row of header values as the form has it directly above the headings: label, value, label, value."""
    written = [cell.text for cell in cells_of(table, row)]
    for texts in (written, [text for text in written if text.strip()]):
        labels, values = texts[::2], texts[1::2]
        if values and all(bare(text) in vocabulary.labels for text in labels):
            return not any(map(vocabulary.knows, values))
    return False


def _has_number(texts: Iterable[str], vocabulary: Vocabulary) -> bool:
    """Whether one of the texts is a measured value; ``1S`` and ``3S`` head columns."""
    numbers = (text for text in texts if len(squeeze(text)) > 1 and to_decimal(text) is not None)
    return any(bare(text).isdecimal() or bare(text) not in vocabulary.words for text in numbers)


def _has_serials(table: RawTable, block: HeadingBlock, vocabulary: Vocabulary) -> bool:
    rows = range(block.top, block.bottom)
    texts = {cell.text for row in rows for cell in cells_of(table, row) if not is_void(cell.text)}
    return any(map(vocabulary.is_serial, texts)) or sum(bare(text) not in vocabulary.labels for text in texts) > 6


def data_partition(table: RawTable, rows: Iterable[int]) -> Partition:
    """How most of the given rows are divided; of two equally frequent ways the finer one."""
    counted = Counter(partition(table, row) for row in _first(rows) if _texts(table, row))
    if not counted:
        return ()
    return max(counted, key=lambda way: (counted[way] * len(way), len(way)))


def _first(rows: Iterable[int]) -> Iterator[int]:
    for count, row in enumerate(rows):
        if count == _SAMPLE_ROWS:
            return
        yield row


def headings_over(table: RawTable, block: HeadingBlock, way: Partition) -> list[list[RawCell]]:
    """For each column of ``way`` the cells above it, top down, without a legend in their last lines."""
    above = [list(_above(table, block, left, right)) for left, right in way]
    last = [_last_line(cells)[1] for cells in above]
    return [*map(_without_last_line, above)] if is_legend(last) else above


def _last_line(cells: Sequence[RawCell]) -> tuple[str, str]:
    """The lines of the lowest cell but the last, and that one."""
    lines, _, last = cells[-1].text.strip().rpartition("\n") if cells else ("", "", "")
    return lines, last


def _without_last_line(cells: Sequence[RawCell]) -> list[RawCell]:
    lines, _ = _last_line(cells)
    return [*cells[:-1], replace(cells[-1], text=lines)] if lines else [*cells[:-1]]


def is_tolerances(table: RawTable, row: int) -> bool:
    """Whether what begins in a row is the 公差 that the electricity meter form has below its headings."""
    cells = [cell for cell in cells_of(table, row) if cell.top == row and cell.text.strip()]
    if not any(_FILLED_IN.search(cell.text) for cell in cells):
        return False
    return all(_TOLERANCE.fullmatch(squeeze(cell.text)) for cell in cells)


def _above(table: RawTable, block: HeadingBlock, left: int, right: int) -> Iterator[RawCell]:
    seen: list[RawCell] = []
    for row in range(block.top, block.bottom):
        for cell in () if is_tolerances(table, row) or _is_legend(table, row) else cells_of(table, row):
            overlap = span(table, max(cell.left, left), min(cell.right, right))
            if overlap <= 0.5 * span(table, left, right) or _is_caption(table, cell):
                continue
            if not any(cell is other for other in seen):
                seen.append(cell)
                yield cell


def _is_caption(table: RawTable, cell: RawCell) -> bool:
    """Whether a cell over all columns names the table; without rules no one knows how far a group of them reaches."""
    whole = cell.left == 0 and cell.right == len(table.rows[cell.top])
    return whole and (table.ruled or bool(_CAPTION.fullmatch(squeeze(cell.text))))


def span(table: RawTable, left: int, right: int) -> float:
    """The width of grid columns ``left`` to ``right``: points where known, else columns."""
    if right <= left:
        return 0.0
    return table.xs[right] - table.xs[left] if table.xs else float(right - left)


def intervals(table: RawTable, way: Partition) -> list[Interval]:
    """A partition's columns as intervals that can be compared from page to page."""
    if table.xs:
        return [(table.xs[left], table.xs[right]) for left, right in way]
    return [(float(left), float(right)) for left, right in way]


def align(theirs: list[Interval], columns: list[Interval]) -> list[int | None] | None:
    """For each of ``columns`` the index of the cell in ``theirs`` that stands under it, ``None`` where there is none.

    ``None`` for the whole where a cell lies across several columns.
    """
    if len(theirs) == len(columns) and all(_overlap(a, b) > 0 for a, b in zip(theirs, columns, strict=True)):
        return list(range(len(columns)))
    found: list[int | None] = []
    for column in columns:
        best = max(range(len(theirs)), key=lambda i: _overlap(theirs[i], column), default=None)
        fits = best is not None and _overlap(theirs[best], column) > 0.5 * (column[1] - column[0])
        found.append(best if fits else None)
    kept = [index for index in found if index is not None]
    return found if kept and len(kept) == len(set(kept)) else None


def columns_over(cell: Interval, columns: Sequence[Interval]) -> list[int]:
    """The columns of which a cell covers more than half."""
    return [i for i, column in enumerate(columns) if _overlap(cell, column) > 0.5 * (column[1] - column[0])]


def _overlap(a: Interval, b: Interval) -> float:
    return min(a[1], b[1]) - max(a[0], b[0])
