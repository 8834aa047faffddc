"""Rules against the office's register: permit, company, granted marks; and against what was reported before."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from schemas.findings import Finding
from schemas.identifiers import Mark, mark, permit_number
from schemas.rules.case import Case, Rule
from schemas.text import squeeze

if TYPE_CHECKING:
    from schemas.register import MarkBatch, Permit

_STATUS_WORDS = {"suspended": ("停止自行檢定", "suspended"), "revoked": ("撤銷或廢止", "revoked")}
_REVERIFIED = ("gas_meter", "water_meter")
_VARIANTS = str.maketrans({"台": "臺", "(": "(", ")": ")"})


def permit_of(case: Case) -> Permit | None:
    """The permit that the document names, as the register has it."""
    register = case.context.register
    number = case.header.permit_number
    return register.permit(permit_number(number) or number) if register is not None and number else None


def days_of(case: Case) -> list[tuple[int | None, Any, date]]:
    """The days of verification with their rows (records: one day, no row)."""
    if case.is_record:
        return [(None, None, case.day)] if case.day else []
    return [(number, row, row.verification_date) for number, row in case.rows if row.verification_date]


def dated(case: Case, code: str, number: int | None, row: Any, **params: object) -> Finding:
    """A finding at the day of verification: a record's head, or a report's line."""
    if number is None:
        return case.above(code, "verification_date", case.day, **params)
    return case.at(code, number, row, "verification_date", **params)


def known_permit(case: Case) -> Iterator[Finding]:
    """X601, X603, X605: the permit is in the register, covers the kind, and is this company's."""
    register, number, company = case.context.register, case.header.permit_number, case.header.company_name
    if register is None or not number or permit_number(number) is None:
        return
    permit = permit_of(case)
    if permit is None:
        yield case.above("X601", "permit_number", number)
        return
    permit, kind = _as_of_the_work(case, permit), case.document.instrument_kind
    if kind is not None and kind not in permit.instrument_kinds:
        yield case.above("X603", "permit_number", number, permit=permit.permit_number)
    if company and same_words(company) != same_words(permit.company_name):
        yield case.above("X605", "company_name", company, registered=permit.company_name)


def _as_of_the_work(case: Case, permit: Permit) -> Permit:
    """The permit as it was on the last day of verification; as it is now where it did not hold then."""
    register, days = case.context.register, [day for _, _, day in days_of(case)]
    held = register.permit_on(permit.permit_number, max(days)) if register is not None and days else None
    return held or permit


def same_words(text: str) -> str:
    """A name or address as it is compared."""
    return squeeze(text).translate(_VARIANTS).casefold()


def valid_on_day(case: Case) -> Iterator[Finding]:
    """X602, X604, X612: the permit held on the day of verification; the register reaches that day."""
    permit, register = permit_of(case), case.context.register
    if permit is None or register is None:
        return
    days = days_of(case)
    held = {day: register.permit_on(permit.permit_number, day) for day in {day for _, _, day in days}}
    for number, row, day in days:
        if held[day] is None:
            facts = {"permit": permit.permit_number, "day": day, "from": permit.valid_from, "to": permit.valid_to}
            yield dated(case, "X602", number, row, **facts)
        elif permit.status in _STATUS_WORDS and (permit.status_since is None or permit.status_since <= day):
            zh, en = _STATUS_WORDS[permit.status]
            facts = {"permit": permit.permit_number, "day": day, "since": permit.status_since or "未載日期"}
            yield dated(case, "X604", number, row, **facts, status=zh, status_en=en)
    last = max((day for _, _, day in days), default=None)
    if last is not None and register.as_of < last:
        yield Finding("X612", params={"as_of": str(register.as_of), "day": str(last)})


def company_code(case: Case) -> Iterator[Finding]:
    """X606: marks with a company code that was not granted (once, at the first row of each code)."""
    permit = permit_of(case)
    if permit is None or permit.company_code is None or not case.is_record:
        return
    first: dict[str, tuple[int, Any]] = {}
    count: dict[str, int] = {}
    for (number, row), found in zip(case.rows, case.marks, strict=True):
        if found is not None and found.company and found.company != permit.company_code:
            first.setdefault(found.company, (number, row))
            count[found.company] = count.get(found.company, 0) + 1
    for code, (number, row) in first.items():
        facts = {"code": code, "registered": permit.company_code, "count": count[code]}
        yield case.at("X606", number, row, "mark_number", **facts)


