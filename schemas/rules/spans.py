"""Ranges of numbers compared by their ends, never expanded."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import accumulate
from typing import Generic, TypeVar

from schemas.identifiers import NumberRange
from schemas.text import squeeze

LONGEST_NUMBER = 40

Owner = TypeVar("Owner")


@dataclass(frozen=True, slots=True)
class Span(Generic[Owner]):
    """A range and whose it is."""

    range: NumberRange
    owner: Owner

    def shared(self, other: Span[Owner]) -> str:
        """The numbers that both have, as a range is written."""
        return written(self.range, max(self.range.first, other.range.first), min(self.range.last, other.range.last))


def written(numbers: NumberRange, first: int, last: int) -> str:
    """A part of a range as people write it: ``14073514~14073615``, or one number."""
    ends = [f"{numbers.prefix}{end:0{numbers.width}d}" for end in (first, last)]
    return ends[0] if first == last else "~".join(ends)


def overlaps(spans: Iterable[Span[Owner]]) -> Iterator[tuple[Span[Owner], Span[Owner]]]:
    """Pairs (earlier, later as given) that share a number: for each span at most the widest one before it.

    Sorting by the lower end makes this n log n; a span that lies in several others is told once.
    """
    groups: dict[tuple[str, int], list[tuple[int, Span[Owner]]]] = defaultdict(list)
    for order, span in enumerate(spans):
        groups[span.range.prefix.upper(), span.range.width].append((order, span))
    for group in groups.values():
        group.sort(key=lambda item: (item[1].range.first, item[0]))
        reach = group[0]
        for item in group[1:]:
            if item[1].range.first <= reach[1].range.last:
                low, high = sorted((reach, item), key=lambda pair: pair[0])
                yield low[1], high[1]
            if item[1].range.last > reach[1].range.last:
                reach = item


class RangeIndex(Generic[Owner]):
    """Ranges by prefix and width, looked up in log n; numbers are asked for one by one, ranges never expanded."""

    def __init__(self, spans: Iterable[Span[Owner]]) -> None:
        """Sorts the ranges by their lower ends."""
        groups: dict[tuple[str, int], list[Span[Owner]]] = defaultdict(list)
        for span in spans:
            groups[span.range.prefix.upper(), span.range.width].append(span)
        self._groups = {key: _Group(group) for key, group in groups.items()}

    def find(self, prefix: str, digits: str) -> Span[Owner] | None:
        """A range that holds the number ``prefix`` + ``digits``, or ``None``."""
        group = self._groups.get((prefix, len(digits)))
        return group.find(int(digits)) if group else None


class _Group(Generic[Owner]):
    def __init__(self, spans: list[Span[Owner]]) -> None:
        self.spans = sorted(spans, key=lambda span: span.range.first)
        self.firsts = [span.range.first for span in self.spans]
        self.reach = list(accumulate((span.range.last for span in self.spans), max))

    def find(self, number: int) -> Span[Owner] | None:
        index = bisect_right(self.firsts, number) - 1
        while index >= 0 and self.reach[index] >= number:
            if self.spans[index].range.last >= number:
                return self.spans[index]
            index -= 1
        return None


def parted(text: str) -> tuple[str, str] | None:
    """A bare number as (what stands before, its final digits), or ``None`` where it ends in no digit."""
    bare = squeeze(text).upper()
    prefix = bare.rstrip("0123456789")
    return (prefix, bare[len(prefix) :]) if 0 < len(bare) - len(prefix) <= LONGEST_NUMBER else None
