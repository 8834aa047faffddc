"""The reply as plain text."""

from __future__ import annotations

from collections.abc import Iterator

from generators.finding_lines import FileFinding, Line, line_of
from generators.printable import printable
from generators.reply_data import ReplyData
from generators.reply_words import closing, intro, sections
from schemas.catalogue import Lang

_RULE = "-" * 60


def text_body(data: ReplyData) -> str:
    """Chinese, a rule, English."""
    return "\n".join([*_language(data, "zh"), "", _RULE, "", *_language(data, "en"), ""])


def _language(data: ReplyData, lang: Lang) -> Iterator[str]:
    colon = "：" if lang == "zh" else ": "
    yield from intro(data, lang)
    for section in sections(data, lang):
        yield from ("", f"■ {section.heading}")
        yield from (f"  {label}{colon}{text}" for label, text in section.facts)
        yield from (f"  → {text}" for text in section.todo)
        for number, found in enumerate(section.findings, 1):
            yield from _finding(number, found, lang)
        yield from (_settled(found, lang) for found in section.settled)
    yield ""
    yield from (f"{printable(file.name)}  {file.size:,} bytes  SHA-256 {file.sha256}" for file in data.files)
    yield ""
    yield from closing(data, lang)


def _finding(number: int, found: FileFinding, lang: Lang) -> Iterator[str]:
    line = line_of(found, lang)
    where, change = _where(line, lang), f" {line.change}" if line.change else ""
    value = f" 「{' '.join(line.value.split())}」" if line.value else ""
    yield f"  {number}. [{line.severity} {line.code}{change}] {where}{value}"
    yield f"     {line.message}"
    if line.remedy:
        yield f"     → {line.remedy}"


def _settled(found: FileFinding, lang: Lang) -> str:
    line = line_of(found, lang)
    return f"  ✓ [{line.change} {line.code}] {_where(line, lang)}"


def _where(line: Line, lang: Lang) -> str:
    row = f"第{line.row}筆" if lang == "zh" else f"row {line.row}"
    return " ".join(part for part in (line.file, line.page, row if line.row else "", line.field) if part)
