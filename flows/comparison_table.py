"""What a corrected file changed, for people and as data."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from schemas import catalogue
from schemas.catalogue import Lang, message
from schemas.compare import Comparison, Named
from schemas.plain_words import CHANGE_WORDS, field_label, printable

MOST = 100


def lines(comparison: Comparison, lang: Lang) -> list[str]:
    """A line with the counts, then the findings under their heads, what has to be done first."""
    counts = comparison.counts
    between = "、" if lang == "zh" else ", "
    first = between.join(f"{words[lang]} {counts[name]}" for name, words in CHANGE_WORDS.items())
    said = [f"與前次檔案比較:{first}" if lang == "zh" else f"against the file before: {first}"]
    for name, words in CHANGE_WORDS.items():
        found: Sequence[Named] = getattr(comparison, name)
        said += [f"  {words[lang]}  {_line(one, lang)}" for one in found[:MOST]]
        if len(found) > MOST:
            said.append(f"  {words[lang]}  … +{len(found) - MOST}")
    return said


def as_json(comparison: Comparison) -> dict[str, Any]:
    """The comparison as data: each finding as in a document, with its file and serial number."""
    return {
        name: [
            {"file": one.document.source.file, "serial_number": one.serial, **catalogue.as_json(one.finding)}
            for one in getattr(comparison, name)
        ]
        for name in CHANGE_WORDS
    }


def _line(found: Named, lang: Lang) -> str:
    where = [found.serial or "", field_label(found.document, found.finding.field, lang)]
    return printable(" ".join(filter(None, [found.finding.code, *where, message(found.finding, lang)])))
