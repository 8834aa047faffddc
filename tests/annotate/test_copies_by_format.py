"""Each format's annotated copy, opened by another library: the note stands at the heading or cell, the rest is as it was."""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import docx
import openpyxl
import pdfplumber
import pikepdf
import pytest
from docx.oxml.ns import qn

from flows.annotating import CONTENT_TYPES, annotated_copy
from flows.checking import judge
from flows.reading import read_document
from generators.annotate.notes import Note
from generators.annotate.styles import colour
from generators.annotate.word import annotate_word
from parsers.sniff import FileType, sniff
from schemas.document import Document
from schemas.findings import Severity
from schemas.place import Place
from tests.annotate.macros import RELATION, as_docm, with_macros, without_macros
from tests.annotate.workbooks import parts, rich
from tests.rules import papers
from tests.rules.sheets import workbook
from tests.rules.specimens import context, report

HEADINGS = 4
SEEN = {"T204": "天氣", "T205": "廠牌", "B514": "3", "B512": "7"}
"""What stands where each of the planted faults is marked."""
Marks = dict[str, tuple[str, str | None]]
"""By code: the text at which the note stands, and the colour there."""


def planted() -> bytes:
    """A report's workbook with a heading that nobody knows, one that is repeated, and two faulty cells."""
    book = openpyxl.load_workbook(io.BytesIO(workbook(report())))
    sheet = book.worksheets[0]
    for column, texts in ((11, ("天氣", "晴", "陰")), (12, ("廠牌", "甲", "乙"))):
        for line, text in enumerate(texts, HEADINGS):
            sheet.cell(line, column, text)
    sheet.cell(HEADINGS + 2, 1, "7")
    sheet.cell(HEADINGS + 2, 7, 3)
    sheet.cell(9, 1, "2.應繳檢定費五分之一計收,總計應繳檢定費新臺幣 50 元。")
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def in_workbook(copy: bytes) -> Marks:
    sheet = openpyxl.load_workbook(io.BytesIO(copy))["檢定"]
    said = [(cell, cell.comment.text) for row in sheet for cell in row if cell.comment]
    return {
        code: (str(cell.value), str(cell.fill.fgColor.rgb)[2:])
        for cell, text in said
        for code in re.findall(r"\d+\. ([A-Z]\d{3})", text)
    }


def in_word(copy: bytes) -> Marks:
    paper = docx.Document(io.BytesIO(copy))
    said = {str(comment.comment_id): comment.text for comment in paper.comments}
    found: Marks = {}
    for start in paper.element.iter(qn("w:commentRangeStart")):
        paragraph = start.getparent()
        cell = paragraph.getparent()
        shade = cell.find(f"{qn('w:tcPr')}/{qn('w:shd')}")
        text = "".join(part.text or "" for part in paragraph.iter(qn("w:t")))
        for code in re.findall(r"\d+\. ([A-Z]\d{3})", said[start.get(qn("w:id"))]):
            found[code] = text, None if shade is None else shade.get(qn("w:fill"))
    return found


def in_pdf(copy: bytes) -> Marks:
    found: Marks = {}
    with pdfplumber.open(io.BytesIO(copy)) as paper:
        page = paper.pages[0]
        for note in page.annots:
            if note["data"]["Subtype"].name == "Square":
                box = (note["x0"], note["top"], note["x1"], note["bottom"])
                code = re.findall(r"\d+\. ([A-Z]\d{3})", note["contents"])[0]
                red, green, blue = note["data"]["C"]
                found[code] = page.within_bbox(box).extract_text(), f"{red:.1f} {green:.1f} {blue:.1f}"
    return found


MADE: dict[str, tuple[Callable[[bytes], bytes], Callable[[bytes], Marks]]] = {
    "xlsx": (bytes, in_workbook),
    "xlsm": (with_macros, in_workbook),
    "docx": (papers.word, in_word),
    "docm": (lambda book: as_docm(papers.word(book)), lambda copy: in_word(without_macros(copy))),
    "pdf": (papers.pdf, in_pdf),
}


def marked(ending: str) -> tuple[bytes, Document, bytes]:
    data = MADE[ending][0](planted())
    document = read_document(data, f"a.{ending}")
    judge([document], context())
    copy = annotated_copy(document, data)
    assert copy is not None
    return data, document, copy


@pytest.mark.parametrize("ending", MADE)
def test_notes_stand_at_headings_and_cells(ending: str) -> None:
    _, document, copy = marked(ending)
    found = MADE[ending][1](copy)
    assert SEEN.keys() <= {finding.code for finding in document.findings}
    assert {code: found[code][0] for code in SEEN} == SEEN
    if ending != "pdf":
        assert {found[code][1] for code in ("T205", "B514")} == {colour(Severity.ERROR)}
        assert found["T204"][1] == colour(Severity.WARNING)
    else:
        assert found["T205"][1] != found["T204"][1]


@pytest.mark.parametrize("ending", MADE)
def test_the_copy_is_of_the_same_format_and_says_the_same(ending: str) -> None:
    data, document, copy = marked(ending)
    assert sniff(copy) == sniff(data)
    assert sniff(copy) in CONTENT_TYPES
    again = read_document(copy, f"a_檢核.{ending}")
    judge([again], context())
    assert again.header == document.header
    assert again.rows == document.rows
    said = [(one.code, one.place, one.value) for one in document.findings if one.code != "F110"]
    assert [(one.code, one.place, one.value) for one in again.findings if one.code != "F110"] == said


