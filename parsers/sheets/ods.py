"""``.ods``, streamed through expat: the text that each cell shows stands in the file beside its value."""

from __future__ import annotations

import re
from typing import Any

from parsers.guard import Package, feed, open_package, xml_parser
from parsers.refusal import damaged, locked, too_much
from parsers.sheets.grid import MAX_CELLS, MAX_COLUMN, MAX_ROW, Sheet, as_page, letters_of
from parsers.sheets.hidden import hidden_note
from parsers.sheets.number_format import plain, text_of
from schemas.findings import Finding
from schemas.place import Place
from schemas.raw import RawDocument

_ENGINE = "ods-stream"
_MAX_FORMULAS_NAMED = 100
_SEPARATED = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_SKIPPED = frozenset({"annotation", "tracked-changes", "shapes", "dde-links"})
_CONTENT = "content.xml"
Attributes = dict[str, str]


def read(data: bytes) -> RawDocument:
    """Every sheet as a page; ``Refused`` if the file cannot be read within the limits."""
    package = open_package(data)
    _refuse_encrypted(package)
    if not package.has(_CONTENT):
        raise damaged(f"{_CONTENT} missing")
    reader = _Reader()
    feed(reader.parser(), package.chunks(_CONTENT), _CONTENT)
    pages = [as_page(sheet) for sheet in reader.sheets]
    findings = [*package.findings, *([Finding("F112")] if reader.linked else [])]
    return RawDocument(iter(pages), _ENGINE, len(pages), findings)


def _refuse_encrypted(package: Package) -> None:
    manifest = "META-INF/manifest.xml"
    if package.has(manifest) and b"encryption-data" in package.part(manifest):
        raise locked()


def _local(attributes: Attributes) -> Attributes:
    return {name.rpartition(" ")[2]: value for name, value in attributes.items()}


def _times(attributes: Attributes, name: str) -> int:
    value = attributes.get(name, "1")
    return max(int(value), 1) if value.isdecimal() and len(value) < 9 else 1


