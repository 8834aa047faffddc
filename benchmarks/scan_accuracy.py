"""Scans at three resolutions, a little turned and with grain: how many cells are right, and which wrong ones are announced."""

from __future__ import annotations

from collections.abc import Sequence

from benchmarks.announced import Account, account
from flows.reading import read_isolated
from tests.fallback.scans import scanned, truth_of

NAMES: Sequence[str] = (
    "1-135-gas-libreoffice",
    "1-010-taxi-libreoffice",
    "1-000-electricity-reportlab",
    "1-043-water-reportlab",
    "1-090-monthly-reportlab",
)
RESOLUTIONS: Sequence[int] = (150, 200, 300)
SKEW, NOISE = 0.6, 6.0


def table() -> str:
    """For each record and resolution: values, share right, wrong, announced, silent, as Markdown."""
    head = f"Turned by {SKEW}°, grain of {NOISE:.0f} of 255.\n\n| record | dpi | values | right % | wrong | announced % | silent |"
    lines = [head, "|---|---|---|---|---|---|---|"]
    for name in NAMES:
        for dpi in RESOLUTIONS:
            document = read_isolated(scanned(name, dpi, SKEW, NOISE), f"{name}.pdf")
            lines.append(_row(name, dpi, account(truth_of(name), document)))
    return "\n".join(lines)


def _row(name: str, dpi: int, found: Account) -> str:
    wrong, silent = len(found.wrong), len(found.silent)
    right = 100 * (1 - wrong / found.values)
    announced = f"{100 * (wrong - silent) / wrong:.0f}" if wrong else "–"
    return f"| {name} | {dpi} | {found.values:,} | {right:.1f} | {wrong} | {announced} | {silent} |"


if __name__ == "__main__":
    print(table())
