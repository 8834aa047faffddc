"""From a cold start: one page checked by ``zijian check`` against an interpreter that imports pypdfium2 and pydantic."""

from __future__ import annotations

import sys
from pathlib import Path

from benchmarks.measure import contender, interleaved, median

ONE_PAGE = Path(__file__).parents[1] / "tests" / "records" / "pdf" / "1-135-gas-libreoffice.pdf"


def table(rounds: int = 9) -> str:
    """A Markdown table of wall and CPU seconds and the ratio to the floor."""
    program = str(Path(sys.executable).parent / "zijian")
    checking = ["sh", "-c", f'"{program}" check "{ONE_PAGE}" --json; true']
    results = interleaved({"import only": contender("import-only", []), "zijian check": checking}, rounds)
    floor = median(results["import only"], "wall")
    rows = [
        f"| {name} | {median(runs, 'wall'):.2f} | {median(runs, 'cpu'):.2f} | {median(runs, 'wall') / floor:.2f} |"
        for name, runs in results.items()
    ]
    return "\n".join(["| command | wall s | CPU s | x floor |", "|---|---|---|---|", *rows])
