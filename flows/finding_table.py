"""Findings as a table in the terminal: where, what, and what to do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from rich.console import Console
from rich.table import Table

from flows.checking import verdict
from schemas.catalogue import Lang, message, remedy, severity
from schemas.deadline import due_date, period_start
from schemas.document import Document
from schemas.findings import Finding, Severity
from schemas.legal_tables import Holiday
from schemas.plain_words import SEVERITY_WORDS, STATE_WORDS, field_label, printable
from schemas.roc_date import long_form, month_form
from schemas.validate import RULESET

MOST = 300
PIPE_WIDTH = 160
_STYLES = {Severity.FATAL: "bold red", Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.NOTE: "dim"}
_HEADS: dict[Lang, tuple[str, ...]] = {
    "zh": ("頁/表", "列", "欄位", "值", "代碼", "檢核結果", "處理方式"),
    "en": ("page/sheet", "row", "field", "value", "code", "finding", "what to do"),
}


def print_documents(documents: Sequence[Document], lang: Lang, holidays: Iterable[Holiday] = ()) -> None:
    """A table and a line with the verdict for each document, then until when to report, and the rule set's version."""
    console = Console(markup=False, highlight=False, emoji=False)
    if not console.is_terminal:
        console = Console(markup=False, highlight=False, emoji=False, width=PIPE_WIDTH)
    for document in documents:
        if document.findings:
            console.print(_table(document, lang))
        console.print(_verdict_line(document, lang), style="bold")
        console.print()
    for line in _due_lines(documents, lang, tuple(holidays)):
        console.print(line)
    console.print(f"規則版本 {RULESET}" if lang == "zh" else f"rule set {RULESET}", style="dim")


def _due_lines(documents: Sequence[Document], lang: Lang, holidays: Sequence[Holiday]) -> Iterator[str]:
    for period in sorted({document.period for document in documents if document.document_kind and document.period}):
        due = due_date(period, holidays)
        zh = f"{month_form(period_start(period))}檢定之陳報期限:{long_form(due)}(含當日)"
        yield zh if lang == "zh" else f"verifications of {period}: report by {due.isoformat()}"


def _table(document: Document, lang: Lang) -> Table:
    table = Table(title=printable(document.source.file), title_justify="left", show_lines=False)
    for head in _HEADS[lang]:
        table.add_column(head, overflow="fold", no_wrap=head in ("code", "代碼"))
    for finding in _heaviest(document.findings):
        table.add_row(*_cells(document, finding, lang), style=_STYLES[severity(finding)])
    return table


def _heaviest(findings: Sequence[Finding]) -> list[Finding]:
    """All in order, or where there are very many the heaviest of them, still in order."""
    if len(findings) <= MOST:
        return list(findings)
    weights = list(Severity)
    ranked = sorted(range(len(findings)), key=lambda index: -weights.index(severity(findings[index])))
    return [findings[index] for index in sorted(ranked[:MOST])]


def _cells(document: Document, finding: Finding, lang: Lang) -> tuple[str, ...]:
    place = finding.place
    parts = ("" if place.page is None else str(place.page), place.sheet, place.cell)
    return tuple(
        printable(text)
        for text in (
            " ".join(part for part in parts if part),
            "" if place.row is None else str(place.row),
            field_label(document, finding.field, lang),
            finding.value or "",
            finding.code,
            message(finding, lang),
            remedy(finding, lang),
        )
    )


def _verdict_line(document: Document, lang: Lang) -> str:
    counts = {level: sum(severity(found) is level for found in document.findings) for level in Severity}
    parts = [f"{SEVERITY_WORDS[level][lang]} {count}" for level, count in reversed(counts.items()) if count]
    shown = f"{printable(document.source.file)}: {STATE_WORDS[verdict(document)][lang]}"
    rows = f"{len(document.rows)} 列" if lang == "zh" else f"{len(document.rows)} rows"
    more = len(document.findings) - MOST
    rest = "" if more <= 0 else f";另有 {more} 項,見 --json" if lang == "zh" else f"; {more} more, see --json"
    return f"{shown} ({', '.join([rows, *parts])}){rest}"
