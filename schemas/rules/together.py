"""Rules between files: those of one manufacturer, month and kind are held against each other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from schemas.findings import Finding
from schemas.identifiers import permit_number
from schemas.rules import against_report
from schemas.rules.case import Case, Rule
from schemas.text import squeeze

Found = tuple[int, Finding]
"""The index of the document that a finding belongs to, and the finding."""


class Group(NamedTuple):
    """The documents of one permit, month and kind, each with its index among all documents."""

    period: str
    records: list[tuple[int, Case]]
    reports: list[tuple[int, Case]]

    @property
    def all(self) -> list[tuple[int, Case]]:
        """Records and reports in the order given."""
        return sorted([*self.records, *self.reports], key=lambda item: item[0])


def judge(cases: Sequence[Case]) -> list[list[Finding]]:
    """What is found between the documents: a list for each, in the order given."""
    found: list[list[Finding]] = [[] for _ in cases]
    copies = dict(_copies(cases))
    for index, original in copies.items():
        found[index].append(copy_of(cases[original].document.source.file))
    for group in _groups(cases, set(copies)):
        for rule in GROUP_RULES:
            for index, finding in rule(group):
                found[index].append(finding)
    return found


def copy_of(original: str, name: str | None = None) -> Finding:
    """B561: a file (called ``name`` where the finding stands with the original itself) has the same bytes."""
    return Finding("B561", field="source", value=name, params={"file": original})


def _copies(cases: Sequence[Case]) -> Iterator[tuple[int, int]]:
    """B561: (index, index of the earlier file with the same bytes)."""
    first: dict[str, int] = {}
    for index, case in enumerate(cases):
        original = first.setdefault(case.document.source.sha256 or f"#{index}", index)
        if original != index:
            yield index, original


def _groups(cases: Sequence[Case], left_out: set[int]) -> list[Group]:
    groups: dict[tuple[str, str, str], Group] = {}
    for index, case in enumerate(cases):
        if index in left_out or not (case.is_record or case.is_report):
            continue
        number = permit_number(case.header.permit_number or "")
        period, kind = case.document.period, case.document.instrument_kind
        if number is None or period is None or kind is None:
            continue
        group = groups.setdefault((number, period, kind), Group(period, [], []))
        (group.records if case.is_record else group.reports).append((index, case))
    return list(groups.values())


def one_report(group: Group) -> Iterator[Found]:
    """B560: a second report for the month."""
    for index, case in group.reports[1:]:
        yield index, case.above("B560", "period", group.period, file=group.reports[0][1].document.source.file)


def complete(group: Group) -> Iterator[Found]:
    """B558, B559: records without a report, or the reverse."""
    if not group.reports:
        yield group.records[0][0], Finding("B558", params={"period": group.period})
    elif not group.records:
        yield group.reports[0][0], Finding("B559", params={"period": group.period})


def one_name(group: Group) -> Iterator[Found]:
    """B557: another company name under the same permit."""
    named = [(index, case) for index, case in group.all if case.header.company_name]
    for index, case in named[1:]:
        name, first = case.header.company_name, named[0][1]
        if squeeze(name) != squeeze(first.header.company_name):
            facts = {"file": first.document.source.file, "other": first.header.company_name}
            yield index, case.above("B557", "company_name", name, **facts)


def repeated(group: Group) -> Iterator[Found]:
    """B550, B551: a passing instrument's serial or mark number that another file has too."""
    for code, field in (("B550", "serial_number"), ("B551", "mark_number")):
        first: dict[str, tuple[int, int]] = {}
        names: dict[int, str] = defaultdict(str)
        for index, case in group.records:
            names[index] = case.document.source.file
            for number, row in case.rows:
                text = getattr(row, field)
                if not text or row.verdict != "pass":
                    continue
                where = first.setdefault(squeeze(text).upper(), (index, number))
                if where[0] != index:
                    yield index, case.at(code, number, row, field, file=names[where[0]], row=where[1])


def held_against_report(group: Group) -> Iterator[Found]:
    """B552 to B556, B562, B563: records against the (first) report."""
    if group.records and group.reports:
        yield from against_report.judge(group.records, group.reports[0])


GROUP_RULES = (one_report, complete, one_name, repeated, held_against_report)


def _alone(case: Case) -> Iterator[Finding]:
    yield from judge([case])[0]


RULES: tuple[Rule, ...] = (
    Rule(
        ("B550", "B551", "B557", "B558", "B559", "B560", "B561", *against_report.CODES),
        _alone,
    ),
)
