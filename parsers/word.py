"""``.docx``: paragraphs, tables, boxes, headers and footers, read with lxml (python-docx takes longer to import)."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from typing import Any

from lxml import etree

from parsers.guard import Package, ZipLimits, open_package
from parsers.refusal import damaged, too_much
from parsers.sheets.grid import letters_of
from parsers.word_text import MAX_DEPTH, attribute, local, text_of
from schemas.findings import Finding
from schemas.raw import RawCell, RawDocument, RawLine, RawPage, RawSegment, RawTable

_ENGINE = "docx"
_LIMITS = ZipLimits(part=96 << 20)
_MAX_BLOCKS = 100_000
_MAX_CELLS = 1_000_000
_MAX_SPAN = 500
_GAP = re.compile(r"\t+| {3,}|\u3000{2,}")
_SPACED = re.compile(r"(?<!\S)([\u4e00-\u9fff])[ \t\u3000]+(?=[\u4e00-\u9fff][:：])")


def read(data: bytes) -> RawDocument:
    """The document as one page: headers, body, footers. ``Refused`` if it cannot be read within the limits.

    Nothing in the file says on which page a thing stands: places name the table, its row and its cell (``表1``, 3, B),
    or the paragraph (``段落``, 3); in headers and footers ``頁首`` and ``頁尾`` stand before or for these words.
    """
    package = open_package(data, _LIMITS)
    order: list[RawTable | RawLine] = []
    for name, where in _parts(package):
        order += _Walker(_tree(package, name), where).items()
    findings = [*package.findings, *([Finding("F112")] if _links_outside(package) else [])]
    return RawDocument(iter([RawPage(order=order)]), _ENGINE, 1, findings)


def _links_outside(package: Package) -> bool:
    """Templates, pictures and objects that lie elsewhere; a hyperlink is no part of the document."""
    return any(
        relation.get("TargetMode") == "External" and not (relation.get("Type") or "").endswith("/hyperlink")
        for name in package.archive.namelist()
        if name.endswith(".rels")
        for relation in _tree(package, name)
    )


def _parts(package: Package) -> list[tuple[str, str]]:
    """The parts in reading order, each with the word that goes before the places in it."""
    names = sorted(package.archive.namelist())
    main = _main(package)
    folder = posixpath.dirname(main)

    def extra(kind: str, where: str) -> list[tuple[str, str]]:
        return [(name, where) for name in names if re.fullmatch(rf"{re.escape(folder)}/{kind}\d*\.xml", name)]

    return [*extra("header", "頁首"), (main, ""), *extra("footer", "頁尾")]


def _main(package: Package) -> str:
    if package.has("word/document.xml"):
        return "word/document.xml"
    if not package.has("_rels/.rels"):
        raise damaged("word/document.xml missing")
    for relation in _tree(package, "_rels/.rels"):
        target = (relation.get("Target") or "").lstrip("/")
        if (relation.get("Type") or "").endswith("/officeDocument") and package.has(target):
            return target
    raise damaged("word/document.xml missing")


def _tree(package: Package, name: str) -> Any:
    data = package.part(name)
    if b"<!DOCTYPE" in data or b"<\x00!\x00D\x00O" in data:
        raise too_much("XML DOCTYPE", 0)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise damaged(f"{name}: {error.msg}"[:120]) from error
    return root


class _Walker:
    """The blocks of one part. Deleted text, fallbacks of drawings and field codes are left out."""

    def __init__(self, root: Any, where: str) -> None:
        self.root, self.where = root, where
        self.tables = {table: number for number, table in enumerate(_shown(root), 1)}
        self.blocks = self.cells = 0
        self.order: list[RawTable | RawLine] = []

    def items(self) -> list[RawTable | RawLine]:
        self._walk(self.root, 0)
        return self.order

    def _walk(self, element: Any, depth: int) -> None:
        if depth > MAX_DEPTH:
            raise too_much("XML depth", MAX_DEPTH)
        for child in element:
            kind = local(child)
            if kind == "p":
                self._paragraph(child)
            elif kind == "tbl":
                self._table(child, depth)
            elif kind in ("body", "sdt", "sdtContent", "customXml", "smartTag", "ins"):
                self._walk(child, depth + 1)

    def _paragraph(self, element: Any) -> None:
        self.blocks += 1
        if self.blocks > _MAX_BLOCKS:
            raise too_much("paragraphs", _MAX_BLOCKS)
        for line in text_of(element).split("\n"):
            self._line(line)
        for box in element.iter("{*}txbxContent"):
            if not any(map(_is_fallback, box.iterancestors())):
                self._walk(box, 1)

    def _line(self, text: str) -> None:
        parts = [part.strip() for part in _GAP.split(_SPACED.sub(r"\1 ", text)) if part.strip()]
        segments = tuple(RawSegment(part, float(place), float(place)) for place, part in enumerate(parts))
        if segments:
            top = float(len(self.order))
            self.order.append(RawLine(segments, sheet=self.where or "段落", top=top, bottom=top, line=self.blocks))

    def _table(self, element: Any, depth: int) -> None:
        grid = _Grid(self)
        for row in _rows(element):
            grid.add(row, depth)
        rows = grid.rows()
        if rows:
            letters = [letters_of(column) for column in range(1, len(rows[0]) + 1)]
            name = f"{self.where}表{self.tables.get(element, len(self.tables))}"
            self.order.append(RawTable(rows, sheet=name, lines=range(1, len(rows) + 1), letters=letters))
        for nested in grid.nested:
            self._table(nested, depth + 1)


class _Grid:
    """A table's cells on its grid; ``open`` holds, by column, the cell that a ``vMerge`` goes on with."""

    def __init__(self, walker: _Walker) -> None:
        self.walker = walker
        self.spans: list[list[tuple[int, int, int]]] = []
        self.texts: list[str] = []
        self.bottoms: list[int] = []
        self.boxes: list[tuple[int, int, int]] = []
        self.open: dict[int, int] = {}
        self.nested: list[Any] = []

    def add(self, row: Any, depth: int) -> None:
        """One ``w:tr``."""
        if depth > MAX_DEPTH:
            raise too_much("nested tables", MAX_DEPTH)
        number, column = len(self.spans), _before(row)
        line: list[tuple[int, int, int]] = []
        for cell in _cells(row):
            width, merge = _span(cell)
            line.append((column, column + width, self._cell(cell, number, (column, column + width), merge)))
            column += width
            self._count(width)
        self.spans.append(line)

    def _count(self, width: int) -> None:
        self.walker.cells += width
        if self.walker.cells > _MAX_CELLS:
            raise too_much("cells", _MAX_CELLS)

    def _cell(self, cell: Any, row: int, columns: tuple[int, int], merge: str | None) -> int:
        if merge == "continue" and columns[0] in self.open:
            index = self.open[columns[0]]
            self.bottoms[index] = row + 1
            return index
        self.texts.append("\n".join(text for p in _own_paragraphs(cell) if (text := text_of(p).strip())))
        self.nested += [table for table in cell.iter("{*}tbl") if _holder(table, cell)]
        self.boxes.append((row, *columns))
        self.bottoms.append(row + 1)
        index = len(self.texts) - 1
        self.open[columns[0]] = index
        return index

    def rows(self) -> list[list[RawCell]]:
        """Each row filled up to the widest one."""
        width = max((line[-1][1] for line in self.spans if line), default=0)
        if width * len(self.spans) > _MAX_CELLS:
            raise too_much("cells", _MAX_CELLS)
        made = [
            RawCell(text, top, left, bottom, right)
            for text, (top, left, right), bottom in zip(self.texts, self.boxes, self.bottoms, strict=True)
        ]
        return [self._row(number, line, made, width) for number, line in enumerate(self.spans)]

    @staticmethod
    def _row(number: int, line: list[tuple[int, int, int]], made: list[RawCell], width: int) -> list[RawCell]:
        row = [RawCell("", number, column, number + 1, column + 1) for column in range(width)]
        for left, right, index in line:
            row[left:right] = [made[index]] * (right - left)
        return row


