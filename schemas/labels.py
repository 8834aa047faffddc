"""Labels of header values: the words of a header's fields, alone in a cell or before a colon in a line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from pydantic import BaseModel

from schemas.column import FieldInfo, fields_of
from schemas.document import ReferenceStandard
from schemas.heading_words import bare
from schemas.text import normal

STANDARD = "reference_standard"
_SHORT = 3
_END_OF_WORD = re.compile(r"[\s,;。、)\]】」|]$|^$")


@dataclass(frozen=True, slots=True)
class Label:
    """A header field by its path, ``brand`` or ``reference_standard.name``."""

    path: str
    field: FieldInfo


@dataclass(frozen=True, slots=True)
class Labelled:
    """A label found in a text and what stands behind it."""

    label: Label
    value: str


class Labels:
    """All labels of one header class, or of several."""

    def __init__(self, *models: type[BaseModel]) -> None:
        """Compile the labels of ``models`` and, where they have one, of the reference standard."""
        self.by_word: dict[str, Label] = {}
        spellings: dict[str, Label] = {}
        for label in (label for model in models for label in _labels(model)):
            for word in "|".join(label.field.column.headers).split("|"):
                if word:
                    self.by_word.setdefault(bare(word), label)
                    spellings.setdefault(word, label)
        words = sorted(spellings, key=len, reverse=True)
        alternatives = "|".join(map(_spelling, words))
        self._inline = re.compile(rf"({alternatives}) *(?:\([^():]{{1,12}}\))? *:", re.IGNORECASE)
        self._spaced = re.compile(rf"({alternatives}) +(?=\S)", re.IGNORECASE)

    def alone(self, text: str) -> Label | None:
        """The label that a cell holds and nothing else."""
        return self.by_word.get(bare(text.rstrip(": "))) if len(text) < 40 else None

    def inside(self, text: str) -> list[Labelled]:
        """``自檢號:MV107001 檢定日期:107/03/21`` -> both; the value of the last may be empty."""
        found = self._split(self._inline, text)
        if found or ":" in text:
            return found
        spaced = self._split(self._spaced, text)
        return spaced if self._spaced.match(text) else []

    def _split(self, pattern: re.Pattern[str], text: str) -> list[Labelled]:
        matches = [match for match in pattern.finditer(text) if self._stands_free(text, match)]
        ends = [*(match.start() for match in matches[1:]), len(text)][: len(matches)]
        return [
            Labelled(self.by_word[bare(match.group(1))], text[match.end() : end].strip(" ;,"))
            for match, end in zip(matches, ends, strict=True)
        ]

    def _stands_free(self, text: str, match: re.Match[str]) -> bool:
        long = len(bare(match.group(1))) > _SHORT
        return long or bool(_END_OF_WORD.search(text[: match.start()]))


def _labels(model: type[BaseModel]) -> Iterator[Label]:
    if STANDARD in model.model_fields:
        for info in fields_of(ReferenceStandard):
            yield Label(f"{STANDARD}.{info.name}", info)
    for info in fields_of(model):
        yield Label(info.name, info)


def _spelling(word: str) -> str:
    """A word as a pattern: Chinese characters may have spaces between them (``廠　牌``)."""
    word = normal(word)
    if word.isascii():
        return r"(?<![A-Za-z])" + re.escape(word)
    return r"\s*".join(map(re.escape, word))


@lru_cache(maxsize=16)
def labels_of(*models: type[BaseModel]) -> Labels:
    """The compiled labels of header classes."""
    return Labels(*models)
