"""The judgement: every rule over a document, and over documents together; what becomes of a submission."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from schemas.catalogue import severity
from schemas.context import Context, History
from schemas.document import Document
from schemas.findings import Finding, Severity
from schemas.rules import (
    qualification,
    record_arithmetic,
    record_batch,
    record_header,
    record_limits,
    record_periods,
    record_rows,
    register,
    report,
    report_fees,
    tables,
    together,
)
from schemas.rules.case import Case, Rule
from schemas.submission import State

__all__ = [
    "RULESET",
    "Context",
    "History",
    "bad_rows",
    "check_document",
    "check_together",
    "in_order",
    "rules",
    "state_of",
]

RULESET = "2026.11.6"
"""The version of the rule set; it changes with every rule, severity or shipped table."""

RECORD_RULES: tuple[Rule, ...] = (
    *record_header.RULES,
    *record_rows.RULES,
    *record_arithmetic.RULES,
    *record_limits.RULES,
    *record_periods.RULES,
    *record_batch.RULES,
    *register.RULES,
    *qualification.RULES,
    *tables.RULES,
)
REPORT_RULES: tuple[Rule, ...] = (
    *report.RULES,
    *report_fees.RULES,
    record_batch.ANY_ROWS,
    *register.RULES,
    *qualification.RULES,
    *tables.RULES,
)


def rules() -> tuple[Rule, ...]:
    """Every rule once, with the codes that it can raise."""
    return tuple(dict.fromkeys((*RECORD_RULES, *REPORT_RULES, *together.RULES)))


def check_document(document: Document, context: Context) -> list[Finding]:
    """What the rules find in one document, beside ``document.findings`` (the reading's). Never raises on data."""
    case = Case(document, context)
    judged = RECORD_RULES if case.is_record else REPORT_RULES if case.is_report else ()
    return in_order(finding for rule in judged for finding in rule.judge(case))


def check_together(documents: Sequence[Document], context: Context) -> list[list[Finding]]:
    """What is found between documents of one manufacturer, month and kind; one list a document, same order."""
    return [in_order(found) for found in together.judge([Case(document, context) for document in documents])]


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """By place: head and totals, then the rows; last the notes that stand nowhere (missing tables and the like)."""
    return sorted(findings, key=_order)


def _order(finding: Finding) -> tuple[bool, int, int, str]:
    place = finding.place
    nowhere = place.row is None and place.page is None and place.sheet is None
    return nowhere and severity(finding) is Severity.NOTE, place.row or 0, place.page or 0, finding.code


def bad_rows(findings: Iterable[Finding]) -> set[int]:
    """The rows that an error keeps out."""
    return {finding.place.row for finding in findings if finding.place.row is not None and _heavy(finding)}


def state_of(findings: Iterable[Finding], rows_total: int, rows_bad: int) -> State:
    """What becomes of a submission with these findings.

    A fatal finding, or no row left, rejects it; any other error (in a row, or in head and totals) leaves it partly
    accepted: the good rows are loaded and the sender has to correct the rest.
    """
    weights = {severity(finding) for finding in findings}
    if Severity.FATAL in weights or (rows_total and rows_bad >= rows_total):
        return State.REJECTED
    if Severity.ERROR in weights or rows_bad:
        return State.PARTLY_ACCEPTED
    return State.ACCEPTED_WITH_WARNINGS if Severity.WARNING in weights else State.ACCEPTED


def _heavy(finding: Finding) -> bool:
    return severity(finding) in (Severity.ERROR, Severity.FATAL)
