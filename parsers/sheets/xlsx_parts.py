"""The parts of a workbook that the sheets refer to: relations, sheet list, styles, shared strings."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass
from typing import Any
from xml.etree.ElementTree import Element  # the type only; defusedxml parses

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring

from parsers.guard import Package, feed, xml_parser
from parsers.refusal import damaged, too_much
from parsers.sheets import number_format
from parsers.sheets.number_format import NumberFormat

_MAX_STRINGS = 5_000_000
_MAX_TEXT = 256 << 20
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


@dataclass(frozen=True, slots=True)
class SheetPart:
    """A sheet in the workbook: its name, its member of the zip, whether it is hidden."""

    name: str
    path: str
    hidden: bool


@dataclass(frozen=True, slots=True)
class Workbook:
    """What all sheets share. ``formats[s]`` is the number format of cell style ``s``."""

    sheets: tuple[SheetPart, ...]
    date1904: bool
    formats: tuple[NumberFormat, ...]
    strings: tuple[str, ...]


def read_workbook(package: Package) -> Workbook:
    """The workbook behind the package's office document; ``Refused`` if it has none."""
    path = next((target for kind, target in _relations(package, "").values() if kind == "officeDocument"), None)
    path = path or "xl/workbook.xml"
    root = _tree(package, path)
    relations = _relations(package, path)
    by_kind = dict(relations.values())
    properties = _children(root, "workbookPr")
    return Workbook(
        tuple(_sheets(root, relations)),
        bool(properties) and properties[0].get("date1904") in ("1", "true"),
        _formats(package, by_kind.get("styles")),
        _strings(package, by_kind.get("sharedStrings")),
    )


def unescape(text: str) -> str:
    """``_x000D_`` and its like as the character meant (ECMA-376 part 1, 22.9.2.19)."""
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text


def _tree(package: Package, path: str) -> Element:
    if not package.has(path):
        raise damaged(f"{path} missing")
    try:
        root: Element = fromstring(package.part(path), forbid_dtd=True)
    except DefusedXmlException as error:
        raise too_much("XML DOCTYPE", 0) from error
    except ParseError as error:
        raise damaged(f"{path}: {error}") from error
    return root


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def _children(root: Element, name: str) -> list[Element]:
    return [element for element in root if _local(element.tag) == name]


def _relations(package: Package, path: str) -> dict[str, tuple[str, str]]:
    """id -> (kind, member) of the parts that ``path`` refers to inside the package."""
    folder, name = posixpath.split(path)
    member = posixpath.join(folder, "_rels", f"{name}.rels")
    if not package.has(member):
        return {}
    found = {}
    for element in _tree(package, member):
        if element.get("TargetMode") != "External":
            target = posixpath.normpath(posixpath.join("/", folder, element.get("Target", ""))).lstrip("/")
            found[element.get("Id", "")] = (element.get("Type", "").rpartition("/")[2], target)
    return found


def _sheets(root: Element, relations: dict[str, tuple[str, str]]) -> list[SheetPart]:
    found = []
    for group in _children(root, "sheets"):
        for element in group:
            key = next((value for name, value in element.attrib.items() if _local(name) == "id" and "}" in name), "")
            kind, path = relations.get(key, ("", ""))
            if kind == "worksheet":
                hidden = element.get("state", "visible") != "visible"
                found.append(SheetPart(element.get("name", ""), path, hidden))
    return found


def _formats(package: Package, path: str | None) -> tuple[NumberFormat, ...]:
    if path is None or not package.has(path):
        return ()
    root = _tree(package, path)
    own = {
        element.get("numFmtId"): number_format.parse(element.get("formatCode", ""))
        for group in _children(root, "numFmts")
        for element in group
    }
    ids = [element.get("numFmtId", "0") for group in _children(root, "cellXfs") for element in group]
    return tuple(own.get(key) or number_format.built_in(int(key) if key.isdecimal() else 0) for key in ids)


def _strings(package: Package, path: str | None) -> tuple[str, ...]:
    if path is None or not package.has(path):
        return ()
    handler = _Strings()
    parser: Any = xml_parser()
    parser.StartElementHandler, parser.EndElementHandler = handler.start, handler.end
    parser.CharacterDataHandler = handler.text
    feed(parser, package.chunks(path), path)
    return tuple(handler.found)


class _Strings:
    """Shared strings: the runs of each ``si`` joined, phonetic runs (``rPh``) left out."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self.parts: list[str] = []
        self.inside = self.phonetic = False
        self.size = 0

    def start(self, name: str, _: object) -> None:
        local = name.rpartition(" ")[2]
        self.inside = local == "t"
        self.phonetic = self.phonetic or local == "rPh"

    def text(self, data: str) -> None:
        if self.inside and not self.phonetic:
            self.parts.append(data)
            self.size += len(data)
            if self.size > _MAX_TEXT:
                raise too_much("text", _MAX_TEXT)

    def end(self, name: str) -> None:
        self.inside = False
        local = name.rpartition(" ")[2]
        if local == "rPh":
            self.phonetic = False
        elif local == "si":
            self.found.append(unescape("".join(self.parts)))
            self.parts.clear()
            if len(self.found) > _MAX_STRINGS:
                raise too_much("shared strings", _MAX_STRINGS)
