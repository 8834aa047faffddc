"""Wrong values of a reading, held against its truth: which of them a finding announces, and which are silent."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flows.legal_tables import load
from schemas.catalogue import severity
from schemas.document import Document
from schemas.findings import Finding, Severity
from schemas.place import Place
from schemas.validate import Context, check_document
from tests.records.comparison import differences, same, squeezed

_ROW = re.compile(r"row (\d+) (\w+)")
_UNREAD = frozenset({"T202", "T203", "T204"})
_TODAY = date(2026, 11, 21)


@dataclass(frozen=True, slots=True)
class Account:
    """Values on the page; those read otherwise; ``silent``, the ones among them that no finding announces."""

    values: int
    wrong: Sequence[str]
    silent: Sequence[str]


def account(truth: dict[str, Any], document: Document) -> Account:
    """Hold a document against its truth, with the findings that ``zijian check`` has on it alone.

    A wrong value is announced by a warning or worse: on its row; on its field, or quoting it as it was read, in the
    head; by T202 to T204 where a column is not read at all; by T212, which says that columns of one heading were
    told apart by their order, where it is another column's value. Rows that are missing and a document that is
    refused are announced by an error. That a document was read by OCR (F116) announces nothing.
    """
    findings = _loud([*document.findings, *check_document(document, Context(today=_TODAY, legal=load()))])
    wrong = list(differences(truth, document.model_dump(mode="json")))
    silent = [each for each in wrong if not _is_announced(_Wrong(each, truth), document, findings)]
    return Account(count(truth), wrong, silent)


def count(truth: Any) -> int:
    """How many values a truth has."""
    if isinstance(truth, dict):
        return sum(count(value) for value in truth.values())
    return sum(map(count, truth)) if isinstance(truth, list) else 1


def _loud(findings: Iterable[Finding]) -> list[Finding]:
    return [each for each in findings if severity(each) is not Severity.NOTE]


class _Wrong:
    """A difference taken apart: its row (0: the head), its field, what was read."""

    def __init__(self, difference: str, truth: dict[str, Any]) -> None:
        match = _ROW.match(difference)
        self.row = int(match[1]) if match else 0
        self.name = match[2] if match else difference.partition(":")[0]
        self.read = squeezed(difference.rpartition(" read as ")[2].strip("'"))
        others = truth["rows"][self.row - 1] if self.row else {}
        self.moved = any(same(value, self.read) for key, value in others.items() if key != self.name)


def _is_announced(wrong: _Wrong, document: Document, findings: Sequence[Finding]) -> bool:
    codes = {each.code for each in findings}
    if document.document_kind is None or wrong.name == "rows":
        return any(severity(each) in (Severity.ERROR, Severity.FATAL) for each in findings)
    if (wrong.read == "None" and codes & _UNREAD) or (wrong.moved and "T212" in codes):
        return True
    if wrong.row:
        row = document.rows[wrong.row - 1].place
        return any(_is_on(each.place, row, wrong.row) for each in findings)
    return any(_is_of(each, wrong) for each in findings)


def _is_of(found: Finding, wrong: _Wrong) -> bool:
    names = (wrong.name, wrong.name.rpartition(".")[2])
    quoted = found.code == "C308" and wrong.read in squeezed(found.value or "")
    return quoted or found.field in names or found.params.get("field") in names


def _is_on(found: Place | None, row: Place | None, number: int) -> bool:
    if found is None:
        return False
    if found.row == number:
        return True
    if row is None or not row.box or not found.box or found.page != row.page:
        return False
    return row.box[1] <= (found.box[1] + found.box[3]) / 2 <= row.box[3]
