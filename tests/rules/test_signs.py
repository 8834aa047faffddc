"""Signs of invention: what is planted is seen, what is honest is let alone, and how often chance is blamed."""

from __future__ import annotations

import json
import math
import random
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from flows.cli import main
from flows.demo import sample_folder
from schemas.column import fields_of
from schemas.kinds import kind
from schemas.signs import Batch, Sign, chi_square_tail, poisson_tail, signs
from tests.warehouse.builders import KEY, message, meters, record, submission
from warehouse.batches import batches
from warehouse.store import Store

TRUTHS = (Path(__file__).parents[1] / "records" / "expected", sample_folder() / "expected" / "documents")
MONTHS = 400


def sample_batches() -> list[Batch]:
    """Every sample record's truth."""
    found = []
    for path in sorted(path for folder in TRUTHS for path in folder.glob("*.json")):
        truth = json.loads(path.read_text("utf-8"))
        if truth["document_kind"] != "verification_record":
            continue
        spec, header = kind(truth["instrument_kind"]), truth["header"]
        rows = [spec.row(**values) for values in truth["rows"]]
        names = [info.name for info in fields_of(spec.row) if info.type is Decimal]
        readings = {name: [getattr(row, name) for row in rows] for name in names}
        found.append(
            Batch(
                permit=header["permit_number"] or "?",
                period=(header["verification_date"] or "?")[:7],
                kind=spec.name,
                document=path.stem,
                day=None,
                serials=[row.serial_number for row in rows],
                readings=readings,
                specification=header.get("specification"),
            )
        )
    return found


def honest(
    chance: random.Random, number: int = 60, spread: float = 0.25, places: int = 2, document: str = "1"
) -> Batch:
    """Electricity meters with independent errors as a bench shows them."""

    def errors() -> list[Decimal | None]:
        return [Decimal(f"{chance.gauss(0.1, spread):.{places}f}") for _ in range(number)]

    readings = {name: errors() for name in ("wh_full_load", "wh_power_factor", "wh_light_load", "wh_1s", "demand")}
    serials = [str(26000000 + index) for index in range(number)]
    return Batch("MV113001", "2026-10", "electricity_meter", document, date(2026, 10, 14), serials, readings)


def methods(found: list[Sign]) -> set[str]:
    return {sign.method for sign in found}


def test_no_sample_is_blamed() -> None:
    found = sample_batches()
    assert len(found) == 43
    assert sum(len(batch.serials) for batch in found) == 3320
    assert signs(found) == []


def test_chance_is_blamed_as_rarely_as_is_said() -> None:
    chance = random.Random(20261121)  # noqa: S311 (a simulation)
    blamed = sum(bool(signs([honest(chance)])) for _ in range(MONTHS))
    assert blamed <= 3, "about 2 x 0.001 of the months are expected"


def test_copied_readings_are_seen() -> None:
    batch = honest(random.Random(1))  # noqa: S311
    for values in batch.readings.values():
        values[40] = values[3]  # type: ignore[index]
    [sign] = signs([batch])
    assert (sign.method, sign.figures["pairs"]) == ("copied", "1")
    assert sign.figures["examples"] == "26000003 = 26000040"


def test_coarse_readings_repeat_without_blame() -> None:
    chance = random.Random(2)  # noqa: S311
    batch = honest(chance, number=200, spread=0.6, places=0)
    assert signs([batch]) == []


def test_invented_last_digits_are_seen() -> None:
    chance = random.Random(3)  # noqa: S311
    liked = [0, 2, 3, 5, 5, 5, 7, 7, 8, 3]
    batch = honest(chance, number=200)
    values = batch.readings["wh_light_load"]
    for index in range(200):
        values[index] = Decimal(f"{chance.randint(-4, 4) / 10:.1f}{chance.choice(liked)}")  # type: ignore[index]
    found = signs([batch])
    assert [(sign.method, sign.field) for sign in found] == [("digits", "wh_light_load")]
    assert len(found[0].bars) == 10


@pytest.mark.parametrize("step", [2, 5])
def test_a_dial_in_twos_or_fives_is_not_blamed(step: int) -> None:
    chance = random.Random(4)  # noqa: S311
    batch = honest(chance, number=200)
    values = batch.readings["demand"]
    for index in range(200):
        values[index] = Decimal(chance.randint(-30, 30) * step).scaleb(-2)  # type: ignore[index]
    assert signs([batch]) == []


def test_errors_too_even_are_seen_beside_others() -> None:
    chance = random.Random(5)  # noqa: S311
    others = [honest(chance, document=str(number)) for number in range(6)]
    even = honest(chance, spread=0.03, document="even")
    found = signs([*others, even])
    assert methods(found) == {"even"}
    assert {sign.documents for sign in found} == {("even",)}
    assert methods(signs([*others[:3], even])) == set(), "with few others nobody knows what is usual"


def test_a_bench_can_do_so_many() -> None:
    chance = random.Random(6)  # noqa: S311
    day = [honest(chance, document="a"), honest(chance, document="b")]
    assert signs(day) == [], "a limit that nobody gave is not asked"
    [sign] = signs(day, {"electricity_meter": 119})
    assert (sign.method, sign.documents, sign.figures["instruments"]) == ("bench", ("a", "b"), "120")
    assert signs(day, {"electricity_meter": 120}) == []


@pytest.mark.parametrize(
    ("tail", "chance"),
    [
        (lambda: chi_square_tail(16.919, 9), 0.05),
        (lambda: chi_square_tail(27.877, 9), 0.001),
        (lambda: chi_square_tail(9.488, 4), 0.05),
        (lambda: chi_square_tail(3.841, 1), 0.05),
        (lambda: poisson_tail(1, 0.1), 1 - math.exp(-0.1)),
        (lambda: poisson_tail(5, 5.0), 0.5595067),
        (lambda: poisson_tail(3, 1e-4), 1e-12 / 6),
    ],
)
def test_chances_are_those_of_the_tables(tail: Callable[[], float], chance: float) -> None:
    assert tail() == pytest.approx(chance, rel=2e-3)


@pytest.mark.parametrize("values", [[], [None] * 60, [Decimal("NaN")] * 60, [Decimal(10) ** 40, Decimal(0)] * 30])
def test_no_reading_is_too_odd(values: list[Decimal | None]) -> None:
    readings = {"wh_full_load": values, "demand": values}
    batch = Batch("p", "m", "electricity_meter", "d", None, [None] * len(values), readings)
    assert isinstance(signs([batch] * 7, {"electricity_meter": 1}), list)


def test_the_command_reads_the_warehouse(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "w.duckdb"
    rows = meters(12)
    with Store(path) as store:
        store.register_message(message())
        store.load_submission(submission([record(rows)], message()))
        [batch] = batches(store, KEY.period)
        assert (batch.permit, batch.kind, len(batch.serials)) == (KEY.permit_number, KEY.instrument_kind, 12)
        assert batches(store, "2020-01") == []
    words = ["signs", "--warehouse", str(path), "--per-day", "electricity_meter=11"]
    assert main([*words, "--json", "--out", str(tmp_path / "out")]) == 0
    listed = json.loads(capsys.readouterr().out)
    assert "bench" in {item["method"] for item in listed}
    page = (tmp_path / "out" / "signs-all.html").read_text("utf-8")
    assert page.count("<svg") == len(listed)
    assert main([*words, "--month", "2020-01", "--lang", "en"]) == 0
    assert "0 signs" in capsys.readouterr().out
    assert main(["signs", "--warehouse", str(tmp_path / "none.duckdb")]) == 2
