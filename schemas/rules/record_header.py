"""Rules on the head of a verification record: the items of art. 13, permit, dates, inspection items."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from schemas.document import RecordHeader
from schemas.findings import Finding
from schemas.identifiers import permit_number, permit_year
from schemas.roc_date import roc_year
from schemas.rules.case import Case, Rule, header_words
from schemas.text import squeeze

# 度量衡器檢定檢查辦法 art. 13 (1) 2, 4, 5, 6; item 1 (applicant) is not asked of self-verifiers (art. 8 of their rules).
REQUIRED = (
    "brand",
    "model",
    "verification_site",
    "verifier",
    "verification_date",
    "reference_standard.name",
    "reference_standard.serial_number",
    "reference_standard.certificate_number",
)

SHOWN = ("company_name", "quantity")
"""What every form has, though the law does not ask for it: whose record it is, and of how many instruments."""


def _value(header: RecordHeader, path: str) -> object:
    holder, _, name = path.rpartition(".")
    return getattr(getattr(header, holder) if holder else header, name)


def required_items(case: Case) -> Iterator[Finding]:
    """R401: an item that the law asks for is missing; R425, R426: so is the day of calibration, or what every form has."""
    for path in REQUIRED:
        if _value(case.header, path) in (None, "") and not case.known(None, path):
            yield case.above("R401", path, **header_words(path))
    told = {finding.field for finding in case.document.findings if finding.code == "T213"}
    for name in SHOWN:
        if getattr(case.header, name) is None and name not in told and not case.known(None, name):
            yield case.above("R426", name, **header_words(name))
    path = "reference_standard.calibration_date"
    if _value(case.header, path) is None and not case.known(None, path):
        yield case.above("R425", path)


def permit(case: Case) -> Iterator[Finding]:
    """R402, R403: the permit number is missing or has no such form."""
    number = case.header.permit_number
    if case.known(None, "permit_number"):
        return
    if not number:
        yield case.above("R402", "permit_number")
    elif permit_number(number) is None:
        yield case.above("R403", "permit_number", number)


def dates(case: Case) -> Iterator[Finding]:
    """R410, R411, R415: the verification date against today, the permit's year and the year of make."""
    day: date | None = case.day
    if day is None:
        return
    if day > case.context.today:
        yield case.above("R410", "verification_date", day, today=case.context.today)
    permit = case.header.permit_number or ""
    issued = permit_year(permit)
    if issued is not None and roc_year(day) < issued:
        yield case.above("R411", "verification_date", day, permit=permit)
    made = getattr(case.header, "year", None)
    if made is not None and made > day.year:
        yield case.above("R415", "year", made, verified=day)


def calibration(case: Case) -> Iterator[Finding]:
    """R412, R413, R414: the standard's calibration against today, the verification and the interval."""
    field = "reference_standard.calibration_date"
    calibrated: date | None = case.header.reference_standard.calibration_date
    if calibrated is None:
        return
    if calibrated > case.context.today:
        yield case.above("R414", field, calibrated, today=case.context.today)
    elif case.day is not None and calibrated > case.day:
        yield case.above("R412", field, calibrated, verified=case.day)
    elif case.day is not None:
        interval = case.context.legal.calibration_interval(case.document.instrument_kind or "", case.day)
        if interval is not None and months_between(calibrated, case.day) >= interval.months:
            yield case.above("R413", field, calibrated, months=interval.months)


def months_between(first: date, last: date) -> int:
    """Whole months that have passed, the day of the month being exceeded (the anniversary itself still holds)."""
    months = (last.year - first.year) * 12 + last.month - first.month
    return months if last.day > first.day else months - 1


def inspection(case: Case) -> Iterator[Finding]:
    """R416, R417: an inspection item is marked no although instruments pass, or not marked at all."""
    passed = sum(row.verdict == "pass" for _, row in case.rows)
    known = case.known(None, "checks")
    for check in case.header.checks:
        if check.passed is False and passed:
            yield case.above("R416", "checks", check.item, item=check.item, count=passed)
        elif check.passed is None and not known:
            yield case.above("R417", "checks", check.item, item=check.item)


def specification(case: Case) -> Iterator[Finding]:
    """R422, R424: the technical specification is that of another kind, or not named."""
    if case.spec is None:
        return
    written, expected = case.header.technical_specification, case.spec.technical_specification
    if not written:
        yield case.above("R424", "technical_specification", expected=expected)
    elif "CNMV" in squeeze(written).upper() and not _names(written, expected):
        yield case.above("R422", "technical_specification", written, expected=expected)


def _names(written: str, expected: str) -> bool:
    text, number = squeeze(written).upper(), squeeze(expected).upper()
    start = text.find(number)
    return start >= 0 and not text[start + len(number) : start + len(number) + 1].isdigit()


def mechanism(case: Case) -> Iterator[Finding]:
    """R423: scales, and neither electronic nor mechanical is ticked."""
    if hasattr(case.header, "mechanism") and case.header.mechanism is None and not case.known(None, "mechanism"):
        yield case.above("R423", "mechanism")


RULES: tuple[Rule, ...] = (
    Rule(("R401", "R425", "R426"), required_items),
    Rule(("R402", "R403"), permit),
    Rule(("R410", "R411", "R415"), dates),
    Rule(("R412", "R413", "R414"), calibration),
    Rule(("R416", "R417"), inspection),
    Rule(("R422", "R424"), specification),
    Rule(("R423",), mechanism),
)
