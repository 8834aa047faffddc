"""Rules that hold verdicts against readings: inspections, the tolerance printed in the record, dated limits."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any, NamedTuple

from schemas.document import Document
from schemas.findings import Finding
from schemas.legal_tables import Limit
from schemas.pattern import lazy
from schemas.rules.case import Case, Rule, usable
from schemas.text import squeeze

_PERCENT_KINDS = ("gas_meter", "water_meter", "electricity_meter")
_INSPECTED = ("construction", "insulation", "creep", "starting")
_WATER = (("high_error", "high_tolerance"), ("low_error", "low_tolerance"))
_SCALE_INTERVAL = lazy(r"(?<![a-z])e[=:]?([0-9]{1,9}(?:\.[0-9]{1,9})?)(?:kg|g|mg|t)", re.IGNORECASE)
_SYMMETRIC = lazy(r"(?:±|\+/-|\+-|-/\+)?([0-9]{1,9}(?:\.[0-9]{1,9})?)%?")
_ASYMMETRIC = lazy(r"\+([0-9]{1,9}(?:\.[0-9]{1,9})?)%?[/,~;]?-([0-9]{1,9}(?:\.[0-9]{1,9})?)%?")


class Tolerance(NamedTuple):
    """What a record allows: from ``low`` (negative) to ``high``, per cent; ``text`` as written."""

    low: Decimal
    high: Decimal
    text: str

    def allows(self, error: Decimal) -> bool:
        """Whether an error is within, the ends included."""
        return self.low <= error <= self.high


def tolerance(text: str) -> Tolerance | None:
    """``±2.0``, ``2%``, ``+1/-3``; ``None`` where the text says no such thing."""
    squeezed = squeeze(text)
    both = _SYMMETRIC.fullmatch(squeezed)
    if both:
        return Tolerance(-Decimal(both[1]), Decimal(both[1]), text)
    ends = _ASYMMETRIC.fullmatch(squeezed)
    return Tolerance(-Decimal(ends[2]), Decimal(ends[1]), text) if ends else None


def _tolerance_of(document: Document) -> Callable[[Any, str], tuple[str, str | None]]:
    """(row, error field) -> (field that holds the tolerance, its text)."""
    if document.instrument_kind == "water_meter":
        names = dict(_WATER)
        return lambda row, field: (names[field], getattr(row, names[field]))
    printed = getattr(document.header, "tolerances", None)
    return lambda _row, field: (f"tolerances.{field}", getattr(printed, field, None))


def error_fields(case: Case) -> tuple[str, ...]:
    """The fields of a row that hold an error in per cent."""
    kind = case.document.instrument_kind
    if kind == "electricity_meter":
        return tuple(name for name, column in case.columns.items() if column.unit == "%")
    if kind in _PERCENT_KINDS:
        return tuple(name for name in case.columns if name.endswith("_error"))
    return ()


def blanks(case: Case) -> Iterator[Finding]:
    """R430: a passing instrument lacks a reading that others in the same record have."""
    skipped = {"serial_number", "verdict", "mark_number", "rejection_reason"}
    for field in case.columns:
        cells = [] if field in skipped else [(number, row) for number, row in case.rows if getattr(row, field) is None]
        if not cells or len(cells) == len(case.rows):
            continue
        for number, row in cells:
            if row.verdict == "pass" and not case.known(number, field):
                yield case.at("R430", number, row, field, **case.words(field))


def inspections(case: Case) -> Iterator[Finding]:
    """R437, R438: a passing instrument with a failed inspection, or a scale that shows above Max + 9e."""
    kind = case.document.instrument_kind
    for number, row in case.rows:
        if row.verdict != "pass":
            continue
        if kind == "electricity_meter":
            for field in _INSPECTED:
                if getattr(row, field) is False:
                    yield case.at("R437", number, row, field, **case.words(field))
        elif kind == "weighing_instrument" and row.shows_above_max_9e is True:
            yield case.at("R438", number, row, "shows_above_max_9e")


def printed_tolerance(case: Case) -> Iterator[Finding]:
    """R435, R436, R441, R443: verdicts against the tolerance that the record itself prints.

    A warning: what a sender prints is no limit that the office has confirmed (R440 holds against those).
    """
    if case.document.instrument_kind not in ("water_meter", "electricity_meter") or not case.rows:
        return
    look, read = _tolerance_of(case.document), dict[str, Tolerance | None]()
    fields, told = error_fields(case), False
    for number, row in case.rows:
        compared: list[tuple[str, Decimal, Tolerance]] = []
        for field in fields:
            where, text = look(row, field)
            if not text:
                continue
            told = True
            if text not in read:
                read[text] = tolerance(text)
                if read[text] is None:
                    yield _unread(case, number, row, where, text)
            allowed, error = read[text], usable(getattr(row, field))
            if allowed is not None and error is not None:
                compared.append((field, error, allowed))
        yield from _held_against(case, number, row, compared)
    if not told:
        yield Finding("R443", case.headings)


def _unread(case: Case, number: int, row: Any, where: str, text: str) -> Finding:
    if where.startswith("tolerances."):
        return case.above("R441", where, text)
    return case.at("R441", number, row, where)


def _held_against(
    case: Case, number: int, row: Any, compared: list[tuple[str, Decimal, Tolerance]]
) -> Iterator[Finding]:
    outside = [(field, allowed) for field, error, allowed in compared if not allowed.allows(error)]
    if row.verdict == "pass":
        for field, allowed in outside:
            yield case.at("R435", number, row, field, **case.words(field), tolerance=allowed.text)
    elif row.verdict == "fail" and compared and not outside and not _other_grounds(case, row):
        yield case.at("R436", number, row, "verdict")


def _other_grounds(case: Case, row: Any) -> bool:
    inspected = any(getattr(row, field, None) is False for field in _INSPECTED)
    return bool(row.rejection_reason) or inspected or any(check.passed is False for check in case.header.checks)


def dated_limits(case: Case) -> Iterator[Finding]:
    """R439, R440: a passing instrument beyond a limit from the tables: a warning, an error if it is confirmed."""
    for limit, size in applicable_limits(case):
        unit = "%" if limit.unit == "%" else ""
        code = "R440" if limit.confirmed else "R439"
        facts = {"limit": size.normalize() if size else size, "unit": unit, "source": limit.source}
        for field in limit.fields:
            if field not in case.columns:
                continue
            for number, row in case.rows:
                value = usable(getattr(row, field))
                if row.verdict == "pass" and value is not None and abs(value) > size:
                    yield case.at(code, number, row, field, **case.words(field), **facts)


def applicable_limits(case: Case) -> list[tuple[Limit, Decimal]]:
    """The limits in force for this record with their size in the unit of the readings; one for each field."""
    found: list[tuple[Limit, Decimal]] = []
    taken: set[str] = set()
    if case.day is None:
        return found
    interval = scale_interval(case.header.specification)
    for limit in case.context.legal.limits_of(case.document.instrument_kind or "", case.day):
        size = limit.limit if limit.unit == "%" else None if interval is None else limit.limit * interval
        if size is None or not _of_class(limit, case) or taken & set(limit.fields):
            continue
        taken |= set(limit.fields)
        found.append((limit, size))
    return found


def scale_interval(specification: str | None) -> Decimal | None:
    """The verification scale interval e of ``Max 3kg e=1g``, in its own unit (readings are taken to be in it too)."""
    match = _SCALE_INTERVAL.search(squeeze(specification)) if specification else None
    return Decimal(match[1]) if match else None


def _of_class(limit: Limit, case: Case) -> bool:
    if limit.accuracy_class is None:
        return True
    stated = re.match(r"[0-9]+(?:\.[0-9]+)?", squeeze(getattr(case.header, "accuracy_class", None) or ""))
    return stated is not None and stated[0] == limit.accuracy_class


def wide_tolerance(case: Case) -> Iterator[Finding]:
    """R442: the printed tolerance is wider than a limit from the tables (each text once)."""
    if case.document.instrument_kind not in ("water_meter", "electricity_meter"):
        return
    look, seen = _tolerance_of(case.document), set[tuple[str, str]]()
    fields = set(error_fields(case))
    for limit, size in applicable_limits(case):
        for field in (name for name in limit.fields if name in fields):
            for number, row in case.rows:
                where, text = look(row, field)
                if not text or (where, text) in seen:
                    continue
                seen.add((where, text))
                allowed = tolerance(text)
                if allowed is not None and max(allowed.high, -allowed.low) > size:
                    facts = {**case.words(field), "limit": size.normalize(), "source": limit.source}
                    yield (
                        case.above("R442", where, text, **facts)
                        if where.startswith("tolerances.")
                        else case.at("R442", number, row, where, **facts)
                    )


def implausible(case: Case) -> Iterator[Finding]:
    """R444: a passing instrument whose error is 100 per cent or more."""
    fields = error_fields(case)
    for number, row in case.rows:
        if row.verdict != "pass":
            continue
        for field in fields:
            value = usable(getattr(row, field))
            if value is not None and abs(value) >= 100:
                yield case.at("R444", number, row, field, **case.words(field))


RULES: tuple[Rule, ...] = (
    Rule(("R430",), blanks),
    Rule(("R437", "R438"), inspections),
    Rule(("R435", "R436", "R441", "R443"), printed_tolerance),
    Rule(("R439", "R440"), dated_limits),
    Rule(("R442",), wide_tolerance),
    Rule(("R444",), implausible),
)
