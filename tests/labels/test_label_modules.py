"""The fast symbols are those of segno, bit for bit: mask by the standard's four penalties included."""

from __future__ import annotations

import numpy as np
import pytest
import segno.encoder
from hypothesis import given, settings
from hypothesis import strategies as st

from generators.label_layout import SYMBOL_MODULES
from generators.label_modules import Bits, penalties, rows_of
from generators.label_symbol import symbol

Drawn = np.ndarray[tuple[int, ...], np.dtype[np.uint8]]
PAYLOAD = st.from_regex(r"S[1-9A-Z]L[GH][0-9]{8};[0-9A-Z-]{1,11}", fullmatch=True)


def modules(rows: Bits) -> list[list[int]]:
    return [[int(row) >> column & 1 for column in range(SYMBOL_MODULES)] for row in rows]


def by_segno(payload: str) -> list[list[int]]:
    return [[int(dark) for dark in row] for row in symbol(payload).matrix]


@settings(max_examples=40, deadline=None)
@given(st.lists(PAYLOAD, min_size=1, max_size=6))
def test_every_symbol_is_segnos(payloads: list[str]) -> None:
    assert [modules(rows) for rows in rows_of(payloads)] == [by_segno(payload) for payload in payloads]


def test_more_than_one_batch_keeps_its_order() -> None:
    payloads = [f"S1LH15{number:06d};{7**number % 10**11}" for number in range(300)]
    found = [modules(rows) for rows in rows_of(payloads)]
    assert len(found) == 300
    assert all(found[number] == by_segno(payloads[number]) for number in range(0, 300, 23))


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32 - 1), st.sampled_from((0.2, 0.5, 0.8)))
def test_the_penalty_of_any_symbol_is_segnos(seed: int, dark: float) -> None:
    drawn = (np.random.default_rng(seed).random((SYMBOL_MODULES, SYMBOL_MODULES)) < dark).astype(np.uint8)
    assert penalties(bits(drawn)) == segno_penalty(drawn)


@pytest.mark.parametrize("start", range(5))
@pytest.mark.parametrize("pattern", ["10111011101", "1011101011101", "0000101110111010000", "1011101110111011101"])
def test_overlapping_finders_are_counted_as_by_segno(pattern: str, start: int) -> None:
    drawn = np.zeros((SYMBOL_MODULES, SYMBOL_MODULES), np.uint8)
    for row in range(0, SYMBOL_MODULES, 2):
        drawn[row, start : start + len(pattern)] = [int(sign) for sign in pattern]
    assert penalties(bits(drawn)) == segno_penalty(drawn)


def segno_penalty(drawn: Drawn) -> int:
    score: int = segno.encoder.evaluate_mask([bytearray(row) for row in drawn], *drawn.shape)  # type: ignore[no-untyped-call]
    return score


def bits(drawn: Drawn) -> Bits:
    lines = np.concatenate([drawn, drawn.T])
    return np.array([sum(int(dark) << place for place, dark in enumerate(line)) for line in lines], np.uint32)
