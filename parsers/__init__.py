"""Bytes in, RawDocument out. Knows formats, knows no law."""
