"""Pictures in a template: where the alternative text of one is ``zijian:NAME``, its file is replaced when it is filled."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping

from lxml import etree

PICTURE_PREFIX = "zijian:"
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_EMBED = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}embed"


def places(document: bytes, relations: bytes) -> Mapping[str, str]:
    """Member of the archive → name of the picture that belongs there; both parts are XML that was parsed before."""
    targets = {item.get("Id"): item.get("Target", "") for item in _parsed(relations)}
    found: dict[str, str] = {}
    for properties in _parsed(document).iter(f"{_DRAWING}docPr"):
        said = properties.get("descr", "")
        holder = properties.getparent()
        if said.startswith(PICTURE_PREFIX) and holder is not None:
            for element in holder.iter():
                if element.get(_EMBED) in targets:
                    name = posixpath.normpath(posixpath.join("word", targets[element.get(_EMBED)]))
                    found[name.lstrip("/")] = said.removeprefix(PICTURE_PREFIX)
    return found


def _parsed(xml: bytes) -> etree._Element:
    return etree.fromstring(xml, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True))
