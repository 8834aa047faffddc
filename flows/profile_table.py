"""Headings and what they are read as, as tables in the terminal."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table

from flows.teaching import Seen
from schemas.catalogue import Lang
from schemas.column import FieldInfo
from schemas.outline import SeenColumn
from schemas.plain_words import printable
from schemas.profile import Profile, contradictions

_WIDTH = 120
_COLUMNS: dict[Lang, tuple[str, ...]] = {
    "zh": ("欄名", "內容", "讀為"),
    "en": ("heading", "content", "read as"),
}
_UNKNOWN: dict[Lang, str] = {"zh": "?不識", "en": "? not understood"}
_IGNORED: dict[Lang, str] = {"zh": "未採用,已知為 ", "en": "ignored, certain: "}


def print_columns(seen: Seen, lang: Lang) -> None:
    """The columns of a file's table: heading, some cells, what they are read as."""
    table = Table(title=printable(seen.document.source.file), title_justify="left")
    for head in _COLUMNS[lang]:
        table.add_column(head, overflow="fold")
    for column in seen.columns:
        cells = (column.heading, "、".join(column.samples), _meaning(column, seen.fields, lang))
        table.add_row(*map(printable, cells), style="bold yellow" if column.unknown else "")
    _console().print(table)


def print_profile(name: str, profile: Profile, lang: Lang) -> None:
    """A profile's words and what they mean; those that are ignored say why."""
    whose = (profile.permit_number, profile.company_name, profile.instrument_kind, str(profile.taught_on), profile.by)
    table = Table(title=printable("  ".join(part for part in (name, *whose) if part)), title_justify="left")
    for head in _COLUMNS[lang][::2]:
        table.add_column(head, overflow="fold")
    certain = dict(contradictions(profile))
    for words, fields in ((profile.columns, profile.row_fields()), (profile.labels, profile.header_fields())):
        for word, path in words.items():
            meaning = _IGNORED[lang] + _word(certain[word], lang) if word in certain else _word(fields[path], lang)
            table.add_row(printable(word), f"{meaning}  {path}")
    _console().print(table)


def _meaning(column: SeenColumn, fields: dict[str, FieldInfo], lang: Lang) -> str:
    if column.unknown:
        return _UNKNOWN[lang]
    return "、".join(_word(fields[name], lang) if name in fields else name for name in column.fields)


def _word(info: FieldInfo, lang: Lang) -> str:
    return info.column.zh if lang == "zh" else info.column.en


def _console() -> Console:
    console = Console(markup=False, highlight=False, emoji=False)
    return console if console.is_terminal else Console(markup=False, highlight=False, emoji=False, width=_WIDTH)