def test_macros_go_out_byte_for_byte_and_the_type_stays() -> None:
    data, _, copy = marked("xlsm")
    before, after = parts(data), parts(copy)
    assert sniff(copy) is FileType.XLSM
    assert after["xl/vbaProject.bin"] == before["xl/vbaProject.bin"]
    changed = {name for name in before if after[name] != before[name]}
    assert changed <= {
        "[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml", "xl/worksheets/sheet1.xml",
    }  # fmt: skip
    assert sniff(with_macros(rich())) is FileType.XLSM


def test_macros_of_word_go_out_byte_for_byte_and_the_type_stays() -> None:
    data, document, copy = marked("docm")
    before, after = parts(data), parts(copy)
    assert sniff(copy) is FileType.DOCM
    assert [found.code for found in document.findings].count("F110") == 1
    kept = {"word/vbaProject.bin", "word/_rels/vbaProject.bin.rels", "word/vbaData.xml"}
    assert {name: after[name] for name in kept} == {name: before[name] for name in kept}
    assert {name for name in before if after[name] != before[name]} <= {
        "[Content_Types].xml", "word/document.xml", "word/_rels/document.xml.rels", "word/comments.xml",
    }  # fmt: skip
    assert RELATION % (b"vbaProject", b"vbaProject.bin") in before["word/_rels/document.xml.rels"]
    assert b'Target="vbaProject.bin"' in after["word/_rels/document.xml.rels"]
    assert b'Extension="bin" ContentType="application/vnd.ms-office.vbaProject"' in after["[Content_Types].xml"]


def lettered() -> bytes:
    """A Word file with a header, a picture, a comment of the sender's, merged cells, and a table in a cell."""
    paper = docx.Document()
    paper.sections[0].header.paragraphs[0].text = "頁首"
    first = paper.add_paragraph("段落一")
    paper.add_comment(first.runs, "寄件人的註解", "寄件人", "寄")
    table = paper.add_table(4, 4)
    for row in range(4):
        for column in range(4):
            table.cell(row, column).text = f"{'ABCD'[column]}{row + 1}"
    table.cell(1, 0).merge(table.cell(2, 0)).text = "直併"
    table.cell(3, 1).merge(table.cell(3, 2)).text = "橫併"
    inner = table.cell(0, 3).add_table(1, 1)
    inner.cell(0, 0).text = "表中表"
    out = io.BytesIO()
    paper.save(out)
    return out.getvalue()


def note(number: int, sheet: str | None, line: int | None, column: str | None) -> Note:
    place = Place(sheet=sheet, line=line, column=column)
    return Note(number, Severity.ERROR, f"B50{number} 錯誤", "器號", "值", f"問題 {number}", "請更正", place)


NOTES = [
    note(1, "表1", 3, "A"),  # goes on from the line above
    note(2, "表1", 4, "D"),  # behind a cell of two columns
    note(3, "表2", 1, "A"),
    note(4, "段落", 1, None),
    note(5, None, None, None),
    note(6, "頁首", 1, None),
    note(7, "表9", 1, "A"),
]
SPOTS = {
    "B501": "直併",
    "B502": "D4",
    "B503": "表中表",
    "B504": "段落一",
    "B505": "段落一",
    "B506": "段落一",
    "B507": "段落一",
}


def test_comments_of_word_stand_in_their_cells_and_what_they_do_not_concern_stays() -> None:
    data = lettered()
    copy = annotate_word(data, NOTES)
    assert {code: text for code, (text, _) in in_word(copy).items()} == SPOTS
    before, after = parts(data), parts(copy)
    assert {name for name in before if after[name] != before[name]} <= {
        "word/document.xml", "word/comments.xml", "[Content_Types].xml", "word/_rels/document.xml.rels",
    }  # fmt: skip
    assert "寄件人的註解" in [comment.text for comment in docx.Document(io.BytesIO(copy)).comments]
    assert annotate_word(data, NOTES) == copy


@pytest.mark.parametrize(("ending", "made"), [("docx", bytes), ("docm", as_docm)])
def test_libreoffice_sees_the_comments_of_word(ending: str, made: Callable[[bytes], bytes], tmp_path: Path) -> None:
    (tmp_path / f"in.{ending}").write_bytes(annotate_word(made(lettered()), NOTES))
    program = shutil.which("soffice")
    assert program is not None
    subprocess.run(
        [
            program, f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless", "--norestore",
            "--convert-to", "docx", "--outdir", str(tmp_path / "out"), str(tmp_path / f"in.{ending}"),
        ],
        check=True, capture_output=True, timeout=300, env={**os.environ, "HOME": str(tmp_path)},
    )  # fmt: skip
    opened = in_word((tmp_path / "out" / "in.docx").read_bytes())
    assert {code: text for code, (text, _) in opened.items()} == SPOTS
    assert opened["B501"][1] == colour(Severity.ERROR)


def test_headings_repeated_over_pages_give_one_note_on_the_first_of_them() -> None:
    pages = pikepdf.new()
    for number in range(3):
        book = openpyxl.load_workbook(io.BytesIO(planted()))
        sheet = book.worksheets[0]
        sheet.delete_rows(7, 20) if number < 2 else None
        sheet.delete_rows(1, 3) if number else None
        out = io.BytesIO()
        book.save(out)
        with pikepdf.open(io.BytesIO(papers.pdf(out.getvalue()))) as page:
            pages.pages.extend(page.pages)
    made = io.BytesIO()
    pages.save(made)
    document = read_document(made.getvalue(), "a.pdf")
    assert len(document.rows) == 6
    told = [finding for finding in document.findings if finding.code in ("T204", "T205")]
    assert sorted((finding.code, finding.place.page) for finding in told) == [("T204", 1), ("T205", 1)]
    copy = annotated_copy(document, made.getvalue())
    assert copy is not None
    assert {code: in_pdf(copy)[code][0] for code in ("T204", "T205")} == {"T204": "天氣", "T205": "廠牌"}
