"""An accessible HTML table: caption, scoped heads, the first column as the row's head."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape


@dataclass(frozen=True, slots=True)
class Column:
    """A column's head; figures are set to the right."""

    head: str
    number: bool = False

    @property
    def css(self) -> str:
        """The class attribute of its cells."""
        return ' class="n"' if self.number else ""


def table(
    columns: Sequence[Column],
    rows: Sequence[Sequence[str]],
    caption: str,
    empty: str,
    total: Sequence[str] | None = None,
) -> str:
    """The table; cells are HTML already, heads and caption are text. ``empty`` is said where there is no row."""
    if not rows:
        return f'<p class="none">{escape(empty)}</p>\n'
    heads = "".join(f'<th scope="col"{column.css}>{escape(column.head)}</th>' for column in columns)
    body = "".join(f"<tr>{_cells(columns, row)}</tr>\n" for row in rows)
    foot = f"<tfoot><tr>{_cells(columns, total)}</tr></tfoot>" if total else ""
    return (
        f'<div class="scroll" role="region" tabindex="0" aria-label="{escape(caption)}"><table>'
        f"<caption>{escape(caption)}</caption><thead><tr>{heads}</tr></thead><tbody>\n{body}</tbody>{foot}</table></div>\n"
    )


def _cells(columns: Sequence[Column], row: Sequence[str]) -> str:
    first, *others = row
    out = [f'<th scope="row"{columns[0].css}>{first}</th>']
    out += [f"<td{column.css}>{cell}</td>" for column, cell in zip(columns[1:], others, strict=True)]
    return "".join(out)
