"""The SQL that the migrations lack: a new kind's table, a new field's column.

``python -m warehouse.schema_sql`` prints it; put its output into the next numbered file of ``warehouse/migrations``.
"""

from __future__ import annotations

from collections.abc import Iterable

import duckdb

from warehouse.migrate import empty_database
from warehouse.tables import TableColumn, tables


def missing_sql(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """The statements that bring a migrated database to the models."""
    statements: list[str] = []
    for name, (comment, columns) in tables().items():
        query = "SELECT column_name FROM duckdb_columns() WHERE table_name = ?"
        present = {row[0] for row in connection.execute(query, [name]).fetchall()}
        statements += _alter(name, columns, present) if present else [_create(name, comment, columns)]
    return statements


def _alter(table: str, columns: Iterable[TableColumn], present: set[str]) -> list[str]:
    absent = [column for column in columns if column.name not in present]
    return [
        f'ALTER TABLE {table} ADD COLUMN "{column.name}" {column.sql_type};\n{_comment(table, column)}'
        for column in absent
    ]


def _create(table: str, comment: str, columns: list[TableColumn]) -> str:
    body = ",\n".join(f'    "{column.name}" {column.sql_type}' for column in columns)
    comments = "\n".join(_comment(table, column) for column in columns)
    return f"CREATE TABLE {table} (\n{body}\n);\nCOMMENT ON TABLE {table} IS '{_quoted(comment)}';\n{comments}\n"


def _comment(table: str, column: TableColumn) -> str:
    return f"COMMENT ON COLUMN {table}.\"{column.name}\" IS '{_quoted(column.comment)}';"


def _quoted(text: str) -> str:
    return text.replace("'", "''")


def main() -> None:
    """Print the SQL that is missing."""
    print("\n".join(missing_sql(empty_database())))


if __name__ == "__main__":
    main()
