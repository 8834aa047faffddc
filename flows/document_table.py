"""A document for people: kind, header, first rows and findings, on the terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from schemas.catalogue import Lang, message, severity
from schemas.column import fields_of
from schemas.document import Document
from schemas.findings import Finding, Severity
from schemas.place import Place

_ROWS = 10
_FINDINGS = 30
_WIDTH = 160
_STYLES = {Severity.FATAL: "bold red", Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.NOTE: "dim"}
_KINDS: Mapping[str, Mapping[Lang, str]] = {
    "verification_record": {"zh": "檢定紀錄", "en": "verification record"},
    "monthly_report": {"zh": "月報表", "en": "monthly report"},
    "taximeter": {"zh": "計程車計費表", "en": "taximeter"},
    "weighing_instrument": {"zh": "非自動衡器", "en": "weighing instrument"},
    "gas_meter": {"zh": "膜式氣量計", "en": "gas meter"},
    "water_meter": {"zh": "水量計", "en": "water meter"},
    "electricity_meter": {"zh": "電度表", "en": "electricity meter"},
}


def print_documents(documents: Sequence[Document], lang: Lang) -> None:
    """Each document in turn; long ones are cut with a note of what is left out."""
    console = Console(highlight=False, markup=False, emoji=False)
    if not console.is_terminal:
        console = Console(highlight=False, markup=False, emoji=False, width=_WIDTH)
    for document in documents:
        _print(console, document, lang)


def _print(console: Console, document: Document, lang: Lang) -> None:
    source = document.source
    kinds = [_KINDS[kind][lang] for kind in (document.document_kind, document.instrument_kind) if kind]
    title = " ".join(kinds) or ("未讀出紀錄" if lang == "zh" else "nothing read")
    pages = (
        f"{source.pages} 頁,{len(document.rows)} 列"
        if lang == "zh"
        else f"{source.pages} p., {len(document.rows)} rows"
    )
    console.print(Text(f"{_seen(source.file)}: {title} ({pages}, {source.engine})", style="bold"))
    if document.header is not None:
        console.print(_header(document, lang))
    if document.rows:
        console.print(_rows(document, lang))
    _cut(console, len(document.rows), _ROWS, lang)
    for finding in document.findings[:_FINDINGS]:
        console.print(_finding(finding, lang))
    _cut(console, len(document.findings), _FINDINGS, lang)
    console.print()


def _cut(console: Console, total: int, shown: int, lang: Lang) -> None:
    if total > shown:
        note = (
            f"… 另有 {total - shown} 項,完整內容請用 --json" if lang == "zh" else f"… {total - shown} more: see --json"
        )
        console.print(Text(note, style="dim"))


def _header(document: Document, lang: Lang) -> Table:
    table = Table(show_header=False, box=None, padding=(0, 2, 0, 0))
    for label, value in _labelled(document.header, lang):
        table.add_row(label, value)
    return table


def _labelled(model: Any, lang: Lang) -> Iterator[tuple[str, str]]:
    """The fields that are filled, by their names in a language; models within are walked too."""
    values = model.model_dump(mode="json")
    for info in fields_of(type(model)):
        if values.get(info.name) is not None:
            value = values[info.name]
            yield getattr(info.column, lang), _KINDS[value][lang] if info.name == "instrument_kind" else _shown(value)
    for name in ("reference_standard", "tolerances"):
        inner = getattr(model, name, None)
        if inner is not None:
            yield from _labelled(inner, lang)
    for check in values.get("checks") or ():
        yield _seen(check["item"]), _shown(check["passed"])


def _rows(document: Document, lang: Lang) -> Table:
    table = Table(show_lines=False)
    infos = list(fields_of(type(document.rows[0])))
    shown = [row.model_dump(mode="json") for row in document.rows[:_ROWS]]
    filled = [info for info in infos if any(row[info.name] is not None for row in shown)]
    table.add_column("#", justify="right")
    for info in filled:
        table.add_column(getattr(info.column, lang), overflow="fold")
    for number, row in enumerate(shown, 1):
        table.add_row(str(number), *(_shown(row[info.name]) for info in filled))
    return table


def _shown(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "✓" if value else "✗"
    return _seen(str(value))


def _seen(text: str) -> str:
    """Text from a file with its control characters made visible: a terminal obeys none of them."""
    return "".join(char if char.isprintable() or char == "\n" else "�" for char in text)


def _finding(finding: Finding, lang: Lang) -> Text:
    level = severity(finding)
    parts = [finding.code, level.value, *_where(finding.place, lang), _seen(message(finding, lang))]
    return Text("  ".join(parts), style=_STYLES[level])


def _where(place: Place, lang: Lang) -> list[str]:
    words = {"zh": ("頁", "表", "列"), "en": ("page", "sheet", "row")}[lang]
    values = (place.page, place.sheet, place.row)
    return [f"{word} {_seen(str(value))}" for word, value in zip(words, values, strict=True) if value is not None] + (
        [place.cell] if place.cell else []
    )
