"""The modules of many symbols at once, bit for bit those of segno, mask selection by the standard included.

For one version, level, length and mask a QR symbol is an affine function of its payload's bits over GF(2) (padding,
Reed-Solomon code, placement and mask are all linear or constant). So segno draws the empty payload and each single
bit once, and every other symbol of that length is an exclusive or of those. Rows and columns are bit sets, bit j for
column or row j, so that the four penalties of ISO/IEC 18004, 7.8.3, are a few operations on whole arrays.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import segno

VERSION, SIZE = 2, 25
"""All labels: 14 to 24 characters, level M, 26 bytes at most."""
_MASKS = 8
_BATCH = 128
Bits = npt.NDArray[np.uint32]
_INNER = np.uint32((1 << (SIZE - 1)) - 1)


class _Basis(NamedTuple):
    """For one length: ``empty`` (50 bit sets: rows, then columns), ``bytes_`` (place, value, 50), ``masks`` (8, 50)."""

    empty: Bits
    bytes_: Bits
    masks: Bits


def rows_of(payloads: Iterable[str]) -> Iterator[Bits]:
    """For each payload the 25 rows of its symbol, version 2, level M, best mask; in the order given."""
    waiting = iter(payloads)
    while batch := list(islice(waiting, _BATCH)):
        yield from _drawn([payload.encode("ascii") for payload in batch])


def _drawn(payloads: Sequence[bytes]) -> Bits:
    result = np.empty((len(payloads), SIZE), np.uint32)
    lengths = np.array([len(payload) for payload in payloads])
    for length in np.unique(lengths):
        chosen = np.flatnonzero(lengths == length).tolist()
        values = np.frombuffer(b"".join(payloads[index] for index in chosen), np.uint8).reshape(-1, length)
        result[chosen] = _masked(values, _basis(int(length)))
    return result


def _masked(values: npt.NDArray[np.uint8], basis: _Basis) -> Bits:
    """The rows of each symbol under the mask with the lowest penalty, the first of equals."""
    plain = np.tile(basis.empty, (len(values), 1))
    for place in range(values.shape[1]):
        plain ^= basis.bytes_[place][values[:, place]]
    candidates = plain[:, None, :] ^ basis.masks
    best = penalties(candidates & ~_format_area()).argmin(axis=1)
    rows: Bits = candidates[np.arange(len(values)), best, :SIZE]
    return rows


def penalties(symbols: Bits) -> npt.NDArray[np.int64]:
    """The penalty of each symbol (last axis: rows, then columns), the format information not yet drawn (7.8.3.1)."""
    alike = ~(symbols ^ _down(symbols, 1)) & _INNER
    fives = alike & _down(alike, 1) & _down(alike, 2) & _down(alike, 3)
    runs = _count(fives) + 2 * _count(fives & ~_up(fives, 1))
    rows, pairs = symbols[..., :SIZE], alike[..., :SIZE]
    blocks = _count(pairs[..., 1:] & pairs[..., :-1] & ~(rows[..., 1:] ^ rows[..., :-1]))
    dark = _count(rows)
    found: npt.NDArray[np.int64] = runs + 3 * blocks + 40 * _count(_finders(symbols)) + _PROPORTION[dark]
    return found


def _finders(symbols: Bits) -> Bits:
    """Where 1:1:3:1:1 begins with four light modules before or after it; one that overlaps a counted one is not counted."""
    at = [_down(symbols, step) for step in range(11)]
    found = at[0] & ~at[1] & at[2] & at[3] & at[4] & ~at[5] & at[6]
    after = ~(at[7] | at[8] | at[9] | at[10])
    before = ~(_up(symbols, 1) | _up(symbols, 2) | _up(symbols, 3) | _up(symbols, 4))
    qualified = found & (after | before)
    counted = qualified
    for _ in range(SIZE // 4):
        counted = qualified & ~(_up(counted, 4) | _up(counted, 6))
    return counted


def _down(bits: Bits, places: int) -> Bits:
    return np.right_shift(bits, np.uint32(places))


def _up(bits: Bits, places: int) -> Bits:
    return np.left_shift(bits, np.uint32(places))


def _count(bits: Bits) -> npt.NDArray[np.int64]:
    total: npt.NDArray[np.int64] = np.bitwise_count(bits).sum(axis=-1, dtype=np.int64)
    return total


_PROPORTION = np.array([10 * int(abs(dark / SIZE**2 * 100 - 50) / 5) for dark in range(SIZE**2 + 1)])


@lru_cache(maxsize=1)
def _format_area() -> Bits:
    """Format information and the dark module beside it: empty while masks are judged (7.8, 7.9)."""
    places = [(8, at) for at in (*range(9), *range(SIZE - 8, SIZE)) if at != 6]
    dark = np.zeros((SIZE, SIZE), np.uint8)
    for row, column in places:
        dark[row, column] = dark[column, row] = 1
    return _packed(dark)


@lru_cache(maxsize=16)
def _basis(length: int) -> _Basis:
    empty = bytes(length)
    base = _segno(empty, 0)
    table = np.zeros((length, 256, 2 * SIZE), np.uint32)
    for place in range(length):
        for bit in range(8):
            single = bytes(1 << bit if at == place else 0 for at in range(length))
            table[place, 1 << bit : 2 << bit] = table[place, : 1 << bit] ^ (_segno(single, 0) ^ base)
    return _Basis(base, table, np.stack([_segno(empty, mask) ^ base for mask in range(_MASKS)]))


def _segno(payload: bytes, mask: int) -> Bits:
    drawn = segno.make_qr(payload, error="m", version=VERSION, mode="byte", mask=mask, boost_error=False)
    return _packed(np.array([list(row) for row in drawn.matrix], np.uint8))


def _packed(dark: npt.NDArray[np.uint8]) -> Bits:
    """Rows, then columns, as bit sets."""
    weights = np.uint32(1) << np.arange(SIZE, dtype=np.uint32)
    lines = np.concatenate([dark, dark.T]).astype(np.uint32)
    packed: Bits = (lines * weights).sum(axis=1, dtype=np.uint32)
    return packed
