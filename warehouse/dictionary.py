"""The data dictionary, from the comments in the database: ``python -m warehouse.dictionary > docs/warehouse.md``."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

import duckdb

from warehouse.migrate import empty_database
from warehouse.read_copy import PERSONAL

_HEAD = """# 資料字典 Data dictionary

由資料庫產生,請勿手改:`make docs`。 Generated from the database, not to be edited by hand: `make docs`.

- 時間為臺北時間,金額為新臺幣元,數值讀數為 `DECIMAL(18,6)`;`decimals` 記各讀數原有之小數位數(依欄位順序,一字元一讀數),
  `digits(reading, decimals, n)` 依第 n 個讀數之位數還原原字;欄位無法容納者之原字在 `as_written`。
- Times are local time of Taipei, amounts New Taiwan dollars, readings `DECIMAL(18,6)`. `decimals` keeps how many decimals each
  reading had on paper (a character a reading, by column); `digits(reading, decimals, n)` gives back the digits of the n-th; what the columns
  cannot hold stands in `as_written`.
- `current_…` 只含現行有效之陳報,被取代者仍留在原資料表。 The `current_…` views hold what is in force; what was superseded stays in the tables.
- 標 ※ 之欄位含個人資料,讀取副本(`*.read.duckdb`)沒有這些欄位。 Columns marked ※ hold personal data; read copies are made without them.
- 由任一列可回到紙本:`file_sha256`、`page` 或 `sheet`、`row`。 Every row leads back to the paper: `file_sha256`, `page` or `sheet`, `row`.
- `service_figures(14)` 為服務績效(辦結期限 14 日),依分局與季。 `service_figures(14)` gives the figures on service by branch and quarter, 14 days being the time that a case may take.
- `month_status('2026-10')` 列出某月每一許可與種類之狀況。 `month_status('2026-10')` lists every permit and kind of a month.
"""

_COLUMNS = """
SELECT c.table_name, coalesce(t.comment, v.comment) AS words, v.view_name IS NOT NULL AS is_view,
    c.column_name, c.data_type, c.comment
FROM duckdb_columns() c
LEFT JOIN duckdb_tables() t ON t.table_oid = c.table_oid AND t.database_oid = c.database_oid
LEFT JOIN duckdb_views() v ON v.view_oid = c.table_oid AND v.database_oid = c.database_oid
WHERE NOT c.internal AND c.database_name = current_database()
ORDER BY is_view, c.table_name, c.column_index
"""


@dataclass(frozen=True, slots=True)
class Described:
    """A column of a table or view with the words that the database keeps of both."""

    table: str
    table_words: str | None
    is_view: bool
    name: str
    sql_type: str
    words: str | None


def described(connection: duckdb.DuckDBPyConnection) -> list[Described]:
    """All columns of all tables, then of all views, by name."""
    return [Described(*row) for row in connection.execute(_COLUMNS).fetchall()]


def markdown(columns: list[Described]) -> str:
    """The page: a section for each table and view, a line for each column."""
    return _HEAD + "".join("\n" + "\n".join(_section(table, list(group))) + "\n" for table, group in _by_table(columns))


def _by_table(columns: list[Described]) -> Iterator[tuple[str, Iterator[Described]]]:
    return groupby(columns, key=lambda column: column.table)


def _section(table: str, columns: list[Described]) -> Iterator[str]:
    kind = "檢視 view" if columns[0].is_view else "資料表 table"
    zh, en, _ = _parts(columns[0].table_words)
    yield f"## {table}\n\n{zh}({kind})。 {en[:1].upper()}{en[1:]}.\n"
    yield "| 欄位 column | 型別 type | 中文 | English | 單位 unit |\n|---|---|---|---|---|"
    personal = PERSONAL.get(table, ())
    for column in columns:
        zh, en, unit = _parts(column.words)
        mark = " ※" if column.name in personal else ""
        yield f"| `{column.name}`{mark} | {column.sql_type} | {zh} | {en} | {unit} |"


def _parts(words: str | None) -> tuple[str, str, str]:
    zh, en, unit, *_ = [*(words or "").split(" | "), "", ""]
    return zh, en, unit


def main() -> None:
    """Print the page."""
    sys.stdout.write(markdown(described(empty_database())))


if __name__ == "__main__":
    main()
