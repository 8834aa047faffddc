"""Charts for people: histograms with limits, lines by month, bars by group; PNG or SVG, with Taiwan's glyphs.

Text becomes outlines in the SVG and pixels in the PNG, so that a chart looks the same on every machine. A character
that no installed font has is an error that names it, never an empty box.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from generators.printable import one_line
from schemas.errors import MissingPart

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

Format = Literal["png", "svg"]
FAMILIES = (
    "Noto Sans CJK TC",
    "Noto Sans TC",
    "Microsoft JhengHei",
    "PingFang TC",
    "Heiti TC",
    "TW-Kai",
    "TW-Sung",
    "PMingLiU",
)
"""Families with the glyphs of Taiwan's standard, the most legible first; the first that is installed is used."""

_EXTENSIONS = ("TW-Kai", "TW-Kai-Ext-B", "TW-Kai-Plus", "MingLiU-ExtB", "DejaVu Sans")
_COLOURS = ("#2a6f97", "#a84a00", "#14704f", "#5b5fb0", "#7a6200", "#b3261e", "#4a5866")
_LIMIT = "#b3261e"
_MARKERS = "osD^vP*"


@dataclass(frozen=True, slots=True)
class Histogram:
    """Counts by step; ``steps`` are (lower end, count) in order, all ``width`` wide; ``limits`` as (value, word)."""

    title: str
    x: str
    y: str
    steps: Sequence[tuple[float, int]]
    width: float
    limits: Sequence[tuple[float, str]] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Lines:
    """A line for each name over the same labels; ``None`` is a gap."""

    title: str
    x: str
    y: str
    labels: Sequence[str]
    series: Mapping[str, Sequence[float | None]]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Bars:
    """Groups of horizontal bars, a bar for each name of ``series``; figures stand at their ends."""

    title: str
    x: str
    labels: Sequence[str]
    series: Mapping[str, Sequence[float]]
    note: str = ""


Chart = Histogram | Lines | Bars


def draw(chart: Chart, form: Format) -> bytes:
    """The chart as a file. ``MissingPart`` without the extra ``charts``, or where no font has a character."""
    try:
        from matplotlib import rc_context  # noqa: PLC0415 (optional extra)
        from matplotlib.figure import Figure  # noqa: PLC0415
    except ImportError as error:
        raise MissingPart(
            "繪圖需要 matplotlib (charts need matplotlib)", hint="pip install 'zijian[charts]'"
        ) from error
    families = _families(_texts(chart))
    settings: dict[Any, Any] = {
        "font.family": families,
        "svg.fonttype": "path",
        "svg.hashsalt": "zijian",
        "axes.unicode_minus": False,
    }
    with rc_context(settings):
        figure = Figure(figsize=(9.6, _height(chart)), dpi=150, layout="constrained")
        axes = figure.add_subplot()
        _DRAWERS[type(chart)](axes, chart)
        _finish(figure, axes, chart)
        out = io.BytesIO()
        figure.savefig(out, format=form, metadata={"Title": one_line(chart.title), **_undated(form)})
    return out.getvalue()


def _texts(chart: Chart) -> Iterator[str]:
    yield from (chart.title, chart.x, chart.note, "0123456789.,-+%")
    if isinstance(chart, Histogram):
        yield from (chart.y, *(word for _, word in chart.limits))
    else:
        yield from (*chart.labels, *chart.series)
    if isinstance(chart, Lines):
        yield chart.y


def _families(texts: Iterable[str]) -> list[str]:
    """The families to draw with: the first of ours that is there, then those that have rare characters."""
    from matplotlib.font_manager import fontManager  # noqa: PLC0415 (optional extra)

    installed = {entry.name for entry in fontManager.ttflist}
    first = [family for family in FAMILIES if family in installed][:1]
    found = [*first, *(family for family in _EXTENSIONS if family in installed and family not in first)]
    wanted = {character for text in texts for character in one_line(text)}
    missing = sorted(wanted - _covered(found) - {" "})
    if missing or not first:
        listed = "、".join(f"{character}(U+{ord(character):04X})" for character in missing[:8])
        raise MissingPart(
            f"沒有可顯示下列文字之字型:{listed} (no installed font has these characters)",
            hint="請安裝 fonts-noto-cjk 或 fonts-cns11643-kai。(Install one of these.)",
        )
    return found


