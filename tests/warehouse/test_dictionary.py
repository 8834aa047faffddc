"""The dictionary in docs is the one that the database gives."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from warehouse.dictionary import described, markdown
from warehouse.migrate import empty_database

PAGE = Path(__file__).parents[2] / "docs" / "warehouse.md"


def test_docs_say_what_the_database_says(golden: Callable[[Path, str], None]) -> None:
    golden(PAGE, markdown(described(empty_database())))


def test_every_table_and_view_has_its_section() -> None:
    connection = empty_database()
    query = "SELECT table_name FROM information_schema.tables WHERE table_schema = 'main'"
    names = [row[0] for row in connection.execute(query).fetchall()]
    text = PAGE.read_text(encoding="utf-8")
    assert len(names) >= 25
    assert [name for name in names if f"\n## {name}\n" not in text] == []
