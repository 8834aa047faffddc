"""From Python to what a column holds, with nothing lost and nothing that the database would refuse."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

TAIPEI = ZoneInfo("Asia/Taipei")
_SCALE = 6
_WHOLE_DIGITS = 12
_SIX_PLACES = Decimal("0.000001")
_LIMIT = Decimal(10**_WHOLE_DIGITS - 1)
_BIGINT = 2**63


def taipei_now() -> datetime:
    """The time now, in Asia/Taipei."""
    return datetime.now(TAIPEI)


def local_time(moment: datetime | None) -> datetime | None:
    """Local time of Asia/Taipei without its zone, as the TIMESTAMP columns hold it; what has no zone is local already."""
    if moment is None or moment.tzinfo is None:
        return moment
    return moment.astimezone(TAIPEI).replace(tzinfo=None)


def clean_text(text: str | None) -> str | None:
    """``text`` without lone surrogates, which no UTF-8 can hold; each becomes ``?``."""
    if text is None or text.isascii():
        return text
    return text.encode("utf-8", "replace").decode("utf-8")


def whole(number: int | None) -> int | None:
    """A BIGINT, or ``None`` where the number does not fit."""
    return number if number is not None and -_BIGINT <= number < _BIGINT else None


def reading(value: Decimal | None) -> tuple[Decimal | None, str]:
    """A quantity as DECIMAL(18,6) and how it was written: its decimals (``2``), ``-`` for none, ``?`` for neither.

    ``?`` means that value and decimals do not give back the digits (more than six decimals or twelve digits before
    the point, an exponent, a minus before zero); the value is then rounded, or ``None`` where it does not fit.
    """
    if value is None:
        return None, "-"
    sign, digits, exponent = value.as_tuple()
    if not isinstance(exponent, int):
        return None, "?"
    if -_SCALE <= exponent <= 0 and len(digits) + exponent <= _WHOLE_DIGITS and (not sign or value):
        return value, str(-exponent)
    return (value.quantize(_SIX_PLACES) if abs(value) < _LIMIT else None), "?"


def as_written(value: Decimal | None, mark: str) -> str | None:
    """The digits again from a DECIMAL(18,6) and its mark in ``decimals``; ``None`` where ``as_written`` has them."""
    if value is None or mark in "-?":
        return None
    return str(value.quantize(Decimal(1).scaleb(-int(mark))))


def stored(value: Any) -> Any:
    """A header value as its column holds it."""
    if isinstance(value, str):
        return clean_text(value)
    if isinstance(value, Decimal):
        return reading(value)[0]
    if isinstance(value, int) and not isinstance(value, bool):
        return whole(value)
    return value
