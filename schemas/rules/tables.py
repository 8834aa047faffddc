"""Rules about the rules: which could not be applied for want of a table, which rested on unconfirmed numbers."""

from __future__ import annotations

from collections.abc import Iterator

from schemas.fee import line_fees
from schemas.findings import Finding
from schemas.rules.case import Case, Rule
from schemas.rules.record_limits import applicable_limits
from schemas.rules.record_periods import service_entry, stated_validity


def missing(case: Case) -> Iterator[Finding]:
    """X690: one note for each table that is wanting (fees have their own, B529)."""
    if case.context.register is None:
        yield _missing("自檢許可登記資料", "register of permits", "X601-X608、X613-X625")
    if case.is_record and case.context.history is None:
        yield _missing("歷次陳報資料", "earlier submissions", "X609-X611")
    if case.is_record and case.day is not None:
        if not applicable_limits(case):
            yield _missing("檢定公差表", "maximum permissible errors", "R439、R440、R442")
        kind = case.document.instrument_kind or ""
        if case.context.legal.calibration_interval(kind, case.day) is None:
            yield _missing("標準器校正週期", "calibration interval", "R413")
        if stated_validity(case) is not None and case.context.legal.validity_years(kind, case.day) is None:
            yield _missing("檢定合格有效期間表", "period of validity", "R447、R448")
        served = service_entry(case)
        if served is not None and served[1] is None:
            yield _missing("最長使用期限表", "maximum service life", "R445、R446")


def _missing(zh: str, en: str, rules: str) -> Finding:
    return Finding("X690", params={"table": zh, "table_en": en, "rules": rules})


def unconfirmed(case: Case) -> Iterator[Finding]:
    """X691: one note for each table of which an example or unconfirmed number was used."""
    if case.context.register is not None and case.context.register.example:
        yield _unconfirmed("自檢許可登記資料", "register of permits")
    if case.is_record and any(not limit.confirmed for limit, _ in applicable_limits(case)):
        yield _unconfirmed("檢定公差表", "maximum permissible errors")
    if case.is_record and case.day is not None:
        yield from _periods(case)
    if case.is_report:
        entries = [line.entry for line in line_fees(case.document, case.context.legal)]
        if any(entry is not None and not entry.confirmed for entry in entries):
            yield _unconfirmed("規費表", "fee table")


def _periods(case: Case) -> Iterator[Finding]:
    entry = case.context.legal.validity_years(case.document.instrument_kind or "", case.day) if case.day else None
    if entry is not None and not entry.confirmed and stated_validity(case) is not None:
        yield _unconfirmed("檢定合格有效期間表", "period of validity")
    served = service_entry(case)
    if served is not None and served[1] is not None and not served[1].confirmed:
        yield _unconfirmed("最長使用期限表", "maximum service life")


def _unconfirmed(zh: str, en: str) -> Finding:
    return Finding("X691", params={"table": zh, "table_en": en})


RULES: tuple[Rule, ...] = (
    Rule(("X690",), missing),
    Rule(("X691",), unconfirmed),
)
