"""Writes ``schemas/known_words.py`` anew: ``python -m tests.schemas.known_words > schemas/known_words.py``."""

from __future__ import annotations

from collections.abc import Iterable

from schemas.vocabulary import any_labels, column_vocabulary

_HEAD = '''"""The words of all column headings and head labels in normal form, for readers that start without the models.

Written from the models by ``python -m tests.schemas.known_words``; never by hand.
"""

from __future__ import annotations

from typing import Final

'''
_WIDTH = 90


def module() -> str:
    """The module's text, from what the models declare today."""
    tables = {"COLUMNS": column_vocabulary().words, "LABELS": any_labels().by_word}
    return _HEAD + "\n".join(_table(name, words) for name, words in tables.items())


def _table(name: str, words: Iterable[str]) -> str:
    lines = [""]
    for word in sorted(words):
        if len(lines[-1]) + len(word) > _WIDTH:
            lines.append("")
        lines[-1] += f'"{word}", '
    body = "\n".join(f"    {line.rstrip()}" for line in lines)
    return f"{name}: Final = frozenset({{\n{body}\n}})  # fmt: skip\n"


if __name__ == "__main__":
    print(module(), end="")
