"""Labels of header values: the words of a header's fields, alone in a cell or before a colon in a line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from pydantic import BaseModel

from schemas.column import FieldInfo, fields_of
from schemas.document import ReferenceStandard
from schemas.heading_words import bare
from schemas.pattern import lazy
from schemas.taught import NOTHING, Taught

STANDARD = "reference_standard"
_SHORT = 3
_LONGEST = 40
_LONGEST_LINE = 2000
_COLON = lazy(r" *(?:\([^():]{1,12}\))? *: *")
_FREE = lazy(r"[\s,;。、)\]】」|]$|^$")
_BEHIND_A_NAME = lazy(r": *[\u4e00-\u9fff]{2,4}$")
_PERSON = "人"
_WORD = lazy(r"[\u4e00-\u9fff](?: +[\u4e00-\u9fff](?![\u4e00-\u9fff]))+|\S+")


class Label(NamedTuple):
    """A header field by its path, ``brand`` or ``reference_standard.name``; ``taught``: the profile's word for it."""

    path: str
    field: FieldInfo
    taught: str = ""


_Spot = tuple[int, int, Label]
"""Where a label begins, where its value begins, and the label."""


class Labelled(NamedTuple):
    """A label found in a text and what stands behind it."""

    label: Label
    value: str


class Labels:
    """All labels of one header class, or of several."""

    def __init__(self, *models: type[BaseModel], taught: Taught = NOTHING) -> None:
        """Collect the labels of ``models`` and of the reference standard; ``taught`` ones where no built-in one is."""
        self.by_word: dict[str, Label] = {}
        labels = [label for model in models for label in _labels(model)]
        for label in labels:
            for word in "|".join(label.field.column.headers).split("|"):
                self.by_word.setdefault(bare(word), label)
        self.ignored: list[tuple[str, Label]] = []
        for word, path in taught.labels:
            self._learn(word, next((label for label in labels if label.path == path), None))
        self.by_word.pop("", None)

    def _learn(self, word: str, label: Label | None) -> None:
        if label is None:
            return
        found = self.by_word.setdefault(bare(word), label._replace(taught=word))
        if found.path != label.path:
            self.ignored.append((word, found))

    def alone(self, text: str) -> Label | None:
        """The label that a cell holds and nothing else."""
        return self.by_word.get(bare(text.rstrip(": "))) if len(text) < _LONGEST else None

    def inside(self, text: str) -> list[Labelled]:
        """``自檢號:MV107001 檢定日期:107/03/21`` -> both; the value of the last may be empty."""
        text = text[:_LONGEST_LINE]
        found = [spot for match in _COLON.finditer(text) if (spot := self._before(text, match))]
        if not found and ":" not in text:
            found = self._spaced(text)
        ends = [*(start for start, _, _ in found[1:]), len(text)]
        return [
            Labelled(label, text[begin:end].strip(" ;,")) for (_, begin, label), end in zip(found, ends, strict=False)
        ]

    def _before(self, text: str, colon: re.Match[str]) -> _Spot | None:
        """The longest label that ends at a colon; a short one only where a word may begin, or one person's name ends."""
        spots = [index for index in range(colon.start()) if not text[index].isspace()][-_LONGEST:]
        for start in spots:
            label = self.by_word.get(bare(text[start : colon.start()]))
            if label and (colon.start() - start > _SHORT or _may_begin(text[:start], text[start : colon.start()])):
                return start, colon.end(), label
        return None

    def _spaced(self, text: str) -> list[_Spot]:
        """``廠牌 EDMI 型號 MF-607``: labels without colons, if the text begins with one."""
        words = list(_WORD.finditer(text))
        spots = [(word.start(), word.end(), self.by_word.get(bare(word.group()))) for word in words[:-1]]
        found = [(start, end, label) for start, end, label in spots if label]
        return found if found and found[0][0] == words[0].start() else []


def _may_begin(before: str, word: str) -> bool:
    """Whether a short label may begin behind a text: ``負責人:陳雄佳製表人:許玲柏`` where the gap was lost."""
    if _FREE.search(before):
        return True
    return word.rstrip().endswith(_PERSON) and _BEHIND_A_NAME.search(before) is not None


def _labels(model: type[BaseModel]) -> Iterator[Label]:
    if STANDARD in model.model_fields:
        for info in fields_of(ReferenceStandard):
            yield Label(f"{STANDARD}.{info.name}", info)
    for info in fields_of(model):
        yield Label(info.name, info)


@lru_cache(maxsize=64)
def labels_of(*models: type[BaseModel], taught: Taught = NOTHING) -> Labels:
    """The compiled labels of header classes."""
    return Labels(*models, taught=taught)
