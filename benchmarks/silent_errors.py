"""Wrong values that no finding announces, on every sample record and on copies of it: the goal is none."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks.announced import Account, account
from flows.reading import read_isolated
from tests.fallback.scans import RECORDS, truth_of

_NAMES: Sequence[str] = sorted(path.stem for path in (RECORDS / "pdf").glob("*.pdf"))


def _as_it_is(source: Path, target: Path) -> None:
    target.write_bytes(source.read_bytes())


def _rotated(source: Path, target: Path) -> None:
    _run("qpdf", "--rotate=+90", str(source), str(target))


def _distilled(source: Path, target: Path) -> None:
    _run("gs", "-q", "-dBATCH", "-dNOPAUSE", "-dSAFER", "-sDEVICE=pdfwrite", "-o", str(target), str(source))


def _rewritten(source: Path, target: Path) -> None:
    _run("qpdf", "--linearize", "--object-streams=generate", "--recompress-flate", str(source), str(target))


def _run(*command: str) -> None:
    subprocess.run(command, check=True, capture_output=True)


COPIES: dict[str, Callable[[Path, Path], None]] = {
    "as drawn": _as_it_is,
    "turned by 90°": _rotated,
    "distilled by Ghostscript": _distilled,
    "rewritten by qpdf": _rewritten,
}


def accounts(change: Callable[[Path, Path], None], names: Sequence[str] = _NAMES) -> dict[str, Account]:
    """Each record's account after a change."""
    found = {}
    with tempfile.TemporaryDirectory() as folder:
        for name in names:
            target = Path(folder) / f"{name}.pdf"
            change(RECORDS / "pdf" / target.name, target)
            found[name] = account(truth_of(name), read_isolated(target.read_bytes(), target.name))
    return found


def table() -> str:
    """Values, wrong ones, announced ones and silent ones for each way of copying, as Markdown."""
    lines = ["| copy | records | values | wrong | announced | silent |", "|---|---|---|---|---|---|"]
    for name, change in COPIES.items():
        lines.append(_row(name, accounts(change)))
    return "\n".join(lines)


def _row(name: str, found: dict[str, Account]) -> str:
    values, wrong, silent = (sum(counts) for counts in zip(*map(_counts, found.values()), strict=True))
    for record, each in found.items():
        for difference in each.silent:
            print(f"{name}, {record}: {difference}", file=sys.stderr)
    return f"| {name} | {len(found)} | {values:,} | {wrong} | {wrong - silent} | {silent} |"


def _counts(each: Account) -> tuple[int, int, int]:
    return each.values, len(each.wrong), len(each.silent)


if __name__ == "__main__":
    print(table())
