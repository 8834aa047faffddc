"""A paper as Typst source, set by Typst."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tests.layouts.paper import Look, Paper, Table

_STROKES = {"full": ".5pt", "thin": ".2pt", "double": ".4pt", "dashed": '(thickness: .5pt, dash: "dashed")'}
_STROKES |= {"hlines": "(x: none, y: .5pt)"}
_GUTTER = "gutter: 1.4pt, "


def typst(paper: Paper, target: Path) -> None:
    """Set by Typst."""
    import typst as library  # noqa: PLC0415 - slow to import

    source = target.with_suffix(".typ")
    source.write_text(page(paper), encoding="utf-8")
    library.compile(str(source), output=str(target))


def page(paper: Paper) -> str:
    """The document's source."""
    look = paper.look
    parts = [
        f'#set page(paper: "a4", flipped: {_yes(look.landscape)}, margin: 12mm, footer: context align(center)[第 #counter(page).display() 頁])',
        f'#set text(font: ({_text(look.font)}, "Noto Sans CJK TC"), size: {look.size}pt, lang: "zh", region: "TW")',
        f"#set text(weight: {_text('bold' if look.bold else 'regular')})",
        *(f"#align(center, text(size: 12pt, {_text(title)}))" for title in paper.titles),
    ]
    parts += [_table(item, look) if isinstance(item, Table) else _line(item) for item in paper.items]
    return "\n".join(parts)


def _yes(flag: bool) -> str:
    return "true" if flag else "false"


def _text(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def _line(texts: object) -> str:
    assert isinstance(texts, list | tuple)
    return " #h(28pt) ".join(f"#text({_text(text)})" for text in texts) + "\n"


def _table(table: Table, look: Look) -> str:
    rules = look.rules if table.is_data else look.head_rules
    rows = list(_rows(table, rules))
    head = "".join(rows[: table.head])
    top = f"table.header(repeat: {_yes(look.repeat)}, {head}), " if head else ""
    above = "table.hline(stroke: 1pt), " if rules in {"headonly", "group"} else ""
    body = "".join(rows[table.head :])
    inner = (
        f"#table(columns: {_widths(table)}, align: {look.align} + horizon, inset: 2pt, stroke: {_STROKES.get(rules, 'none')}, "
        f"{_GUTTER if rules == 'double' else ''}{above}{top}{body}{above})"
    )
    return f"#block(stroke: .8pt, breakable: true)[{inner}]" if rules == "outer" else inner


def _widths(table: Table) -> str:
    """Equal shares for numbers, as much as the texts want for others, so that long ones wrap."""
    widest = [3] * table.width
    for row in table.grid()[table.head :]:
        for column, cell in enumerate(row):
            if cell and cell.across == 1:
                widest[column] = max(widest[column], min(12, len(cell.text)))
    return "(" + ", ".join(f"{width}fr" for width in widest) + ",)"


def _rows(table: Table, rules: str) -> Iterator[str]:
    for at, row in enumerate(table.rows):
        line = "table.hline(stroke: .5pt), " if rules == "group" and at in table.starts else ""
        line = "table.hline(stroke: .7pt), " if rules == "headonly" and at == table.head > 0 else line
        cells = "".join(
            f"table.cell(colspan: {cell.across}, rowspan: {cell.down}, {_text(cell.text)}), " for cell in row
        )
        yield line + cells
