"""Comments on the cells of one worksheet: the words in one part, the boxes that show them in another (VML).

ECMA-376 part 1, 18.7, and part 4, 19.4 for the boxes, without which spreadsheet programs show no comment.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from lxml import etree

from generators.annotate.cells import LAST_COLUMN, Spot, reference_of
from generators.annotate.package import Package

_COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_VML_TYPE = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_AUTHOR = "zijian"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_BEFORE_DRAWING = frozenset(
    [
        "sheetPr",
        "dimension",
        "sheetViews",
        "sheetFormatPr",
        "cols",
        "sheetData",
        "sheetCalcPr",
        "sheetProtection",
        "protectedRanges",
        "scenarios",
        "autoFilter",
        "sortState",
        "dataConsolidate",
        "customSheetViews",
        "mergeCells",
        "phoneticPr",
        "conditionalFormatting",
        "dataValidations",
        "hyperlinks",
        "printOptions",
        "pageMargins",
        "pageSetup",
        "headerFooter",
        "rowBreaks",
        "colBreaks",
        "customProperties",
        "cellWatches",
        "ignoredErrors",
        "smartTags",
        "drawing",
    ]
)
_NAMES = (
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:x="urn:schemas-microsoft-com:office:excel"'
)
_KIND = (
    f'<v:shapetype {_NAMES} id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">'
    '<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
_SHAPE = (
    '<v:shape {names} id="_x0000_s{key}" type="#_x0000_t202" style="position:absolute;width:270pt;height:130pt;'
    'z-index:{order};visibility:hidden" fillcolor="#ffffe1" o:insetmode="auto"><v:fill color2="#ffffe1"/>'
    '<v:shadow on="t" color="black" obscured="t"/><v:path o:connecttype="none"/>'
    '<v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox>'
    '<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/><x:Anchor>{anchor}</x:Anchor>'
    "<x:AutoFill>False</x:AutoFill><x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>"
)
_KEY = re.compile(rb"_x0000_s(\d{1,9})\b")
_END = re.compile(rb"</xml\s*>")


def comment(package: Package, sheet: str, words: Iterable[tuple[Spot, str]]) -> None:
    """Add ``words`` to cells of the worksheet part ``sheet``; below what a comment there says already."""
    root = package.tree(_comments_part(package, sheet))
    space = f"{{{etree.QName(root).namespace}}}"
    author, listed = _author(root, space), _section(root, f"{space}commentList")
    known = {found.get("ref"): found for found in listed}
    fresh = []
    for spot, text in words:
        reference = reference_of(spot)
        if reference in known:
            _append(known[reference], space, f"\n\n{text}")
        else:
            made = etree.SubElement(listed, f"{space}comment", ref=reference, authorId=author)
            _append(made, space, text)
            fresh.append(spot)
    if fresh:
        _draw(package, sheet, fresh)


def _comments_part(package: Package, sheet: str) -> str:
    for related in package.relations(sheet):
        if related.kind == "comments":
            return related.target
    name = package.free_name("xl/comments{}.xml")
    package.put(name, f'<comments xmlns="{package.namespace}"><authors/><commentList/></comments>'.encode())
    package.declare(name, _COMMENTS_TYPE)
    package.relate(sheet, "comments", name)
    return name


def _section(root: etree._Element, tag: str) -> etree._Element:
    found = root.find(tag)
    return found if found is not None else etree.SubElement(root, tag)


def _author(root: etree._Element, space: str) -> str:
    authors = _section(root, f"{space}authors")
    names = [found.text for found in authors]
    if _AUTHOR not in names:
        etree.SubElement(authors, f"{space}author").text = _AUTHOR
        names.append(_AUTHOR)
    return str(names.index(_AUTHOR))


def _append(comment: etree._Element, space: str, words: str) -> None:
    """One more run of text, ahead of what may only stand behind the runs."""
    text = comment.find(f"{space}text")
    if text is None:
        text = etree.Element(f"{space}text")
        comment.insert(0, text)
    run = etree.Element(f"{space}r")
    written = etree.SubElement(run, f"{space}t")
    written.text = words
    written.set(_SPACE, "preserve")
    text.insert(sum(child.tag in (f"{space}t", f"{space}r") for child in text), run)


def _draw(package: Package, sheet: str, spots: list[Spot]) -> None:
    """Boxes for ``spots`` at the end of the sheet's drawing, whose other bytes stay: it need not be good XML."""
    name = _drawing_part(package, sheet)
    before = package.read(name)
    ends = [found.start() for found in _END.finditer(before)]
    if not ends:
        raise ValueError("no end in the legacy drawing")
    key = max((int(found) for found in _KEY.findall(before)), default=1024)
    kind = "" if b'_x0000_t202"' in before else _KIND
    shapes = kind + "".join(_shape(spot, key + order, order) for order, spot in enumerate(spots, 1))
    package.put(name, before[: ends[-1]] + shapes.encode() + before[ends[-1] :])


def _drawing_part(package: Package, sheet: str) -> str:
    root = package.tree(sheet)
    space = f"{{{etree.QName(root).namespace}}}"
    found = root.find(f"{space}legacyDrawing")
    if found is not None:
        key = found.get(f"{{{package.relation_base}}}id")
        return {related.key: related.target for related in package.relations(sheet)}[key or ""]
    name = package.free_name("xl/drawings/vmlDrawing{}.vml")
    package.put(name, f"<xml {_NAMES}></xml>".encode())
    package.declare_ending("vml", _VML_TYPE)
    made = etree.Element(f"{space}legacyDrawing", nsmap={"r": package.relation_base})
    made.set(f"{{{package.relation_base}}}id", package.relate(sheet, "vmlDrawing", name))
    before = [child for child in root.iterchildren("*") if etree.QName(child).localname in _BEFORE_DRAWING]
    before[-1].addnext(made)
    return name


def _shape(spot: Spot, key: int, order: int) -> str:
    row, column = spot[0] - 1, spot[1] - 1
    left = min(column + 1, LAST_COLUMN - 7)
    anchor = f"{left}, 15, {max(row - 1, 0)}, 10, {left + 5}, 31, {row + 8}, 9"
    return _SHAPE.format(names=_NAMES, key=key, order=order, anchor=anchor, row=row, column=column)
