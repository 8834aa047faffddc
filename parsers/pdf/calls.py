"""pdfium's functions without what ctypes adds to each call: a page of text takes thousands of them."""

from __future__ import annotations

import ctypes
from collections import deque
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

_SLOTS = 4096
_WIDTH = 32


class Handle(ctypes.c_void_p):
    """A pdfium object; as the type of a result it stays a handle and is passed on without conversion."""


def handle_of(pointer: Any) -> Handle:
    """The handle to what a pointer of the generated bindings points to."""
    return Handle(_address(pointer))


def plain(function: Any, result: Any, *kinds: Any) -> Callable[..., Any]:
    """A pdfium function by its address. Without ``kinds`` its arguments are pointers and C integers, taken as they are.

    An integer that is no ``int`` in C needs ``kinds``.
    """
    return ctypes.PYFUNCTYPE(result, *kinds)(_address(function))


def _address(pointer: Any) -> int:
    return ctypes.cast(pointer, ctypes.c_void_p).value or 0


class Slots:
    """Memory that pdfium writes to, a slot of 32 bytes a call, and pointers into it.

    To make a pointer takes as long as half a call, so that they are kept as long as the document is open.
    """

    def __init__(self) -> None:
        """Take the memory; pointers are made as they are needed."""
        self._memory = np.zeros((_SLOTS, _WIDTH), np.uint8)
        self._start = self._memory.ctypes.data
        self._pointers: dict[int, list[ctypes.c_void_p]] = {}

    def ask(
        self, function: Callable[..., Any], leading: Sequence[Sequence[Any]], blank: npt.NDArray[Any], pointers: int
    ) -> npt.NDArray[Any]:
        """What a function writes in each call, one row each, over ``blank``.

        ``leading``: lists of the arguments before the ``pointers`` that it writes through, one member a call.
        """
        count = len(leading[0])
        rows = np.empty((count, len(blank)), blank.dtype)
        slots = self._memory.view(blank.dtype)[:, : len(blank)]
        for start in range(0, count, _SLOTS):
            end = min(start + _SLOTS, count)
            slots[: end - start] = blank
            parts = [each[start:end] for each in leading]
            places = [self._at(offset, end - start) for offset in range(0, blank.nbytes, blank.nbytes // pointers)]
            deque(map(function, *parts, *places), maxlen=0)
            rows[start:end] = slots[: end - start]
        return rows

    def _at(self, offset: int, count: int) -> list[ctypes.c_void_p]:
        """Pointers to a place in each slot, at least ``count`` of them."""
        known = self._pointers.setdefault(offset, [])
        start = self._start + offset
        known.extend(map(ctypes.c_void_p, range(start + len(known) * _WIDTH, start + count * _WIDTH, _WIDTH)))
        return known
