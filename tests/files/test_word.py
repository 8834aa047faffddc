"""Word files made by python-docx: tables with merged cells, boxes, headers and footers."""

from __future__ import annotations

import io
from typing import Any

import docx
from docx.oxml import parse_xml

from parsers.reader import read
from schemas.raw import RawLine, RawPage, RawTable

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_W14 = 'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'


def _page(document: Any) -> RawPage:
    out = io.BytesIO()
    document.save(out)
    raw = read(out.getvalue(), "a.docx")
    assert raw.findings == []
    (page,) = raw.pages
    return page


def _texts(table: RawTable) -> list[list[str]]:
    return [[cell.text for cell in row] for row in table.rows]


def test_paragraphs_and_tables_keep_their_order() -> None:
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "範例公司"
    document.sections[0].footer.paragraphs[0].text = "第 1 頁"
    document.add_paragraph("度量衡器自行檢定月報表")
    table = document.add_table(2, 2)
    for number, text in enumerate(["項次", "數量", "1", "25"]):
        table.cell(number // 2, number % 2).text = text
    document.add_paragraph("負責人:王範例\t製表人:李範例")
    order = _page(document).order
    assert [item.text if isinstance(item, RawLine) else _texts(item) for item in order] == [
        "範例公司",
        "度量衡器自行檢定月報表",
        [["項次", "數量"], ["1", "25"]],
        "負責人:王範例  製表人:李範例",
        "第 1 頁",
    ]


def test_merged_cells_are_the_same_cell_at_each_position() -> None:
    document = docx.Document()
    table = document.add_table(3, 3)
    table.cell(0, 0).merge(table.cell(0, 1)).text = "寬"
    table.cell(1, 2).merge(table.cell(2, 2)).text = "高"
    rows = _page(document).tables[0].rows
    assert rows[0][0] is rows[0][1]
    assert rows[1][2] is rows[2][2]
    assert (rows[0][0].left, rows[0][0].right, rows[1][2].top, rows[1][2].bottom) == (0, 2, 1, 3)
    assert rows[1][2].text == "高"


def test_boxes_ticked_and_not() -> None:
    document = docx.Document()
    table = document.add_table(1, 3)
    control = (
        f'<w:sdt {_W} {_W14}><w:sdtPr><w14:checkbox><w14:checked w14:val="1"/></w14:checkbox></w:sdtPr>'
        "<w:sdtContent><w:r><w:t>☒</w:t></w:r></w:sdtContent></w:sdt>"
    )
    old = f'<w:r {_W}><w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox><w:default w:val="0"/></w:checkBox></w:ffData></w:fldChar></w:r>'
    sign = f'<w:r {_W}><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>'
    for column, xml in enumerate((control, old, sign)):
        paragraph = table.cell(0, column).paragraphs[0]
        paragraph._p.append(parse_xml(xml))
        paragraph.add_run("合格")
    assert _texts(_page(document).tables[0]) == [["☒合格", "☐合格", "☑合格"]]


def test_what_was_deleted_is_not_read_and_what_was_inserted_is() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("數量 ")
    paragraph._p.append(parse_xml(f"<w:del {_W}><w:r><w:delText>24</w:delText></w:r></w:del>"))
    paragraph._p.append(parse_xml(f"<w:ins {_W}><w:r><w:t>25</w:t></w:r></w:ins>"))
    assert [line.text for line in _page(document).text_lines] == ["數量 25"]


def test_a_table_within_a_cell_is_a_table_of_its_own() -> None:
    document = docx.Document()
    outer = document.add_table(1, 1).cell(0, 0)
    outer.text = "外"
    outer.add_table(1, 2).cell(0, 1).text = "內"
    assert [_texts(table) for table in _page(document).tables] == [[["外"]], [["", "內"]]]


def test_what_lies_outside_the_file_is_named_and_not_fetched() -> None:
    document = docx.Document()
    document.add_paragraph("檢定紀錄")
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
    document.part.relate_to("http://127.0.0.1:9/logo.png", f"{kind}image", is_external=True)
    document.part.relate_to("https://example.com/", f"{kind}hyperlink", is_external=True)
    out = io.BytesIO()
    document.save(out)
    raw = read(out.getvalue(), "a.docx")
    assert [finding.code for finding in raw.findings] == ["F112"]
    assert len(list(raw.pages)) == 1
