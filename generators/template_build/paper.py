"""The sheet of paper that the templates are drawn on: page, fonts, paragraphs, ruled tables.

Written with python-docx; lengths are millimetres, sizes points.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt
from PIL import Image

from generators import docx_zip
from generators.docx_pictures import PICTURE_PREFIX
from generators.template_build.ruled import Align, Row, RowTag, paragraph_xml, table_xml

KAI = "標楷體"
LATIN = "Times New Roman"

_DEFAULT_SIZE = 12.0


@dataclass(frozen=True, slots=True)
class Page:
    """Width and height as printed, and the margin on all sides, in mm."""

    width: float = 210
    height: float = 297
    margin: float = 20

    @property
    def inner(self) -> float:
        """The width between the margins."""
        return self.width - 2 * self.margin


@dataclass(slots=True)
class Paper:
    """A document under construction."""

    page: Page = field(default_factory=Page)
    size: float = _DEFAULT_SIZE
    document: Any = field(default_factory=Document)

    def __post_init__(self) -> None:
        """Sets page, fonts and dates; the body is empty."""
        section = self.document.sections[0]
        section.page_width, section.page_height = Mm(self.page.width), Mm(self.page.height)
        section.orientation = WD_ORIENT.LANDSCAPE if self.page.width > self.page.height else WD_ORIENT.PORTRAIT
        for side in ("left_margin", "right_margin", "top_margin", "bottom_margin"):
            setattr(section, side, Mm(self.page.margin))
        section.header_distance = section.footer_distance = Mm(min(8.0, self.page.margin / 2))
        _set_fonts(self.document.styles["Normal"], self.size)
        _fix_properties(self.document.core_properties)

    def line(
        self,
        text: str = "",
        *,
        align: Align = "left",
        size: float | None = None,
        bold: bool = False,
        color: str | None = None,
        after: float = 0,
    ) -> None:
        """A paragraph; ``after`` is the space below it in points."""
        self._add(paragraph_xml(text, align, size, bold, color, after))

    def tag(self, statement: str) -> None:
        """A jinja statement around whole paragraphs or tables (``if …``, ``endif``)."""
        self._add(paragraph_xml(f"{{%p {statement} %}}", "left", None, bold=False, color=None, after=0))

    def code_line(self, text: str, side: float, *, corner: bool = False) -> None:
        """A square picture, ``side`` mm wide, that the engine replaces by the one of the name ``code``; text beside it.

        With ``corner`` the picture stands in the upper left corner of the page and takes no room in the text.
        """
        paragraph = self.document.add_paragraph()
        drawing = paragraph.add_run().add_picture(BytesIO(_blank_picture()), width=Mm(side))
        drawing._inline.docPr.set("descr", f"{PICTURE_PREFIX}code")
        if corner:
            _anchor(drawing._inline, self.page.margin)
        beside = paragraph.add_run(text if corner else f"  {text}")
        beside.font.size = Pt(8)

    def table(self, widths: Sequence[float], rows: Sequence[Row | RowTag], *, border: float = 0.5) -> None:
        """A ruled table; ``widths`` in mm, ``border`` in points (0: none)."""
        self._add(table_xml(widths, rows, border))

    def footer_page_numbers(self) -> None:
        """「第 1 頁,共 3 頁」 at the foot of each page."""
        paragraph = self.document.sections[0].footer.paragraphs[0]
        paragraph.alignment = 1
        for text, code in (("第 ", "PAGE"), (" 頁，共 ", "NUMPAGES"), (" 頁", None)):
            paragraph.add_run(text).font.size = Pt(9)
            if code:
                paragraph._p.append(_page_field(code))

    def to_bytes(self) -> bytes:
        """The docx; the same drawing gives the same bytes."""
        out = BytesIO()
        self.document.save(out)
        return docx_zip.archive_of(member for member, _ in docx_zip.members(out.getvalue()))

    def _add(self, xml: str) -> None:
        body = self.document.element.body
        body.insert(len(body) - 1, parse_xml(xml))


def _blank_picture() -> bytes:
    """One white dot as PNG."""
    out = BytesIO()
    Image.new("1", (1, 1), 1).save(out, "PNG")
    return out.getvalue()


def _anchor(inline: Any, margin: float) -> None:
    """Turn a picture in the text into one that floats at ``margin`` mm from the page's upper left corner."""
    place = "".join(
        f'<wp:position{axis} relativeFrom="page"><wp:posOffset>{Mm(margin)}</wp:posOffset></wp:position{axis}>'
        for axis in ("H", "V")
    )
    anchor = parse_xml(
        f'<wp:anchor {nsdecls("wp")} distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="2"'
        f' behindDoc="0" locked="0" layoutInCell="1" allowOverlap="1"><wp:simplePos x="0" y="0"/>{place}</wp:anchor>'
    )
    for child in list(inline):
        anchor.append(child)
        if child.tag == qn("wp:extent"):
            anchor.append(parse_xml(f"<wp:wrapNone {nsdecls('wp')}/>"))
    inline.getparent().replace(inline, anchor)


def _set_fonts(style: Any, size: float) -> None:
    style.font.name, style.font.size = LATIN, Pt(size)
    fonts = style.element.rPr.rFonts
    fonts.set(qn("w:eastAsia"), KAI)
    fonts.set(qn("w:hAnsi"), LATIN)
    fonts.set(qn("w:cs"), LATIN)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "en-US")
    language.set(qn("w:eastAsia"), "zh-TW")
    style.element.rPr.append(language)
    style.paragraph_format.space_after = Pt(0)


def _fix_properties(properties: Any) -> None:
    properties.author = properties.last_modified_by = "zijian"
    properties.title = properties.comments = properties.keywords = ""
    properties.created = properties.modified = datetime(2026, 1, 1, tzinfo=UTC)


def _page_field(code: str) -> Any:
    return parse_xml(
        f'<w:fldSimple {nsdecls("w")} w:instr="{code}"><w:r><w:rPr><w:sz w:val="18"/></w:rPr><w:t>1</w:t></w:r>'
        "</w:fldSimple>"
    )
