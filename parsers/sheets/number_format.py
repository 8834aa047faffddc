"""Spreadsheet number formats: a stored number -> the text that a person sees.

ECMA-376 part 1, 18.8.30. What is shown is followed in digits, percent, literals and dates; thousands
separators, colours and currency signs are left out, and dates are written in ISO 8601.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import lru_cache
from typing import Literal

Kind = Literal["general", "text", "number", "percent", "date"]

_BUILT_IN = {
    1: "0", 2: "0.00", 3: "0", 4: "0.00", 9: "0%", 10: "0.00%", 14: "yyyy/m/d", 15: "d-mmm-yy", 16: "d-mmm",
    17: "mmm-yy", 18: "h:mm", 19: "h:mm:ss", 20: "h:mm", 21: "h:mm:ss", 22: "yyyy/m/d h:mm", 37: "0", 38: "0",
    39: "0.00", 40: "0.00", 41: "0", 42: "0", 43: "0.00", 44: "0.00", 45: "mm:ss", 46: "[h]:mm:ss",
    47: "mm:ss", 49: "@",
    # Locale dates of zh-TW (ECMA-376 part 1, 18.8.30): ROC years, and times.
    27: "e/m/d", 28: "e/m/d", 29: "e/m/d", 30: "m/d/yy", 31: "yyyy/m/d", 32: "h:mm", 33: "h:mm:ss", 34: "h:mm",
    35: "h:mm:ss", 36: "e/m/d", 50: "e/m/d", 51: "e/m/d", 52: "yyyy/m/d", 53: "yyyy/m/d", 54: "e/m/d",
    55: "h:mm", 56: "h:mm:ss", 57: "e/m/d", 58: "e/m/d",
}  # fmt: skip
_TOKEN = re.compile(r'"([^"]*)"|\\(.)|_.|\*.|\[([^\]]*)\]|(AM/PM|A/P|上午/下午|General|G/通用格式)|(.)', re.I | re.S)
_SIMPLE = re.compile(r"(-?)(0|[1-9]\d{0,8})(?:\.(\d{0,5}[1-9]))?")
_SCIENTIFIC = re.compile(r"[0#?]E[+-]", re.IGNORECASE)
_ELAPSED = re.compile(r"^(h+|m+|s+)$", re.I)
_EPOCH_1900 = datetime(1899, 12, 30)  # noqa: DTZ001 - a workbook's dates have no zone
_EPOCH_1904 = datetime(1904, 1, 1)  # noqa: DTZ001
_LAST_SERIAL = 2_958_466


@dataclass(frozen=True, slots=True)
class NumberFormat:
    """One number format, read once. ``digits`` are the places before the point that are always shown."""

    kind: Kind
    digits: int = 0
    decimals: int = 0
    optional: int = 0
    prefix: str = ""
    suffix: str = ""
    parts: frozenset[str] = frozenset()

    def show(self, value: str, *, date1904: bool = False) -> str:
        """The text of a stored number; the number itself where the format has no say."""
        if self.kind != "date" and (simple := _SIMPLE.fullmatch(value)) and (shown := self._padded(*simple.groups(""))):
            return shown
        number = plain(value)
        if number is None or self.kind in ("general", "text"):
            return value if number is None else text_of(number)
        if self.kind == "date":
            return self._date(number, date1904)
        return self._number(number)

    def _padded(self, sign: str, whole: str, fraction: str) -> str | None:
        """A number of few digits, which need at most zeros around them; ``None`` if this is not enough."""
        if self.kind in ("general", "text"):
            return f"{sign}{whole}.{fraction}" if fraction else f"{sign}{whole}"
        if self.kind == "percent" or len(fraction) > self.decimals + self.optional:
            return None
        shown = whole.rjust(self.digits, "0")
        fraction = fraction.ljust(self.decimals, "0")
        return (
            f"{self.prefix}{sign}{shown}.{fraction}{self.suffix}"
            if fraction
            else self.prefix + sign + shown + self.suffix
        )

    def _number(self, number: Decimal) -> str:
        scaled = number * 100 if self.kind == "percent" else number
        most = scaled.quantize(Decimal(1).scaleb(-self.decimals - self.optional), rounding=ROUND_HALF_UP)
        whole, _, fraction = format(abs(most), "f").partition(".")
        fraction = fraction[: self.decimals] + fraction[self.decimals :].rstrip("0")
        sign = "-" if most < 0 else ""
        shown = whole.rjust(self.digits, "0") + (f".{fraction}" if fraction else "")
        return f"{self.prefix}{sign}{shown}{self.suffix}{'%' if self.kind == 'percent' else ''}"

    def _date(self, serial: Decimal, date1904: bool) -> str:
        if "elapsed" in self.parts:
            return _elapsed(serial)
        if not 0 <= serial < _LAST_SERIAL:
            return text_of(serial)
        return _shown_date(_moment(serial, date1904), self.parts)


def plain(value: str) -> Decimal | None:
    """A stored number as spreadsheets mean it: 15 significant digits."""
    try:
        number = Decimal(value)
    except InvalidOperation:
        return None
    if not number.is_finite() or abs(number.adjusted()) > 300:
        return None
    if len(number.as_tuple().digits) > 15 and not (number == number.to_integral_value() and number.adjusted() < 19):
        return Decimal(format(float(number), ".15g"))
    return number


def text_of(number: Decimal) -> str:
    """``18000000``, ``0.5``: no exponent, no ``.0``."""
    if number == number.to_integral_value():
        return format(number.to_integral_value(), "f") if number.adjusted() < 30 else str(number)
    shown = format(number, "f")
    return shown.rstrip("0").rstrip(".") if "." in shown else shown


def built_in(number: int) -> NumberFormat:
    """The format of a built-in number format id."""
    return parse(_BUILT_IN.get(number, "General"))


@lru_cache(maxsize=4096)
def parse(code: str) -> NumberFormat:
    """A format code's first section (numbers that are not negative)."""
    section = _first_section(code[:512])
    if _SCIENTIFIC.search(section):
        return NumberFormat("general")
    letters, prefix, suffix, elapsed = _tokens(section)
    lowered = letters.lower()
    if elapsed or re.search(r"[ydehs]|m", lowered.replace("general", "")):
        return NumberFormat("date", parts=_date_parts(lowered, elapsed))
    if "@" in letters:
        return NumberFormat("text")
    if "/" in letters or "?" in letters or not re.search(r"[0#]", letters):
        return NumberFormat("general")
    return _number_format(letters, prefix, suffix)


