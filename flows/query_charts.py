"""From the ready queries to charts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from generators.chart import Bars, Chart, Histogram, Lines
from generators.wording import kind_name, roc_month_or_text
from schemas.errors import UsageError
from warehouse.query import Answer, ask
from warehouse.query_ready import ready_query

Lang = Literal["zh", "en"]
_MOST_BARS = 40


@dataclass(frozen=True, slots=True)
class Asked:
    """What a chart is drawn of: a warehouse, the values of the query's parameters, the language, the time limit."""

    warehouse: str
    given: Mapping[str, str]
    lang: Lang
    seconds: float

    def of(self, query: str, *names: str) -> Answer:
        """The answer of a ready query to those of the values that ``names`` lists."""
        ready = ready_query(query)
        given = {name: self.given[name] for name in names if self.given.get(name)}
        answer = ask(
            self.warehouse, ready.sql, limit=None, seconds=self.seconds, parameters=ready.values(given) or None
        )
        if not answer.rows:
            raise UsageError("查無資料,未繪圖 (nothing to draw: the query gives no rows)")
        return answer

    def say(self, zh: str, en: str) -> str:
        """One of two texts."""
        return en if self.lang == "en" else zh

    def where(self) -> str:
        """The month that the chart is of, in brackets, or nothing."""
        month = self.given.get("month")
        if not month:
            return ""
        return f" ({month})" if self.lang == "en" else f"({roc_month_or_text(month)})"

    def note(self, answer: Answer) -> str:
        """When the data was published."""
        if answer.published is None:
            return ""
        return self.say("資料:讀取副本 ", "Data: read copy of ") + f"{answer.published:%Y-%m-%d %H:%M}"


def chart_of(kind: str, asked: Asked) -> Chart:
    """One of ``CHARTS``."""
    return CHARTS[kind](asked)


def _errors(asked: Asked) -> Chart:
    names = ("kind", "reading", "month")
    answer = asked.of("error-histogram", *names)
    spread = [_named(row, other.columns) for other in [asked.of("error-distribution", *names)] for row in other.rows]
    words = _reading_words(asked)
    steps = [(float(row[0]), int(row[1])) for row in answer.rows]
    unit = str(answer.rows[0][3])
    return Histogram(
        f"{kind_name(asked.given['kind'], asked.lang)} {words} {asked.say('分布', 'distribution')}{asked.where()}",
        f"{words} ({unit})",
        asked.say("筆數", "readings"),
        steps,
        0.1,
        _limits(asked, spread),
        asked.note(answer),
    )


def _limits(asked: Asked, spread: Sequence[Mapping[str, Any]]) -> list[tuple[float, str]]:
    """The limits where all readings have the same; where they differ, each of them."""
    low = sorted({row["limit_low"] for row in spread if row["limit_low"] is not None})
    high = sorted({row["limit_high"] for row in spread if row["limit_high"] is not None})
    return [
        *((float(value), asked.say(f"下限 {value:g}", f"lower limit {value:g}")) for value in map(float, low)),
        *((float(value), asked.say(f"上限 +{value:g}", f"upper limit +{value:g}")) for value in map(float, high)),
    ]


def _reading_words(asked: Asked) -> str:
    sql = "SELECT zh, en FROM dim_reading WHERE instrument_kind = $kind AND reading = $reading"
    values = {name: asked.given[name] for name in ("kind", "reading")}
    rows = ask(asked.warehouse, sql, limit=1, seconds=asked.seconds, parameters=values).rows
    return asked.say(*rows[0]) if rows else values["reading"]


def _failures(asked: Asked) -> Chart:
    answer = asked.of("failures-by-month", "kind")
    rows = [_named(row, answer.columns) for row in answer.rows]
    months = sorted({row["period"] for row in rows})
    rates = {(row["instrument_kind"], row["period"]): float(row["failure_rate"]) for row in rows}
    kinds = sorted({row["instrument_kind"] for row in rows})
    return Lines(
        asked.say("每月不合格率", "Failure rate by month"),
        asked.say("月份", "month"),
        asked.say("不合格率 (%)", "failure rate (%)"),
        [asked.say(roc_month_or_text(month), month) for month in months],
        {kind_name(kind, asked.lang): [rates.get((kind, month)) for month in months] for kind in kinds},
        asked.note(answer),
    )


def _fees(asked: Asked) -> Chart:
    answer = asked.of("fees", "month")
    sums: dict[str, list[float]] = {}
    for row in (_named(values, answer.columns) for values in answer.rows):
        entry = sums.setdefault(row["company_name"] or row["permit_number"], [0.0, 0.0])
        entry[0] += float(row["fee_payable"] or 0)
        entry[1] += float(row["paid"] or 0)
    largest = sorted(sums, key=lambda name: (-sums[name][0], name))[:_MOST_BARS]
    return Bars(
        asked.say("檢定費:應繳與已繳", "Verification fees: due and paid") + asked.where(),
        asked.say("新臺幣元", "NT$"),
        largest,
        {
            asked.say("應繳", "due"): [sums[name][0] for name in largest],
            asked.say("已繳", "paid"): [sums[name][1] for name in largest],
        },
        asked.note(answer),
    )


def _completeness(asked: Asked) -> Chart:
    answer = asked.of("completeness", "month")
    sums: dict[str, list[float]] = {}
    for row in (_named(values, answer.columns) for values in answer.rows):
        entry = sums.setdefault(row["period"], [0.0, 0.0, 0.0])
        entry[0] += row["filed"] - row["late"]
        entry[1] += row["late"]
        entry[2] += row["missing"]
    months = sorted(sums)[-_MOST_BARS:]
    words = (("準時", "on time"), ("逾期", "late"), ("未陳報", "missing"))
    return Bars(
        asked.say("每月陳報情形", "Submissions by month"),
        asked.say("件", "submissions"),
        [asked.say(roc_month_or_text(month), month) for month in months],
        {asked.say(*pair): [sums[month][place] for month in months] for place, pair in enumerate(words)},
        asked.note(answer),
    )


def _service(asked: Asked) -> Chart:
    answer = asked.of("service", "within", "year")
    rows = [_named(row, answer.columns) for row in answer.rows][-_MOST_BARS:]
    words = {"cases": ("受理", "received"), "cases_in_time": ("時限內辦結", "handled in time")}
    return Bars(
        asked.say("服務績效:受理與時限內辦結件數", "Service: cases received and handled in time"),
        asked.say("件", "cases"),
        [_quarter(row, asked) for row in rows],
        {asked.say(*pair): [float(row[name]) for row in rows] for name, pair in words.items()},
        asked.note(answer),
    )


def _quarter(row: Mapping[str, Any], asked: Asked) -> str:
    year = asked.say(f"{row['roc_year']}年", str(row["roc_year"] + 1911))
    quarter = "" if row["quarter"] is None else asked.say(f"第{row['quarter']}季", f" Q{row['quarter']}")
    return f"{row['branch']} {year}{quarter}"


def _named(row: Sequence[Any], columns: Sequence[str]) -> dict[str, Any]:
    return dict(zip(columns, row, strict=True))


CHARTS: Mapping[str, Callable[[Asked], Chart]] = {
    "errors": _errors,
    "failures": _failures,
    "fees": _fees,
    "completeness": _completeness,
    "service": _service,
}
"""Charts by name; ``errors`` needs the parameters ``kind`` and ``reading``."""
