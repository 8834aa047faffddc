"""pdfium's functions without what ctypes adds to each call: a page of text takes thousands of them."""

from __future__ import annotations

import ctypes
from collections import deque
from collections.abc import Callable, Iterator
from typing import Any


class Handle(ctypes.c_void_p):
    """A pdfium object; as the type of a result it stays a handle and is passed on without conversion."""


def address(handle: Any) -> int:
    """Where a ctypes pointer or function points."""
    return ctypes.cast(handle, ctypes.c_void_p).value or 0


def handle_of(pointer: Any) -> Handle:
    """The handle to what a pointer of the generated bindings points to."""
    return Handle(address(pointer))


def plain(function: Any, result: Any) -> Callable[..., Any]:
    """A pdfium function of handles and C integers; nothing is converted on the way in."""
    return ctypes.PYFUNCTYPE(result)(address(function))


def filling(function: Any, *kinds: Any) -> Callable[..., Any]:
    """A pdfium function that writes to addresses, which are given as ``c_void_p`` among ``kinds``."""
    return ctypes.PYFUNCTYPE(ctypes.c_int, *kinds)(address(function))


def call(calls: Iterator[int]) -> None:
    """Run every call of a ``map``; writing into a numpy buffer by address spares a Python object a character."""
    deque(calls, maxlen=0)
