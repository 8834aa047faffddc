"""How far a reading can be trusted, from the document alone: the verdict by which readers are compared.

Nothing here judges the sender: a record may be wrong and read rightly. It only tells whether the reading hangs
together: was a table found, do its cells fit their columns, do the document's own counts, sums and serial runs
agree with the rows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal

from schemas.document import Document

_NOTHING = 1000
_WEIGHTS = {
    "T203": 20,
    "T205": 20,
    "T206": 4,
    "T207": 20,
    "T210": 20,
    "T212": 20,
    "T204": 1,
    "C301": 2,
    "C302": 2,
    "C303": 2,
}
_MOST = 60
_MISCOUNT = 30
_UNREADABLE = frozenset({"F109", "F115"})
DOUBTFUL = 10
"""A reading with this much doubt or more is worth another reader of the text layer."""
HOPELESS = 500
"""A reading with this much doubt or more has failed: only the picture of the page is left."""


def needs_eyes(document: Document) -> bool:
    """Whether a page has no text, or text that means nothing: only its picture can be read."""
    return any(finding.code in _UNREADABLE for finding in document.findings)


def doubt(document: Document) -> int:
    """0 for a reading that hangs together; the more, the less it does."""
    if document.document_kind is None or not document.rows:
        return _NOTHING
    counts = Counter(finding.code for finding in document.findings)
    counts["T212"] = min(counts["T212"], 1)
    total = sum(min(weight * counts[code], _MOST) for code, weight in _WEIGHTS.items())
    return total + (_NOTHING // 2 if needs_eyes(document) else 0) + sum(_contradictions(document))


def _contradictions(document: Document) -> Iterator[int]:
    stated = getattr(document.header, "quantity", None)
    if document.document_kind == "monthly_report":
        stated = document.header.total_quantity
        counted = sum(row.quantity or 0 for row in document.rows)
        yield _MISCOUNT * (stated is not None and stated != counted)
        return
    yield _MISCOUNT * (stated is not None and stated != len(document.rows))
    numbers = [row.serial_number for row in document.rows]
    missing = sum(number is None for number in numbers)
    yield min(_MOST, 4 * missing)
    yield min(_MOST, 4 * sum(map(_does_not_add_up, document.rows)))


def _does_not_add_up(row: object) -> bool:
    """Water meters: the reading at the end less that at the start is what was indicated."""
    for flow in ("high", "low"):
        start, end, indicated = (getattr(row, f"{flow}_{part}", None) for part in ("start", "end", "indicated"))
        if start is None or end is None or indicated is None:
            continue
        if abs((end - start) - indicated) > Decimal("0.02") * max(Decimal(1), abs(indicated) / 10):
            return True
    return False


def same_content(left: Document, right: Document) -> bool:
    """Whether two readings of one file say the same of every instrument."""
    if left.document_kind != right.document_kind or len(left.rows) != len(right.rows):
        return False
    return all(
        mine.model_dump(exclude={"place"}) == other.model_dump(exclude={"place"})
        for mine, other in zip(left.rows, right.rows, strict=True)
    )