class _Reader:
    """One pass over the content: styles that hide a sheet, then sheets, rows and cells with their repetitions."""

    def __init__(self) -> None:
        self.sheets: list[Sheet] = []
        self.linked = False
        self.hiding: set[str] = set()
        self.style = ""
        self.skipping = self.tables = self.count = 0
        self.sheet = Sheet("", {})
        self.hidden = False
        self.hidden_rows: list[int] = []
        self.row = self.column = 1
        self.rows = 1
        self.line: dict[int, str] = {}
        self.spans: list[tuple[int, int, int]] = []
        self.cell: Attributes | None = None
        self.parts: list[str] = []
        self.paragraphs = 0

    def parser(self) -> Any:
        parser = xml_parser()
        parser.StartElementHandler, parser.EndElementHandler = self.start, self.end
        parser.CharacterDataHandler = self.text
        return parser

    def start(self, name: str, attributes: Attributes) -> None:
        local = name.rpartition(" ")[2]
        if local in _SKIPPED or self.skipping:
            self.skipping += 1
        elif local == "table":
            self._start_table(_local(attributes))
        elif local in ("table-row", "table-cell", "covered-table-cell") and self.tables == 1:
            self._start_part(local, _local(attributes))
        elif local in ("p", "s", "tab", "line-break") and self.cell is not None:
            self._start_text(local, _local(attributes))
        elif local in ("style", "table-properties"):
            self._start_style(local, _local(attributes))
        elif local == "table-source":
            self.linked = True

    def _start_style(self, local: str, attributes: Attributes) -> None:
        if local == "style":
            self.style = attributes.get("name", "")
        elif attributes.get("display") == "false":
            self.hiding.add(self.style)

    def _start_table(self, attributes: Attributes) -> None:
        self.tables += 1
        if self.tables == 1:
            self.sheet = Sheet(attributes.get("name", ""), {})
            self.hidden = attributes.get("style-name") in self.hiding
            self.hidden_rows = []
            self.row = 1

    def _start_part(self, local: str, attributes: Attributes) -> None:
        if local == "table-row":
            self.rows = _times(attributes, "number-rows-repeated")
            self.column, self.line, self.spans = 1, {}, []
            if attributes.get("visibility", "visible") != "visible":
                self.hidden_rows.append(self.row)
        else:
            self.cell = attributes
            self.parts, self.paragraphs = [], 0

    def _start_text(self, local: str, attributes: Attributes) -> None:
        if local == "p":
            self.paragraphs += 1
            self.parts.append("\n" if self.paragraphs > 1 else "")
        else:
            self.parts.append({"s": " " * min(_times(attributes, "c"), 100), "tab": "\t"}.get(local, "\n"))

    def text(self, data: str) -> None:
        if self.cell is not None and self.paragraphs and not self.skipping:
            self.parts.append(data)

    def end(self, name: str) -> None:
        local = name.rpartition(" ")[2]
        if self.skipping:
            self.skipping -= 1
        elif local in ("table-cell", "covered-table-cell") and self.tables == 1 and self.cell is not None:
            self._end_cell(self.cell)
            self.cell = None
        elif local == "table-row" and self.tables == 1:
            self._end_row()
        elif local == "table":
            self._end_table()

    def _end_cell(self, cell: Attributes) -> None:
        times = _times(cell, "number-columns-repeated")
        text = shown(cell, "".join(self.parts))
        if cell.get("formula") and not text and "value-type" not in cell:
            self._no_result(cell["formula"])
        if text and not text.isspace():
            self._refuse_beyond(self.row, self.column + times - 1)
            self.line.update(dict.fromkeys(range(self.column, self.column + times), text))
            self.spans.append(
                (self.column, _times(cell, "number-columns-spanned"), _times(cell, "number-rows-spanned"))
            )
        self.column += times

    def _end_row(self) -> None:
        if self.line:
            self._refuse_beyond(self.row + self.rows - 1, 1)
            self.count += len(self.line) * self.rows
            if self.count > MAX_CELLS:
                raise too_much("cells", MAX_CELLS)
            for row in range(self.row, self.row + self.rows):
                self.sheet.cells[row] = self.line
            for left, wide, high in self.spans:
                if wide > 1 or high > 1:
                    self.sheet.merges.append((self.row, left, self.row + high - 1, left + wide - 1))
        self.row += self.rows

    def _end_table(self) -> None:
        self.tables -= 1
        if self.tables == 0:
            rows = [row for row in self.hidden_rows if self.sheet.cells.get(row)]
            self.sheet.doubts[:0] = hidden_note(self.sheet.name or "", hidden=self.hidden, rows=rows, columns=[])
            self.sheets.append(self.sheet)

    @staticmethod
    def _refuse_beyond(row: int, column: int) -> None:
        if row > MAX_ROW or column > MAX_COLUMN:
            raise too_much(f"{letters_of(column)}{row}", MAX_ROW)

    def _no_result(self, formula: str) -> None:
        if len(self.sheet.doubts) < _MAX_FORMULAS_NAMED:
            place = Place(sheet=self.sheet.name, line=self.row, column=letters_of(self.column))
            self.sheet.doubts.append(Finding("F114", place, value=formula.removeprefix("of:")))


def shown(cell: Attributes, text: str) -> str:
    """What a cell shows: dates in ISO 8601, numbers without thousands separators and never as an exponent."""
    kind = cell.get("value-type", "")
    if kind == "date":
        return cell.get("date-value", text).removesuffix("T00:00:00").replace("T", " ")
    if kind in ("float", "currency"):
        number = plain(cell.get("value", ""))
        if number is not None and (kind == "currency" or "E" in text or not text):
            return text_of(number)
        return _SEPARATED.sub("", text)
    return text
