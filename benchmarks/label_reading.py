"""How many damaged labels are read: each engine alone, and the cascade.

``python -m benchmarks.label_reading`` prints the table; a number sets how many pictures of each kind (default 20).
"""

from __future__ import annotations

import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field

from benchmarks.label_damage import Picture, specimens
from parsers.label_cascade import symbols_in
from parsers.label_engines import Symbol, zbar, zxing

ENGINES: dict[str, Callable[[Picture], list[Symbol]]] = {"zxing-cpp": zxing, "zbar": zbar, "cascade": symbols_in}
EACH = 20


@dataclass(slots=True)
class Score:
    """Of ``asked`` labels ``right`` were read; ``wrong`` payloads stood in no picture; times in milliseconds."""

    asked: int = 0
    right: int = 0
    wrong: int = 0
    times: list[float] = field(default_factory=list)

    @property
    def share(self) -> str:
        """Per cent right."""
        return f"{100 * self.right / self.asked:.1f} %" if self.asked else "-"


Scores = dict[str, dict[str, Score]]


def measure(each: int) -> Scores:
    """Scores by case and engine; every engine sees the same pictures, in turn."""
    scores: Scores = defaultdict(lambda: {name: Score() for name in ENGINES})
    for specimen in specimens(each):
        truth = {payload.encode("ascii") for payload in specimen.payloads}
        for name, engine in ENGINES.items():
            started = time.perf_counter()
            found = {symbol.data for symbol in engine(specimen.picture)}
            score = scores[specimen.case][name]
            score.times.append((time.perf_counter() - started) * 1000)
            score.asked += len(truth)
            score.right += len(found & truth)
            score.wrong += len(found - truth)
    return scores


def table(each: int = EACH) -> str:
    """Success by kind of damage, then over all, as Markdown."""
    scores = measure(each)
    lines = [f"| damage | {' | '.join(ENGINES)} |", "|---" * (len(ENGINES) + 1) + "|"]
    for case, found in scores.items():
        lines.append(f"| {case} | {' | '.join(found[name].share for name in ENGINES)} |")
    total = {name: _sum([found[name] for found in scores.values()]) for name in ENGINES}
    figures: dict[str, Callable[[Score], str]] = {
        "**all**": lambda score: f"**{score.share}**",
        "false reads": lambda score: str(score.wrong),
        "median, ms": lambda score: f"{statistics.median(score.times):.1f}",
        "95 of 100 under, ms": lambda score: f"{statistics.quantiles(score.times, n=20)[-1]:.0f}",
    }
    for figure, value in figures.items():
        lines.append(f"| {figure} | {' | '.join(value(total[name]) for name in ENGINES)} |")
    plain = {name: statistics.median(scores["clean"][name].times) for name in ENGINES}
    lines.append(f"| median of a clean label, ms | {' | '.join(f'{plain[name]:.1f}' for name in ENGINES)} |")
    asked = sum(found["cascade"].asked for found in scores.values())
    return "\n".join([*lines, "", f"{asked} labels, {each} pictures of each kind, fixed seeds."])


def _sum(scores: list[Score]) -> Score:
    return Score(
        sum(score.asked for score in scores),
        sum(score.right for score in scores),
        sum(score.wrong for score in scores),
        [each for score in scores for each in score.times],
    )


if __name__ == "__main__":
    print(table(int(sys.argv[1]) if len(sys.argv) > 1 else EACH))
