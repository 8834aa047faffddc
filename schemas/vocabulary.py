"""All words that head a column of any kind: how a table of instruments is told before its kind is known."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from pydantic import BaseModel

from schemas.column import fields_of
from schemas.document import ReportHeader, ReportRow
from schemas.heading_words import bare, words_of
from schemas.kinds import KINDS
from schemas.labels import Labels, labels_of
from schemas.table_shape import Vocabulary
from schemas.taught import NOTHING, Taught, keys

_SERIALS = ("serial_number", "serial_numbers")


def _words(model: type[BaseModel], names: tuple[str, ...] = ()) -> Iterator[str]:
    for info in fields_of(model):
        if not names or info.name in names:
            for words in words_of(info):
                for level in words.levels:
                    yield from level


@lru_cache(maxsize=64)
def column_vocabulary(taught: Taught = NOTHING) -> Vocabulary:
    """The vocabulary of all kinds' records and of the monthly report, and the words that were ``taught``."""
    models: list[type[BaseModel]] = [ReportRow, *(spec.row for spec in KINDS)]
    words = frozenset(word for model in models for word in _words(model))
    parts = frozenset(word.casefold() for spec in KINDS for _, options in spec.parts for word in options)
    serials = frozenset(word for model in models for word in _words(model, _SERIALS))
    return Vocabulary(
        words | parts - {""} | _taught_words(taught),
        serials | _taught_words(taught, _SERIALS),
        frozenset(any_labels(taught).by_word),
    )


def _taught_words(taught: Taught, names: tuple[str, ...] = ()) -> frozenset[str]:
    """Taught headings, and each of their levels: those stand in cells of their own."""
    found = [words for words, name in taught.columns if not names or name in names]
    levels = {bare(level) for words in found for level in words.split()}
    return frozenset(word for word in levels.union(*map(keys, found)) if word and not word.isdecimal())


def any_labels(taught: Taught = NOTHING) -> Labels:
    """The labels of every header, for text that is read before the document's kind is known."""
    return labels_of(*(spec.header for spec in KINDS), ReportHeader, taught=taught)
