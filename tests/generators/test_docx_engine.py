"""The engine against plain docxtpl, and where docxtpl loses data."""

from __future__ import annotations

import zipfile
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from time import process_time
from typing import Any

import pytest
from docx import Document
from docxtpl import DocxTemplate
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from generators.docx_engine import render, variables
from generators.printable import printable
from schemas.errors import TemplateError

ROWS = [{"serial": f"0{index:03d}", "error": Decimal("-0.10") * index, "good": "合格"} for index in range(25)]


def template(folder: Path, *paragraphs: str, table: bool = False) -> Path:
    document = Document()
    for text in paragraphs:
        document.add_paragraph(text)
    if table:
        grid = document.add_table(4, 3)
        for column, text in enumerate(("器號", "器差", "判定")):
            grid.cell(0, column).text = text
        grid.cell(1, 0).text = "{%tr for row in rows %}"
        for column, text in enumerate(("{{ row.serial }}", "{{ row.error }}", "{{ row.good }}")):
            grid.cell(2, column).text = text
        grid.cell(3, 0).text = "{%tr endfor %}"
        document.sections[0].footer.paragraphs[0].text = "頁尾 {{ foot }}"
    path = folder / "範本.docx"
    document.save(str(path))
    return path


def texts(content: bytes) -> list[str]:
    return [paragraph.text for paragraph in Document(BytesIO(content)).paragraphs]


def part(content: bytes, name: str) -> bytes:
    with zipfile.ZipFile(BytesIO(content)) as archive:
        xml = archive.read(name)
    return etree.tostring(etree.fromstring(xml), method="c14n", exclusive=True)


def by_docxtpl(path: Path, values: dict[str, Any]) -> bytes:
    document = DocxTemplate(path)
    document.render(values)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def test_good_data_gives_the_same_document_as_docxtpl(tmp_path: Path) -> None:
    path = template(
        tmp_path, "甲 {{ name }} 乙", "{%p if shown %}", "看得到 {{ name|upper }}", "{%p endif %}", table=True
    )
    values = {"name": "大同\nabc 𡍼臺台", "shown": True, "rows": ROWS, "foot": "頁"}
    ours, theirs = render(path, values), by_docxtpl(path, values)
    assert part(ours, "word/document.xml") == part(theirs, "word/document.xml")
    assert part(ours, "word/footer1.xml") == part(theirs, "word/footer1.xml")
    assert [row.cells[0].text for row in Document(BytesIO(ours)).tables[0].rows[1:]] == [row["serial"] for row in ROWS]


def test_tags_split_over_runs_and_loops_over_columns_are_as_in_docxtpl(tmp_path: Path) -> None:
    document = Document()
    paragraph = document.add_paragraph("甲")
    for piece in ("{", "{ na", "me }", "} 乙"):
        paragraph.add_run(piece).bold = piece == "me }"
    grid = document.add_table(1, 3)
    for column, text in enumerate(("{%tc for word in words %}", "{{ word }}", "{%tc endfor %}")):
        grid.cell(0, column).text = text
    path = tmp_path / "runs.docx"
    document.save(str(path))
    values = {"name": "大同", "words": ["一", "二", "三", "四", "五"]}
    assert part(render(path, values), "word/document.xml") == part(by_docxtpl(path, values), "word/document.xml")


@pytest.mark.parametrize(
    "text", ["甲A&B公司", "x<5", "<w:br/>注入", "a > b \"引號\" 'x'", "{{ x }}", "{_{ x }_}", "{% if %}"]
)
def test_what_docxtpl_cuts_or_injects_survives(tmp_path: Path, text: str) -> None:
    path = template(tmp_path, "前{{ name }}後")
    assert texts(render(path, {"name": text})) == [f"前{text}後"]


def test_the_fault_that_this_engine_is_for_is_still_in_docxtpl(tmp_path: Path) -> None:
    path = template(tmp_path, "前{{ name }}後")
    assert texts(by_docxtpl(path, {"name": "甲A&B公司"})) != ["前甲A&B公司後"]


