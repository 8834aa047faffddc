"""Pages a second and CPU a page: our reader, pdfplumber, camelot and the bare text of pypdfium2, in one run."""

from __future__ import annotations

from pathlib import Path

from benchmarks.measure import Run, contender, interleaved, median

RECORDS = Path(__file__).parents[1] / "tests" / "records" / "pdf"
FAST = ("import-only", "pypdfium2-text", "zijian-read", "zijian-document")
SLOW = ("pdfplumber", "camelot")


def _row(name: str, runs: list[Run], start: float, floor: float) -> str:
    pages = int(runs[0].output)
    cpu = (median(runs, "cpu") - start) / pages * 1000
    return f"| {name} | {pages} | {cpu:.1f} | {1000 / cpu:.0f} | {cpu / floor:.1f} | {median(runs, 'peak_mb'):.0f} |"


def table(rounds: int = 5) -> str:
    """A Markdown table; the start of an interpreter with its imports is taken off each row."""
    files = [str(path) for path in sorted(RECORDS.glob("*.pdf"))]
    results = interleaved({name: contender(name, files) for name in FAST}, rounds)
    results |= interleaved({name: contender(name, files) for name in SLOW}, 1)
    start = median(results["import-only"], "cpu")
    floor_runs = results["pypdfium2-text"]
    floor = (median(floor_runs, "cpu") - start) / int(floor_runs[0].output) * 1000
    head = "| engine | pages | CPU ms a page | pages a second of CPU | x floor | peak MB |\n|---|---|---|---|---|---|"
    return "\n".join(
        [head, *(_row(name, runs, start, floor) for name, runs in results.items() if name != "import-only")]
    )
