"""Cuts long tables of a docx into shorter ones that print alike: LibreOffice's time grows with the square of the rows.

For the PDF only; the document that people get keeps its one table.
"""

from __future__ import annotations

from copy import deepcopy

from lxml import etree

from generators import docx_zip

ROWS = 100
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DOCUMENT = "word/document.xml"


def cut_long_tables(docx: bytes, rows: int = ROWS) -> bytes:
    """The document with no table of the body longer than ``rows`` rows beside its repeated headings.

    A cell that is merged over rows is not cut apart: the cut waits for the next row where nothing goes on.
    """
    found = list(docx_zip.members(docx))
    return docx_zip.archive_of(
        docx_zip.packed(member.name, _cut(content, rows)) if member.name == _DOCUMENT else member
        for member, content in found
    )


def _cut(xml: bytes, rows: int) -> bytes:
    root = etree.fromstring(xml, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True))
    body = root.find(f"{_W}body")
    if body is None:
        return xml
    for table in body.findall(f"{_W}tbl"):
        _cut_table(table, rows)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _cut_table(table: etree._Element, rows: int) -> None:
    lines = table.findall(f"{_W}tr")
    headings = [line for line in lines if _is_heading(line)]
    body = lines[len(headings) :] if lines[: len(headings)] == headings else []
    if len(body) <= rows:
        return
    parts = _parts(body, rows)
    parent = table.getparent()
    if parent is None:
        return
    frame = [deepcopy(child) for child in table if child.tag != f"{_W}tr"]
    at = parent.index(table) + 1
    for part in parts[1:]:
        piece = etree.Element(table.tag)
        piece.extend([deepcopy(child) for child in frame])
        piece.extend([deepcopy(line) for line in headings])
        piece.extend(part)
        parent.insert(at, _hairline())
        parent.insert(at + 1, piece)
        at += 2


def _parts(body: list[etree._Element], rows: int) -> list[list[etree._Element]]:
    parts: list[list[etree._Element]] = [[]]
    for line in body:
        if len(parts[-1]) >= rows and not _goes_on(line):
            parts.append([])
        parts[-1].append(line)
    return parts


def _is_heading(line: etree._Element) -> bool:
    return line.find(f"{_W}trPr/{_W}tblHeader") is not None


def _goes_on(line: etree._Element) -> bool:
    """Whether a cell of the row continues one from above."""
    return any(merge.get(f"{_W}val") != "restart" for merge in line.iter(f"{_W}vMerge"))


def _hairline() -> etree._Element:
    """A paragraph of one point on a new page: two tables do not become one, and the headings stand on top."""
    text = (
        f'<w:p xmlns:w="{_W[1:-1]}"><w:pPr><w:pageBreakBefore/>'
        '<w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/>'
        '<w:rPr><w:sz w:val="2"/></w:rPr></w:pPr></w:p>'
    )
    return etree.fromstring(text)
