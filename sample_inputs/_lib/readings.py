"""Believable readings for each kind; what a reading implies (volumes, errors) is computed, never drawn."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from decimal import ROUND_HALF_UP, Decimal

from sample_inputs._lib.records import Row

Draw = Callable[[random.Random, bool], Row]
"""(source of chance, whether the instrument passes) -> its readings."""


def dec(value: float, places: int) -> Decimal:
    """A figure with a fixed number of decimals; never a negative zero."""
    found = Decimal(str(value)).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    return found if found else abs(found)


def error_of(indicated: Decimal, reference: Decimal) -> Decimal:
    """器差 in per cent to two decimals: (indicated - reference) / reference."""
    found = ((indicated - reference) / reference * 100).quantize(Decimal("0.01"), ROUND_HALF_UP)
    return found if found else abs(found)


def scales(step: str, limit: int) -> Draw:
    """Errors in multiples of ``step`` (the unit of e); a passing scale stays within ``limit`` steps."""

    def draw(chance: random.Random, passes: bool) -> Row:
        names = ("eccentricity", "increasing_1", "increasing_2", "increasing_3", "decreasing_3", "decreasing_2")
        row: Row = {name: _steps(chance, step, limit) for name in (*names, "decreasing_1")}
        if not passes:
            row["increasing_3"] = Decimal(step) * (limit + chance.randint(6, 11))
        row["shows_above_max_9e"] = False
        return row

    return draw


def _steps(chance: random.Random, step: str, limit: int) -> Decimal:
    found = Decimal(step) * round(chance.gauss(0, limit / 3))
    found = max(min(found, Decimal(step) * limit), Decimal(step) * -limit)
    return found if found else abs(found)


def mechanical(step: str, limit: int) -> Draw:
    """As ``scales``; a dial has no display above Max + 9e."""
    electronic = scales(step, limit)

    def draw(chance: random.Random, passes: bool) -> Row:
        row = electronic(chance, passes)
        del row["shows_above_max_9e"]
        return row

    return draw


def taximeter(chance: random.Random, passes: bool) -> Row:
    """Bench test (定置) only: the permit covers initial verification."""
    far = 1.0 if passes else 1.031
    return {
        "distance_bench_initial": dec(chance.uniform(1238, 1249) * far, 1),
        "distance_bench_next": dec(chance.uniform(197.6, 199.9) * far, 1),
        "night_distance_bench_initial": dec(chance.uniform(1032, 1041) * far, 1),
        "night_distance_bench_next": dec(chance.uniform(164.8, 166.5) * far, 1),
        "time": dec(chance.uniform(79.2, 80.6), 1),
        "changeover_speed": dec(chance.uniform(4.93, 5.05), 2),
    }


def water(high_reference: str, low_reference: str, high_tolerance: str, low_tolerance: str) -> Draw:
    """Two flows; end - start = indicated, error from indicated and reference."""

    def draw(chance: random.Random, passes: bool) -> Row:
        high = _flow(chance, Decimal(high_reference), 0.7 if passes else 3.4)
        low = _flow(chance, Decimal(low_reference), 1.6)
        row: Row = {f"high_{name}": value for name, value in high.items()}
        row["high_tolerance"] = high_tolerance
        row |= {f"low_{name}": value for name, value in low.items()}
        row["low_tolerance"] = low_tolerance
        return row

    return draw


def _flow(chance: random.Random, reference: Decimal, spread: float) -> dict[str, Decimal]:
    start = dec(chance.uniform(2, 30), 2)
    percent = chance.uniform(-spread, spread) if spread < 3 else chance.uniform(spread - 0.8, spread)
    indicated = (reference * (1 + Decimal(str(round(percent, 4))) / 100)).quantize(Decimal("0.01"))
    return {
        "start": start,
        "end": start + indicated,
        "indicated": indicated,
        "reference": reference,
        "error": error_of(indicated, reference),
    }


def gas(rates: tuple[str, str, str]) -> Draw:
    """Three flows at ``rates`` (m³/h); errors within OIML R 137 class 1.5 where the meter passes."""

    def draw(chance: random.Random, passes: bool) -> Row:
        row: Row = {"pressure_absorption": Decimal(chance.randint(96, 178))}
        plan = (("qmax", "100.00", 0.5), ("qmax_0_2", "50.00", 0.45), ("qmin_3", "20.00", 0.9))
        for (name, volume, spread), rate in zip(plan, rates, strict=True):
            drawn = max(-2.6 * spread, min(2.6 * spread, chance.gauss(0, spread)))
            percent = drawn if passes or name != "qmin_3" else chance.uniform(3.4, 4.6)
            reference = Decimal(volume)
            indicated = (reference * (1 + Decimal(str(round(percent, 4))) / 100)).quantize(Decimal("0.01"))
            row |= {f"{name}_rate": Decimal(rate), f"{name}_indicated": indicated, f"{name}_reference": reference}
            row[f"{name}_error"] = error_of(indicated, reference)
        return row

    return draw


def electricity(chance: random.Random, passes: bool) -> Row:
    """Errors in per cent within the printed tolerances (1.0 for active, 2.0 for reactive energy)."""
    row: Row = dict.fromkeys(("construction", "insulation", "creep", "starting"), True)
    for name in ("full_load", "power_factor", "light_load", "reverse_load", "1s", "3s"):
        row[f"wh_{name}"] = dec(max(-0.9, min(0.9, chance.gauss(0, 0.28))), 2)
    for name in ("full_load", "power_factor", "light_load"):
        row[f"varh_{name}"] = dec(max(-1.8, min(1.8, chance.gauss(0, 0.5))), 2)
    row["demand"] = dec(max(-0.9, min(0.9, chance.gauss(0, 0.25))), 2)
    if not passes:
        row["wh_light_load"] = dec(chance.uniform(1.2, 1.9), 2)
    return row


def rows_of(
    seed: int, count: int, serial: str, mark: str, draw: Draw, failing: Mapping[int, str] | None = None
) -> tuple[Row, ...]:
    """``count`` instruments with running serial and mark numbers; a failed one has a reason and uses no mark."""
    chance = random.Random(seed)  # noqa: S311 (sample data, the same each time)
    rows: list[Row] = []
    marks = 0
    for index in range(count):
        reason = (failing or {}).get(index + 1)
        row: Row = {"serial_number": later(serial, index)} | draw(chance, reason is None)
        if reason is None:
            row |= {"verdict": "pass", "mark_number": later(mark, marks)}
            marks += 1
        else:
            row["verdict"] = "fail"
            if reason:
                row["rejection_reason"] = reason
        rows.append(row)
    return tuple(rows)


def later(number: str, by: int) -> str:
    """A number some places further on: ``K001`` by 2 is ``K003``."""
    prefix = number.rstrip("0123456789")
    digits = number[len(prefix) :]
    return f"{prefix}{int(digits) + by:0{len(digits)}d}"