@given(st.text(max_size=40))
def test_any_text_survives_or_is_named(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    path = tmp_path_factory.getbasetemp() / "any.docx"
    if not path.exists():
        template(path.parent, "前{{ name }}後").rename(path)
    assert texts(render(path, {"name": text})) == [f"前{printable(text)}後"]


def test_control_and_private_characters_are_named(tmp_path: Path) -> None:
    path = template(tmp_path, "{{ name }}")
    assert texts(render(path, {"name": "a\x07b\ud800c\ue001d\u202ee\ufffe"})) == [
        "a〔U+0007〕b〔U+D800〕c〔U+E001〕d〔U+202E〕e〔U+FFFE〕"
    ]


def test_line_breaks_tabs_boxes_and_nothing(tmp_path: Path) -> None:
    path = template(tmp_path, "{{ lines }}|{{ yes }}{{ no }}|{{ absent }}|{{ number }}")
    assert texts(render(path, {"lines": "一\r\n二\t三", "yes": True, "no": False, "absent": None, "number": 7})) == [
        "一\n二\t三|☑☐||7"
    ]


def test_braces_that_are_no_tag_can_be_written(tmp_path: Path) -> None:
    assert texts(render(template(tmp_path, '{_{ 範例 }_} {{ "A&B" }}'), {})) == ["{{ 範例 }} A&B"]


FAULTS = {
    "{{ payer }}": "payer",
    "{{ row.serial }}": "serial",
    "{{ row.__class__ }}": "不得使用",
    "{{ cycler.__init__.__globals__.os.popen('id').read() }}": "cycler",
    "{{ 'a' * 1000000000 }}": "不得使用",
    "{{ 'a'.ljust(1000000000) }}": "不得使用",
    "{{ '%1000000000d' % 1 }}": "不得使用",
    "{{ 9 ** 999999999 }}": "不得使用",
    "{{ name|safe }}": "safe",
    "{% if %}": "if",
    "{% for x in rows %}": "endfor",
    "{{ name + 1 }}": "name + 1",
}


@pytest.mark.parametrize(("tag", "named"), FAULTS.items())
def test_a_faulty_tag_is_named_with_its_template(tmp_path: Path, tag: str, named: str) -> None:
    path = template(tmp_path, "好的 {{ name }}", f"壞的 {tag}", "好的 {{ name }}")
    with pytest.raises(TemplateError) as raised:
        render(path, {"name": "x", "row": {}, "rows": []})
    assert "範本.docx" in str(raised.value)
    assert named in str(raised.value)
    assert " ".join(tag.split()[:2]) in str(raised.value)


def test_tags_that_break_the_xml_are_named(tmp_path: Path) -> None:
    document = Document()
    document.add_paragraph("{% if name %}甲")
    document.add_table(1, 1).cell(0, 0).text = "乙{% endif %}"
    path = tmp_path / "範本.docx"
    document.save(str(path))
    with pytest.raises(TemplateError, match=r"範本\.docx.*XML"):
        render(path, {"name": ""})


def test_objects_do_not_come_within_a_templates_reach(tmp_path: Path) -> None:
    path = template(tmp_path, "{{ thing }}")
    with pytest.raises(TemplateError, match=r"rows\[1\]\.path.*PosixPath"):
        render(path, {"thing": "x", "rows": [{}, {"path": tmp_path}]})


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 torn", b"\xd0\xcf\x11\xe0 an old .doc"])
def test_what_is_no_docx_is_named(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "broken.docx"
    path.write_bytes(content)
    with pytest.raises(TemplateError, match=r"broken\.docx"):
        render(path, {})


def test_a_missing_template_is_named(tmp_path: Path) -> None:
    with pytest.raises(TemplateError, match=r"nowhere\.docx"):
        render(tmp_path / "nowhere.docx", {})


def test_the_same_data_gives_the_same_bytes(tmp_path: Path) -> None:
    path = template(tmp_path, "{{ name }}")
    first, second = render(path, {"name": "甲"}), render(path, {"name": "甲"})
    assert first == second
    with zipfile.ZipFile(BytesIO(first)) as archive:
        assert archive.testzip() is None
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_an_edited_template_is_compiled_anew(tmp_path: Path) -> None:
    assert texts(render(template(tmp_path, "舊 {{ name }}"), {"name": "甲"})) == ["舊 甲"]
    assert texts(render(template(tmp_path, "新 {{ name }}"), {"name": "甲"})) == ["新 甲"]


def test_variables_are_what_the_template_asks_for(tmp_path: Path) -> None:
    path = template(tmp_path, "{{ name }} {% if shown %}x{% endif %}", table=True)
    assert variables(path) == {"name", "shown", "rows", "foot"}


def test_time_is_linear_in_rows(tmp_path: Path) -> None:
    path = template(tmp_path, table=True)

    def seconds(count: int) -> float:
        start = process_time()
        render(path, {"rows": [ROWS[0]] * count, "foot": ""})
        return process_time() - start

    seconds(100)
    small = min(seconds(1_000) for _ in range(3))
    assert seconds(16_000) < 16 * small * 4
