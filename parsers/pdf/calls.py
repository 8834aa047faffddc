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


def plain(function: Any, result: Any, *kinds: Any) -> Callable[..., Any]:
    """A pdfium function by its address. Without ``kinds`` its arguments are handles and C integers, taken as they are.

    An address to write to needs ``kinds`` (``c_void_p``), and so does an integer that is no ``int`` in C.
    """
    return ctypes.PYFUNCTYPE(result, *kinds)(address(function))


def call(calls: Iterator[int]) -> None:
    """Run every call of a ``map``; writing into a numpy buffer by address spares a Python object a character."""
    deque(calls, maxlen=0)
