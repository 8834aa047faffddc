"""A paper as HTML, and set by WeasyPrint, Chromium or LibreOffice."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from html import escape
from pathlib import Path

from tests.layouts.paper import Cell, Look, Paper, Table

_CSS = """@page{{size:A4 {way};margin:12mm;@bottom-center{{content:"第 " counter(page) " 頁"}}}}
body{{font-family:"{font}";font-size:{size}pt}} h1{{font-size:12pt;text-align:center;margin:2pt}} p{{margin:2pt 0}}
table{{border-collapse:collapse;width:100%;margin:3pt 0}} span{{margin-right:28pt}}
td,th{{padding:1.5pt 3pt;text-align:{align};font-weight:{weight};overflow-wrap:anywhere}} .head td{{text-align:left}}
.full td,.full th{{border:.5pt solid}} .dashed td,.dashed th{{border:.5pt dashed}} .double td,.double th{{border:2.2pt double}}
.hlines td,.hlines th{{border-top:.5pt solid;border-bottom:.5pt solid}} .outer{{border:.8pt solid}}
.headonly{{border-top:1pt solid;border-bottom:1pt solid}} .headonly thead{{border-bottom:.7pt solid}}
.group tr.first{{border-top:.5pt solid}} .group .head{{border-bottom:1pt solid}} .thin td,.thin th{{border:.2pt solid}}"""
CHROMIUM = (
    *("chromium", "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-pdf-header-footer"),
)


def page(paper: Paper) -> str:
    """The document as HTML."""
    look = paper.look
    css = _CSS.format(
        way="landscape" if look.landscape else "portrait",
        font=look.font,
        size=look.size,
        align=look.align,
        weight="bold" if look.bold else "normal",
    )
    titles = "".join(f"<h1>{escape(title)}</h1>" for title in paper.titles)
    return (
        f'<!doctype html><html lang="zh-Hant"><meta charset="utf-8"><style>{css}</style>{titles}{_body(paper)}</html>'
    )


def _body(paper: Paper) -> str:
    return "".join(
        _table(item, paper.look)
        if isinstance(item, Table)
        else f"<p>{''.join(f'<span>{escape(text)}</span>' for text in item)}</p>"
        for item in paper.items
    )


def _table(table: Table, look: Look) -> str:
    rows = [_row(row, "th" if at < table.head else "td", first=at in table.starts) for at, row in enumerate(table.rows)]
    head, body = "".join(rows[: table.head]), "".join(rows[table.head :])
    part = "thead" if look.repeat else "tbody"
    top = f'<{part} class="head">{head}</{part}>' if head else ""
    rules = look.rules if table.is_data else f"head {look.head_rules}"
    return f'<table class="{rules}">{top}<tbody>{body}</tbody></table>'


def _row(row: Sequence[Cell], tag: str, *, first: bool) -> str:
    cells = "".join(f'<{tag} colspan="{c.across}" rowspan="{c.down}">{escape(c.text)}</{tag}>' for c in row)
    return f'<tr class="first">{cells}</tr>' if first else f"<tr>{cells}</tr>"


def weasyprint(paper: Paper, target: Path) -> None:
    """Set by WeasyPrint."""
    from weasyprint import HTML  # noqa: PLC0415 - slow to import

    HTML(string=page(paper)).write_pdf(target)


def chromium(paper: Paper, target: Path) -> None:
    """Printed by Chromium."""
    source = target.with_suffix(".html")
    source.write_text(page(paper), encoding="utf-8")
    profile = f"--user-data-dir={target.parent / 'chromium'}"
    command = (*CHROMIUM, profile, f"--print-to-pdf={target}", source.as_uri())
    subprocess.run(command, check=True, capture_output=True, timeout=60)
