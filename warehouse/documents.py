"""Documents with their findings and rows: every row leads back to its file, page or sheet, and row."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from typing import Any

from schemas import catalogue, validate
from schemas.document import Document
from schemas.findings import Finding
from schemas.submission import JudgedDocument, State
from warehouse.rows import Lineage, bulk_rows, row_numbers, table_of
from warehouse.session import Session
from warehouse.tables import header_columns
from warehouse.values import clean_text, stored

_FINDING_COLUMNS = (
    "submission_id",
    "document_id",
    "message_sha256",
    "file_sha256",
    "code",
    "severity",
    "page",
    "sheet",
    "row",
    "line",
    "column",
    "field",
    "value",
    "message",
    "message_en",
)
_STANDARD = "reference_standard_"


class Documents(Session):
    """The tables ``documents``, ``findings``, ``monthly_report_lines`` and ``verifications_…``."""

    def insert_documents(
        self,
        judged: Sequence[JudgedDocument],
        *,
        submission_id: int | None,
        bad_rows: Sequence[AbstractSet[int]] | None = None,
        load_rows: bool,
    ) -> None:
        """Insert documents in the order given; ``bad_rows[i]`` are the row numbers of ``judged[i]`` to leave out.

        Where ``bad_rows`` is ``None`` they are the rows with an error among the findings.
        """
        first = self.next_id("documents")
        for offset, item in enumerate(judged):
            bad = validate.bad_rows(item.findings) if bad_rows is None else bad_rows[offset]
            lineage = Lineage(submission_id, first + offset, item.attachment.sha256)
            loaded = self._insert_rows(item.document, lineage, bad) if load_rows else 0
            self.insert("documents", _document_values(item, lineage, bad, loaded))
            self.append("findings", _FINDING_COLUMNS, _finding_rows(item, lineage))

    def _insert_rows(self, document: Document, lineage: Lineage, bad: AbstractSet[int]) -> int:
        table = table_of(document)
        numbers = row_numbers(document)
        good = [index for index, number in enumerate(numbers) if number not in bad]
        if table is None or not good:
            return 0
        self.append(table.name, table.columns, bulk_rows(table, document, good, lineage))
        return len(good)


def _document_values(item: JudgedDocument, lineage: Lineage, bad: AbstractSet[int], loaded: int) -> dict[str, Any]:
    document, attachment = item.document, item.attachment
    return {
        "id": lineage.document_id,
        "submission_id": lineage.submission_id,
        "message_sha256": attachment.message_sha256,
        "attachment_path": clean_text(attachment.path),
        "file_sha256": attachment.sha256,
        "file_name": clean_text(attachment.name),
        "document_kind": document.document_kind,
        "instrument_kind": document.instrument_kind,
        "engine": document.source.engine,
        "pages": document.source.pages,
        "rows": len(document.rows),
        "rows_loaded": loaded,
        "state": _state(item, bad).value,
        **_header_values(document.header),
    }


def _header_values(header: Any) -> dict[str, Any]:
    if header is None:
        return {}
    plain = header.model_dump(mode="json")
    standard = getattr(header, "reference_standard", None)
    values: dict[str, Any] = {"header": _json(plain)}
    for column in header_columns():
        if column.name.startswith(_STANDARD):
            values[column.name] = stored(getattr(standard, column.name.removeprefix(_STANDARD), None))
        else:
            values[column.name] = stored(getattr(header, column.name, None))
    for name in ("checks", "tolerances"):
        values[name] = _json(plain[name]) if plain.get(name) else None
    return values


def _json(value: Any) -> str | None:
    return clean_text(json.dumps(value, ensure_ascii=False))


def _state(item: JudgedDocument, bad: AbstractSet[int]) -> State:
    if item.document.document_kind is None:
        return State.QUARANTINED
    return validate.state_of(item.findings, len(item.document.rows), len(bad))


def _finding_rows(item: JudgedDocument, lineage: Lineage) -> Iterable[tuple[Any, ...]]:
    head = (lineage.submission_id, lineage.document_id, item.attachment.message_sha256, lineage.file_sha256)
    for finding in item.findings:
        yield (*head, *_finding_values(finding))


def _finding_values(finding: Finding) -> tuple[Any, ...]:
    place = finding.place
    return (
        finding.code,
        catalogue.severity(finding).value,
        place.page,
        clean_text(place.sheet),
        place.row,
        place.line,
        place.column,
        finding.field,
        clean_text(finding.value),
        clean_text(catalogue.message(finding, "zh")),
        clean_text(catalogue.message(finding, "en")),
    )
