"""Records against their monthly report: serial numbers both ways, marks, dates, brand and model, counts.

The report's ranges are looked up by their ends and never expanded, so a month of 85,000 instruments costs as many
lookups and a report line of any size costs one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from schemas.findings import Finding
from schemas.rules.case import Case, Line, header_words
from schemas.rules.spans import RangeIndex, Span, parted, written
from schemas.text import squeeze

CODES = ("B552", "B553", "B554", "B555", "B556", "B562", "B563")
SPANS_SHOWN = 10
Found = tuple[int, Finding]


@dataclass(frozen=True, slots=True)
class _Matched:
    """Which numbers of a report's range the records account for, and by what verdict."""

    passed: set[int] = field(default_factory=set)
    failed: set[int] = field(default_factory=set)


@dataclass(slots=True)
class _Comparison:
    """The report's index with what was matched so far."""

    report: Case
    file: str
    index: int
    serials: RangeIndex[Line]
    readable: bool
    matched: dict[int, _Matched] = field(default_factory=lambda: defaultdict(_Matched))
    marks: dict[int, RangeIndex[Line]] = field(default_factory=dict)
    told: set[tuple[int, int, str]] = field(default_factory=set)
    passing: int = 0

    def marks_of(self, line: Line) -> RangeIndex[Line]:
        """The line's mark ranges, indexed when first asked for."""
        if line.number not in self.marks:
            ranges = line.marks.ranges if line.marks else ()
            self.marks[line.number] = RangeIndex(Span(item, line) for item in ranges)
        return self.marks[line.number]


def judge(records: Sequence[tuple[int, Case]], report: tuple[int, Case]) -> Iterator[Found]:
    """Findings of the comparison with the index of the document that each belongs to."""
    index, case = report
    spans = [Span(item, line) for line in case.lines for item in (line.serials.ranges if line.serials else ())]
    readable = all(line.serials is not None and not line.serials.unread for line in case.lines)
    comparison = _Comparison(case, case.document.source.file, index, RangeIndex(spans), readable)
    for record_index, record in records:
        yield from _record(comparison, record_index, record)
    for finding in _unaccounted(comparison, spans):
        yield index, finding
    yield from ((index, finding) for finding in _count(comparison))


def _record(comparison: _Comparison, index: int, record: Case) -> Iterator[Found]:
    for number, row in record.rows:
        parts = parted(row.serial_number) if row.serial_number else None
        span = comparison.serials.find(*parts) if parts else None
        comparison.passing += row.verdict == "pass"
        if span is None or parts is None:
            if row.verdict == "pass" and row.serial_number and comparison.readable:
                yield index, record.at("B553", number, row, "serial_number", file=comparison.file)
            continue
        if row.verdict == "fail":
            comparison.matched[id(span)].failed.add(int(parts[1]))
        elif row.verdict == "pass":
            comparison.matched[id(span)].passed.add(int(parts[1]))
            yield from ((comparison.index, found) for found in _differences(comparison, index, record, row, span.owner))


def _differences(comparison: _Comparison, index: int, record: Case, row: Any, line: Line) -> Iterator[Finding]:
    """B554 for each instrument; B555 and B562 once for a record and a line."""
    report, serial = comparison.report, row.serial_number
    if row.mark_number and line.marks and not line.marks.unread and not _holds(comparison, line, row.mark_number):
        yield report.at("B554", line.number, line.row, "mark_numbers", serial=serial, record=row.mark_number)
    day = line.row.verification_date
    if record.day and day and record.day != day and _first(comparison, index, line, "verification_date"):
        yield report.at("B555", line.number, line.row, "verification_date", serial=serial, record=record.day)
    for name in ("brand", "model"):
        ours, theirs = getattr(record.header, name), getattr(line.row, name)
        differ = ours and theirs and squeeze(ours).upper() != squeeze(theirs).upper()
        if differ and _first(comparison, index, line, name):
            facts = {"serial": serial, "record": ours, **header_words(name)}
            yield report.at("B562", line.number, line.row, name, **facts)


def _first(comparison: _Comparison, index: int, line: Line, name: str) -> bool:
    key = (index, line.number, name)
    new = key not in comparison.told
    comparison.told.add(key)
    return new


def _holds(comparison: _Comparison, line: Line, mark: str) -> bool:
    """Reports may write the bare digits of ``S1LH07123456``."""
    parts = parted(mark)
    if parts is None:
        return False
    marks = comparison.marks_of(line)
    return marks.find(*parts) is not None or marks.find("", parts[1]) is not None


def _unaccounted(comparison: _Comparison, spans: Sequence[Span[Line]]) -> Iterator[Finding]:
    """B552, B563: numbers of the report's ranges without a passing record, or with a failing one."""
    report = comparison.report
    for span in spans:
        line, seen = span.owner, comparison.matched.get(id(span), _Matched())
        failed = sorted(seen.failed - seen.passed)
        for number in failed:
            yield _about(report, "B563", line, written(span.range, number, number))
        count = span.range.count - len(seen.passed) - len(failed)
        if count > 0:
            missing = _missing(span, sorted(seen.passed.union(failed)))
            yield _about(report, "B552", line, missing, count=count)


def _about(report: Case, code: str, line: Line, value: str, **params: object) -> Finding:
    found = report.at(code, line.number, line.row, "serial_numbers", **params)
    return Finding(code, found.place, found.field, value, found.params)


def _missing(span: Span[Line], present: list[int]) -> str:
    """The parts of a range between the numbers that are present, the first few of them."""
    parts: list[str] = []
    start = span.range.first
    for number in [*present, span.range.last + 1]:
        if number > start:
            parts.append(written(span.range, start, number - 1))
        start = number + 1
    more = f"…(+{len(parts) - SPANS_SHOWN})" if len(parts) > SPANS_SHOWN else ""
    return "、".join(parts[:SPANS_SHOWN]) + more


def _count(comparison: _Comparison) -> Iterator[Finding]:
    """B556: where serial numbers could not be compared one by one, at least the counts are."""
    total = comparison.report.header.total_quantity
    if not comparison.readable and total is not None and total != comparison.passing:
        yield comparison.report.above("B556", "total_quantity", total, count=comparison.passing)
