"""Findings as the lines of a list that a person reads: file, place, field, value, what is wrong, what to do."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass
from io import StringIO

from pydantic import BaseModel

from generators.printable import printable
from schemas import catalogue
from schemas.column import Column, fields_of
from schemas.document import ReferenceStandard, ReportHeader, ReportRow
from schemas.findings import Finding, Severity
from schemas.kinds import KINDS
from schemas.place import Place
from schemas.plain_words import CHANGE_WORDS, SEVERITY_WORDS, Change

_HEADS_ZH = ("檔名", "頁/工作表", "第幾筆", "欄位", "內容", "輕重", "代碼", "問題", "如何處理", "與前次比較")
_HEADS_EN = (
    "file",
    "page/sheet",
    "row",
    "field",
    "value",
    "severity",
    "code",
    "what is wrong",
    "what to do",
    "against before",
)
_FORMULA = re.compile(r"[=+\-@\t\r\n|%]")
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?%?")
_LONGEST_VALUE = 80


@dataclass(frozen=True, slots=True)
class FileFinding:
    """A finding with the name of its file and, where it is known, the instrument kind.

    ``change``: where a file was corrected, whether the finding is ``left``, ``new``, ``fixed`` or ``gone``.
    """

    file: str
    finding: Finding
    instrument_kind: str | None = None
    change: Change | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the list, in one language."""

    file: str
    page: str
    row: str
    field: str
    value: str
    severity: str
    code: str
    message: str
    remedy: str
    change: str


def heads(lang: catalogue.Lang) -> tuple[str, ...]:
    """The column heads of a list of lines."""
    return _HEADS_ZH if lang == "zh" else _HEADS_EN


def line_of(found: FileFinding, lang: catalogue.Lang = "zh") -> Line:
    """The line of one finding; every text is printable and the value is cut to 80 characters."""
    finding = found.finding
    value = printable(finding.value or "")
    return Line(
        file=printable(found.file),
        page=printable(_page(finding.place, lang)),
        row="" if finding.place.row is None else str(finding.place.row),
        field=printable(field_label(finding.field, found.instrument_kind, lang)),
        value=value if len(value) <= _LONGEST_VALUE else value[: _LONGEST_VALUE - 1] + "…",
        severity=SEVERITY_WORDS[catalogue.severity(finding)][lang],
        code=finding.code,
        message=printable(catalogue.message(finding, lang)),
        remedy=printable(catalogue.remedy(finding, lang)),
        change=CHANGE_WORDS[found.change][lang] if found.change else "",
    )


def heaviest_first(found: Sequence[FileFinding]) -> list[FileFinding]:
    """What keeps a file out first, notes last; otherwise in the given order."""
    order = list(Severity)
    return sorted(found, key=lambda item: -order.index(catalogue.severity(item.finding)))


def field_label(field: str | None, instrument_kind: str | None, lang: catalogue.Lang = "zh") -> str:
    """What a field is called on the form; a field that no form has is named as it is."""
    if not field:
        return ""
    found = next((column for name, column in _columns(field, instrument_kind) if name == field.split(".")[-1]), None)
    if found is None:
        return field
    return found.zh if lang == "zh" else found.en


def _columns(field: str, instrument_kind: str | None) -> Iterator[tuple[str, Column]]:
    models: list[type[BaseModel]] = [ReferenceStandard] if field.startswith("reference_standard.") else []
    for spec in KINDS:
        if instrument_kind in (None, spec.name):
            models += [spec.row, spec.header]
    models += [ReportRow, ReportHeader, ReferenceStandard]
    for model in models:
        for info in fields_of(model):
            yield info.name, info.column


def _page(place: Place, lang: catalogue.Lang) -> str:
    if place.page is None:
        return " ".join(part for part in (place.sheet, place.cell) if part)
    return f"第{place.page}頁" if lang == "zh" else f"p. {place.page}"


def lines_csv(found: Sequence[FileFinding], lang: catalogue.Lang = "zh") -> bytes:
    """The whole list as CSV that a spreadsheet program opens: UTF-8 with a mark, no cell is a formula."""
    out = StringIO()
    writer = csv.writer(out)
    writer.writerow(heads(lang))
    writer.writerows([_inert(text) for text in astuple(line_of(item, lang))] for item in found)
    return out.getvalue().encode("utf-8-sig")


def _inert(text: str) -> str:
    return f"'{text}" if _FORMULA.match(text.lstrip()) and not _NUMBER.fullmatch(text) else text
