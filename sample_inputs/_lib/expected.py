"""What a right program makes of the month, written from the generator's own knowledge."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from sample_inputs._lib.firms import FIRMS, PERIOD, Firm
from sample_inputs._lib.month import Paper
from sample_inputs._lib.post import Expected, Filed, Letter
from sample_inputs._lib.qualification import qualification_toml

Papers = Mapping[str, Paper]


def letter_json(letter: Letter, papers: Papers) -> str:
    """The outcome of a message: its submissions, the files of each, and every finding of severity error or fatal."""
    found = {
        "message": letter.name,
        "about": letter.about,
        "outcome": letter.outcome,
        "submissions": [_submission(filed, papers) for filed in letter.filed],
        "other_files": [{"file": name, "document": None} for name in letter.others],
        "findings": [_finding(item, letter, papers) for item in letter.findings],
    }
    return json.dumps(found, ensure_ascii=False, indent=1) + "\n"


def _submission(filed: Filed, papers: Papers) -> dict[str, Any]:
    lines = papers[filed.report].truth["rows"]
    return {
        "permit_number": filed.firm.permit,
        "period": PERIOD,
        "instrument_kind": filed.kind,
        "state": filed.state,
        "late_days": filed.late_days,
        "fee_payable": sum(line["fee"] for line in lines) // 5,
        "receipt": filed.receipt,
        "documents": [_document(name, papers[stem]) for name, stem in filed.files.items()],
    }


def _document(name: str, paper: Paper) -> dict[str, Any]:
    kind, rows = paper.truth["document_kind"], len(paper.truth["rows"])
    return {"file": name, "document": paper.stem, "document_kind": kind, "rows": rows, "producer": paper.producer}


def _finding(item: Expected, letter: Letter, papers: Papers) -> dict[str, Any]:
    stems = {name: stem for filed in letter.filed for name, stem in filed.files.items()} | dict(letter.others)
    paper = papers[stems[item.file]]
    page = page_of(paper.data, item.seek) if item.seek else None
    sheet = "月報表" if paper.suffix == "xlsx" else None
    return {"file": item.file, "code": item.code, "page": page, "sheet": sheet, "row": item.row, "field": item.field}


def page_of(data: bytes, text: str) -> int:
    """The page of a PDF on which a text stands; the text must stand on one page only."""
    import io  # noqa: PLC0415

    import pdfplumber  # noqa: PLC0415 (another reader than the one that is tested)

    with pdfplumber.open(io.BytesIO(data)) as document:
        pages = ["".join((page.extract_text() or "").split()) for page in document.pages]
    found = [number for number, page in enumerate(pages, 1) if text in page]
    if len(found) != 1:
        raise ValueError(f"{text} stands on the pages {found}")
    return found[0]


def document_json(truth: Mapping[str, Any]) -> str:
    """The document JSON with one row on each line."""
    head = {name: value for name, value in truth.items() if name != "rows"}
    rows = ",\n".join(_compact(row) for row in truth["rows"])
    return f'{_compact(head)[:-1]},"rows":[\n{rows}\n]}}\n'


def _compact(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=_figure)


def _figure(value: object) -> int | float:
    if not isinstance(value, Decimal):
        raise TypeError(type(value).__name__)
    return int(value) if value == value.to_integral_value() else float(value)


def register_toml() -> str:
    """The example register: every firm's permit and approved marks, and what else an office knows of it."""
    parts = [
        "# 範例登記資料:公司、統一編號、字號、號碼均為虛構。Example register: every firm and number is invented.",
        "# Written by sample_inputs/generate.py.",
        "example = true",
        "as_of = 2026-11-01",
    ]
    parts += [_permit(firm) for firm in FIRMS] + [_batches(firm) for firm in FIRMS]
    return "\n".join(parts) + "\n" + qualification_toml()


def _permit(firm: Firm) -> str:
    values = {
        "permit_number": firm.permit,
        "company_code": firm.company_code,
        "company_name": firm.name,
        "ubn": firm.ubn,
        "email": firm.mail,
        "address": firm.address,
    }
    lines = [f"{name} = {json.dumps(value, ensure_ascii=False)}" for name, value in values.items()]
    lines.append(f"instrument_kinds = {json.dumps(list(firm.kinds))}")
    return "\n".join(["", "[[permits]]", *lines, f"valid_from = {firm.valid_from}", f"valid_to = {firm.valid_to}"])


def _batches(firm: Firm) -> str:
    parts = []
    for marks in firm.marks:
        code = [f'code = "{marks.code}"'] if marks.code else []
        lines = [f'permit_number = "{firm.permit}"', f'instrument_kind = "{marks.kind}"', *code]
        span = [f'first = "{marks.first}"', f'last = "{marks.last}"', f"approved_on = {marks.approved_on}"]
        parts.append("\n".join(["", "[[mark_batches]]", *lines, *span]))
    return "\n".join(parts)
