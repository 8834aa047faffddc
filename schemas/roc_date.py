"""Dates in the calendar of the Republic of China and in the Gregorian one; nothing else reads or writes ROC dates.

An ROC year is the Gregorian year less 1911. A bare year of four digits is Gregorian, of three digits ROC; one of
two digits is ROC where it can be meant (from 70 on), else nothing, because ``18/03/21`` may be either.
"""

from __future__ import annotations

from datetime import date

from schemas.numerals import chinese_to_int
from schemas.pattern import lazy
from schemas.text import squeeze

OFFSET = 1911
_EARLIEST_SHORT_YEAR = 70
_N = r"([0-9]{1,4}|[零〇○一二三四五六七八九十百元]{1,6})"
_ERA = r"(?P<era>(?:中華)?民國|民國|ROC|R\.O\.C\.|西元|公元)?"
_TIME = (
    r"(?:T?(?:[上下]午|[AP]M)?[0-9]{1,2}(?::[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?(?:[AP]M)?|[時點](?:[0-9]{1,2}分)?))?"
)
_WEEKDAY = r"(?:\(?(?:(?:星期|週|周|禮拜)?[一二三四五六日天]|(?i:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?i:day)?\.?)\)?)?"
_WORDS = lazy(rf"{_ERA}{_N}年度?{_N}月份?{_N}[日號]{_WEEKDAY}{_TIME}")
_SIGNS = lazy(rf"{_ERA}([0-9]{{2,4}})([/.\-])([0-9]{{1,2}})\3([0-9]{{1,2}})\.?{_WEEKDAY}{_TIME}")
_DIGITS = lazy(rf"{_ERA}([0-9]{{2,4}})([0-9]{{2}})([0-9]{{2}})")
_MONTH_WORDS = lazy(rf"{_ERA}{_N}年度?{_N}月份?")
_MONTH_SIGNS = lazy(rf"{_ERA}([0-9]{{2,4}})[/.\-]([0-9]{{1,2}})")
_MONTH_DIGITS = lazy(rf"{_ERA}([0-9]{{3,4}})([0-9]{{2}})")
_YEAR = lazy(rf"{_ERA}{_N}年?度?")
_ENGLISH = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAY_FIRST = lazy(r"([0-9]{1,2})[-/. ]?([a-z]{3})[a-z]*\.?[-/, ]?([0-9]{4})")
_MONTH_FIRST = lazy(r"([a-z]{3})[a-z]*\.?([0-9]{1,2}),?([0-9]{4})")


def parse(text: str) -> date | None:
    """The day that a text names, in any notation; ``None`` for an impossible day or more than one reading."""
    text = squeeze(text)
    match = _WORDS.fullmatch(text)
    if match:
        return _date(match["era"], *match.group(2, 3, 4))
    match = _SIGNS.fullmatch(text)
    if match:
        return _date(match["era"], *match.group(2, 4, 5))
    match = _DIGITS.fullmatch(text)
    return _date(match["era"], *match.group(2, 3, 4)) if match else _english(text.lower())


def parse_month(text: str) -> str | None:
    """``107年03月``, ``107/03``, ``10703``, ``2018-03`` -> ``2018-03``; a whole day gives its month."""
    squeezed = squeeze(text)
    for pattern in (_MONTH_WORDS, _MONTH_SIGNS, _MONTH_DIGITS):
        match = pattern.fullmatch(squeezed)
        if match:
            day = _date(match["era"], match.group(2), match.group(3), "1")
            return month_text(day) if day else None
    day = parse(squeezed)
    return month_text(day) if day else None


def parse_year(text: str) -> int | None:
    """A year alone, as a Gregorian one: ``107`` and ``民國107年`` -> 2018, ``2018`` -> 2018."""
    match = _YEAR.fullmatch(squeeze(text))
    return _gregorian(match["era"], match.group(2)) if match else None


def month_text(day: date) -> str:
    """``2018-03``."""
    return f"{day.year:04d}-{day.month:02d}"


def roc_year(day: date) -> int:
    """The ROC year of a day; 0 and below before 1912."""
    return day.year - OFFSET


def long_form(day: date) -> str:
    """``中華民國107年3月21日``."""
    return f"中華民國{roc_year(day)}年{day.month}月{day.day}日"


def short_form(day: date, separator: str = "/") -> str:
    """``107/03/21``, or with another separator."""
    return f"{roc_year(day):03d}{separator}{day.month:02d}{separator}{day.day:02d}"


def digits_form(day: date) -> str:
    """``1070321``."""
    return short_form(day, "")


def month_form(day: date) -> str:
    """``107年03月``."""
    return f"{roc_year(day)}年{day.month:02d}月"


def _date(era: str | None, year: str, month: str, day: str) -> date | None:
    full, m, d = _gregorian(era, year), _number(month), _number(day)
    if full is None or m is None or d is None:
        return None
    try:
        return date(full, m, d)
    except ValueError:
        return None


def _gregorian(era: str | None, year: str) -> int | None:
    number = _number(year)
    if not number:
        return None
    if era in {"西元", "公元"}:
        return number if number >= OFFSET else None
    if era:
        return number + OFFSET if number < 1000 else None
    if number > OFFSET and len(year) == 4:
        return number
    plausible = number >= _EARLIEST_SHORT_YEAR and number < 1000
    return number + OFFSET if plausible or (len(year) == 3 and year[0] == "0" and number) else None


def _number(text: str) -> int | None:
    if text == "元":
        return 1
    return int(text) if text.isdigit() else chinese_to_int(text)


def _english(text: str) -> date | None:
    match = _DAY_FIRST.fullmatch(text)
    if match:
        return _named(match.group(3), match.group(2), match.group(1))
    match = _MONTH_FIRST.fullmatch(text)
    return _named(match.group(3), match.group(1), match.group(2)) if match else None


def _named(year: str, month: str, day: str) -> date | None:
    return _date("西元", year, str(_ENGLISH.index(month) + 1), day) if month in _ENGLISH else None
