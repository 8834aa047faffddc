"""The file of a workbook or text as the parts of its zip: a part that nobody touches goes out with the very bytes it came in with.

Open Packaging Conventions: ECMA-376 part 2. Part names are compared without regard to case (6.2.2.3).
"""

from __future__ import annotations

import io
import posixpath
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from lxml import etree

from generators.docx_zip import Member, archive_of, packed

_USUAL = "http://schemas.openxmlformats.org"
_STRICT = "http://purl.oclc.org/ooxml"
_BASES = {
    f"{_USUAL}/spreadsheetml/2006/main": f"{_USUAL}/officeDocument/2006/relationships",
    f"{_USUAL}/wordprocessingml/2006/main": f"{_USUAL}/officeDocument/2006/relationships",
    f"{_STRICT}/spreadsheetml/main": f"{_STRICT}/officeDocument/relationships",
    f"{_STRICT}/wordprocessingml/main": f"{_STRICT}/officeDocument/relationships",
}
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_CONTENT_TYPES = "[Content_Types].xml"
_LENGTHS_AT = 26
_LOCAL_HEADER = 30


@dataclass(frozen=True, slots=True)
class Relation:
    """One relationship of a part: ``kind`` is the last word of its type, ``target`` the part's full name."""

    key: str
    kind: str
    target: str


class Package:
    """The parts by name. ``tree`` hands out a part for changing; ``look`` only for reading."""

    def __init__(self, data: bytes) -> None:
        """``zipfile.BadZipFile`` where ``data`` is no zip, ``ValueError`` or ``KeyError`` where it is neither."""
        self._archive = ZipFile(io.BytesIO(data))
        self._members = {
            info.filename: _as_stored(self._archive, data, info)
            for info in self._archive.infolist()
            if not info.is_dir()
        }
        self._names = {name.lower(): name for name in self._members}
        self._trees: dict[str, etree._Element] = {}
        self._new: dict[str, bytes] = {}
        (self.main,) = (part.target for part in self.relations("") if part.kind == "officeDocument")
        self.namespace = etree.QName(self.tree(self.main)).namespace or ""
        self.relation_base = _BASES[self.namespace]

    def read(self, name: str) -> bytes:
        """The bytes of a part. ``KeyError`` where there is none."""
        own = self._names[name.lower()]
        return self._new[own] if own in self._new else self._archive.read(own)

    def look(self, name: str) -> etree._Element:
        """The root of a part, which is not to be changed."""
        own = self._names[name.lower()]
        return self._trees[own] if own in self._trees else parsed(self.read(own))

    def tree(self, name: str) -> etree._Element:
        """The root of a part that is written anew from now on."""
        own = self._names[name.lower()]
        if own not in self._trees:
            self._trees[own] = parsed(self.read(own))
        return self._trees[own]

    def put(self, name: str, content: bytes) -> None:
        """Set a part, new or not."""
        self._new[self._names.setdefault(name.lower(), name)] = content

    def free_name(self, pattern: str) -> str:
        """The first name of ``pattern`` (with ``{}`` for a number from 1) that no part has."""
        names = (pattern.format(number) for number in range(1, len(self._names) + 2))
        return next(name for name in names if name.lower() not in self._names)

    def relations(self, part: str) -> list[Relation]:
        """What a part refers to within the file; ``""`` is the file as a whole."""
        return list(self._relations(part)) if _relations_of(part).lower() in self._names else []

    def _relations(self, part: str) -> Iterator[Relation]:
        for found in self.look(_relations_of(part)).iter(f"{{{_RELATIONS}}}Relationship"):
            if found.get("TargetMode") != "External":
                target = posixpath.join("/", posixpath.dirname(part), found.get("Target", ""))
                kind = found.get("Type", "").rpartition("/")[2]
                yield Relation(found.get("Id", ""), kind, posixpath.normpath(target).lstrip("/"))

    def relate(self, part: str, kind: str, target: str) -> str:
        """Let ``part`` refer to ``target``; the new relationship's key."""
        own = _relations_of(part)
        if own.lower() not in self._names:
            self.put(own, f'<Relationships xmlns="{_RELATIONS}"/>'.encode())
        root = self.tree(own)
        taken = {found.get("Id") for found in root}
        key = next(free for n in range(1, len(taken) + 2) if (free := f"rIdZijian{n}") not in taken)
        made = etree.SubElement(root, f"{{{_RELATIONS}}}Relationship", Id=key)
        made.set("Type", f"{self.relation_base}/{kind}")
        made.set("Target", f"/{target}")
        return key

    def declare(self, name: str, content_type: str) -> None:
        """Say the content type of one new part."""
        made = etree.SubElement(self.tree(_CONTENT_TYPES), f"{{{_TYPES}}}Override", PartName=f"/{name}")
        made.set("ContentType", content_type)

    def declare_ending(self, ending: str, content_type: str) -> None:
        """Say the content type of all parts with this ending, unless the file says one already."""
        known = self.look(_CONTENT_TYPES).iter(f"{{{_TYPES}}}Default")
        if ending not in {found.get("Extension", "").lower() for found in known}:
            made = etree.Element(f"{{{_TYPES}}}Default", Extension=ending, ContentType=content_type)
            self.tree(_CONTENT_TYPES).insert(0, made)

    def saved(self) -> bytes:
        """The file: parts in their order, new ones last; the same parts give the same bytes."""
        return archive_of(self._outgoing(name) for name in {**self._members, **self._new})

    def _outgoing(self, name: str) -> Member:
        if name in self._trees:
            return packed(name, written(self._trees[name]))
        return packed(name, self._new[name]) if name in self._new else self._members[name]


def parsed(xml: bytes) -> etree._Element:
    """The root of a part; entities stay unresolved and nothing is fetched."""
    return etree.fromstring(xml, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True))


def written(root: etree._Element) -> bytes:
    """A part's bytes."""
    return etree.tostring(root.getroottree(), xml_declaration=True, encoding="UTF-8", standalone=True)


def _relations_of(part: str) -> str:
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def _as_stored(archive: ZipFile, data: bytes, info: ZipInfo) -> Member:
    """A member with its packed bytes as they lie in the file; packed anew where the method is an uncommon one."""
    if info.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        return packed(info.filename, archive.read(info))
    name, extra = struct.unpack_from("<2H", data, info.header_offset + _LENGTHS_AT)
    start = info.header_offset + _LOCAL_HEADER + name + extra
    stored = data[start : start + info.compress_size]
    return Member(info.filename, info.compress_type, info.CRC, stored, info.file_size)
