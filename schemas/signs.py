"""Signs of invention in readings, for staff only: what to look at, never a reason to reject. Method: docs/signs.md."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from statistics import median, stdev
from typing import Literal

from schemas.rules.case import usable

Method = Literal["copied", "digits", "even", "bench"]
ALPHA = 0.001
"""A batch of an honest maker gives a sign of one method by chance about so often, all its fields taken together."""
LEAST_DIGITS = 50
LEAST_SPREAD = 8
LEAST_ROWS = 10
LEAST_BATCHES = 5
EVEN_SHARE = 5
_SET_OR_DERIVED = ("_rate", "_reference", "_end", "_error")


@dataclass(frozen=True, slots=True)
class Batch:
    """The instruments of one document. ``readings``: field -> a value for each instrument, ``None`` where blank.

    ``specification`` is the size: only readings of one size are compared with each other or counted together.
    """

    permit: str
    period: str
    kind: str
    document: str
    day: date | None
    serials: Sequence[str | None]
    readings: Mapping[str, Sequence[Decimal | None]]
    bench: str | None = None
    specification: str | None = None


@dataclass(frozen=True, slots=True)
class Sign:
    """One thing to look at: the figures, the chance of it (where there is one), and bars for a picture."""

    method: Method
    permit: str
    period: str
    kind: str
    field: str | None
    documents: tuple[str, ...]
    figures: Mapping[str, str]
    chance: float | None = None
    bars: tuple[tuple[str, float], ...] = ()


def signs(batches: Sequence[Batch], per_day: Mapping[str, int] | None = None) -> list[Sign]:
    """All signs, by permit and month. ``per_day``: instruments of a kind that a bench can do; absent: not asked."""
    batches = [_readable(batch) for batch in batches]
    found = [
        *(sign for batch in batches for sign in copied(batch)),
        *(sign for group in _by_size(batches) for sign in digits(group)),
        *even(batches),
        *bench(batches, per_day or {}),
    ]
    return sorted(found, key=lambda sign: (sign.permit, sign.period, sign.kind, sign.method, sign.field or ""))


def copied(batch: Batch) -> Iterator[Sign]:
    """Instruments with all free readings alike, oftener than the fields' own repetition explains (Poisson)."""
    fields = [name for name, values in batch.readings.items() if not name.endswith(_SET_OR_DERIVED) and _varies(values)]
    rows: dict[tuple[Decimal | None, ...], list[str]] = defaultdict(list)
    complete = [
        index for index in range(len(batch.serials)) if all(batch.readings[name][index] is not None for name in fields)
    ]
    for index in complete:
        rows[tuple(batch.readings[name][index] for name in fields)].append(batch.serials[index] or "?")
    pairs = sum(len(group) * (len(group) - 1) // 2 for group in rows.values())
    if len(fields) < 2 or len(complete) < LEAST_ROWS or not pairs:
        return
    columns = [[batch.readings[name][index] for index in complete] for name in fields]
    expected, dispersion = expected_pairs(columns)
    chance = poisson_tail(round(pairs / dispersion), expected / dispersion)
    if chance < ALPHA:
        groups = sorted((group for group in rows.values() if len(group) > 1), key=len, reverse=True)
        figures = {
            "instruments": str(len(complete)),
            "fields": str(len(fields)),
            "pairs": str(pairs),
            "expected": f"{expected:.3g}",
            "examples": "; ".join(" = ".join(group[:5]) for group in groups[:5]),
        }
        bars = tuple((group[0], float(len(group))) for group in groups[:12])
        yield _sign("copied", [batch], None, figures, chance, bars)


def digits(group: Sequence[Batch]) -> Iterator[Sign]:
    """Last digits that are not equally frequent in a maker's month (chi-square), where the spread makes them so."""
    names = sorted({name for batch in group for name in batch.readings if not name.endswith(_SET_OR_DERIVED[:2])})
    tested = [(name, *tally) for name in names if (tally := _last_digits(group, name)) is not None]
    for name, counts, step in tested:
        total, classes = sum(counts), len(counts)
        expected = total / classes
        statistic = sum((count - expected) ** 2 / expected for count in counts)
        chance = min(1.0, chi_square_tail(statistic, classes - 1) * len(tested))
        if chance < ALPHA:
            figures = {"readings": str(total), "chi_square": f"{statistic:.1f}", "freedom": str(classes - 1)}
            bars = tuple((str(index * step), float(count)) for index, count in enumerate(counts))
            yield _sign("digits", group, name, figures, chance, bars)


def _last_digits(group: Sequence[Batch], name: str) -> tuple[list[int], int] | None:
    """Counts of the last digits with their step (1, 2 or 5 on coarse scales); ``None`` where they need not be even."""
    values = [value for batch in group for value in batch.readings.get(name, ()) if value is not None]
    if len(values) < LEAST_DIGITS:
        return None
    places = max(_decimals(value) for value in values)
    whole = [int(abs(value).scaleb(places)) for value in values]
    step = next(size for size in (5, 2, 1) if all(value % size == 0 for value in whole))
    if stdev(value / step for value in whole) < LEAST_SPREAD:
        return None
    counts = Counter(value % 10 // step for value in whole)
    return [counts[index] for index in range(10 // step)], step


def even(batches: Sequence[Batch]) -> Iterator[Sign]:
    """Errors whose spread is a fifth or less of what is usual for kind, size and field (median of the other batches)."""
    spreads: dict[tuple[str, str | None, str], list[tuple[Batch, float]]] = defaultdict(list)
    for batch in batches:
        for name, values in batch.readings.items():
            known = [float(value) for value in values if value is not None]
            if len(known) >= LEAST_ROWS and not name.endswith(_SET_OR_DERIVED[:3]):
                spreads[batch.kind, batch.specification, name].append((batch, stdev(known)))
    for (_, _, name), group in spreads.items():
        for batch, spread in group:
            others = [other for one, other in group if one is not batch]
            if len(others) < LEAST_BATCHES or not median(others) or spread > median(others) / EVEN_SHARE:
                continue
            figures = {"deviation": f"{spread:.4g}", "usual": f"{median(others):.4g}", "batches": str(len(others))}
            bars = ((batch.document, spread), ("median", median(others)))
            yield _sign("even", [batch], name, figures, None, bars)


def bench(batches: Sequence[Batch], per_day: Mapping[str, int]) -> Iterator[Sign]:
    """More instruments on a day than ``per_day`` for the kind (on a bench, where the record names it)."""
    days: dict[tuple[str, str, str | None, date], list[Batch]] = defaultdict(list)
    for batch in batches:
        if batch.day is not None and batch.kind in per_day:
            days[batch.permit, batch.kind, batch.bench, batch.day].append(batch)
    for (_, kind, name, day), group in days.items():
        count, limit = sum(len(batch.serials) for batch in group), per_day[kind]
        if count > limit:
            figures = {"day": str(day), "bench": name or "-", "instruments": str(count), "limit": str(limit)}
            bars = ((str(day), float(count)), ("limit", float(limit)))
            yield _sign("bench", group, None, figures, None, bars)


def chi_square_tail(statistic: float, freedom: int) -> float:
    """P(chi-square >= statistic), exact by the recursion over the degrees of freedom."""
    half = statistic / 2
    tail, degree = (math.exp(-half), 2) if freedom % 2 == 0 else (math.erfc(math.sqrt(half)), 1)
    while degree < freedom:
        tail += math.exp(degree / 2 * math.log(half) - half - math.lgamma(degree / 2 + 1)) if half else 0.0
        degree += 2
    return min(1.0, tail)


def poisson_tail(count: int, expected: float) -> float:
    """P(X >= count) of a Poisson distribution, summed from ``count`` upwards so that small chances stay exact."""
    if not expected or not count:
        return 0.0 if count else 1.0
    term = math.exp(count * math.log(expected) - expected - math.lgamma(count + 1))
    total, number = 0.0, count
    while term > total * 1e-12 or number < expected:
        total += term
        number += 1
        term *= expected / number
    return min(1.0, total)


def expected_pairs(columns: Sequence[Sequence[Decimal | None]]) -> tuple[float, float]:
    """Pairs alike in all columns if the columns were independent: their mean, and variance by mean (1 or more)."""
    size = len(columns[0])
    two = math.prod(_power_sum(values, 2) for values in columns)
    three = math.prod(_power_sum(values, 3) for values in columns)
    mean = two * size * (size - 1) / 2
    variance = mean * (1 - two) + size * (size - 1) * (size - 2) * (three - two * two)
    return mean, max(1.0, variance / mean)


def _power_sum(values: Sequence[Decimal | None], power: int) -> float:
    """The chance that so many instruments of the batch agree in a field."""
    return sum((count / len(values)) ** power for count in Counter(values).values())


def _readable(batch: Batch) -> Batch:
    readings = {name: [usable(value) for value in values] for name, values in batch.readings.items()}
    return replace(batch, readings=readings)


def _varies(values: Iterable[Decimal | None]) -> bool:
    return len({value for value in values if value is not None}) > 1


def _decimals(value: Decimal) -> int:
    exponent = value.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _by_size(batches: Iterable[Batch]) -> list[list[Batch]]:
    groups: dict[tuple[str | None, ...], list[Batch]] = defaultdict(list)
    for batch in batches:
        groups[batch.permit, batch.period, batch.kind, batch.specification].append(batch)
    return list(groups.values())


def _sign(
    method: Method,
    group: Sequence[Batch],
    name: str | None,
    figures: Mapping[str, str],
    chance: float | None,
    bars: tuple[tuple[str, float], ...],
) -> Sign:
    first = group[0]
    documents = tuple(batch.document for batch in group)
    return Sign(method, first.permit, first.period, first.kind, name, documents, figures, chance, bars)
