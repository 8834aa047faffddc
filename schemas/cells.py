"""One cell's text -> a value of its field's type, or a finding's code; compiled once for each column."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from schemas import roc_date
from schemas.column import FieldInfo
from schemas.numerals import to_decimal, to_int, to_tolerance
from schemas.pattern import lazy
from schemas.text import clean, is_void, normal, private_use, squeeze
from schemas.ticks import is_cross, is_ticked, yes_no

Reading = tuple[Any, str | None]
Converter = Callable[[str], Reading]
NOTHING: Reading = (None, None)
_PLAIN = lazy(r"[+-]?[0-9]{1,15}(?:\.[0-9]{1,15})?")
_UNREADABLE = lazy("[?？\ufffd\u25af\u2588]")
_LOST = "\N{REPLACEMENT CHARACTER}"
_AS_WRITTEN = lazy(r"[0-9A-Za-z]+(?:[-~./][0-9A-Za-z]+)*")


def converter(info: FieldInfo) -> Converter:
    """How cells of a field are read."""
    if info.type is Decimal:
        return quantity
    if info.type is int:
        return whole
    if info.type is date:
        return day
    if info.type is bool:
        return flag
    return _text_converter(info)


def _text_converter(info: FieldInfo) -> Converter:
    if info.name == "verdict":
        return verdict
    if info.name == "mark_number":
        return mark_or_reason
    if info.name.endswith("_numbers"):
        return numbers
    if info.name.endswith("_number") or info.name == "item":
        return identifier
    return tolerance if info.column.unit else words


def quantity(text: str) -> Reading:
    """A ``Decimal``; a dash or nothing is ``None``."""
    if _PLAIN.fullmatch(text):
        return Decimal(text), None
    return _number(text, to_decimal(text), "C301")


def whole(text: str) -> Reading:
    """An ``int``."""
    value = to_int(text)
    return _number(text, value, "C306" if value is None and to_decimal(text) is not None else "C301")


def _number(text: str, value: Decimal | int | None, code: str) -> Reading:
    if value is not None or is_void(text):
        return value, None
    return None, "C307" if private_use(text) else code


def day(text: str) -> Reading:
    """A ``date`` in any notation."""
    if is_void(text):
        return NOTHING
    value = roc_date.parse(text)
    return value, None if value else "C302"


def flag(text: str) -> Reading:
    """A ``bool``."""
    if is_void(text):
        return NOTHING
    try:
        value = yes_no(text)
    except ValueError:
        return None, "C304"
    return value, "C303" if value is None else None


def verdict(text: str) -> Reading:
    """``pass`` or ``fail``."""
    value, code = flag(text)
    return None if value is None else "pass" if value else "fail", code


def identifier(text: str) -> Reading:
    """A number that names something: no white space, dashes as ``-``."""
    if _AS_WRITTEN.fullmatch(text):
        return text, None
    if is_void(text):
        return NOTHING
    return squeeze(text), _doubt(text)


def _doubt(text: str) -> str | None:
    """A sign that no program could read, or one that stands for such a sign."""
    if private_use(text):
        return "C307"
    return "C305" if _UNREADABLE.search(text) else None


def numbers(text: str) -> Reading:
    """Several such numbers or ranges of them; the lines of the cell are kept (``settle_numbers`` joins them)."""
    if _AS_WRITTEN.fullmatch(text):
        return text, None
    if is_void(text):
        return NOTHING
    lines = (squeeze(line) for line in normal(text).strip().split("\n"))
    return "\n".join(filter(None, lines)), _doubt(text)


def mark_or_reason(text: str) -> Reading:
    """What stands in a column of marks: a mark number, or for an instrument that failed the reason why."""
    if _AS_WRITTEN.fullmatch(text):
        return text, None
    if is_void(text):
        return NOTHING
    squeezed = squeeze(text)
    is_mark = looks_like_mark(squeezed)
    return (squeezed, _doubt(text)) if is_mark else (clean(text), "C307" if private_use(text) else None)


def looks_like_mark(text: str) -> bool:
    """Whether a text is a mark number rather than words: at least four digits and hardly anything but ASCII."""
    return sum(c.isdigit() for c in text) >= 4 and sum(not c.isascii() for c in text) <= 2


def words(text: str) -> Reading:
    """Free text on one line."""
    if is_void(text):
        return NOTHING
    return clean(text), "C307" if private_use(text) else "C305" if _LOST in text else None


def tolerance(text: str) -> Reading:
    """A tolerance as written, ``±2``."""
    if is_void(text):
        return NOTHING
    value = to_tolerance(text)
    return value, "C301" if value is None else None


def pair(yes: str, no: str) -> Reading:
    """A yes/no pair of columns as a ``bool``; both ticked is C304, a sign of neither kind C303."""
    ticked, crossed = is_ticked(yes), is_ticked(no) or is_cross(no) or None
    if ticked and not is_ticked(no) and not is_cross(no):
        return (True, None) if is_void(no) or is_ticked(no) is False else (None, "C303")
    if ticked is False and crossed:
        return False, None
    if ticked is False and is_ticked(no) is False:
        return NOTHING
    return None, "C304" if ticked and crossed else "C303"