def _shown(root: Any) -> Iterator[Any]:
    """The tables of a part in the order of the text, those of fallback drawings left out."""
    return (table for table in root.iter("{*}tbl") if not any(map(_is_fallback, table.iterancestors())))


def _is_fallback(element: Any) -> bool:
    return local(element) == "Fallback"


def _inside(element: Any, wanted: str) -> Iterator[Any]:
    """Children of a kind, also those in content controls and insertions."""
    for child in element:
        kind = local(child)
        if kind == wanted:
            yield child
        elif kind in ("sdt", "sdtContent", "customXml", "ins"):
            yield from _inside(child, wanted)


def _rows(table: Any) -> Iterator[Any]:
    return _inside(table, "tr")


def _cells(row: Any) -> Iterator[Any]:
    return _inside(row, "tc")


def _own_paragraphs(cell: Any) -> Iterator[Any]:
    return _inside(cell, "p")


def _holder(table: Any, cell: Any) -> bool:
    """Whether ``cell`` is the cell that holds ``table`` itself."""
    return next((parent for parent in table.iterancestors() if local(parent) == "tc"), None) is cell


def _property(element: Any, group: str, name: str) -> Any:
    found = element.find(f"{{*}}{group}")
    return None if found is None else found.find(f"{{*}}{name}")


def _number(element: Any) -> int:
    value = attribute(element, "val") or "1"
    return max(1, min(int(value), _MAX_SPAN)) if value.isdecimal() else 1


def _span(cell: Any) -> tuple[int, str | None]:
    """Columns that a cell takes, and whether a vertical merge begins (``restart``) or goes on (``continue``)."""
    wide = _property(cell, "tcPr", "gridSpan")
    merge = _property(cell, "tcPr", "vMerge")
    state = None if merge is None else (attribute(merge, "val") or "continue")
    return (1 if wide is None else _number(wide)), state


def _before(row: Any) -> int:
    skipped = _property(row, "trPr", "gridBefore")
    return 0 if skipped is None else _number(skipped)
