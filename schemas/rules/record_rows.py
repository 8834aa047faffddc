"""Rules on the instruments of a record: serial number, verdict, mark, reason."""

from __future__ import annotations

from collections.abc import Iterator

from schemas.findings import Finding
from schemas.identifiers import Mark, number_list
from schemas.roc_date import roc_year
from schemas.rules.case import Case, Rule
from schemas.spec import KindSpec

_SEVERAL = ("~", "\uff5e", "\u301c", "至", "、", ",", "\uff0c")
_NO_REASON_COLUMN = ("electricity_meter",)


def serials(case: Case) -> Iterator[Finding]:
    """R404, R421: a row without a serial number, or with several."""
    for number, row in case.rows:
        if not row.serial_number:
            if not case.known(number, "serial_number"):
                yield case.at("R404", number, row, "serial_number")
        elif any(sign in row.serial_number for sign in _SEVERAL) and number_list(row.serial_number[:200]).count > 1:
            yield case.at("R421", number, row, "serial_number")


def passed(case: Case) -> Iterator[Finding]:
    """R405, R406, R409: no verdict; a passing instrument without a mark, or with a reason for rejection."""
    for number, row in case.rows:
        if row.verdict is None and not case.known(number, "verdict"):
            yield case.at("R405", number, row, "verdict")
        if row.verdict != "pass":
            continue
        if not row.mark_number and not case.known(number, "mark_number"):
            yield case.at("R406", number, row, "mark_number")
        if row.rejection_reason:
            yield case.at("R409", number, row, "rejection_reason")


def failed(case: Case) -> Iterator[Finding]:
    """R407, R408: a failed instrument with a mark, or (where the form asks for it) without a reason."""
    asked = case.document.instrument_kind not in _NO_REASON_COLUMN
    for number, row in case.rows:
        if row.verdict != "fail":
            continue
        if row.mark_number:
            yield case.at("R407", number, row, "mark_number")
        if asked and not row.rejection_reason and not case.known(number, "rejection_reason"):
            yield case.at("R408", number, row, "rejection_reason")


def mark_codes(case: Case) -> tuple[str, ...]:
    """The 度量衡器代碼 that marks of this record may carry: scales have one for each mechanism."""
    codes = case.spec.mark_codes if case.spec else ()
    mechanism = getattr(case.header, "mechanism", None)
    if mechanism is None or len(codes) != 2:
        return codes
    return codes[:1] if mechanism == "electronic" else codes[1:]


def mark_form_words(spec: KindSpec) -> dict[str, str]:
    """The form of a kind's mark number in both languages (guide, item 7)."""
    if not spec.mark_year:
        return {"form": f"{spec.mark_digits} 位數字流水號", "form_en": f"{spec.mark_digits} digits"}
    serial = spec.mark_digits - 2
    return {
        "form": f"{spec.mark_digits} 位數字(年份代碼 2 位+流水號 {serial} 位),其前得冠業者代碼及 {'/'.join(spec.mark_codes)}",
        "form_en": f"{spec.mark_digits} digits (year code and {serial} digits), after company code and {'/'.join(spec.mark_codes)}",
    }


def _has_form(mark: Mark | None, spec: KindSpec) -> bool:
    if mark is None or len(mark.digits) != spec.mark_digits or (mark.company and not mark.code):
        return False
    return mark.code is None or bool(spec.mark_codes)


def mark_form(case: Case) -> Iterator[Finding]:
    """R418, R419, R420: the mark has not its kind's form, another kind's code, or another year's code."""
    spec = case.spec
    if spec is None:
        return
    codes, words = mark_codes(case), mark_form_words(spec)
    year = roc_year(case.day) if case.day and spec.mark_year else None
    for (number, row), mark in zip(case.rows, case.marks, strict=True):
        if not row.mark_number or row.verdict == "fail":
            continue
        if not _has_form(mark, spec):
            if not case.known(number, "mark_number"):
                yield case.at("R418", number, row, "mark_number", **words)
        elif mark and mark.code is not None and mark.code not in codes:
            yield case.at("R419", number, row, "mark_number", codes="、".join(codes))
        elif mark and year is not None and mark.year_code != f"{year % 100:02d}":
            yield case.at("R420", number, row, "mark_number", code=mark.year_code, year=year)


RULES: tuple[Rule, ...] = (
    Rule(("R404", "R421"), serials),
    Rule(("R405", "R406", "R409"), passed),
    Rule(("R407", "R408"), failed),
    Rule(("R418", "R419", "R420"), mark_form),
)
