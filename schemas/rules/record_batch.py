"""Rules on a record as a batch: rows at all, quantity, repeats, gaps, one company code."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from schemas.findings import Finding
from schemas.identifiers import Mark
from schemas.rules.case import Case, Rule
from schemas.text import squeeze

GAPS_SHOWN = 5


def any_rows(case: Case) -> Iterator[Finding]:
    """B500: nothing to judge, and the reading has not said why."""
    if not case.document.rows and not case.document.findings:
        yield Finding("B500", case.headings)


def quantity(case: Case) -> Iterator[Finding]:
    """B501: 檢定數量 against the rows."""
    stated = case.header.quantity
    if stated is not None and case.rows and stated != len(case.rows):
        yield case.above("B501", "quantity", stated, count=len(case.rows))


def repeated(case: Case) -> Iterator[Finding]:
    """B502, B503: a serial or mark number that an earlier row has."""
    yield from _repeated(case, "B502", "serial_number")
    yield from _repeated(case, "B503", "mark_number")


def _repeated(case: Case, code: str, field: str) -> Iterator[Finding]:
    seen: dict[str, int] = {}
    for number, row in case.rows:
        text = getattr(row, field)
        if text:
            first = seen.setdefault(squeeze(text).upper(), number)
            if first != number:
                yield case.at(code, number, row, field, first=first)


def gaps(case: Case) -> Iterator[Finding]:
    """B504: mark numbers between the first and the last that no row has (one note, the first few named, behind the first gap)."""
    series: dict[str, dict[int, tuple[int, Any]]] = defaultdict(dict)
    for found, row in zip(case.marks, case.rows, strict=True):
        if found is not None and case.spec is not None and len(found.digits) == case.spec.mark_digits:
            prefix = f"{found.company or ''}{found.code or ''}"
            year = found.year_code if case.spec.mark_year else ""
            series[prefix + year][int(found.digits[len(year) :])] = row
    width = case.spec.mark_digits if case.spec else 0
    missing = [
        (_span(prefix, a + 1, b - 1, width), seen[b])
        for prefix, seen in series.items()
        for a, b in pairwise(sorted(seen))
        if b > a + 1
    ]
    if missing:
        more = f"…(+{len(missing) - GAPS_SHOWN})" if len(missing) > GAPS_SHOWN else ""
        shown = "、".join(span for span, _ in missing[:GAPS_SHOWN])
        yield Finding("B504", case.place(*missing[0][1], "mark_number"), "mark_number", shown + more)


def _span(prefix: str, first: int, last: int, width: int) -> str:
    digits = width - len(prefix[-2:]) if prefix[-2:].isdigit() else width
    return f"{prefix}{first:0{digits}d}" + (f"~{prefix}{last:0{digits}d}" if last > first else "")


def one_company(case: Case) -> Iterator[Finding]:
    """B505: marks with another company code than most (the first row of each)."""
    codes = Counter(found.company for found in case.marks if found is not None and found.company)
    if len(codes) < 2:
        return
    common = codes.most_common(1)[0][0]
    told: set[str] = set()
    for (number, row), found in zip(case.rows, case.marks, strict=True):
        if _other(found, common) and found is not None and found.company not in told:
            told.add(str(found.company))
            yield case.at("B505", number, row, "mark_number", common=common)


def _other(found: Mark | None, common: str | None) -> bool:
    return found is not None and found.company is not None and found.company != common


ANY_ROWS = Rule(("B500",), any_rows)
RULES: tuple[Rule, ...] = (
    ANY_ROWS,
    Rule(("B501",), quantity),
    Rule(("B502", "B503"), repeated),
    Rule(("B504",), gaps),
    Rule(("B505",), one_company),
)
