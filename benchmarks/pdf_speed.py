"""Reading PDF: CPU a page against pdfplumber, camelot and the bare text of pypdfium2; two cores; memory by pages."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.measure import Run, contender, interleaved, median, run

RECORDS = Path(__file__).parents[1] / "tests" / "records" / "pdf"
LONGEST = RECORDS / "1-092-water-libreoffice.pdf"
FAST = ("pypdfium2-text", "zijian-read", "zijian-document")
SLOW = ("pdfplumber", "camelot")


def _row(name: str, runs: list[Run], page: float, floor: float) -> str:
    figures = f"{page * 1000:.1f} | {1 / page:.0f} | {page / floor:.1f} | {median(runs, 'peak_mb'):.0f}"
    return f"| {name} | {int(runs[0].output)} | {figures} |"


def _page_cpu(runs: list[Run], starts: list[Run]) -> float:
    """CPU seconds a page, without what the same engine takes to start and to read nothing."""
    return (median(runs, "cpu") - median(starts, "cpu")) / int(runs[0].output)


def table(rounds: int = 5) -> str:
    """A Markdown table; the start of an interpreter with each engine's own imports is taken off its row."""
    files = [str(path) for path in sorted(RECORDS.glob("*.pdf"))]
    results: dict[str, list[Run]] = {}
    starts: dict[str, list[Run]] = {}
    for group, times in ((FAST, rounds), (SLOW, 1)):
        commands: dict[str, Sequence[str]] = {name: contender(name, files) for name in group}
        idle: dict[str, Sequence[str]] = {f"{name} alone": contender(name, []) for name in group}
        found = interleaved(commands | idle, times)
        results |= {name: found[name] for name in group}
        starts |= {name: found[f"{name} alone"] for name in group}
    pages = {name: _page_cpu(results[name], starts[name]) for name in results}
    head = "| engine | pages | CPU ms a page | pages a second of CPU | x floor | peak MB |\n|---|---|---|---|---|---|"
    rows = [_row(name, runs, pages[name], pages["pypdfium2-text"]) for name, runs in results.items()]
    return "\n".join([head, *rows, "", cores_table(rounds), "", memory_table()])


def cores_table(rounds: int = 3) -> str:
    """A Markdown table of the wall seconds for records that need no second engine, one and two files at a time."""
    files = [str(path) for path in sorted(RECORDS.glob("*-typst.pdf"))] * 8
    results = interleaved({name: contender(name, files) for name in ("zijian-1-job", "zijian-2-jobs")}, rounds)
    alone = median(results["zijian-1-job"], "wall")
    rows = [
        f"| {name} | {runs[0].output.strip()} | {median(runs, 'wall'):.2f} | {alone / median(runs, 'wall'):.2f} |"
        for name, runs in results.items()
    ]
    return "\n".join(["| files at a time | pages | wall s | times as fast |", "|---|---|---|---|", *rows])


def memory_table(lengths: tuple[int, ...] = (50, 500)) -> str:
    """A Markdown table of the peak memory for reading one record made longer."""
    with TemporaryDirectory() as folder:
        files = {pages: _repeated(LONGEST, pages, Path(folder)) for pages in lengths}
        peaks = {
            pages: median([run(contender("zijian-read", [str(path)]))], "peak_mb") for pages, path in files.items()
        }
    rows = [f"| {pages} | {peak:.0f} |" for pages, peak in peaks.items()]
    return "\n".join(["| pages of one file | peak MB |", "|---|---|", *rows])


def _repeated(record: Path, pages: int, folder: Path) -> Path:
    import pikepdf  # noqa: PLC0415 - needed only here

    path = folder / f"{pages}.pdf"
    with pikepdf.open(record) as source, pikepdf.new() as longer:
        longer.pages.extend(source.pages[number % len(source.pages)] for number in range(pages))
        longer.save(path)
    return path
