"""Numbers as written on forms -> ``Decimal`` or ``int``: signs, full width, thousands, units, Chinese numerals."""

from __future__ import annotations

import re
from decimal import Decimal

from schemas.pattern import lazy
from schemas.text import normal

_PLAIN = lazy(r"[+-]?[0-9]{1,15}(?:\.[0-9]{1,15})?")
_GROUPED = lazy(r"[+-]?[0-9]{1,3}(?:,[0-9]{3}){1,4}(?:\.[0-9]{1,15})?")
_LONGEST = 60
_MINUS = str.maketrans("ー˗負", "---")
_POINTS = lazy(r"(?<=[0-9])[・·‧•⋅](?=[0-9])")
_CURRENCY = r"(?:新[臺台]幣|NT\$?|NTD|TWD|\$|計|共計?|約)"
_UNITS = (
    "只", "具", "台", "臺", "個", "支", "元整", "元正", "元", "圓整", "圓", "件", "張", "枚", "部", "組", "顆", "次", "套", "筆", "秒", "時", "分", "公尺", "公升", "公斤", "公克", "級", "pcs", "pc", "ea", "sets", "set", "units", "unit", "%", "‰", "L", "ml", "l", "Pa", "kPa", "mbar", "m3/h", "m³/h", "km/hr", "km/h", "kph", "kg", "mg", "g", "km", "mm", "cm", "m", "s", "sec", "min", "h", "V", "A", "W", "公里/小時", "公里/時", "立方公尺/小時", "立方公尺/時", "m3",
)  # fmt: skip
_PREFIX = lazy(rf"{_CURRENCY}[:.]?", re.IGNORECASE)
_SUFFIX = lazy("(?:" + "|".join(re.escape(u) for u in sorted(_UNITS, key=len, reverse=True)) + r")\.?", re.IGNORECASE)
_BRACKETED = lazy(r"(?<=[^\s(])\s*\((?:[^()0-9負-]{1,6}|(?:合格|通過).*)\)$")
_DIGITS = {
    c: n
    for n, row in enumerate(("零〇○Ｏ", "一壹", "二貳兩", "三參叁", "四肆", "五伍", "六陸", "七柒", "八捌", "九玖"))
    for c in row
}
_STEPS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_MYRIADS = {"萬": 10**4, "万": 10**4, "億": 10**8, "兆": 10**12}
_CHINESE = lazy(f"[{''.join(_DIGITS)}{''.join(_STEPS)}{''.join(_MYRIADS)}]+")


def to_decimal(text: str) -> Decimal | None:
    """The number of a text, or ``None`` where it is not exactly one number.

    Read are ``-－−–—`` and ``+`` signs, full-width digits, thousands separators, ``．・`` as decimal point, a
    currency before and a unit or counter after the number, and Chinese numerals. Digits of a wrapped cell are joined.
    """
    if _PLAIN.fullmatch(text):
        return Decimal(text)
    if len(text) > _LONGEST:
        return None
    core = _core(text)
    if _PLAIN.fullmatch(core):
        return Decimal(core)
    if _GROUPED.fullmatch(core):
        return Decimal(core.replace(",", ""))
    whole = chinese_to_int(core)
    return None if whole is None else Decimal(whole)


def to_int(text: str) -> int | None:
    """The whole number of a text, or ``None``; ``25.0`` is whole."""
    value = to_decimal(text)
    return int(value) if value is not None and value == value.to_integral_value() else None


def _core(text: str) -> str:
    """Without currency, unit and the white space that may stand inside a number."""
    text = _POINTS.sub(".", normal(text).strip().replace("\n", "").translate(_MINUS))
    text = _PREFIX.sub("", text, count=1).strip() if text and not text[0].isdigit() else text
    text = _strip_unit(_BRACKETED.sub("", text))
    return re.sub(r"(?<=[+\-.,]) +| +(?=[.,])", "", text)


def _strip_unit(text: str) -> str:
    for match in _SUFFIX.finditer(text):
        if match.end() == len(text) and match.start():
            return text[: match.start()].rstrip()
    return text


def chinese_to_int(text: str) -> int | None:
    """``壹仟貳佰`` -> 1200, ``一○七`` -> 107 (digits one by one), ``十二`` -> 12; ``None`` for other text."""
    if not _CHINESE.fullmatch(text):
        return None
    if not any(c in _STEPS or c in _MYRIADS for c in text):
        return int("".join(str(_DIGITS[c]) for c in text))
    return _by_place(text)


def _by_place(text: str) -> int | None:
    for unit, size in sorted(_MYRIADS.items(), key=lambda item: -item[1]):
        if unit in text:
            head, _, tail = text.partition(unit)
            high, low = _by_place(head) if head else None, _by_place(tail) if tail else 0
            return None if high is None or low is None or low >= size else high * size + low
    return _below_myriad(text)


def _below_myriad(text: str) -> int | None:
    total, digit, last = 0, -1, 10000
    for c in text:
        if c in _STEPS:
            step = _STEPS[c]
            if step >= last or digit == 0:
                return None
            total, digit, last = total + (1 if digit < 0 else digit) * step, -1, step
        elif digit > 0:
            return None
        else:
            digit = _DIGITS[c]
    return total + max(digit, 0)


_SEVERAL_TOLERANCES = lazy(r"(?=.*[0-9])[0-9.±+\-~/,%:()]{1,40}")
_TOLERANCE = lazy(r"(?:±|\+/-|\+-|-/\+)?([0-9]+(?:\.[0-9]+)?)%?")


def to_tolerance(text: str) -> str | None:
    """A tolerance as written, ``± 2 %`` as ``±2``; ``None`` where no number stands after the sign."""
    core = re.sub(r"\s+", "", _POINTS.sub(".", normal(text)))
    match = _TOLERANCE.fullmatch(core)
    if match is None:
        return core if _SEVERAL_TOLERANCES.fullmatch(core) else None
    return ("±" if core[0] in "±+-" else "") + match.group(1)
