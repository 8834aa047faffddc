"""Rules on a monthly report (FIF-04): what must be stated, totals, dates, numbering, serial and mark ranges."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from schemas.deadline import due_date, period_start
from schemas.fee import one_fifth
from schemas.findings import Finding
from schemas.identifiers import NumberRange, permit_number
from schemas.roc_date import month_text, roc_year
from schemas.rules.case import Case, Line, Rule, header_words
from schemas.rules.record_rows import mark_form_words
from schemas.rules.spans import Span, overlaps

_REQUIRED = ("period", "total_quantity", "total_fee")
_LINE_ITEMS = ("verification_date", "serial_numbers", "quantity", "mark_numbers")


def stated(case: Case) -> Iterator[Finding]:
    """R402, R403, B519, B531, B533: what the head and foot must state."""
    header = case.header
    for field in _REQUIRED:
        if getattr(header, field) is None and not case.known(None, field):
            yield case.above("B519", field, **header_words(field))
    if not header.permit_number and not case.known(None, "permit_number"):
        yield case.above("R402", "permit_number")
    elif header.permit_number and permit_number(header.permit_number) is None:
        yield case.above("R403", "permit_number", header.permit_number)
    for code, field in (("B533", "company_name"), ("B531", "report_date")):
        if getattr(header, field) is None and not case.known(None, field):
            yield case.above(code, field)


def line_items(case: Case) -> Iterator[Finding]:
    """B520, B521, B522: what each line must state, in a form that can be read."""
    for line in case.lines:
        for field in _LINE_ITEMS:
            if getattr(line.row, field) in (None, "") and not case.known(line.number, field):
                yield case.at("B520", line.number, line.row, field, **case.words(field))
        for code, field, read in (
            ("B521", "serial_numbers", line.serials),
            ("B522", "mark_numbers", line.marks),
        ):
            if read is not None and (read.unread or not read.ranges) and not case.known(line.number, field):
                yield case.at(code, line.number, line.row, field)


def fee_column(case: Case) -> Iterator[Finding]:
    """B534: lines without a fee; what a line shows is not fixed by law, so this is a doubt, told once if all lack it."""
    blank = [line for line in case.lines if line.row.fee is None and not case.known(line.number, "fee")]
    if blank and len(blank) == len(case.lines):
        yield case.above("B534", "fee")
        return
    for line in blank:
        yield case.at("B534", line.number, line.row, "fee")


def totals(case: Case) -> Iterator[Finding]:
    """B510, B511: the totals against the lines; a fifth of the sum, one floor on the total."""
    rows = case.document.rows
    quantities = [row.quantity for row in rows]
    total = case.header.total_quantity
    written = [line.serials.count if line.serials and not line.serials.unread else None for line in case.lines]
    explained = None not in written and sum(filter(None, written)) == total  # a line's quantity is wrong: B514
    if rows and total is not None and None not in quantities and sum(quantities) != total and not explained:
        yield case.above("B510", "total_quantity", total, expected=sum(quantities))
    fees = [_whole(row.fee) for row in rows]
    known = [fee for fee in fees if fee is not None]
    total = case.header.total_fee
    if rows and total is not None and len(known) == len(fees) and one_fifth(sum(known)) != total:
        yield case.above("B511", "total_fee", total, sum=sum(known), expected=one_fifth(sum(known)))


def _whole(fee: Decimal | None) -> int | None:
    whole = fee is not None and fee.is_finite() and fee.adjusted() < 15 and fee == fee.to_integral_value()
    return int(fee) if whole and fee is not None else None


def numbering(case: Case) -> Iterator[Finding]:
    """B512: item numbers run on by one (each break once)."""
    expected: int | None = None
    for line in case.lines:
        item = (line.row.item or "").strip().rstrip(".、")
        if not (item.isdecimal() and len(item) < 10):
            expected = None
            continue
        if expected is not None and int(item) != expected:
            yield case.at("B512", line.number, line.row, "item", expected=expected)
        expected = int(item) + 1


def dates(case: Case) -> Iterator[Finding]:
    """B513, B523, B524, B525: verification dates in the month, the month begun, the report dated after them."""
    period, written = case.header.period, case.header.report_date
    days = [line.row.verification_date for line in case.lines if line.row.verification_date]
    start = _start(period)
    if start is not None and start > case.context.today:
        yield case.above("B523", "period", period)
    for line in case.lines:
        day = line.row.verification_date
        if day is not None and period is not None and month_text(day) != period:
            yield case.at("B513", line.number, line.row, "verification_date", period=period)
        elif day is not None and day > case.context.today:
            yield case.at("R410", line.number, line.row, "verification_date", today=case.context.today)
    if written is not None and written > case.context.today:
        yield case.above("B525", "report_date", written, today=case.context.today)
    elif written is not None and days and written < max(days):
        yield case.above("B524", "report_date", written, last=max(days))


def _start(period: str | None) -> date | None:
    try:
        return period_start(period) if period else None
    except ValueError:
        return None


def counts(case: Case) -> Iterator[Finding]:
    """B514, B515, B516: quantity against the numbers of serials and marks."""
    for line in case.lines:
        quantity = line.row.quantity
        if quantity is None:
            continue
        serials, marks = line.serials, line.marks
        if serials and not serials.unread and serials.count != quantity:
            facts = {"serials": line.row.serial_numbers, "count": serials.count}
            yield case.at("B514", line.number, line.row, "quantity", **facts)
        told = serials is not None and marks is not None and not serials.unread and serials.count == marks.count
        if marks and not marks.unread and marks.count != quantity and not told:
            code = "B515" if marks.count > quantity else "B516"
            facts = {"marks": line.row.mark_numbers, "count": marks.count}
            yield case.at(code, line.number, line.row, "quantity", **facts)


def repeated(case: Case) -> Iterator[Finding]:
    """B517, B518: serial or mark ranges that share numbers, between lines and within one."""
    for code, field in (("B517", "serial_numbers"), ("B518", "mark_numbers")):
        spans = [Span(item, line) for line in case.lines for item in _ranges(line, field)]
        for earlier, later in overlaps(spans):
            line = later.owner
            found = case.at(code, line.number, line.row, field, first=earlier.owner.number)
            yield Finding(code, found.place, field, later.shared(earlier), found.params)


def _ranges(line: Line, field: str) -> tuple[NumberRange, ...]:
    read = line.serials if field == "serial_numbers" else line.marks
    return read.ranges if read else ()


def mark_form(case: Case) -> Iterator[Finding]:
    """B532, R420: the marks' number of digits (the first line of each other length) and their year code."""
    spec = case.spec
    if spec is None:
        return
    told = {spec.mark_digits}
    for line in case.lines:
        for item in line.marks.ranges if line.marks else ():
            if item.width not in told:
                told.add(item.width)
                facts = {"digits": item.width, **mark_form_words(spec)}
                yield case.at("B532", line.number, line.row, "mark_numbers", **facts)
        yield from _year_code(case, line)


