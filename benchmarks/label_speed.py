"""Vector stickers a second on sheets of 10,000, against segno drawing the bare symbols in the same run.

``python -m benchmarks.label_speed`` prints the table; ``… NAME COUNT`` runs one contender and prints its seconds.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable, Sequence

from benchmarks.measure import interleaved, median
from generators.label_layout import sheet
from generators.label_modules import rows_of
from generators.label_sheet import Sticker, draw_stickers
from schemas.label import Label

SIZE = 10_000
ROUNDS = 3


def labels(count: int) -> list[Label]:
    """Consecutive labels; seconds are counted after they are made."""
    return [Label("S1", "LH", "15", f"{number:06d}", f"{18000000 + number}") for number in range(count)]


def _sheets(made: list[Label]) -> int:
    return len(draw_stickers((Sticker(label, "MV107001", (123, 12), 135) for label in made), sheet()))


def _symbols(made: list[Label]) -> int:
    return sum(1 for _ in rows_of(label.payload for label in made))


def _segno(made: Iterable[Label], mask: int | None = None) -> int:
    import segno  # noqa: PLC0415 (a contender)

    return sum(
        len(segno.make_qr(label.payload, error="m", version=2, mask=mask, boost_error=False).matrix) for label in made
    )


CONTENDERS: dict[str, tuple[Callable[[list[Label]], int], int]] = {
    "zijian, sheets of 10,000 (PDF)": (_sheets, SIZE),
    "zijian, bare symbols": (_symbols, SIZE),
    "segno, bare symbols": (_segno, SIZE // 20),
    "segno, bare symbols, fixed mask": (lambda made: _segno(made, 0), SIZE // 10),
}


def table() -> str:
    """Labels a second of CPU and of the clock, and peak memory, medians of interleaved runs, as Markdown."""
    commands: dict[str, Sequence[str]] = {
        name: [sys.executable, "-m", "benchmarks.label_speed", name, str(count)]
        for name, (_, count) in CONTENDERS.items()
    }
    lines = ["| drawn | labels | a second (clock) | a second (CPU) | peak MB |", "|---|---|---|---|---|"]
    for name, runs in interleaved(commands, ROUNDS).items():
        count = CONTENDERS[name][1]
        wall = sorted(float(run.output.split()[0]) for run in runs)[ROUNDS // 2]
        cpu = sorted(float(run.output.split()[1]) for run in runs)[ROUNDS // 2]
        peak = median(runs, "peak_mb")
        lines.append(f"| {name} | {count:,} | {count / wall:,.0f} | {count / cpu:,.0f} | {peak:.0f} |")
    return "\n".join(lines)


def _one(name: str, count: int) -> str:
    contender, _ = CONTENDERS[name]
    made = labels(count)
    wall, cpu = time.perf_counter(), time.process_time()
    contender(made)
    return f"{time.perf_counter() - wall} {time.process_time() - cpu}"


if __name__ == "__main__":
    print(_one(sys.argv[1], int(sys.argv[2])) if len(sys.argv) > 2 else table())
