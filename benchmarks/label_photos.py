"""Score a folder of photographs: ``python -m benchmarks.label_photos DIR``.

Beside ``x.jpg`` lies ``x.txt`` with what its symbol says (one symbol a picture, as in zxing's own test sets); a
picture without a ``.txt`` holds no code, and whatever is read in it is a false read.
"""

from __future__ import annotations

import statistics
import sys
import time
from pathlib import Path

from flows.label_reading import picture_files
from parsers.label_reader import read_label_image


def table(folder: Path) -> str:
    """Read, misread and falsely read pictures by folder, as Markdown; the pictures that failed below it."""
    lines = [
        "| folder | with text | read | misread | without text | false reads | median ms |",
        "|---|---|---|---|---|---|---|",
    ]
    failed: list[str] = []
    lines += [_line(group, failed) for group in sorted({path.parent for path in picture_files([folder])})]
    return "\n".join([*lines, "", *failed])


def _line(group: Path, failed: list[str]) -> str:
    count = dict.fromkeys(("with", "read", "misread", "without", "false"), 0)
    times: list[float] = []
    for path in (each for each in picture_files([group]) if each.parent == group):
        started = time.perf_counter()
        found = [_plain(reading.symbol.data) for reading in read_label_image(path.read_bytes())[0]]
        times.append((time.perf_counter() - started) * 1000)
        truth = path.with_suffix(".txt")
        if not truth.is_file():
            count["without"] += 1
            count["false"] += bool(found)
            continue
        right = _plain(truth.read_bytes()) in found
        count["with"] += 1
        count["read"] += right
        count["misread"] += bool(found) and not right
        if not right:
            failed.append(f"- {path.name}: {found}")
    cells = (count[name] for name in ("with", "read", "misread", "without", "false"))
    return f"| {group.name} | {' | '.join(str(cell) for cell in cells)} | {statistics.median(times):.1f} |"


def _plain(data: bytes) -> str:
    return data.decode("utf-8", errors="replace").replace("\r\n", "\n").strip()


if __name__ == "__main__":
    if len(sys.argv) != 2 or not Path(sys.argv[1]).is_dir():
        sys.exit("python -m benchmarks.label_photos DIR")
    print(table(Path(sys.argv[1])))