def _first_section(code: str) -> str:
    """Up to the first ``;`` outside quotes."""
    for found in re.finditer(r'"[^"]*"|\\.|;', code):
        if found[0] == ";":
            return code[: found.start()]
    return code


def _tokens(section: str) -> tuple[str, str, str, bool]:
    """The section's own letters; the literals before and after the digits; whether it counts elapsed time."""
    letters, literal, elapsed = "", ["", ""], False
    for quoted, escaped, bracket, word, char in _TOKEN.findall(section):
        side = 1 if re.search(r"[0#]", letters) else 0
        if quoted or escaped:
            literal[side] += "" if "$" in quoted + escaped else quoted + escaped
        elif bracket:
            elapsed = elapsed or bool(_ELAPSED.match(bracket))
        elif char and not char.isascii():
            literal[side] += char
        elif not word and char not in " ,$+-()":
            letters += char
        elif char in ("-", "+") and char:
            literal[side] += char
    return letters, literal[0], literal[1], elapsed


def _number_format(letters: str, prefix: str, suffix: str) -> NumberFormat:
    whole, _, fraction = letters.replace("%", "").partition(".")
    decimals = len(re.match(r"0*", fraction)[0])  # type: ignore[index]
    return NumberFormat(
        "percent" if "%" in letters else "number",
        digits=max(whole.count("0"), 1),
        decimals=decimals,
        optional=len(re.findall(r"[0#]", fraction)) - decimals,
        prefix=prefix.strip(),
        suffix=suffix.strip(),
    )


def _date_parts(letters: str, elapsed: bool) -> frozenset[str]:
    """Which of year, roc, month, day, hour, second are shown; an ``m`` beside hours or seconds is minutes."""
    parts = {"elapsed"} if elapsed else set()
    parts |= {name for mark, name in (("y", "year"), ("d", "day"), ("h", "hour"), ("s", "second")) if mark in letters}
    if "e" in letters:
        parts |= {"year", "roc"}
    runs = re.findall(r"[hs]|m+|[yde]", letters)
    for index, run in enumerate(runs):
        beside = runs[max(index - 1, 0) : index] + runs[index + 1 : index + 2]
        minutes = (index and runs[index - 1] == "h") or "s" in beside[-1:]
        if run[0] == "m" and not minutes:
            parts.add("month")
    return frozenset(parts)


def _moment(serial: Decimal, date1904: bool) -> datetime:
    """Serials below 60 count from a day later: the 29th of February 1900 exists on sheets only."""
    epoch = _EPOCH_1904 if date1904 else _EPOCH_1900
    shift = 1 if not date1904 and 0 < serial < 60 else 0
    seconds = (serial % 1 * 86400).to_integral_value(ROUND_HALF_UP)
    return epoch + timedelta(days=int(serial) + shift, seconds=int(seconds))


def _shown_date(moment: datetime, parts: frozenset[str]) -> str:
    dated = bool(parts & {"year", "month", "day"})
    if not dated:
        return moment.strftime("%H:%M:%S" if "second" in parts or moment.second else "%H:%M")
    if "day" not in parts and "month" not in parts:
        return str(moment.year - 1911 if "roc" in parts else moment.year)
    day = moment.strftime("%Y-%m-%d" if "day" in parts or "year" not in parts else "%Y-%m")
    timed = "hour" in parts and (moment.hour or moment.minute or moment.second)
    return f"{day} {moment:%H:%M:%S}".removesuffix(":00") if timed else day


def _elapsed(serial: Decimal) -> str:
    seconds = int((serial * 86400).to_integral_value(ROUND_HALF_UP))
    return f"{seconds // 3600}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
