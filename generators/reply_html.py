"""The reply as HTML: tables with inline styles, since mail programs drop style sheets; nothing is loaded."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from generators.finding_lines import FileFinding, heads, line_of
from generators.printable import printable
from generators.reply_data import ReplyData
from generators.reply_words import Section, closing, intro, sections, subject_line
from schemas.catalogue import Lang

_FONT = "font-family:'Noto Sans TC','Noto Sans CJK TC','Microsoft JhengHei','PingFang TC',sans-serif;font-size:15px;line-height:1.6"
_TABLE = "border-collapse:collapse;font-size:14px;margin:8px 0 4px"
_TH = "border:1px solid #9aa5b1;padding:4px 8px;background:#eef2f6;text-align:left;white-space:nowrap"
_TD = "border:1px solid #9aa5b1;padding:4px 8px;vertical-align:top"
_TODO = "border-left:4px solid #1f5f99;background:#f0f6fb;padding:8px 12px;margin:8px 0"


def html_body(data: ReplyData) -> str:
    """The Chinese half, a rule, the English half."""
    inner = "".join(_language(data, "zh")) + '<hr style="margin:28px 0">' + "".join(_language(data, "en"))
    return (
        '<!DOCTYPE html>\n<html lang="zh-Hant-TW"><head><meta charset="utf-8">'
        f"<title>{escape(subject_line(data))}</title></head>\n"
        f'<body style="{_FONT};color:#1b2733;background:#ffffff;max-width:1000px">{inner}</body></html>\n'
    )


def _language(data: ReplyData, lang: Lang) -> Iterator[str]:
    yield f'<div lang="{"zh-Hant-TW" if lang == "zh" else "en"}">'
    yield from (f"<p>{escape(text)}</p>\n" for text in intro(data, lang))
    for section in sections(data, lang):
        yield from _section(section, lang)
    if data.files:
        yield _files(data, lang)
    yield from (f'<p style="color:#52606d">{escape(text)}</p>\n' for text in closing(data, lang))
    yield "</div>"


def _section(section: Section, lang: Lang) -> Iterator[str]:
    yield f'<h2 style="font-size:18px;margin:20px 0 6px">{escape(section.heading)}</h2>\n'
    if section.facts:
        rows = "".join(
            f'<tr><th scope="row" style="{_TH}">{escape(label)}</th><td style="{_TD}">{escape(text)}</td></tr>'
            for label, text in section.facts
        )
        yield f'<table style="{_TABLE}">{rows}</table>\n'
    yield f'<div style="{_TODO}">{"<br>".join(escape(text) for text in section.todo)}</div>\n'
    if section.findings:
        yield _findings(section.findings, lang)
    if section.settled:
        yield _settled(section.settled, lang)


def _findings(findings: Sequence[FileFinding], lang: Lang) -> str:
    caption = "檢核結果" if lang == "zh" else "Findings"
    names = heads(lang)
    columns = (0, 1, 2, 3, 4, 7, 8)
    head = "".join(f'<th scope="col" style="{_TH}">{escape(names[index])}</th>' for index in columns)
    body = "".join(_finding_row(found, lang) for found in findings)
    return (
        f'<table style="{_TABLE}"><caption style="text-align:left;font-weight:bold">{caption}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>\n"
    )


def _finding_row(found: FileFinding, lang: Lang) -> str:
    line = line_of(found, lang)
    change = f" {line.change}" if line.change else ""
    what = f"[{line.severity} {line.code}{change}] {line.message}"
    texts = (line.file, line.page, line.row, line.field, line.value, what, line.remedy)
    return "<tr>" + "".join(f'<td style="{_TD}">{escape(text)}</td>' for text in texts) + "</tr>\n"


def _settled(findings: Sequence[FileFinding], lang: Lang) -> str:
    caption = (
        "前次檔案之檢核結果,已更正或未再陳報"
        if lang == "zh"
        else "Findings of the files before: fixed, or not sent again"
    )
    lines = [line_of(found, lang) for found in findings]
    body = "".join(
        "<tr>" + "".join(f'<td style="{_TD}">{escape(text)}</td>' for text in texts) + "</tr>"
        for texts in ((line.change, line.file, line.page, line.row, line.field, line.code) for line in lines)
    )
    return (
        f'<table style="{_TABLE}"><caption style="text-align:left;font-weight:bold">{caption}</caption>'
        f"<tbody>{body}</tbody></table>\n"
    )


def _files(data: ReplyData, lang: Lang) -> str:
    caption, name, size = ("收到之檔案", "檔名", "位元組") if lang == "zh" else ("Files received", "name", "bytes")
    head = "".join(f'<th scope="col" style="{_TH}">{text}</th>' for text in (name, size, "SHA-256"))
    body = "".join(
        f'<tr><td style="{_TD}">{escape(printable(file.name))}</td>'
        f'<td style="{_TD};text-align:right">{file.size:,}</td>'
        f'<td style="{_TD};font-family:monospace;font-size:11px;word-break:break-all">{escape(file.sha256)}</td></tr>'
        for file in data.files
    )
    return (
        f'<table style="{_TABLE}"><caption style="text-align:left;font-weight:bold">{caption}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>\n"
    )