def _year_code(case: Case, line: Line) -> Iterator[Finding]:
    day = line.row.verification_date
    if case.spec is None or not case.spec.mark_year or day is None or not line.marks:
        return
    year = roc_year(day)
    for item in line.marks.ranges:
        code = f"{item.first:0{item.width}d}"[:2]
        if item.width in (case.spec.mark_digits, 8) and code != f"{year % 100:02d}":
            yield case.at("R420", line.number, line.row, "mark_numbers", code=code, year=year)
            return


def lateness(case: Case) -> Iterator[Finding]:
    """B530: received after the day on which it was due."""
    received, period = case.context.received, case.header.period
    if received is None or period is None or _start(period) is None:
        return
    due = due_date(period, case.context.legal.holidays)
    if received > due:
        yield case.above("B530", "period", period, due=due, days=(received - due).days)


RULES: tuple[Rule, ...] = (
    Rule(("R402", "R403", "B519", "B531", "B533"), stated),
    Rule(("B520", "B521", "B522"), line_items),
    Rule(("B534",), fee_column),
    Rule(("B510", "B511"), totals),
    Rule(("B512",), numbering),
    Rule(("B513", "B523", "B524", "B525", "R410"), dates),
    Rule(("B514", "B515", "B516"), counts),
    Rule(("B517", "B518"), repeated),
    Rule(("B532", "R420"), mark_form),
    Rule(("B530",), lateness),
)
