"""One worksheet's XML -> its cells as a person sees them: plain rows by ``xlsx_rows``, everything else through expat."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from parsers.guard import feed, xml_parser
from parsers.refusal import damaged, too_much
from parsers.sheets.grid import MAX_CELLS, MAX_COLUMN, MAX_ROW, Range, Sheet, letters_of
from parsers.sheets.hidden import hidden_note
from parsers.sheets.number_format import NumberFormat
from parsers.sheets.references import cell_of, range_of
from parsers.sheets.xlsx_parts import SheetPart, Workbook, unescape
from parsers.sheets.xlsx_rows import Token, pieces, tokens
from schemas.findings import Finding
from schemas.place import Place

_MAX_MERGES = 500_000
_MAX_FORMULAS_NAMED = 100
_NAMES = {
    f"{uri} {name}": name
    for uri in (
        "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
        "http://purl.oclc.org/ooxml/spreadsheetml/main",
    )
    for name in ("row", "c", "v", "f", "t", "rPh", "mergeCell", "col")
}
_DIGITS = "0123456789"
_NUMBER = re.compile(r' r="([0-9]+)"')
_HIDDEN = re.compile(r' hidden="(?:1|true)"')
_MOST_SHOWN = 20_000
_GENERAL = NumberFormat("general")
Attributes = dict[str, str]


class SheetReader:
    """One pass over a sheet's XML. Rows and columns may leave out their ``r``: they then follow the one before."""

    def __init__(self, book: Workbook, part: SheetPart, limit: int) -> None:
        """``limit``: the most cells that may be kept."""
        self.book, self.part, self.limit = book, part, limit
        self.cells: dict[int, dict[int, str]] = {}
        self.merges: list[Range] = []
        self.hidden_rows: list[int] = []
        self.hidden_columns: list[str] = []
        self.doubts: list[Finding] = []
        self.count = self.row = self.column = 0
        self.line: dict[int, str] = {}
        self.cell: Attributes = {}
        self.value: list[str] = []
        self.formula: list[str] | None = None
        self.into: list[str] | None = None
        self.phonetic = False
        self.row_text = ""
        self.letters: dict[str, int] = {}
        self.styles: dict[str, NumberFormat] = {}
        self.shown: dict[tuple[str, str, str], str] = {}

    def read(self, chunks: Iterator[bytes]) -> None:
        """The whole part: plain rows at once, everything else by the handlers."""
        parser = xml_parser()
        feed(parser, self._pieces(parser, chunks), self.part.path)

    def _pieces(self, parser: Any, chunks: Iterator[bytes]) -> Iterator[bytes]:
        """Each piece for the parser, whose handlers are set only where they are needed."""
        for piece, whole_rows in pieces(chunks):
            plain = whole_rows and self._take(tokens(piece))
            parser.StartElementHandler = None if plain else self._start
            parser.EndElementHandler = None if plain else self._end
            parser.CharacterDataHandler = None if plain else self._characters
            yield piece

    def _take(self, found: list[Token]) -> bool:
        """Keep plain rows. Nothing is kept, and ``False`` said, where a cell does not stand in its own row."""
        lines: list[tuple[int, bool, dict[int, str]]] = []
        line: dict[int, str] = {}
        number = ""
        for letters, digits, style, kind, value, inline, row, _ in found:
            if value or inline:
                if digits != number:
                    return False
                text = self._plain(style, kind, value or inline)
                line[self.letters.get(letters) or self._column(letters)] = text
            elif row:
                number = _NUMBER.match(row)[1]  # type: ignore[index]
                line = {}
                lines.append((int(number), bool(_HIDDEN.search(row)), line))
        for at, hidden, line in lines:
            self._take_row(at, line, hidden=hidden)
        return bool(found)

    def _take_row(self, row: int, line: dict[int, str], *, hidden: bool) -> None:
        self.count += len(line)
        if self.count > self.limit:
            raise too_much("cells", MAX_CELLS)
        if line and (row > MAX_ROW or max(line) > MAX_COLUMN):
            raise too_much(f"{letters_of(max(line))}{row}", MAX_ROW)
        self.row = row
        if hidden:
            self.hidden_rows.append(row)
        seen = {column: text for column, text in line.items() if text and not text.isspace()}
        self.cells.setdefault(row, {}).update(seen)

    def _plain(self, style: str, kind: str, stored: str) -> str:
        """What a cell shows; numbers that return, as measured errors do, are formatted once."""
        if kind == "s":
            return self._shared(stored)
        known = self.shown.get((style, kind, stored))
        if known is None:
            if len(self.shown) >= _MOST_SHOWN:
                self.shown.clear()
            known = self.shown[style, kind, stored] = self._text(style or "0", kind or "n", stored)
        return known

    def _column(self, letters: str) -> int:
        column = self.letters[letters] = cell_of(f"{letters}1")[1]
        return column

    def _start(self, name: str, attributes: Attributes) -> None:
        local = _NAMES.get(name)
        if local == "c":
            self.cell, self.value, self.formula = attributes, [], None
        elif local == "v":
            self.into = self.value
        elif local is not None:
            self._start_rarer(local, attributes)

    def _start_rarer(self, local: str, attributes: Attributes) -> None:
        if local == "row":
            self._start_row(attributes)
        elif local == "t":
            self.into = None if self.phonetic else self.value
        elif local == "f":
            self.formula = self.into = []
        elif local == "rPh":
            self.phonetic = True
        elif local == "mergeCell":
            self._merge(attributes.get("ref", ""))
        elif local == "col" and attributes.get("hidden") in ("1", "true"):
            self._hide_columns(attributes)

    def _characters(self, data: str) -> None:
        if self.into is not None:
            self.into.append(data)

    def _end(self, name: str) -> None:
        local = _NAMES.get(name)
        if local == "c":
            self._end_cell()
        elif local in ("v", "t", "f"):
            self.into = None
        elif local == "rPh":
            self.phonetic = False

    def _start_row(self, attributes: Attributes) -> None:
        given = attributes.get("r")
        self.row = int(given) if given and given.isdecimal() else self.row + 1
        self.row_text = str(self.row)
        self.column = 0
        self.line = self.cells.setdefault(self.row, {})
        if attributes.get("hidden") in ("1", "true"):
            self.hidden_rows.append(self.row)

    def _end_cell(self) -> None:
        reference = self.cell.get("r")
        if reference is None:
            row, self.column = self.row, self.column + 1
        else:
            row, self.column = self._place(reference)
        if self.value or self.formula is not None:
            self._keep(row, self._shown())

    def _place(self, reference: str) -> tuple[int, int]:
        """Row and column, by way of the letters seen before: most cells stand in the row that is being read."""
        letters = reference.rstrip(_DIGITS)
        column = self.letters.get(letters)
        if column is not None and reference[len(letters) :] == self.row_text:
            return self.row, column
        row, column = cell_of(reference)
        self.letters[letters] = column
        return row, column

    def _keep(self, row: int, text: str) -> None:
        self.count += 1
        if self.count > self.limit:
            raise too_much("cells", MAX_CELLS)
        if row > MAX_ROW or self.column > MAX_COLUMN:
            raise too_much(f"{letters_of(self.column)}{row}", MAX_ROW)
        if self.formula is not None and not self.value and self.cell.get("t") != "str":
            self._no_result(row)
        if text and not text.isspace():
            line = self.line if row == self.row else self.cells.setdefault(row, {})
            line[self.column] = text

    def _shown(self) -> str:
        stored = self.value[0] if len(self.value) == 1 else "".join(self.value)
        return self._text(self.cell.get("s", "0"), self.cell.get("t", "n"), stored)

    def _text(self, style: str, kind: str, stored: str) -> str:
        if kind == "s":
            return self._shared(stored)
        if kind == "b":
            return "TRUE" if stored == "1" else "FALSE"
        if kind == "n" and stored:
            return self._format(style).show(stored.strip(), date1904=self.book.date1904)
        return stored.removesuffix("T00:00:00") if kind == "d" else unescape(stored)

    def _shared(self, index: str) -> str:
        try:
            return self.book.strings[int(index)]
        except (ValueError, IndexError) as error:
            raise damaged(f"shared string {index[:12]!r}") from error

    def _format(self, style: str) -> NumberFormat:
        known = self.styles.get(style)
        if known is None:
            index = int(style) if style.isdecimal() else 0
            known = self.book.formats[index] if index < len(self.book.formats) else _GENERAL
            self.styles[style] = known
        return known

    def _no_result(self, row: int) -> None:
        if len(self.doubts) < _MAX_FORMULAS_NAMED:
            place = Place(sheet=self.part.name, line=row, column=letters_of(self.column))
            self.doubts.append(Finding("F114", place, value="=" + "".join(self.formula or ())))

    def _merge(self, reference: str) -> None:
        self.merges.append(range_of(reference))
        if len(self.merges) > _MAX_MERGES:
            raise too_much("merged cells", _MAX_MERGES)

    def _hide_columns(self, attributes: Attributes) -> None:
        ends = [attributes.get(key, "1") for key in ("min", "max")]
        first, last = (letters_of(min(int(end), MAX_COLUMN)) if end.isdecimal() else "?" for end in ends)
        self.hidden_columns.append(first if first == last else f"{first}–{last}")

    def sheet(self) -> Sheet:
        """What was read, with the note on what is hidden."""
        rows = [row for row in self.hidden_rows if self.cells.get(row)]
        hidden = hidden_note(self.part.name, hidden=self.part.hidden, rows=rows, columns=self.hidden_columns)
        return Sheet(self.part.name, self.cells, self.merges, hidden + self.doubts)
