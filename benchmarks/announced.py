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
from tests.records.comparison import differences, squeezed

_ROW = re.compile(r"row (\d+) (\w+)")
_TODAY = date(2026, 11, 21)


@dataclass(frozen=True, slots=True)
class Account:
    """Values on the page; those read otherwise; ``silent``, the ones among them that no finding announces."""

    values: int
    wrong: Sequence[str]
    silent: Sequence[str]


def account(truth: dict[str, Any], document: Document) -> Account:
    """Hold a document against its truth, with the findings that ``zijian check`` has on it alone.

    A wrong value is announced by a warning or worse that names its own place and nothing broader: on its row; on its
    field (its column, its item in the head); quoting it as it was read, in the head. A value read as null is also
    announced where no column was read as its field and T204 quotes the heading of one that was not read, or where the
    kind of instrument could not be told. Rows that are missing are announced by a finding on a row, a heading or the
    quantity, a document that is refused by its error. That a document was read by OCR (F116) announces nothing.
    """
    findings = _loud([*document.findings, *check_document(document, Context(today=_TODAY, legal=load()))])
    wrong = list(differences(truth, document.model_dump(mode="json")))
    silent = [each for each in wrong if not _is_announced(_Wrong(each), document, findings)]
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

    def __init__(self, difference: str) -> None:
        match = _ROW.match(difference)
        self.row = int(match[1]) if match else 0
        self.name = match[2] if match else difference.partition(":")[0]
        self.read = squeezed(difference.rpartition(" read as ")[2].strip("'"))


def _is_announced(wrong: _Wrong, document: Document, findings: Sequence[Finding]) -> bool:
    if document.document_kind is None or document.instrument_kind is None:
        return any(severity(each) in (Severity.ERROR, Severity.FATAL) for each in findings)
    if wrong.name == "rows":
        return any(each.code[0] == "T" or "quantity" in (each.field or "") or _of_row(each) for each in findings)
    if any(_is_of(each, wrong) for each in findings):
        return True
    if not wrong.row:
        return False
    row = document.rows[wrong.row - 1].place
    unread = wrong.read == "None" and all(getattr(each, wrong.name, None) is None for each in document.rows)
    return (unread and any(each.code == "T204" for each in findings)) or any(
        _is_on(each.place, row, wrong.row) for each in findings
    )


def _of_row(found: Finding) -> bool:
    return found.place is not None and found.place.row is not None


def _is_of(found: Finding, wrong: _Wrong) -> bool:
    """Whether a finding names the field: of the whole column, or in the head."""
    if wrong.row and found.place is not None and found.place.row not in (None, wrong.row):
        return False
    names = {wrong.name, wrong.name.removeprefix("header."), wrong.name.rpartition(".")[2]}
    quoted = not wrong.row and found.code == "C308" and wrong.read in squeezed(found.value or "")
    return quoted or found.field in names or found.params.get("field") in names


def _is_on(found: Place | None, row: Place | None, number: int) -> bool:
    if found is None:
        return False
    if found.row == number:
        return True
    if row is None or not row.box or not found.box or found.page != row.page:
        return False
    lies = row.box[2] - row.box[0] < row.box[3] - row.box[1]  # the page is shown on its side
    near, far = (0, 2) if lies else (1, 3)
    return row.box[near] <= (found.box[near] + found.box[far]) / 2 <= row.box[far]
