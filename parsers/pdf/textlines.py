"""Visual lines of a page as pieces, and what they are: data, labels of the head, neither."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from parsers.pdf.arrays import begins, middle_of
from parsers.pdf.words import Words

Interval = tuple[float, float]

_VALUE = re.compile(r"[±+\-−－＋–]?\s?\d[\d.,．·・，]*[%％]?")
_SHORT = re.compile(r"[A-Za-z0-9０-９Ａ-Ｚａ-ｚ\-－—–−./()（）#\s]*")
_DIGITS = re.compile(r"\d")
_COLON = re.compile(r"[:：](?!\d)|[:：]\s*$|[^\W\d_A-Za-z][:：]")
_BOX = re.compile(r"[□■☐☑☒].|.[□■☐☑☒]", re.DOTALL)
_MARK = re.compile(r"[:：□■☐☑☒]")
_NAME = re.compile(r"[^\W\d_A-Za-z][^\d]{1,15}")
_FILE = re.compile(r".+\.(?:xlsx?|xlsm|ods|docx?|odt|pdf|html?)|(?:https?|file)://.+", re.IGNORECASE)
_DAY = re.compile(r"\d{1,4}([/.-])\d{1,2}\1\d{1,4}")
_ENOUGH = 3
_LONGEST = 40


@dataclass(frozen=True)
class Line:
    """One visual line: its pieces (``start`` to ``end``), their extents and texts, and whether it is data."""

    start: int
    end: int
    base: float
    em: float
    extents: list[Interval]
    texts: list[str]
    data: bool

    @cached_property
    def label(self) -> bool:
        """Whether it is labels with their values: looked into where it matters, since that takes a vocabulary.

        So is what stands at the top of each page: the file's name, the day of printing.
        """
        return _is_label(self.texts) or _is_of_the_page(self.texts)

    @cached_property
    def labels_alone(self) -> bool:
        """Whether each piece is the label of an item in the head, which may head a column as well."""
        return not self.data and len(_likely(self.texts)) == len(self.texts) == len(_labels(self.texts))

    def is_below(self, labels: Line) -> bool:
        """Whether it holds the values of the labels that fill the line above, one under each."""
        if self.count != labels.count:
            return False
        pairs = zip(self.extents, labels.extents, strict=True)
        return all(x0 < end and x1 > start for (x0, x1), (start, end) in pairs) and labels.labels_alone

    @property
    def count(self) -> int:
        """How many pieces."""
        return self.end - self.start

    @property
    def x0(self) -> float:
        """Where its first piece begins."""
        return self.extents[0][0]

    @property
    def x1(self) -> float:
        """Where its last piece ends."""
        return self.extents[-1][1]


def is_data(text: str) -> bool:
    """A number, or an identifier: at least three digits and no ideograph."""
    return bool(_VALUE.fullmatch(text)) or (len(_DIGITS.findall(text)) >= _ENOUGH and bool(_SHORT.fullmatch(text)))


def lines_of(pieces: Words) -> list[Line]:
    """The pieces' lines from top to bottom."""
    if not len(pieces):
        return []
    stops = [*begins(pieces.line).nonzero()[0].tolist(), len(pieces)]
    extents = list(zip(pieces.x0.tolist(), pieces.x1.tolist(), strict=True))
    base, em = pieces.base.tolist(), pieces.em.tolist()
    return [
        Line(
            start, end, middle_of(base[start:end]), middle_of(em[start:end]), extents[start:end], texts, _is_data(texts)
        )
        for start, end in pairwise(stops)
        if (texts := pieces.text[start:end])
    ]


def _is_data(texts: list[str]) -> bool:
    data = sum(map(is_data, texts))
    return data * 10 >= 3 * len(texts) and data > 0


def _is_label(texts: list[str]) -> bool:
    labels = 0
    if any(map(_MARK.search, texts)):
        labels = sum(bool(_COLON.search(text)) or bool(_BOX.search(text)) for text in texts)
    if labels * 3 < len(texts) and 2 * sum(map(is_data, texts)) <= len(texts):
        labels = _named(texts)
    return labels * 3 >= len(texts)


def _is_of_the_page(texts: list[str]) -> bool:
    """Whether one of the pieces is the name of a file, or one of a few a day and the others no data."""
    if any(map(_FILE.fullmatch, texts)):
        return True
    days = [text for text in texts if _DAY.fullmatch(text)]
    return len(days) == 1 < len(texts) <= _ENOUGH and not any(is_data(text) for text in texts if text not in days)


def _named(texts: list[str]) -> int:
    """How many pieces name an item of a head; 0 where each may head a column as well and has no value behind it."""
    named = _labels(texts)
    if not named or (len(named) > 1 and texts[::2] == named and len(texts) == 2 * len(named)):
        return len(named)
    from schemas.heading_words import bare  # noqa: PLC0415 - a reader that meets no such line starts without words
    from schemas.known_words import COLUMNS  # noqa: PLC0415

    return len(named) if any(bare(text) not in COLUMNS for text in named) else 0


def _labels(texts: list[str]) -> list[str]:
    """The pieces that name an item of a head."""
    likely = _likely(texts)
    if not likely:
        return []
    from schemas.heading_words import bare  # noqa: PLC0415 - as above
    from schemas.known_words import LABELS  # noqa: PLC0415

    return [text for text in likely if len(text) < _LONGEST and bare(text.rstrip(": ")) in LABELS]


def _likely(texts: list[str]) -> list[str]:
    return [text for text in texts if _NAME.fullmatch(text)]
