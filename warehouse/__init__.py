"""DuckDB: migrations, store, queries."""