class Granted(NamedTuple):
    """Approved mark numbers of one code, sorted and disjoint, for lookup in log n."""

    firsts: tuple[int, ...]
    batches: tuple[tuple[int, int, int, date | None], ...]

    @classmethod
    def of(cls, batches: list[MarkBatch]) -> Granted:
        """From the register's batches; what is no number is left out."""
        spans = []
        for batch in batches:
            first, last = mark(batch.first), mark(batch.last)
            if first is not None and last is not None and len(first.digits) == len(last.digits) < 20:
                spans.append((int(first.digits), int(last.digits), len(first.digits), batch.approved_on))
        spans.sort(key=lambda span: span[:3])
        return cls(tuple(span[0] for span in spans), tuple(spans))

    def batch(self, number: int, width: int) -> tuple[int, int, int, date | None] | None:
        """The batch that a number is in, or ``None``."""
        for index in range(bisect_right(self.firsts, number) - 1, -1, -1):
            found = self.batches[index]
            if found[0] <= number <= found[1] and found[2] == width:
                return found
            if index and self.batches[index - 1][1] < number:
                return None
        return None

    def covers(self, first: int, last: int, width: int) -> bool:
        """Whether every number of a range is granted (batches may adjoin)."""
        while True:
            found = self.batch(first, width)
            if found is None:
                return False
            if found[1] >= last:
                return True
            first = found[1] + 1


def _batches(case: Case, permit: Permit) -> list[MarkBatch]:
    register = case.context.register
    return [
        batch
        for batch in (register.mark_batches if register else [])
        if batch.permit_number == permit.permit_number and batch.instrument_kind == case.document.instrument_kind
    ]


def granted_marks(case: Case) -> Iterator[Finding]:
    """X607, X608, X613: marks within the approved numbers, approved before they were used."""
    permit = permit_of(case)
    if permit is None or not case.rows:
        return
    batches = _batches(case, permit)
    if not batches:
        yield Finding("X608", params={"permit": permit.permit_number})
        return
    judge = _record_marks if case.is_record else _report_marks
    yield from judge(case, batches)


def _record_marks(case: Case, batches: list[MarkBatch]) -> Iterator[Finding]:
    tables: dict[str | None, Granted] = {}
    for (number, row), found in zip(case.rows, case.marks, strict=True):
        if found is None or row.verdict == "fail" or (case.spec and len(found.digits) != case.spec.mark_digits):
            continue  # a number of another length is R418 already
        if found.code not in tables:
            tables[found.code] = Granted.of([batch for batch in batches if _same_code(batch, found)])
        batch = tables[found.code].batch(int(found.digits), len(found.digits))
        if batch is None:
            yield case.at("X607", number, row, "mark_number")
        elif batch[3] is not None and case.day is not None and batch[3] > case.day:
            yield case.at("X613", number, row, "mark_number", approved=batch[3], day=case.day)


def _same_code(batch: MarkBatch, found: Mark) -> bool:
    return batch.code is None or found.code is None or batch.code == found.code


def _report_marks(case: Case, batches: list[MarkBatch]) -> Iterator[Finding]:
    granted = Granted.of(batches)
    for line in case.lines:
        for item in line.marks.ranges if line.marks else ():
            if not granted.covers(item.first, item.last, item.width):
                yield case.at("X607", line.number, line.row, "mark_numbers")
                break


def history(case: Case) -> Iterator[Finding]:
    """X609, X610, X611: marks used before, instruments reported before (looked up in one go)."""
    known, permit, kind = case.context.history, case.header.permit_number, case.document.instrument_kind
    if known is None or not permit or kind is None or not case.is_record:
        return
    passing = [(number, row) for number, row in case.rows if row.verdict == "pass"]
    marks = known.mark_used(permit, kind, [row.mark_number for _, row in passing if row.mark_number])
    serials = known.serial_reported(permit, kind, [row.serial_number for _, row in passing if row.serial_number])
    code = "X611" if kind in _REVERIFIED else "X610"
    for number, row in passing:
        if row.mark_number in marks:
            yield case.at("X609", number, row, "mark_number", submission=marks[row.mark_number])
        if row.serial_number in serials:
            yield case.at(code, number, row, "serial_number", submission=serials[row.serial_number])


RULES: tuple[Rule, ...] = (
    Rule(("X601", "X603", "X605"), known_permit),
    Rule(("X602", "X604", "X612"), valid_on_day),
    Rule(("X606",), company_code),
    Rule(("X607", "X608", "X613"), granted_marks),
    Rule(("X609", "X610", "X611"), history),
)
