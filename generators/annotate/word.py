"""Notes in a Word file: a comment at the cell or paragraph where the finding stands, the cell in its colour.

Only the text, its comments and the lists of parts are written anew; pictures, headers, styles and macros go out with the
bytes they came in with. ECMA-376 part 1, 17.4 (tables) and 17.13.4 (comments).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from lxml import etree

from generators.annotate.cells import column_number
from generators.annotate.listing import plain
from generators.annotate.notes import COLOURS, Note
from generators.annotate.package import Package
from generators.annotate.styles import colour

MOST_COMMENTS = 2000
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_AUTHOR = "zijian"
_TABLE, _PARAGRAPHS = "表", "段落"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_BLOCKS = ("body", "sdt", "sdtContent", "customXml", "smartTag", "ins")
_BEFORE_SHADING = frozenset(("cnfStyle", "tcW", "gridSpan", "hMerge", "vMerge", "tcBorders"))
_WEIGHT = {severity: weight for weight, severity in enumerate(COLOURS)}


def annotate_word(data: bytes, notes: Sequence[Note]) -> bytes:
    """The Word file with ``notes`` in it; those without a place in the text go into one comment at its first paragraph.

    The same notes give the same bytes. ``ValueError``, ``KeyError`` or ``zipfile.BadZipFile`` for what is no Word file.
    """
    package = Package(data)
    text, comments = _Text(package), _Comments(package)
    placed: dict[etree._Element, list[Note]] = defaultdict(list)
    unplaced: list[Note] = []
    for note in notes:
        spot = text.spot(note) if note.number <= MOST_COMMENTS else None
        (unplaced if spot is None else placed[spot]).append(note)
    for spot, there in placed.items():
        comments.add(text.anchor(spot), there)
        text.shade(spot, there)
    if unplaced:
        comments.add(text.first_paragraph(), unplaced[:MOST_COMMENTS])
    return package.saved()


class _Text:
    """The main part: its tables and paragraphs by the numbers that a place has."""

    def __init__(self, package: Package) -> None:
        self._root = package.tree(package.main)
        self.space = f"{{{package.namespace}}}"
        self._tables = [table for table in self._root.iter(f"{self.space}tbl") if not _is_fallback(table)]
        self._paragraphs = list(self._blocks(self._root))

    def _blocks(self, element: etree._Element) -> Iterator[etree._Element]:
        """The paragraphs outside tables, each followed by those of the boxes in it."""
        for child in element:
            if child.tag == f"{self.space}p":
                yield child
                for box in child.iter(f"{self.space}txbxContent"):
                    if not _is_fallback(box):
                        yield from self._blocks(box)
            elif _local(child) in _BLOCKS:
                yield from self._blocks(child)

    def spot(self, note: Note) -> etree._Element | None:
        """The cell or paragraph that a note's place names."""
        name, line = note.place.sheet or "", (note.place.line or 0) - 1
        if name == _PARAGRAPHS:
            return self._paragraphs[line] if 0 <= line < len(self._paragraphs) else None
        number = name.removeprefix(_TABLE)
        if not name.startswith(_TABLE) or not number.isdecimal() or not 0 < int(number) <= len(self._tables):
            return None
        rows = list(self._inside(self._tables[int(number) - 1], "tr"))
        column = column_number(note.place.column or "A") - 1
        return self._cell(rows[: line + 1], column) if 0 <= line < len(rows) else None

    def _cell(self, rows: Sequence[etree._Element], column: int) -> etree._Element | None:
        """The cell over a column in the last of ``rows``; where a merged one goes on, the cell in which it begins."""
        for row in reversed(rows):
            cell = self._over(row, column)
            if cell is None or self._merge(cell) != "continue":
                return cell
        return None

    def _over(self, row: etree._Element, column: int) -> etree._Element | None:
        left = self._number(row.find(f"{self.space}trPr/{self.space}gridBefore"), 0)
        for cell in self._inside(row, "tc"):
            left += self._number(cell.find(f"{self.space}tcPr/{self.space}gridSpan"), 1)
            if column < left:
                return cell
        return None

    def _number(self, element: etree._Element | None, usual: int) -> int:
        value = "" if element is None else element.get(f"{self.space}val", "1")
        return max(1, int(value)) if value.isdecimal() else usual

    def _merge(self, cell: etree._Element) -> str | None:
        found = cell.find(f"{self.space}tcPr/{self.space}vMerge")
        return None if found is None else found.get(f"{self.space}val", "continue")

    def _inside(self, element: etree._Element, wanted: str) -> Iterator[etree._Element]:
        """Children of a kind, also those in content controls and insertions."""
        for child in element:
            if child.tag == f"{self.space}{wanted}":
                yield child
            elif _local(child) in ("sdt", "sdtContent", "customXml", "ins"):
                yield from self._inside(child, wanted)

    def anchor(self, spot: etree._Element) -> etree._Element:
        """The paragraph of a cell at which its comment stands; made where the cell has none."""
        if spot.tag == f"{self.space}p":
            return spot
        found = next(self._inside(spot, "p"), None)
        return etree.SubElement(spot, f"{self.space}p") if found is None else found

    def first_paragraph(self) -> etree._Element:
        """The first paragraph of the text, in a table or not."""
        found = self._root.find(f".//{self.space}p")
        if found is None:
            raise ValueError("no paragraph in the text")
        return found

    def shade(self, spot: etree._Element, notes: Sequence[Note]) -> None:
        """A cell in the colour of its heaviest note; a paragraph stays as it is."""
        if spot.tag != f"{self.space}tc":
            return
        properties = spot.find(f"{self.space}tcPr")
        if properties is None:
            properties = etree.Element(f"{self.space}tcPr")
            spot.insert(0, properties)
        for old in properties.findall(f"{self.space}shd"):
            properties.remove(old)
        made = etree.Element(f"{self.space}shd")
        heaviest = min((note.severity for note in notes), key=_WEIGHT.__getitem__)
        for name, value in (("val", "clear"), ("color", "auto"), ("fill", colour(heaviest))):
            made.set(f"{self.space}{name}", value)
        properties.insert(sum(_local(child) in _BEFORE_SHADING for child in properties), made)


