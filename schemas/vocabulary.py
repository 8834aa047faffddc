"""All words that head a column of any kind: how a table of instruments is told before its kind is known."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from pydantic import BaseModel

from schemas.column import fields_of
from schemas.document import ReportHeader, ReportRow
from schemas.heading_words import words_of
from schemas.kinds import KINDS
from schemas.labels import Labels, labels_of
from schemas.table_shape import Vocabulary

_SERIALS = ("serial_number", "serial_numbers")


def _words(model: type[BaseModel], names: tuple[str, ...] = ()) -> Iterator[str]:
    for info in fields_of(model):
        if not names or info.name in names:
            for words in words_of(info):
                for level in words.levels:
                    yield from level


@lru_cache(maxsize=1)
def column_vocabulary() -> Vocabulary:
    """The vocabulary of all kinds' records and of the monthly report."""
    models: list[type[BaseModel]] = [ReportRow, *(spec.row for spec in KINDS)]
    words = frozenset(word for model in models for word in _words(model))
    parts = frozenset(word.casefold() for spec in KINDS for _, options in spec.parts for word in options)
    serials = frozenset(word for model in models for word in _words(model, _SERIALS))
    return Vocabulary(words | parts - {""}, serials, frozenset(any_labels().by_word))


def any_labels() -> Labels:
    """The labels of every header, for text that is read before the document's kind is known."""
    return labels_of(*(spec.header for spec in KINDS), ReportHeader)
