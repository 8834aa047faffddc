"""Rules that hold a monthly report's fees against the fee tables."""

from __future__ import annotations

from collections.abc import Iterator

from schemas.fee import fee_due, line_fees, one_fifth
from schemas.findings import Finding
from schemas.rules.case import Case, Rule


def line_amounts(case: Case) -> Iterator[Finding]:
    """B526: a line's fee is neither unit fee x quantity nor a fifth of it (the form does not fix which)."""
    for (number, row), line in zip(case.rows, line_fees(case.document, case.context.legal), strict=True):
        scheduled = line.scheduled
        if scheduled is None or row.fee is None or line.entry is None:
            continue
        if row.fee not in (scheduled, one_fifth(scheduled)):
            facts = {"unit": line.entry.unit_fee, "quantity": row.quantity, "expected": scheduled}
            yield case.at("B526", number, row, "fee", **facts)


def payable(case: Case) -> Iterator[Finding]:
    """B527, B528, B529: the total fee by the tables: wrong, wrong by an unconfirmed table, not computable."""
    if not case.document.rows:
        return
    due = fee_due(case.document, case.context.legal)
    total = case.header.total_fee
    if due.payable is None:
        yield case.above("B529", "total_fee", total, missing="、".join(due.missing[:5]))
    elif total is not None and total != due.payable:
        lines = line_fees(case.document, case.context.legal)
        sure = all(line.entry is not None and line.entry.confirmed for line in lines)
        yield case.above("B527" if sure else "B528", "total_fee", total, expected=due.payable)


RULES: tuple[Rule, ...] = (
    Rule(("B526",), line_amounts),
    Rule(("B527", "B528", "B529"), payable),
)
