"""What must hold in a warehouse, each check as SQL that gives a line for every fault."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from schemas.kinds import KINDS
from warehouse.tables import REPORT_LINES

_LOADING = "('accepted', 'accepted_with_warnings', 'partly_accepted')"


@dataclass(frozen=True, slots=True)
class Check:
    """A check by name; ``sql`` gives one text a fault, and nothing where all is well."""

    name: str
    zh: str
    en: str
    sql: str


def checks() -> list[Check]:
    """Orphans, then totals, then what must be unique."""
    return [*_orphans(), *_totals(), *_unique()]


def _row_tables() -> list[str]:
    return [REPORT_LINES, *(f"verifications_{spec.name}" for spec in KINDS)]


_PARENTS: tuple[tuple[str, str, str, str], ...] = (
    ("attachments", "message_sha256", "messages", "sha256"),
    ("submissions", "message_sha256", "messages", "sha256"),
    ("submissions", "supersedes", "submissions", "id"),
    ("submissions", "superseded_by", "submissions", "id"),
    ("documents", "message_sha256", "messages", "sha256"),
    ("documents", "submission_id", "submissions", "id"),
    ("findings", "document_id", "documents", "id"),
    ("findings", "submission_id", "submissions", "id"),
    ("receipts", "submission_id", "submissions", "id"),
    ("receipts", "replaced_by", "receipts", "number"),
    ("payments", "receipt_number", "receipts", "number"),
    ("outbox", "message_sha256", "messages", "sha256"),
    ("outbox", "submission_id", "submissions", "id"),
    ("run_metrics", "run_id", "runs", "id"),
    ("run_findings", "run_id", "runs", "id"),
    ("applicants", "register_id", "registers", "id"),
    ("permits", "register_id", "registers", "id"),
    ("mark_batches", "register_id", "registers", "id"),
    ("technicians", "register_id", "registers", "id"),
    ("laboratories", "register_id", "registers", "id"),
    ("permit_ranges", "register_id", "registers", "id"),
    ("type_approvals", "register_id", "registers", "id"),
    ("suspensions", "register_id", "registers", "id"),
    ("published_cells", "sha256", "published_reports", "sha256"),
    ("published_figures", "sha256", "published_reports", "sha256"),
)
"""Child table and column, parent table and column: a value that is there must lead somewhere."""


def _orphans() -> Iterator[Check]:
    rows = ((table, column, parent, "id") for table in _row_tables() for column, parent in _ROW_PARENTS)
    for child, column, parent, key in (*_PARENTS, *rows):
        yield Check(
            f"orphan:{child}.{column}",
            f"{child}.{column} 所指之 {parent} 均存在",
            f"every {child}.{column} leads to a row of {parent}",
            f"SELECT DISTINCT {column}::VARCHAR FROM {child} c WHERE {column} IS NOT NULL AND {column}::VARCHAR <> '' AND NOT EXISTS"  # noqa: S608
            f" (SELECT 1 FROM {parent} p WHERE p.{key} = c.{column})",
        )


_ROW_PARENTS = (("document_id", "documents"), ("submission_id", "submissions"))


def _totals() -> Iterator[Check]:
    counts = " UNION ALL ".join(f"SELECT document_id FROM {table}" for table in _row_tables())  # noqa: S608
    yield Check(
        "total:rows_loaded",
        "各文件之入庫列數與實際列數相符",
        "each document has as many rows as it says were loaded",
        f"SELECT d.id || ': ' || d.rows_loaded || ' / ' || coalesce(c.n, 0) FROM documents d LEFT JOIN (SELECT document_id,"  # noqa: S608
        f" count(*) AS n FROM ({counts}) GROUP BY 1) c ON c.document_id = d.id WHERE d.rows_loaded <> coalesce(c.n, 0)",
    )
    yield Check(
        "total:rows",
        "入庫列數不多於讀出列數",
        "no document has more rows loaded than read",
        "SELECT id::VARCHAR FROM documents WHERE rows_loaded > rows",
    )
    yield Check(
        "total:refused",
        "未受理之陳報無入庫列",
        "a submission that was refused has no rows",
        "SELECT DISTINCT s.id::VARCHAR FROM submissions s JOIN documents d ON d.submission_id = s.id"  # noqa: S608 (our own)
        f" WHERE s.state NOT IN {_LOADING} AND d.rows_loaded > 0",
    )
    yield Check(
        "total:runs",
        "各次收件之結果數合計等於郵件數",
        "the outcomes of each run add up to its messages",
        "SELECT id::VARCHAR FROM runs WHERE finished_at IS NOT NULL"
        " AND messages <> loaded + duplicate + quarantined + nothing_to_load + failed",
    )
    yield Check(
        "total:receipt_numbers",
        "收據號碼不跳號",
        "receipt numbers have no gap",
        "SELECT roc_year || '-' || revenue_code || ': ' || count(*) || ' / ' || max(serial) FROM receipts"
        " GROUP BY roc_year, revenue_code HAVING count(*) <> max(serial)",
    )
    yield Check(
        "total:receipt_parts",
        "收據號碼與其年度、代號、流水號相符",
        "each receipt's number is that of its year, code and serial",
        "SELECT number FROM receipts WHERE number <> printf('%d-%s-%06d', roc_year, revenue_code, serial)",
    )


def _unique() -> Iterator[Check]:
    yield Check(
        "unique:in_force",
        "每一業者、月份、種類至多一件有效陳報",
        "at most one submission in force for a permit, month and kind",
        "SELECT concat_ws('/', permit_number, period, instrument_kind) FROM submissions"  # noqa: S608 (our own)
        f" WHERE superseded_by IS NULL AND state IN {_LOADING} GROUP BY permit_number, period, instrument_kind HAVING count(*) > 1",
    )
    yield Check(
        "unique:receipt_in_force",
        "每一應繳項目至多一張有效收據",
        "at most one receipt in force for a fee",
        "SELECT reference || ' ' || revenue_code FROM receipts WHERE voided_at IS NULL AND reference IS NOT NULL"
        " GROUP BY reference, revenue_code HAVING count(*) > 1",
    )
    for table in _row_tables():
        yield Check(
            f"unique:{table}.row",
            f"{table} 每一文件之列次不重複",
            f"no row number comes twice in a document of {table}",
            f'SELECT document_id || \': \' || "row" FROM {table} GROUP BY document_id, "row" HAVING count(*) > 1',  # noqa: S608
        )
