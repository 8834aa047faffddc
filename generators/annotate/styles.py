"""Cell formats of a workbook: each added one is a copy of the cell's own with one thing changed."""

from __future__ import annotations

import copy
from functools import cache

from lxml import etree

from generators.annotate.notes import COLOURS
from generators.annotate.package import Package
from schemas.findings import Severity

_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"
_ORDER = ("numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs")
_PLAIN = (
    '<styleSheet xmlns="{}"><fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>'
    '</fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
    '<cellXfs count="1"><xf xfId="0"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)


class Styles:
    """The workbook's table of cell formats (ECMA-376 part 1, 18.8); made if the workbook has none."""

    def __init__(self, package: Package) -> None:
        """Nothing is changed before a format is asked for."""
        self._space = package.namespace
        self._root = package.tree(_part(package))
        self._filled: dict[tuple[int, Severity], int] = {}
        self._fills: dict[Severity, int] = {}

    def filled(self, own: int, severity: Severity) -> int:
        """The format ``own`` with the colour of ``severity``."""
        if (own, severity) not in self._filled:
            if severity not in self._fills:
                self._fills[severity] = self._add("fills", self._made(_fill(colour(severity))))
            changed = self._own(own)
            changed.set("fillId", str(self._fills[severity]))
            changed.set("applyFill", "1")
            self._filled[own, severity] = self._add("cellXfs", changed)
        return self._filled[own, severity]

    def heading(self) -> int:
        """Bold."""
        fonts = self._section("fonts")
        font = copy.deepcopy(fonts[0]) if len(fonts) else self._made("<font/>")
        for bold in font.findall(f"{{{self._space}}}b"):
            font.remove(bold)
        font.insert(0, self._made("<b/>"))
        changed = self._own(0)
        changed.set("fontId", str(self._add("fonts", font)))
        changed.set("applyFont", "1")
        return self._add("cellXfs", changed)

    def wrapped(self, *, quoted: bool) -> int:
        """Lines broken, from the top; ``quoted`` text stays text when somebody edits the cell."""
        changed = self._own(0)
        for child in list(changed):
            changed.remove(child)
        changed.append(self._made('<alignment vertical="top" wrapText="1"/>'))
        changed.set("applyAlignment", "1")
        if quoted:
            changed.set("quotePrefix", "1")
        return self._add("cellXfs", changed)

    def _own(self, number: int) -> etree._Element:
        formats = self._section("cellXfs").findall(f"{{{self._space}}}xf")
        return copy.deepcopy(formats[number]) if 0 <= number < len(formats) else self._made('<xf xfId="0"/>')

    def _add(self, section: str, made: etree._Element) -> int:
        table = self._section(section)
        table.append(made)
        table.set("count", str(len(table)))
        return len(table) - 1

    def _section(self, name: str) -> etree._Element:
        found = self._root.find(f"{{{self._space}}}{name}")
        if found is None:
            found = self._made(f"<{name}/>")
            before = {f"{{{self._space}}}{other}" for other in _ORDER[: _ORDER.index(name)]}
            self._root.insert(sum(child.tag in before for child in self._root), found)
        return found

    def _made(self, xml: str) -> etree._Element:
        return etree.fromstring(f'<made xmlns="{self._space}">{xml}</made>')[0]


@cache
def colour(severity: Severity) -> str:
    """The cell colour of a severity as RRGGBB: its ink, paled so that the text stays readable."""
    return "".join(f"{round(255 - (255 - 255 * part) * 0.35):02X}" for part in COLOURS[severity])


def _fill(paint: str) -> str:
    return (
        f'<fill><patternFill patternType="solid"><fgColor rgb="FF{paint}"/><bgColor indexed="64"/></patternFill></fill>'
    )


def _part(package: Package) -> str:
    for related in package.relations(package.main):
        if related.kind == "styles":
            return related.target
    name = "xl/styles.xml"  # some readers look for it by this name only
    package.put(name, _PLAIN.format(package.namespace).encode())
    package.declare(name, _TYPE)
    package.relate(package.main, "styles", name)
    return name
