"""``python -m tests.hostile.report``: each hostile file's outcome, time and memory, as a Markdown table."""

from __future__ import annotations

import os
import resource
import time

from flows.reading import read_isolated
from tests.hostile.corpus import CORPUS, Hostile


def main() -> None:
    """A process a file, so that the peak of its workers is its own."""
    print("| file | bytes | outcome | seconds | peak MB |\n|---|---|---|---|---|", flush=True)
    for item in CORPUS:
        child = os.fork()
        if not child:
            print(_line(item), flush=True)
            os._exit(0)
        os.waitpid(child, 0)


def _line(item: Hostile) -> str:
    data = item.make()
    start = time.monotonic()
    document = read_isolated(data, item.name)
    seconds = time.monotonic() - start
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    codes = ", ".join(sorted({finding.code for finding in document.findings})) or "read"
    return f"| {item.name} | {len(data):,} | {codes} | {seconds:.1f} | {peak} |"


if __name__ == "__main__":
    main()
