"""From a cold start: one page checked by ``zijian check`` against an interpreter that imports pypdfium2 and pydantic."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

from benchmarks.measure import contender, interleaved, median

ONE_PAGE = Path(__file__).parents[1] / "tests" / "records" / "pdf" / "1-135-gas-libreoffice.pdf"


def table(rounds: int = 9) -> str:
    """A Markdown table of wall and CPU seconds and the ratio to the floor."""
    program = str(Path(sys.executable).parent / "zijian")
    checking = ["sh", "-c", f'"{program}" check "{ONE_PAGE}" --json; true']
    commands: dict[str, Sequence[str]] = {"import only": contender("import-only", []), "zijian check": checking}
    with _compiled():
        interleaved(commands, 1)
        results = interleaved(commands, rounds)
    floor = median(results["import only"], "wall")
    rows = [
        f"| {name} | {median(runs, 'wall'):.2f} | {median(runs, 'cpu'):.2f} | {median(runs, 'wall') / floor:.2f} |"
        for name, runs in results.items()
    ]
    return "\n".join(["| command | wall s | CPU s | x floor |", "|---|---|---|---|", *rows])


@contextmanager
def _compiled() -> Iterator[None]:
    """Modules are compiled once, into a folder of their own, as they are on a machine where the program is installed."""
    with tempfile.TemporaryDirectory() as folder, patch.dict(os.environ, {"PYTHONPYCACHEPREFIX": folder}):
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        yield