class _Comments:
    """The part of comments, made if the file has none."""

    def __init__(self, package: Package) -> None:
        self._space = f"{{{package.namespace}}}"
        self._root = package.tree(_part(package))
        numbers = (found.get(f"{self._space}id", "") for found in self._root)
        self._last = max((int(number) for number in numbers if number.isdecimal()), default=-1)

    def add(self, paragraph: etree._Element, notes: Sequence[Note]) -> None:
        """One comment with all of ``notes`` on the whole of a paragraph."""
        self._last += 1
        number = str(self._last)
        comment = self._under(self._root, "comment", id=number, author=_AUTHOR, initials="zj")
        for line in "\n\n".join(note.words for note in notes).split("\n"):
            text = self._under(self._under(self._under(comment, "p"), "r"), "t")
            text.text = plain(line)
            text.set(_SPACE, "preserve")
        start = self._made("commentRangeStart", id=number)
        paragraph.insert(1 if len(paragraph) and _local(paragraph[0]) == "pPr" else 0, start)
        self._under(paragraph, "commentRangeEnd", id=number)
        self._under(self._under(paragraph, "r"), "commentReference", id=number)

    def _made(self, name: str, **attributes: str) -> etree._Element:
        made = etree.Element(f"{self._space}{name}")
        for key, value in attributes.items():
            made.set(f"{self._space}{key}", value)
        return made

    def _under(self, parent: etree._Element, name: str, **attributes: str) -> etree._Element:
        made = self._made(name, **attributes)
        parent.append(made)
        return made


def _part(package: Package) -> str:
    for related in package.relations(package.main):
        if related.kind == "comments":
            return related.target
    name = package.free_name("word/comments{}.xml")
    package.put(name, f'<w:comments xmlns:w="{package.namespace}"/>'.encode())
    package.declare(name, _TYPE)
    package.relate(package.main, "comments", name)
    return name


def _local(element: etree._Element) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _is_fallback(element: etree._Element) -> bool:
    return any(_local(parent) == "Fallback" for parent in element.iterancestors())
