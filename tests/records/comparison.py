"""Compare a document's JSON with its truth: numbers as numbers, texts after NFKC and without white space."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import Any


def squeezed(text: str) -> str:
    """NFKC, no white space at all."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def _number(value: Any) -> Decimal | None:
    try:
        return Decimal(str(value))
    except InvalidOperation:
        return None


def same(truth: Any, found: Any) -> bool:
    """Whether one value equals its truth."""
    if truth is None or found is None or isinstance(truth, bool) or isinstance(found, bool):
        return bool(truth is found)
    if squeezed(str(truth)) == squeezed(str(found)):
        return True
    identifiers = isinstance(truth, str) and truth[:1] == "0" and not truth.startswith("0.")
    left, right = _number(truth), _number(found)
    return not identifiers and left is not None and left == right


def differences(truth: dict[str, Any], found: dict[str, Any], path: str = "") -> Iterator[str]:
    """Each field of ``truth`` that ``found`` has otherwise; fields that the page does not show are not compared."""
    for key, value in truth.items():
        other = found.get(key)
        if isinstance(value, dict):
            yield from differences(value, other or {}, f"{path}{key}.")
        elif key == "rows":
            yield from _row_differences(value, other or [])
        elif not same(value, other):
            yield f"{path}{key}: {value!r} read as {other!r}"


def _row_differences(truth: list[dict[str, Any]], found: list[dict[str, Any]]) -> Iterator[str]:
    if len(truth) != len(found):
        yield f"rows: {len(truth)} read as {len(found)}"
    for number, (left, right) in enumerate(zip(truth, found, strict=False), 1):
        yield from differences(left, right, f"row {number} ")
