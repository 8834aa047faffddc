"""The words that readers know without the models are those of the models."""

from __future__ import annotations

from pathlib import Path

import schemas.known_words
from schemas.vocabulary import any_labels, column_vocabulary
from tests.schemas.known_words import module


def test_the_words_are_those_that_the_models_declare() -> None:
    how = "python -m tests.schemas.known_words > schemas/known_words.py"
    assert Path(schemas.known_words.__file__).read_text("utf-8") == module(), how
    assert column_vocabulary().words == schemas.known_words.COLUMNS
    assert frozenset(any_labels().by_word) == schemas.known_words.LABELS
