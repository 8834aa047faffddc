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
from tests.records.comparison import differences

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

    A wrong value in a row is announced by a finding (warning or worse) on this row; one of the head by a finding
    on its field; rows that are missing, and all values of a document that is refused, by an error; a column that
    is not read at all by the finding that a heading is missing or not understood.
    """
    findings = _loud([*document.findings, *check_document(document, Context(today=_TODAY, legal=load()))])
    wrong = list(differences(truth, document.model_dump(mode="json")))
    return Account(count(truth), wrong, [each for each in wrong if not _is_announced(each, document, findings)])


def count(truth: Any) -> int:
    """How many values a truth has."""
    if isinstance(truth, dict):
        return sum(count(value) for value in truth.values())
    return sum(map(count, truth)) if isinstance(truth, list) else 1


def _loud(findings: Iterable[Finding]) -> list[Finding]:
    return [each for each in findings if severity(each) is not Severity.NOTE]


def _is_announced(wrong: str, document: Document, findings: Sequence[Finding]) -> bool:
    errors = [each for each in findings if severity(each) in (Severity.ERROR, Severity.FATAL)]
    if document.document_kind is None or wrong.startswith("rows:"):
        return bool(errors)
    if wrong.endswith(" read as None") and any(each.code in _UNREAD for each in findings):
        return True
    match = _ROW.match(wrong)
    if match:
        row = document.rows[int(match[1]) - 1].place
        return any(_is_on(each.place, row, int(match[1])) for each in findings)
    name = wrong.partition(":")[0]
    return any(each.field in (name, name.rpartition(".")[2]) or each.params.get("field") == name for each in findings)


def _is_on(found: Place | None, row: Place | None, number: int) -> bool:
    if found is None:
        return False
    if found.row == number:
        return True
    if row is None or not row.box or not found.box or found.page != row.page:
        return False
    return row.box[1] <= (found.box[1] + found.box[3]) / 2 <= row.box[3]
