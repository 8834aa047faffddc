"""The sheet of findings that is added to a workbook: one line a finding, linked to its cell."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from lxml import etree

from generators.annotate.cells import column_letters
from generators.annotate.notes import Note
from generators.annotate.package import Package, written
from generators.annotate.styles import Styles
from schemas.findings_sheet import HEADS, SHEET

_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_WIDTHS = (6, 14, 14, 9, 6, 16, 18, 60, 60)
_LONGEST = 32000
_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_VIEW = '<sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView>'
_Value = str | int | None


def add_listing(package: Package, styles: Styles, notes: Sequence[Note], sheets: Collection[str]) -> None:
    """A new last sheet with ``notes``; ``sheets`` are the names that are taken, and those that can be linked to."""
    name = package.free_name("xl/worksheets/sheet{}.xml")
    package.put(name, written(_Listing(package.namespace, styles).sheet(notes, sheets)))
    package.declare(name, _TYPE)
    listed = package.tree(package.main).find(f"{{{package.namespace}}}sheets")
    if listed is None:
        raise ValueError("no sheets in the workbook")
    number = 1 + max((int(found.get("sheetId", "0")) for found in listed), default=0)
    made = etree.SubElement(listed, f"{{{package.namespace}}}sheet", nsmap={"r": package.relation_base})
    made.set("name", _free_name(sheets))
    made.set("sheetId", str(number))
    made.set(f"{{{package.relation_base}}}id", package.relate(package.main, "worksheet", name))


def plain(text: str) -> str:
    """Text without characters that the format cannot hold, or that no one would see."""
    return "".join(char for char in text if char.isprintable() or char in "\n\u3000\u00a0")[:_LONGEST]


def spot_text(note: Note) -> str:
    """The cell of a note in letters and number; empty where it has none."""
    return f"{note.place.column or 'A'}{note.place.line}" if note.place.line else ""


def _free_name(taken: Collection[str]) -> str:
    names = [SHEET, *(f"{SHEET}{number}" for number in range(2, len(taken) + 3))]
    return next(name for name in names if name not in taken)


class _Listing:
    """Writes the sheet's XML."""

    def __init__(self, space: str, styles: Styles) -> None:
        self._space = space
        self._heading = styles.heading()
        self._text, self._quoted = styles.wrapped(quoted=False), styles.wrapped(quoted=True)

    def sheet(self, notes: Sequence[Note], sheets: Collection[str]) -> etree._Element:
        root = etree.fromstring(f'<worksheet xmlns="{self._space}"/>')
        self._under(root, "sheetViews").append(self._view())
        columns, data = self._under(root, "cols"), self._under(root, "sheetData")
        for number, width in enumerate(_WIDTHS, 1):
            self._under(columns, "col", min=str(number), max=str(number), width=str(width), customWidth="1")
        self._row(data, 1, HEADS, self._heading)
        for line, note in enumerate(notes, 2):
            self._row(data, line, _values(note), None)
        linked = [(line, note) for line, note in enumerate(notes, 2) if spot_text(note) and note.place.sheet in sheets]
        if linked:
            self._links(root, linked)
        return root

    def _view(self) -> etree._Element:
        return etree.fromstring(f'<made xmlns="{self._space}">{_VIEW}</made>')[0]

    def _links(self, root: etree._Element, linked: Sequence[tuple[int, Note]]) -> None:
        links = self._under(root, "hyperlinks")
        for line, note in linked:
            quoted = str(note.place.sheet).replace("'", "''")
            self._under(links, "hyperlink", ref=f"D{line}", location=f"'{quoted}'!{spot_text(note)}")

    def _row(self, data: etree._Element, line: int, values: Sequence[_Value], style: int | None) -> None:
        row = self._under(data, "row", r=str(line))
        for number, value in enumerate(values, 1):
            cell = self._under(row, "c", r=f"{column_letters(number)}{line}")
            cell.set("s", str(self._style(value) if style is None else style))
            if isinstance(value, int):
                self._under(cell, "v").text = str(value)
            elif value:
                cell.set("t", "inlineStr")
                self._write(cell, value)

    def _write(self, cell: etree._Element, value: str) -> None:
        text = self._under(self._under(cell, "is"), "t")
        text.text = _ESCAPE.sub("_x005F_", value)
        text.set(_SPACE, "preserve")

    def _style(self, value: _Value) -> int:
        return self._quoted if isinstance(value, str) and value.startswith(("=", "+", "-", "@")) else self._text

    def _under(self, parent: etree._Element, name: str, **attributes: str) -> etree._Element:
        return etree.SubElement(parent, f"{{{self._space}}}{name}", attributes)


def _values(note: Note) -> Sequence[_Value]:
    texts = (note.head, note.place.sheet or "", spot_text(note))
    more = (note.field, note.value, note.text, note.remedy)
    return (note.number, *map(plain, texts), note.place.row, *map(plain, more))
