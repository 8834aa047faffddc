"""The samples' truth judged: honest records in six producers' layouts, invented dates and numbers."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path

from flows.legal_tables import load
from schemas.catalogue import severity
from schemas.document import Document, ReportHeader, ReportRow, Source
from schemas.findings import Severity
from schemas.kinds import kind
from schemas.validate import Context, bad_rows, check_document, state_of

HERE = Path(__file__).parent
TRUTH = HERE.parent / "records" / "expected"


def document(path: Path) -> Document:
    """The truth of a sample as a document."""
    truth = json.loads(path.read_text("utf-8"))
    report = truth["document_kind"] == "monthly_report"
    header = ReportHeader if report else kind(truth["instrument_kind"]).header
    row = ReportRow if report else kind(truth["instrument_kind"]).row
    return Document(
        document_kind=truth["document_kind"],
        instrument_kind=truth["instrument_kind"],
        source=Source(file=path.name, sha256=path.stem, pages=1, engine="truth"),
        header=header(**truth["header"]),
        rows=[row(**values) for values in truth["rows"]],
    )


def test_what_is_found_in_each_sample(golden: Callable[[Path, str], None]) -> None:
    context = Context(today=date(2026, 11, 21), legal=load())
    lines, errors = [], Counter[str]()
    paths = sorted(TRUTH.glob("*.json"))
    assert len(paths) == 34
    for path in paths:
        made = document(path)
        found = check_document(made, context)
        codes = Counter(finding.code for finding in found)
        state = state_of(found, len(made.rows), len(bad_rows(found)))
        lines.append(f"{path.stem}: {state} {' '.join(f'{code}x{count}' for code, count in sorted(codes.items()))}")
        errors.update(finding.code for finding in found if severity(finding) in (Severity.ERROR, Severity.FATAL))
    golden(HERE / "expected" / "samples.txt", "\n".join(lines) + "\n")
    assert errors == Counter(), "no rule calls an honest sample an error"
