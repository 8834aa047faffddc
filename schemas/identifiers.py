"""Numbers that name something: 統一編號, permit, company code, verification marks, lists and ranges of serials.

Guide of 108.01.18, items 5 to 7; every function takes text as written and returns the bare form or ``None``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from schemas.pattern import lazy
from schemas.text import normal, squeeze

_UBN_WEIGHTS = (1, 2, 1, 2, 1, 2, 4, 1)
_PERMIT = lazy(r"(?:[\u4e00-\u9fff]{1,12}:?|(?i:No)\.?:?)?((?i:[MI]V))-?([0-9]{3})-?([0-9]{3})號?")
_COMPANY_CODE = lazy(r"S[1-9A-Z]")
_MARK = lazy(r"(?P<company>S[1-9A-Z])?(?P<code>[A-Z]{2})?(?P<digits>[0-9]{4,})")
_LABEL = lazy(r"(?P<mark>S[1-9A-Z]L[GH][0-9]{8});(?P<serial>.+)")


def is_ubn(text: str, *, divisor: int = 5) -> bool:
    """Whether a 統一編號 has a right check digit: ``divisor`` 5 since 2023-04-01, 10 before. Old numbers pass both."""
    if not re.fullmatch(r"[0-9]{8}", text) or text == "00000000":
        return False
    products = [int(digit) * weight for digit, weight in zip(text, _UBN_WEIGHTS, strict=True)]
    total = sum(product // 10 + product % 10 for product in products)
    return total % divisor == 0 or (text[6] == "7" and (total + 1) % divisor == 0)


def permit_number(text: str) -> str | None:
    """``自檢 MV107001`` -> ``MV107001``; ``None`` where the text is no permit number."""
    match = _PERMIT.fullmatch(squeeze(text))
    return "".join(match.groups()).upper() if match else None


def permit_year(number: str) -> int | None:
    """The ROC year in a permit number: 107 of ``MV107001``."""
    found = permit_number(number)
    return int(found[2:5]) if found else None


def company_code(text: str) -> str | None:
    """自行檢定業者代碼: ``S`` and one of ``1-9A-Z``."""
    squeezed = squeeze(text).upper()
    return squeezed if _COMPANY_CODE.fullmatch(squeezed) else None


class Mark(NamedTuple):
    """A 合格印證號碼 in its parts: ``S1LH07123456`` is company ``S1``, code ``LH``, digits ``07123456``."""

    company: str | None
    code: str | None
    digits: str

    @property
    def year_code(self) -> str:
        """The first two digits: the ROC year modulo 100 where the kind's marks carry one."""
        return self.digits[:2]


def mark(text: str) -> Mark | None:
    """The parts of a mark number of any kind, or ``None``; length and code are the kind's business."""
    match = _MARK.fullmatch(squeeze(text).upper())
    return Mark(match["company"], match["code"], match["digits"]) if match else None


def label(text: str) -> tuple[str, str] | None:
    """The QR code of an electricity meter's label: (certificate number, meter serial)."""
    match = _LABEL.fullmatch(text)
    return (match["mark"], match["serial"]) if match else None


@dataclass(frozen=True, slots=True)
class NumberRange:
    """Consecutive numbers ``prefix`` + ``first`` … ``last`` (``width`` digits); never expanded in memory."""

    prefix: str
    first: int
    last: int
    width: int

    @property
    def count(self) -> int:
        """How many numbers."""
        return self.last - self.first + 1

    def __contains__(self, text: object) -> bool:
        """Whether a number, written bare, is one of these."""
        if not isinstance(text, str) or not text.startswith(self.prefix):
            return False
        digits = text[len(self.prefix) :]
        return len(digits) == self.width and digits.isdecimal() and self.first <= int(digits) <= self.last

    def __iter__(self) -> Iterator[str]:
        return (f"{self.prefix}{number:0{self.width}d}" for number in range(self.first, self.last + 1))

    def overlaps(self, other: NumberRange) -> bool:
        """Whether both have a number in common."""
        same = (self.prefix, self.width) == (other.prefix, other.width)
        return same and self.first <= other.last and other.first <= self.last


