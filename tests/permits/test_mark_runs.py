"""Runs of mark numbers against sets; batches with prefixes and leading zeros."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from schemas.mark_batch import BatchState, lapse_deadline, merged, run_of, total, without, year_end_deadline
from schemas.register import MarkBatch

RUNS = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 12)).map(lambda pair: (pair[0], pair[0] + pair[1])))


def numbers(runs: object) -> set[int]:
    assert isinstance(runs, list | tuple)
    return {number for low, high in runs for number in range(low, high + 1)}


@given(RUNS, RUNS)
def test_runs_are_sets(first: list[tuple[int, int]], second: list[tuple[int, int]]) -> None:
    left = without(first, second)
    assert numbers(left) == numbers(first) - numbers(second)
    assert total(left) == len(numbers(left))
    assert numbers(merged(first)) == numbers(first)
    assert all(high < low for (_, high), (low, _) in pairwise(left))
    joined = merged(first)
    assert all(one[1] + 1 < other[0] for one, other in pairwise(joined))


def test_numbers_are_written_as_the_batch_writes_them() -> None:
    batch = MarkBatch(
        permit_number="MV115001", instrument_kind="electricity_meter", first="S1LH15000201", last="S1LH15000700"
    )
    state = BatchState("MB00001", batch)
    assert state.run == (15000201, 15000700)
    assert state.shown((15000201, 15000300)) == ("S1LH15000201", "S1LH15000300")
    assert (state.count, state.width) == (500, 8)
    seal = BatchState(
        "MB00002", MarkBatch(permit_number="x", instrument_kind="water_meter", first="0000001", last="0001000")
    )
    assert seal.written(7) == "0000007"


def test_what_is_no_range_is_none() -> None:
    assert run_of("0000010", "0000001") is None
    assert run_of("000001", "0000010") is None
    assert run_of("abc", "0000010") is None


def test_deadlines_of_marks_left_over() -> None:
    assert year_end_deadline(2026) == date(2027, 1, 31)
    assert lapse_deadline(date(2026, 1, 31)) == date(2026, 2, 28)
