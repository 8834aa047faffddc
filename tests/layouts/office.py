"""A paper as a workbook or a Word document, exported by LibreOffice."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from xlsxwriter import Workbook

from tests.layouts.paper import Look, Paper, Table

_BORDER = {"full": 1, "thin": 7, "dashed": 3, "double": 6, "group": 0, "none": 0, "outer": 0}
_SCALE = 0.17


def export(sources: Sequence[Path], target: Path) -> None:
    """All documents as PDF in the folder ``target``, by one LibreOffice."""
    profile = f"-env:UserInstallation={(target / 'office').absolute().as_uri()}"
    command = ("soffice", "--headless", profile, "--convert-to", "pdf", "--outdir", str(target), *map(str, sources))
    subprocess.run(command, check=True, capture_output=True, timeout=60 + 20 * len(sources))


def workbook(paper: Paper, target: Path) -> None:
    """Write an .xlsx, one page wide in print, the headings repeated on each page where the look says so."""
    book = Workbook(str(target))
    sheet = book.add_worksheet("紀錄")
    if paper.look.landscape:
        sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&C第 &P 頁")
    data = next(item for item in paper.items if isinstance(item, Table) and item.is_data)
    width = data.width
    for column, chars in enumerate(_widths(data)):
        sheet.set_column(column, column, chars)
    _Sheet(book, sheet, paper.look, width).fill(paper)
    book.close()


def _widths(table: Table) -> list[float]:
    widest = [4.0] * table.width
    for row in table.grid()[table.head :]:
        for column, cell in enumerate(row):
            if cell and cell.across == 1:
                size = sum(2.1 if ord(letter) > 0x2E80 else 1.1 for letter in cell.text[:24]) + 1
                widest[column] = max(widest[column], size)
    return widest


class _Sheet:
    def __init__(self, book: Workbook, sheet: Any, look: Look, width: int) -> None:
        self.book, self.sheet, self.look, self.width = book, sheet, look, width
        self.at = 0

    def style(self, rules: str, **more: Any) -> Any:
        base: dict[str, Any] = {"font_size": 8, "text_wrap": True, "valign": "vcenter", "align": self.look.align}
        base["font_name"] = self.look.font
        if rules in {"hlines", "headonly"}:
            base |= {"top": 1, "bottom": 1}
        else:
            base["border"] = _BORDER[rules]
        return self.book.add_format(base | more)

    def fill(self, paper: Paper) -> None:
        for title in paper.titles:
            style = self.style("none", align="center", font_size=12, text_wrap=False)
            self.sheet.merge_range(self.at, 0, self.at, self.width - 1, title, style)
            self.at += 1
        for item in paper.items:
            if isinstance(item, Table):
                self.table(item)
            else:
                self.line(item)

    def line(self, texts: Sequence[str]) -> None:
        style = self.style("none", align="left", text_wrap=False)
        step = max(1, self.width // max(1, len(texts)))
        for number, text in enumerate(texts):
            self.sheet.write_string(self.at, number * step, text, style)
        self.at += 1

    def table(self, table: Table) -> None:
        rules = self.look.rules if table.is_data else self.look.head_rules
        style = self.style(rules)
        wide = [self.width * part // table.width for part in range(table.width + 1)]
        if table.is_data and table.head and self.look.repeat:
            self.sheet.repeat_rows(self.at, self.at + table.head - 1)
        for row in table.grid():
            for column, cell in enumerate(row):
                if cell is None:
                    continue
                left, right = wide[column], wide[column + cell.across] - 1
                if cell.down > 1 or right > left:
                    self.sheet.merge_range(self.at, left, self.at + cell.down - 1, right, cell.text, style)
                else:
                    self.sheet.write_string(self.at, left, cell.text, style)
            self.at += 1


def word(paper: Paper, target: Path) -> None:
    """Write a .docx; its tables have all rules or none."""
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    if paper.look.landscape:
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = section.page_height, section.page_width
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(12)
    font = document.styles["Normal"].font
    font.size, font.name = Pt(paper.look.size), paper.look.font
    document.styles["Normal"].element.rPr.rFonts.set(qn("w:eastAsia"), paper.look.font)
    document.styles["Normal"].paragraph_format.space_after = Pt(0)
    for title in paper.titles:
        document.add_paragraph(title).alignment = WD_ALIGN_PARAGRAPH.CENTER
    for item in paper.items:
        if isinstance(item, Table):
            _word_table(document, item, paper.look)
        else:
            document.add_paragraph("\u3000\u3000".join(item))
    document.save(str(target))


def _word_table(document: Any, table: Table, look: Look) -> None:
    rules = look.rules if table.is_data else look.head_rules
    found = document.add_table(len(table.rows), table.width, "Table Grid" if rules != "none" else None)
    cells = [list(row.cells) for row in found.rows]
    for r, row in enumerate(table.grid()):
        for c, cell in enumerate(row):
            if cell is None:
                continue
            if cell.down > 1 or cell.across > 1:
                cells[r][c].merge(cells[r + cell.down - 1][c + cell.across - 1])
            cells[r][c].text = cell.text
    for row in found.rows[: table.head if look.repeat else 0]:
        row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    document.add_paragraph("")
