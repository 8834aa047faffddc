"""The tables that follow from the models: ``documents``, ``monthly_report_lines`` and one table of verifications a kind.

Their SQL stands in the migrations; ``python -m warehouse.schema_sql`` prints what a changed model lacks there.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from pydantic import BaseModel

from schemas.column import fields_of
from schemas.document import RecordHeader, ReferenceStandard, ReportHeader, ReportRow
from schemas.kinds import KINDS

SQL_TYPES: dict[type, str] = {
    str: "VARCHAR",
    bool: "BOOLEAN",
    int: "BIGINT",
    date: "DATE",
    Decimal: "DECIMAL(18,6)",
}
REPORT_LINES = "monthly_report_lines"


@dataclass(frozen=True, slots=True)
class TableColumn:
    """A column: name, SQL type, words in both languages, unit."""

    name: str
    sql_type: str
    zh: str
    en: str
    unit: str | None = None

    @property
    def comment(self) -> str:
        """``中文 | English`` and the unit where there is one."""
        return " | ".join(part for part in (self.zh, self.en, self.unit) if part)


LINEAGE: tuple[TableColumn, ...] = (
    TableColumn("submission_id", "BIGINT NOT NULL", "所屬陳報", "submission"),
    TableColumn("document_id", "BIGINT NOT NULL", "所屬文件", "document"),
    TableColumn("file_sha256", "VARCHAR NOT NULL", "所屬檔案之 SHA-256", "SHA-256 of the file"),
    TableColumn("page", "INTEGER", "頁次", "page, from 1"),
    TableColumn("sheet", "VARCHAR", "工作表", "sheet"),
    TableColumn("line", "INTEGER", "工作表列號", "row number on the sheet"),
    TableColumn("row", "INTEGER NOT NULL", "列次(文件內第幾列)", "number of the row in the document, from 1"),
)
WRITTEN: tuple[TableColumn, ...] = (
    TableColumn("decimals", "VARCHAR", "各讀數之小數位數,依欄位順序", "decimals of each reading as written, by column"),
    TableColumn("as_written", "JSON", "無法以數值欄重現之原字", "digits of the readings that the columns cannot hold"),
)
_DOCUMENT_HEAD: tuple[TableColumn, ...] = (
    TableColumn("id", "BIGINT PRIMARY KEY", "文件編號", "document number"),
    TableColumn("submission_id", "BIGINT", "所屬陳報,空值為未成陳報", "submission, null where none came of it"),
    TableColumn("message_sha256", "VARCHAR NOT NULL", "所屬郵件", "message it came in"),
    TableColumn("attachment_path", "VARCHAR NOT NULL", "於郵件中之位置", "where in the message"),
    TableColumn("file_sha256", "VARCHAR NOT NULL", "檔案之 SHA-256", "SHA-256 of the file"),
    TableColumn("file_name", "VARCHAR NOT NULL", "檔名", "file name"),
    TableColumn("document_kind", "VARCHAR", "文件種類", "document kind: verification_record, monthly_report"),
    TableColumn("instrument_kind", "VARCHAR", "度量衡器種類", "instrument kind"),
    TableColumn("engine", "VARCHAR NOT NULL", "讀取引擎", "engine that read it"),
    TableColumn("pages", "INTEGER NOT NULL", "頁數", "pages", "count"),
    TableColumn("rows", "INTEGER NOT NULL", "列數", "rows read", "count"),
    TableColumn("rows_loaded", "INTEGER NOT NULL", "入庫列數", "rows loaded", "count"),
    TableColumn("state", "VARCHAR NOT NULL", "處理狀態", "state"),
)
_DOCUMENT_TAIL: tuple[TableColumn, ...] = (
    TableColumn("checks", "JSON", "檢定項目之勾選結果", "numbered checks with their boxes"),
    TableColumn("tolerances", "JSON", "公差欄", "row of tolerances"),
    TableColumn("header", "JSON", "表頭全文", "whole header"),
)


def model_columns(model: type[BaseModel], prefix: str = "") -> Iterator[TableColumn]:
    """The declared fields of a model as columns."""
    for field in fields_of(model):
        column = field.column
        yield TableColumn(prefix + field.name, SQL_TYPES[field.type], column.zh, column.en, column.unit)


def header_columns() -> list[TableColumn]:
    """The fields of all headers, each name once, then those of the reference standard."""
    headers: list[type[BaseModel]] = [RecordHeader, ReportHeader, *(spec.header for spec in KINDS)]
    found = {column.name: column for header in headers for column in model_columns(header)}
    taken = {column.name for column in _DOCUMENT_HEAD}
    own = [column for column in found.values() if column.name not in taken]
    return [*own, *model_columns(ReferenceStandard, "reference_standard_")]


def tables() -> dict[str, tuple[str, list[TableColumn]]]:
    """Table -> (its comment, its columns), as the models have them now."""
    found = {
        "documents": ("讀出之文件 | documents as read", [*_DOCUMENT_HEAD, *header_columns(), *_DOCUMENT_TAIL]),
        REPORT_LINES: ("月報表各列 | lines of monthly reports", [*LINEAGE, *model_columns(ReportRow), *WRITTEN]),
    }
    for spec in KINDS:
        comment = f"{spec.zh}檢定紀錄,一具一列 | verifications of one {spec.en} each"
        found[f"verifications_{spec.name}"] = (comment, [*LINEAGE, *model_columns(spec.row), *WRITTEN])
    return found