@dataclass(frozen=True, slots=True)
class NumberList:
    """What a cell of serial or mark numbers names; ``unread`` holds the pieces that are no number."""

    ranges: tuple[NumberRange, ...]
    unread: tuple[str, ...] = ()

    @property
    def count(self) -> int:
        """How many numbers, repeated ones counted as often as they are written."""
        return sum(item.count for item in self.ranges)

    def __contains__(self, text: object) -> bool:
        return any(text in item for item in self.ranges)

    def __iter__(self) -> Iterator[str]:
        for item in self.ranges:
            yield from item

    def repeated(self) -> NumberRange | None:
        """The first range that shares a number with an earlier one, or ``None``."""
        ordered = sorted(self.ranges, key=lambda item: (item.prefix, item.width, item.first))
        return next((b for a, b in pairwise(ordered) if a.overlaps(b)), None)


_RANGE_SIGN = lazy(r"\s*(?:~|至|迄|到|\.{2,3}|…|TO)\s*", re.IGNORECASE)
_LIST_SIGN = lazy(r"\s*[、,;/及與和]\s*")
_NUMBER = lazy(r"(?P<prefix>.{0,32}?)(?P<digits>[0-9]{1,15})")
_HYPHENED = lazy(r"([0-9]{5,15})-([0-9]{5,15})")


def number_list(text: str, count: int | None = None) -> NumberList:
    """``14073514~14073615``, ``A01、A02``, lines of a wrapped cell -> ranges in the order written.

    A line break may stand for nothing (a wrapped number) or between two numbers: the reading that gives ``count``
    numbers is taken, else the former. ``12345678-12345699`` is a range, ``06A50-034736`` is one serial.
    """
    return _parsed(join_lines(re.sub(r"\s+", "\n", normal(text).strip()), count))


def join_lines(text: str, count: int | None) -> str:
    """The lines of a cell of numbers on one line: wrapped numbers whole again, whole ones a space apart.

    The reading that gives ``count`` numbers is taken; where neither or both do, the one that leaves nothing unread.
    """
    joined, apart = text.replace("\n", ""), text.replace("\n", " ")
    if joined == apart:
        return joined
    readings = [(candidate, _parsed(candidate)) for candidate in (joined, re.sub(r" ?([~、,;至]) ?", r"\1", apart))]
    fitting = [candidate for candidate, found in readings if found.count == count and not found.unread]
    whole = [candidate for candidate, found in readings if not found.unread]
    return (fitting or whole or [joined])[0]


def _parsed(text: str) -> NumberList:
    ranges: list[NumberRange] = []
    unread: list[str] = []
    for piece in re.split(r"\s+|" + _LIST_SIGN.pattern, text):
        found = _range(piece) if piece else None
        if found:
            ranges.append(found)
        elif piece:
            unread.append(piece)
    return NumberList(tuple(ranges), tuple(unread))


def _range(piece: str) -> NumberRange | None:
    hyphened = _HYPHENED.fullmatch(piece)
    if hyphened and len(hyphened.group(1)) == len(hyphened.group(2)):
        return _between(*hyphened.groups())
    ends = _RANGE_SIGN.split(piece)
    if len(ends) > 2:
        return None
    return _between(ends[0], ends[-1])


def _between(first: str, last: str) -> NumberRange | None:
    """``last`` may be shortened to its final digits: ``14073514~615``."""
    left, right = _NUMBER.fullmatch(first), _NUMBER.fullmatch(last)
    if left is None or right is None:
        return None
    width, digits = len(left["digits"]), right["digits"]
    if right["prefix"] not in {"", left["prefix"]} or len(digits) > width:
        return None
    if right["prefix"] == left["prefix"] and left["prefix"] and len(digits) != width:
        return None
    end = int(left["digits"][: width - len(digits)] + digits)
    start = int(left["digits"])
    return NumberRange(left["prefix"], start, end, width) if start <= end else None
