"""The month report's three charts; each figure stands in a table or at its bar too."""

from __future__ import annotations

from collections import Counter
from html import escape

from generators.month_data import MonthData
from generators.month_words import words
from generators.state_words import STATE_WORDS
from generators.svg_chart import Bar, Piece, bar_chart
from generators.wording import kind_name
from schemas.catalogue import Lang
from schemas.submission import State

_STATES = list(State)


def charts(data: MonthData, lang: Lang) -> str:
    """Submissions by manufacturer and state, failure rate by kind, fees by manufacturer."""
    say = words(lang)
    drawn = (
        _figure(say.chart_states, _states(data, lang), _legend(data, lang)),
        _figure(say.chart_failures, _failures(data, lang), ""),
        _figure(say.chart_fees, _fees(data), ""),
    )
    shown = "".join(figure for figure in drawn if figure)
    return f'<div class="charts">{shown}</div>\n' if shown else f'<p class="none">{escape(say.nothing)}</p>\n'


def _figure(title: str, bars: list[Bar], legend: str) -> str:
    if not bars:
        return ""
    return f"<figure><figcaption>{escape(title)}</figcaption>{bar_chart(bars, title)}{legend}</figure>\n"


def _states(data: MonthData, lang: Lang) -> list[Bar]:
    by_company: dict[str, Counter[State]] = {}
    for item in data.submissions:
        by_company.setdefault(item.company_name, Counter())[item.state] += 1
    bars = []
    for company, counts in sorted(by_company.items()):
        pieces = [
            Piece(counts[state], f"f{index}", f"{STATE_WORDS[state].name(lang)}: {counts[state]}")
            for index, state in enumerate(_STATES)
        ]
        bars.append(Bar(company, pieces, str(counts.total())))
    return bars


def _legend(data: MonthData, lang: Lang) -> str:
    items = "".join(
        f'<li class="state k{_STATES.index(state)}">{escape(STATE_WORDS[state].name(lang))} {count}</li>'
        for state, count in data.states().items()
        if count
    )
    return f'<ul class="legend">{items}</ul>'


def _failures(data: MonthData, lang: Lang) -> list[Bar]:
    passed: Counter[str] = Counter()
    failed: Counter[str] = Counter()
    for item in data.submissions:
        passed[item.key.instrument_kind] += item.passed
        failed[item.key.instrument_kind] += item.failed
    bars = []
    for kind in passed:
        judged = passed[kind] + failed[kind]
        if judged:
            share = 100 * failed[kind] / judged
            title = f"{failed[kind]:,} / {judged:,}"
            bars.append(Bar(kind_name(kind, lang), [Piece(share, "f3", title)], f"{share:.2f} %"))
    return bars


def _fees(data: MonthData) -> list[Bar]:
    by_company: Counter[str] = Counter()
    for item in data.submissions:
        if item.fee and item.fee.payable is not None:
            by_company[item.company_name] += item.fee.payable
    return [
        Bar(company, [Piece(amount, "bar", f"NT$ {amount:,}")], f"{amount:,}")
        for company, amount in by_company.most_common()
    ]