def _covered(families: Sequence[str]) -> set[str]:
    from matplotlib.font_manager import FontProperties, findfont, get_font  # noqa: PLC0415 (optional extra)

    fonts = (get_font(findfont(FontProperties(family=[name]), fallback_to_default=False)) for name in families)
    return {chr(code) for font in fonts for code in font.get_charmap()}


def _height(chart: Chart) -> float:
    if not isinstance(chart, Bars):
        return 5.4
    return max(3.0, 1.8 + 0.3 * len(chart.labels) * max(1, len(chart.series)))


def _histogram(axes: Axes, chart: Histogram) -> None:
    left = [step for step, _ in chart.steps]
    counts = [count for _, count in chart.steps]
    axes.bar(left, counts, width=chart.width, align="edge", color=_COLOURS[0], edgecolor="white", linewidth=0.4)
    for value, word in chart.limits:
        axes.axvline(value, color=_LIMIT, linewidth=1.6, linestyle="--")
        axes.annotate(
            one_line(word),
            (value, 1.0),
            xycoords=("data", "axes fraction"),
            xytext=(4 if value >= 0 else -4, -4),
            textcoords="offset points",
            ha="left" if value >= 0 else "right",
            va="top",
            color=_LIMIT,
        )
    axes.margins(x=0.12 if chart.limits else 0.05)
    axes.set_ylabel(one_line(chart.y))


def _lines(axes: Axes, chart: Lines) -> None:
    places = list(range(len(chart.labels)))
    for number, (name, values) in enumerate(chart.series.items()):
        shown = [float("nan") if value is None else value for value in values]
        style: dict[str, Any] = {"color": _COLOURS[number % 7], "marker": _MARKERS[number % 7], "label": one_line(name)}
        axes.plot(places, shown, linewidth=1.8, markersize=5, **style)
    every = max(1, len(places) // 12)
    axes.set_xticks(places[::every], [one_line(label) for label in chart.labels[::every]])
    axes.set_ylim(bottom=0)
    axes.set_ylabel(one_line(chart.y))


def _bars(axes: Axes, chart: Bars) -> None:
    thick = 0.8 / max(1, len(chart.series))
    for number, (name, values) in enumerate(chart.series.items()):
        places = [index + (number - (len(chart.series) - 1) / 2) * thick for index in range(len(chart.labels))]
        drawn = axes.barh(places, values, height=thick * 0.92, color=_COLOURS[number % 7], label=one_line(name))
        axes.bar_label(drawn, labels=[f"{value:,.10g}" for value in values], padding=3, fontsize=9)
    axes.set_yticks(range(len(chart.labels)), [one_line(label) for label in chart.labels])
    axes.invert_yaxis()
    axes.margins(x=0.12)


def _finish(figure: Figure, axes: Axes, chart: Chart) -> None:
    axes.set_title(one_line(chart.title), loc="left", fontsize=13, pad=12)
    axes.set_xlabel(one_line(chart.x))
    axes.grid(axis="x" if isinstance(chart, Bars) else "y", color="#c9d2da", linewidth=0.6)
    axes.set_axisbelow(True)
    axes.spines[["top", "right"]].set_visible(False)
    if not isinstance(chart, Histogram) and len(chart.series) > 1:
        axes.legend(frameon=False, loc="upper left", bbox_to_anchor=(1.0, 1.0))
    if chart.note:
        figure.supxlabel(one_line(chart.note), fontsize=8, color="#4a5866", x=0.01, ha="left")


def _undated(form: Format) -> dict[str, None]:
    """The same data gives the same bytes."""
    return {"Date": None} if form == "svg" else {}


_DRAWERS: Mapping[type, Any] = {Histogram: _histogram, Lines: _lines, Bars: _bars}
