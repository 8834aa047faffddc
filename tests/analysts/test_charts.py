"""Charts: a real PNG or SVG of the sample's figures, with Taiwan's glyphs or a clear word on what is missing."""

from __future__ import annotations

import io
import re
import warnings
from pathlib import Path

import pytest
from PIL import Image

from flows.cli import main
from flows.query_charts import CHARTS, Asked, chart_of
from generators.chart import FAMILIES, Bars, Chart, Histogram, Lines, draw
from schemas.errors import MissingPart

pytestmark = pytest.mark.xdist_group("sample-warehouse")
OPTIONS = {"errors": ["--kind", "water_meter", "--reading", "high_error", "--month", "2026-10"]}


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", sorted(CHARTS))
def test_every_chart_is_drawn_of_the_sample(name: str, lang: str, sample: Path, tmp_path: Path) -> None:
    for suffix in ("png", "svg"):
        out = tmp_path / f"{name}.{suffix}"
        words = ["chart", name, "--warehouse", str(sample), "--lang", lang, "--out", str(out), *OPTIONS.get(name, [])]
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # matplotlib warns of every glyph that it lacks
            assert main(words) == 0
    with Image.open(tmp_path / f"{name}.png") as picture:
        assert picture.width >= 1400
        colours = picture.convert("RGB").getcolors(1 << 24)
    assert colours is not None
    assert len(colours) > 20
    drawn = (tmp_path / f"{name}.svg").read_text(encoding="utf-8")
    assert "<text" not in drawn, "outlines, so that no reader needs the font"
    assert len(re.findall(r"<use ", drawn)) > 30


def test_the_histogram_has_the_limits_and_the_counts(sample: Path) -> None:
    given = {"kind": "water_meter", "reading": "high_error", "month": "2026-10"}
    chart = chart_of("errors", Asked(str(sample), given, "zh", 60))
    assert isinstance(chart, Histogram)
    assert sum(count for _, count in chart.steps) == 360
    assert [value for value, _ in chart.limits] == [-2.0, 2.0]
    assert chart.title == "水量計 大流 器差 分布(115年10月)"
    assert chart.note.startswith("資料:讀取副本 2026-11-20")


def test_fees_and_completeness_add_up(sample: Path) -> None:
    fees = chart_of("fees", Asked(str(sample), {"month": "2026-10"}, "en", 60))
    assert isinstance(fees, Bars)
    assert sum(fees.series["due"]) == 3488 + 833 + 2980 + 2862 + 5161 + 960 + 1416
    assert sum(fees.series["paid"]) == 3488 + 1416
    filed = chart_of("completeness", Asked(str(sample), {}, "en", 60))
    assert isinstance(filed, Bars)
    assert {name: list(values) for name, values in filed.series.items()} == {
        "on time": [6],
        "late": [1],
        "missing": [2],
    }


def test_what_cannot_be_drawn_is_said_in_one_line(
    sample: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = (
        (["errors", "--out", "x.png"], "needs both"),
        (["errors", "--kind", "x", "--reading", "y", "--out", "x.png"], "nothing to draw"),
        (["fees", "--month", "2026-13", "--out", "x.png"], "YYYY-MM"),
        (["fees", "--out", "x.pdf"], ".png"),
        (["fees", "--out", str(tmp_path / "file" / "x.png")], "written"),
    )
    (tmp_path / "file").write_text("", encoding="utf-8")
    for words, said in wrong:
        assert main(["chart", *words, "--warehouse", str(sample)]) == 2, words
        err = capsys.readouterr().err
        assert said in err
        assert len(err.strip().splitlines()) == 1


def test_the_same_data_gives_the_same_bytes() -> None:
    chart: Chart = Lines("題", "月", "%", ["1", "2"], {"甲": [1.0, None], "乙": [2.0, 3.0]})
    assert draw(chart, "svg") == draw(chart, "svg")
    assert draw(chart, "png") == draw(chart, "png")


def test_a_character_that_no_font_has_is_named() -> None:
    with pytest.raises(MissingPart, match=r"U\+2FFF0"):
        draw(Bars("x", "x", ["\U0002fff0"], {"a": [1]}), "png")


def test_rare_characters_and_hostile_names_are_drawn() -> None:
    names = ["𠮷峯堃煊", "A$x^2$B", "\x1b[31m<b>&\n", "\ue000"]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        data = draw(Bars("題", "元", names, {"甲": [1, 2, 3, 4]}), "png")
    with Image.open(io.BytesIO(data)) as picture:
        assert picture.format == "PNG"


def test_glyphs_are_those_of_taiwan() -> None:
    """The family that draws is one of the list, and not the Japanese face of the same file."""
    from matplotlib.font_manager import FontProperties, findfont, get_font  # noqa: PLC0415

    found = [name for name in FAMILIES if _installed(name)]
    assert found
    font = get_font(findfont(FontProperties(family=[found[0]]), fallback_to_default=False))
    assert font.family_name == found[0]


def _installed(name: str) -> bool:
    from matplotlib.font_manager import fontManager  # noqa: PLC0415

    return any(entry.name == name for entry in fontManager.ttflist)
