"""Rows of a query as a table for people, CSV, or JSON."""

from __future__ import annotations

import json
import math
import re
import unicodedata
from collections.abc import Callable, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

Rows = Sequence[Sequence[Any]]
_FORMULA = frozenset("=+-@\t\r\n＝＋－＠")
_PLAIN_NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?%?")
_QUOTED = re.compile('[,"\r\n]')
_PLAN = ["explain_key", "explain_value"]
_UNSEEN = ("Cc", "Cf", "Cs", "Zl", "Zp")


def as_csv(columns: Sequence[str], rows: Rows) -> str:
    """CSV with a heading; an absent value is an empty field. No text in it is a formula to a spreadsheet."""
    lines = [[str(disarmed(name)) for name in columns], *([_field(value) for value in row] for row in rows)]
    return "".join(_csv_line(fields) for fields in lines)


def _csv_line(fields: Sequence[str]) -> str:
    """RFC 4180, but for the line end; a lone carriage return is quoted too, which the csv module leaves bare."""
    quoted = ('"' + field.replace('"', '""') + '"' if _QUOTED.search(field) else field for field in fields)
    line = ",".join(quoted)
    return (line if line or len(fields) != 1 else '""') + "\n"


def disarmed(value: Any) -> Any:
    """Text that a spreadsheet would run as a formula, with ``'`` before it; whatever else, and plain numbers, as it is."""
    if isinstance(value, str) and value.lstrip(" \u3000")[:1] in _FORMULA and not _PLAIN_NUMBER.fullmatch(value):
        return "'" + value
    return value


def _field(value: Any) -> str:
    return as_text(value) if isinstance(value, (int, float, Decimal, date)) else str(disarmed(as_text(value)))


def as_json(columns: Sequence[str], rows: Rows) -> str:
    """A list of objects; a column name that comes again gets a number."""
    names = _distinct(columns)
    found = [dict(zip(names, (_plain(value) for value in row), strict=True)) for row in rows]
    return json.dumps(found, ensure_ascii=False, indent=1) + "\n"


def as_table(columns: Sequence[str], rows: Rows) -> str:
    """Aligned columns; a Chinese character takes two places; nothing reaches the terminal but visible characters.

    The plan that EXPLAIN draws stays as it is drawn.
    """
    if list(columns) == _PLAN:
        return "".join(f"{row[1]}\n" for row in rows)
    cells = [[_visible(name) for name in columns], *([_visible(as_text(value)) for value in row] for row in rows)]
    widths = [max(_width(row[index]) for row in cells) for index in range(len(columns))]
    lines = [_line(row, widths) for row in cells]
    lines.insert(1, "  ".join("─" * width for width in widths))
    return "\n".join(lines) + "\n"


FORMATS: dict[str, Callable[[Sequence[str], Rows], str]] = {"table": as_table, "csv": as_csv, "json": as_json}


def _distinct(columns: Sequence[str]) -> list[str]:
    names: list[str] = []
    for column in columns:
        name, number = column, 1
        while name in names:
            number += 1
            name = f"{column}_{number}"
        names.append(name)
    return names


def as_text(value: Any) -> str:
    """A value in one line; an absent one is empty."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return _digits(value)
    if isinstance(value, (bool, float)):
        return str(value).lower()
    if isinstance(value, datetime):
        return value.isoformat(sep=" ")
    if isinstance(value, (list, dict, tuple)):
        return json.dumps(_plain(value), ensure_ascii=False)
    return str(_plain(value))


def _digits(value: Decimal) -> str:
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _plain(value: Any) -> Any:
    """What JSON can hold."""
    for kinds, convert in _CONVERSIONS:
        if isinstance(value, kinds):
            return convert(value)
    return str(value)


def _number(value: Decimal) -> int | float | str:
    """A number, or its digits where a float would change them."""
    digits = _digits(value)
    number: int | float = int(digits) if "." not in digits else float(digits)
    return number if Decimal(str(number)) == value else digits


_CONVERSIONS: tuple[tuple[tuple[type, ...], Callable[[Any], Any]], ...] = (
    ((str, int, type(None)), lambda value: value),
    ((Decimal,), _number),
    ((float,), lambda value: value if math.isfinite(value) else None),
    ((dict,), lambda value: {str(key): _plain(item) for key, item in value.items()}),
    ((list, tuple), lambda value: [_plain(item) for item in value]),
    ((bytes, bytearray), lambda value: value.hex()),
    ((date, time), lambda value: value.isoformat()),
)


def _visible(text: str) -> str:
    return "".join("�" if unicodedata.category(char) in _UNSEEN else char for char in text)


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    padded = (cell + " " * (width - _width(cell)) for cell, width in zip(cells, widths, strict=True))
    return "  ".join(padded).rstrip()
