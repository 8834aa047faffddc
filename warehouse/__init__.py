"""DuckDB: migrations, store, read copies, dictionary."""

from __future__ import annotations

from warehouse.read_copy import publish

__all__ = ["publish"]
