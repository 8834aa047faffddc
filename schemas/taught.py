"""Words that a manufacturer's profile teaches. They are asked only where the built-in words are not certain."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from schemas.column import FieldInfo
from schemas.findings import Finding
from schemas.heading_words import Heading, bare, score, words_of

CERTAIN = 0.9
"""A heading that is this like a built-in word keeps the meaning of that word, whatever a profile says."""
WEIGHT = 0.88
"""What a taught word weighs against built-in words: less than a certain one, more than one that is only alike."""
_COUNTERPARTS = (("serial_number", "serial_numbers"), ("mark_number", "mark_numbers"))


class Taught(NamedTuple):
    """Pairs of words as written and what they mean: a row field's name, a header field's path.

    ``on`` is the day on which it was taught (ISO 8601), ``by`` who taught it; both are told with each use.
    """

    columns: tuple[tuple[str, str], ...] = ()
    labels: tuple[tuple[str, str], ...] = ()
    on: str = ""
    by: str = ""

    def over(self, heading: Heading, names: Collection[str]) -> str | None:
        """Which of the fields ``names`` a heading was taught to mean."""
        written = {"".join(heading.levels), bare(heading.text)} - {""}
        meant = (name for words, name in self.columns if written & keys(words))
        return next((found for name in meant if (found := _named(name, names))), None)

    def used(self, word: str, info: FieldInfo) -> Finding:
        """F118: a word of the document was read as it was taught."""
        return self._note("F118", word, info)

    def ignored(self, word: str, info: FieldInfo) -> Finding:
        """F119: a taught word has a meaning of its own, ``info``, and keeps it."""
        return self._note("F119", word, info)

    def _note(self, code: str, word: str, info: FieldInfo) -> Finding:
        by = f",{self.by}" if self.by else ""
        params = {"word": word, "meaning": info.column.zh, "meaning_en": info.column.en, "taught": f"{self.on}{by}"}
        return Finding(code, field=info.name, value=word, params=params)


NOTHING = Taught()


@lru_cache(maxsize=1024)
def keys(words: str) -> frozenset[str]:
    """The normal forms of a heading as written; the levels of a merged heading may stand apart by spaces."""
    parts = [part for part in map(bare, words.split()) if part]
    return frozenset({bare(words), "".join(parts)} - {""})


def heading_of(words: str) -> Heading:
    """A heading as written, its levels apart by spaces."""
    return Heading.of(words.split())


def known(fields: Sequence[FieldInfo], heading: Heading) -> FieldInfo | None:
    """The field that a heading certainly means by the built-in words."""
    fit = {info.name: max((score(words, heading) for words in words_of(info)), default=0.0) for info in fields}
    best = max(fields, key=lambda info: fit[info.name], default=None)
    return best if best is not None and fit[best.name] >= CERTAIN else None


@dataclass(frozen=True, slots=True)
class Lesson:
    """The heading at ``index`` was taught to mean ``info``; ``certain`` is what it means by itself, if anything."""

    index: int
    info: FieldInfo
    certain: FieldInfo | None


def lessons(taught: Taught, headings: Sequence[Heading], fields: Sequence[FieldInfo]) -> Iterator[Lesson]:
    """What a profile says of a table's headings; nothing of one that stands over several columns."""
    if not taught.columns:
        return
    by_name = {info.name: info for info in fields}
    times = Counter(heading.levels for heading in headings)
    for index, heading in enumerate(headings):
        name = taught.over(heading, by_name) if times[heading.levels] == 1 else None
        if name is not None:
            yield Lesson(index, by_name[name], known(fields, heading))


def _named(name: str, names: Collection[str]) -> str | None:
    """The name by which a model has the field: of a monthly report, or of one row of a stacked form."""
    options = [name, *(other for pair in _COUNTERPARTS if name in pair for other in pair)]
    found = next((option for option in options if option in names), None)
    tail = name.partition("_")[2]
    return found or (tail if tail in names else None)
