"""Rules that recompute what a record says: water readings, and errors from indicated and reference values.

A shown figure stands for every value that rounds to it, so each comparison allows what half a unit in the last
place of every figure can make. Error = (indicated - reference) / reference (度量衡法 art. 2 (7)).
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from schemas.findings import Finding
from schemas.rules.case import Case, Rule, usable

_PARTS: dict[str, tuple[str, ...]] = {
    "water_meter": ("high", "low"),
    "gas_meter": ("qmax", "qmax_0_2", "qmin_3"),
}
_PART_WORDS = {"high": ("大流", "high flow"), "low": ("小流", "low flow")}
_HUNDRED = Decimal(100)
_FINEST = Decimal("0.000001")


def last_place(value: Decimal) -> Decimal:
    """One unit in the last place that ``value`` shows."""
    exponent = value.as_tuple().exponent
    return Decimal(1).scaleb(exponent if isinstance(exponent, int) and exponent < 0 else 0)


def water_volumes(case: Case) -> Iterator[Finding]:
    """R431, R432: end minus start is the indicated volume; the end is not before the start."""
    if case.document.instrument_kind != "water_meter":
        return
    for number, row in case.rows:
        for part in _PARTS["water_meter"]:
            yield from _volume(case, number, row, part)


def _volume(case: Case, number: int, row: Any, part: str) -> Iterator[Finding]:
    start, end = usable(getattr(row, f"{part}_start")), usable(getattr(row, f"{part}_end"))
    indicated = usable(getattr(row, f"{part}_indicated"))
    if start is None or end is None:
        return
    zh, en = _PART_WORDS[part]
    words = {"part": zh, "part_en": en, "start": start, "end": end, "expected": end - start}
    if end < start:
        yield case.at("R432", number, row, f"{part}_end", **words)
    elif indicated is not None:
        slack = (last_place(start) + last_place(end) + last_place(indicated)) / 2
        if abs(end - start - indicated) > slack:
            yield case.at("R431", number, row, f"{part}_indicated", **words)


def errors(case: Case) -> Iterator[Finding]:
    """R433, R434: the stated error against indicated and reference value; a reference that cannot be divided by."""
    parts = _PARTS.get(case.document.instrument_kind or "", ())
    for number, row in case.rows:
        for part in parts:
            yield from _error(case, number, row, part)


def _error(case: Case, number: int, row: Any, part: str) -> Iterator[Finding]:
    reference = usable(getattr(row, f"{part}_reference"))
    if reference is None:
        return
    if reference <= 0:
        yield case.at("R434", number, row, f"{part}_reference", **case.words(f"{part}_reference"))
        return
    indicated, error = usable(getattr(row, f"{part}_indicated")), usable(getattr(row, f"{part}_error"))
    if indicated is None or error is None:
        return
    computed = (indicated - reference) / reference * _HUNDRED
    if abs(computed - error) > _slack(indicated, reference, error):
        expected = computed.quantize(max(last_place(error), _FINEST)) if computed.adjusted() < 15 else computed
        facts = {"indicated": indicated, "reference": reference, "expected": expected}
        yield case.at("R433", number, row, f"{part}_error", **case.words(f"{part}_error"), **facts)


def _slack(indicated: Decimal, reference: Decimal, error: Decimal) -> Decimal:
    least = reference - last_place(reference) / 2
    if least <= 0:
        return _HUNDRED
    ratio = abs(indicated) / reference
    volumes = (last_place(indicated) + ratio * last_place(reference)) / 2 / least * _HUNDRED
    return volumes + last_place(error) / 2


RULES: tuple[Rule, ...] = (
    Rule(("R431", "R432"), water_volumes),
    Rule(("R433", "R434"), errors),
)
