"""The program's main module, kept out of the processes that it starts.

A process that is not forked imports the main module of the one that starts it before it does anything else. Under
Prefect or Dask that is seconds of imports for each file that is read, none of which the reading needs.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

_STARTING = threading.Lock()


@contextmanager
def main_left_out() -> Iterator[None]:
    """Processes started within know no main module; what they run must be importable by its name."""
    main = sys.modules["__main__"]
    with _STARTING:
        spec, file = main.__spec__, main.__dict__.pop("__file__", None)
        main.__spec__ = None
        try:
            yield
        finally:
            main.__spec__ = spec
            if file is not None:
                main.__dict__["__file__"] = file
