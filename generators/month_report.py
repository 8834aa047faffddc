"""The month report: one HTML page without any outside resource, for the screen and for A4."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from urllib.parse import quote

from generators.html_table import Column, table
from generators.month_charts import charts
from generators.month_data import MonthData, MonthMessage, MonthMissing, MonthSubmission
from generators.month_style import CSS
from generators.month_words import OUTCOME_WORDS, words
from generators.printable import printable
from generators.state_words import STATE_WORDS
from generators.wording import kind_name, roc_date, roc_month_or_text
from schemas import catalogue
from schemas.catalogue import Lang
from schemas.submission import State

__all__ = ["MonthData", "MonthMessage", "MonthMissing", "MonthSubmission", "month_report_html"]

_STATES = list(State)


def month_report_html(data: MonthData, lang: Lang = "zh") -> str:
    """The page; the same data gives the same text."""
    say = words(lang)
    period = roc_month_or_text(data.period) if lang == "zh" else data.period
    title = say.title.format(period=period)
    sections = "".join(_sections(data, lang))
    return (
        f'<!DOCTYPE html>\n<html lang="{"zh-Hant-TW" if lang == "zh" else "en"}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="color-scheme" content="light dark">'
        f"<title>{escape(title)}</title><style>{CSS}</style></head>\n<body><main>\n"
        f"{_header(data, title, lang)}{_tiles(data, lang)}{sections}"
        f"<footer>{_footer(data, lang)}</footer>\n</main></body></html>\n"
    )


def _footer(data: MonthData, lang: Lang) -> str:
    say = words(lang)
    text = escape(say.footer.format(ruleset=data.ruleset or "-"))
    if data.audit_head is None:
        return text
    return f"{text}<br>{escape(say.audit)} <code>{escape(data.audit_head)}</code>"


def _header(data: MonthData, title: str, lang: Lang) -> str:
    say = words(lang)
    lines = [say.made.format(when=f"{data.generated_at:%Y-%m-%d %H:%M}")]
    if data.due:
        lines.append(say.due.format(day=roc_date(data.due) if lang == "zh" else data.due.isoformat()))
    example = f'<p class="example">{escape(say.example)}</p>' if data.example else ""
    return f"<header><h1>{escape(title)}</h1>{example}{''.join(f'<p>{escape(line)}</p>' for line in lines)}</header>\n"


def _tiles(data: MonthData, lang: Lang) -> str:
    say, states = words(lang), data.states()
    figures = (
        ("", len(data.messages), say.messages),
        ("t0", states[State.ACCEPTED] + states[State.ACCEPTED_WITH_WARNINGS], say.accepted),
        ("t2", states[State.PARTLY_ACCEPTED] + states[State.REJECTED], say.faulty),
        ("t4", data.held(), say.quarantined),
        ("t3", len(data.missing), say.missing_short),
        ("t5", data.fee_total(), say.fees_short),
    )
    items = "".join(
        f'<li class="{css}"><b>{value:,}</b><span>{escape(text)}</span></li>' for css, value, text in figures
    )
    return f'<ul class="tiles">{items}</ul>\n'


def _sections(data: MonthData, lang: Lang) -> Iterator[str]:
    say = words(lang)
    yield _section(say.filed, _filed(data, lang))
    yield _section(say.missing, _missing(data, lang))
    yield _section(say.charts, charts(data, lang))
    yield _section(say.fees, _fees(data, lang))
    yield _section(say.findings, _findings(data, lang))
    yield _section(say.mail, _outcomes(data, lang) + _messages(data, lang))


def _section(heading: str, content: str) -> str:
    return f"<section><h2>{escape(heading)}</h2>\n{content}</section>\n"


def _filed(data: MonthData, lang: Lang) -> str:
    say = words(lang)
    columns = [
        Column(say.company),
        Column(say.permit),
        Column(say.kind),
        Column(say.state),
        Column(say.rows, number=True),
        Column(say.failed, number=True),
        Column(say.late, number=True),
        Column(say.papers),
    ]
    rows = [_filed_row(item, lang) for item in data.submissions]
    return table(columns, rows, say.filed_caption.format(count=len(rows)), say.nothing)


def _filed_row(item: MonthSubmission, lang: Lang) -> list[str]:
    say = words(lang)
    links = [_link(item.reply_path, say.reply), _link(item.receipt_path, item.receipt_number or say.receipt)]
    return [
        _text(item.company_name),
        _text(item.key.permit_number),
        _text(kind_name(item.key.instrument_kind, lang)),
        f'<span class="state k{_STATES.index(item.state)}">{escape(STATE_WORDS[item.state].name(lang))}</span>',
        f"{item.rows_loaded:,} / {item.rows_total:,}",
        f"{item.failed:,}",
        say.days.format(days=item.late_days) if item.late_days else "",
        " · ".join(link for link in links if link),
    ]


def _missing(data: MonthData, lang: Lang) -> str:
    say = words(lang)
    if data.register_as_of is None:
        return f'<p class="none">{escape(say.no_register)}</p>'
    rows = [
        [
            _text(item.company_name),
            _text(item.permit_number),
            _text(say.comma.join(kind_name(kind, lang) for kind in item.instrument_kinds)),
            _text(item.email or ""),
        ]
        for item in data.missing
    ]
    columns = [Column(say.company), Column(say.permit), Column(say.kind), Column(say.address)]
    caption = say.missing_caption.format(day=data.register_as_of.isoformat())
    return table(columns, rows, caption, say.nobody)


def _fees(data: MonthData, lang: Lang) -> str:
    say = words(lang)
    with_fee = [item for item in data.submissions if item.fee]
    columns = [
        Column(say.company),
        Column(say.kind),
        Column(say.scheduled, number=True),
        Column(say.payable, number=True),
        Column(say.receipt),
    ]
    total = ["", "", say.total, f"{data.fee_total():,}", ""] if with_fee else None
    return table(columns, [_fee_row(item, lang) for item in with_fee], say.fees_caption, say.nothing, total)


def _fee_row(item: MonthSubmission, lang: Lang) -> list[str]:
    say, fee = words(lang), item.fee
    scheduled = f"{fee.scheduled:,}" if fee and fee.scheduled is not None else ""
    payable = f"{fee.payable:,}" if fee and fee.payable is not None else escape(say.not_computable)
    missing = say.supply.format(tables=say.comma.join(fee.missing)) if fee and fee.payable is None else ""
    receipt = _link(item.receipt_path, item.receipt_number or say.receipt) or _text(item.receipt_number or missing)
    return [_text(item.company_name), _text(kind_name(item.key.instrument_kind, lang)), scheduled, payable, receipt]


def _findings(data: MonthData, lang: Lang) -> str:
    say = words(lang)
    columns = [
        Column(say.code),
        Column(say.severity),
        Column(say.what),
        Column(say.remedy),
        Column(say.count, number=True),
    ]
    rows = []
    for code, count in data.finding_counts():
        entry = catalogue.entry(code)
        sentence, remedy = (entry.zh, entry.remedy_zh) if lang == "zh" else (entry.en, entry.remedy_en)
        rows.append([code, say.severities[entry.severity], _gaps(sentence), _gaps(remedy), f"{count:,}"])
    return table(columns, rows, say.findings_caption, say.no_findings)


def _outcomes(data: MonthData, lang: Lang) -> str:
    say = words(lang)
    rows = [[escape(OUTCOME_WORDS[key][lang == "en"]), f"{count:,}"] for key, count in data.outcomes().items()]
    total = [say.total, f"{len(data.messages):,}"]
    return table(
        [Column(say.outcome), Column(say.messages, number=True)], rows, say.outcomes_caption, say.nothing, total
    )


def _messages(data: MonthData, lang: Lang) -> str:
    say = words(lang)
    columns = [Column(say.received), Column(say.sender), Column(say.subject), Column(say.outcome), Column(say.papers)]
    rows = [
        [
            f"{item.received_at:%m-%d %H:%M}",
            _text(item.sender),
            _text(item.subject),
            _text(OUTCOME_WORDS[item.outcome][lang == "en"] + (f" — {item.note}" if item.note else "")),
            _link(item.reply_path, say.reply),
        ]
        for item in data.messages
    ]
    return table(columns, rows, say.messages_caption.format(count=len(rows)), say.nothing)


def _text(text: str) -> str:
    return escape(printable(text))


def _gaps(sentence: str) -> str:
    """A catalogue sentence without its figures: ``{value}`` becomes ``…``."""
    out, depth = [], 0
    for character in sentence:
        if character == "{" and not depth:
            out.append("…")
        depth += {"{": 1, "}": -1}.get(character, 0)
        if not depth and character != "}":
            out.append(character)
    return escape("".join(out))


def _link(path: str | None, text: str) -> str:
    """A link to a file beside the report; a path that leads elsewhere is shown as text."""
    if not path:
        return ""
    plain = path.replace("\\", "/")
    if ":" in plain.split("/")[0] or plain.startswith("/"):
        return _text(text)
    return f'<a href="{escape(quote(plain))}">{_text(text)}</a>'
