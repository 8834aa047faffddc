"""Marks stand where the finding stands, and the rest of the file is as it was."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import openpyxl
import pikepdf
import pypdfium2
import pytest
from openpyxl.styles import PatternFill

from generators.annotate.notes import Note
from generators.annotate.pdf import annotate_pdf
from generators.annotate.workbook import annotate_workbook
from schemas.findings import Severity
from schemas.findings_sheet import SHEET
from schemas.place import NOWHERE, Place

PDFS = Path(__file__).parents[1] / "records" / "pdf"
BOX = (60.0, 90.0, 140.0, 120.0)


def note(number: int = 1, place: Place = NOWHERE, severity: Severity = Severity.ERROR, text: str = "器號重複") -> Note:
    return Note(number, severity, "B502 錯誤", "器號", "26000001", text, "請更正", place)


def blank(*, turn: int = 0, origin: tuple[int, int] = (0, 0)) -> bytes:
    """A blank page of 400 x 300 points, turned, with its origin moved."""
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(400, 300))
    x, y = origin
    page.mediabox = pikepdf.Array([x, y, x + 400, y + 300])
    page.rotate(turn, relative=False)
    out = io.BytesIO()
    pdf.save(out)
    return out.getvalue()


def painted(data: bytes) -> tuple[int, int, int, int]:
    """The box of all pixels that are not white on page 1 at 72 dpi, by another engine than the one that wrote it."""
    with pypdfium2.PdfDocument(data) as pdf:
        picture = pdf[0].render(scale=1, may_draw_forms=True).to_numpy()
    rows, columns = np.nonzero((picture[:, :, :3] < 200).any(axis=2))
    return int(columns.min()), int(rows.min()), int(columns.max()), int(rows.max())


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
@pytest.mark.parametrize("origin", [(0, 0), (50, -70)])
def test_the_box_is_drawn_where_a_person_sees_the_cell(turn: int, origin: tuple[int, int]) -> None:
    copy = annotate_pdf(blank(turn=turn, origin=origin), [note(place=Place(page=1, box=BOX))])
    assert painted(copy) == pytest.approx(BOX, abs=3)


def test_unplaced_notes_stand_at_the_top_of_the_first_page() -> None:
    copy = annotate_pdf(blank(), [note(), note(2, Place(page=9, box=BOX)), note(3, Place(page=1))])
    with pikepdf.open(io.BytesIO(copy)) as pdf:
        (summary,) = list(pdf.pages[0].obj.Annots)
        assert str(summary.Subtype) == "/Text"
        assert [f"{number}. B502" in str(summary.Contents) for number in (1, 2, 3)] == [True] * 3


def test_what_was_in_the_pdf_stays() -> None:
    data = (PDFS / "1-004-scale_elec-reportlab.pdf").read_bytes()
    copy = annotate_pdf(data, [note(place=Place(page=2, box=BOX)), note(2, Place(page=2, box=BOX))])
    with pikepdf.open(io.BytesIO(data)) as before, pikepdf.open(io.BytesIO(copy)) as after:
        assert len(before.pages) == len(after.pages) == 3
        for old, new in zip(before.pages, after.pages, strict=True):
            assert old.Contents.read_bytes() == new.Contents.read_bytes()
        assert len(after.pages[1].obj.Annots) == 2
        assert "/Annots" not in after.pages[0].obj
    assert annotate_pdf(data, [note(place=Place(page=2, box=BOX))]) == annotate_pdf(
        data, [note(place=Place(page=2, box=BOX))]
    )


def test_annotations_that_were_there_stay() -> None:
    twice = annotate_pdf(annotate_pdf(blank(), [note(place=Place(page=1, box=BOX))]), [note(2, Place(page=1, box=BOX))])
    with pikepdf.open(io.BytesIO(twice)) as pdf:
        assert len(pdf.pages[0].obj.Annots) == 2


def workbook() -> bytes:
    """A sheet with a value, a formula and a merged area."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "紀錄 'A'"
    sheet["B3"], sheet["C3"] = "26000001", "=1+1"
    sheet["C3"].fill = PatternFill("solid", fgColor="00FF00")
    sheet.merge_cells("D3:D4")
    sheet["D3"] = "合併"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def at(line: int, column: str) -> Place:
    return Place(sheet="紀錄 'A'", row=1, line=line, column=column)


def test_cells_are_filled_and_commented_and_all_findings_listed() -> None:
    notes = [
        note(1, at(3, "B")),
        note(2, at(4, "D"), Severity.WARNING),
        note(3, at(3, "B"), text='=HYPERLINK("http://x")'),
        note(4),
        note(5, Place(sheet="沒有這張", line=1, column="A")),
    ]
    book = openpyxl.load_workbook(io.BytesIO(annotate_workbook(workbook(), notes)))
    sheet, listed = book["紀錄 'A'"], book[SHEET]
    assert "1. B502" in sheet["B3"].comment.text
    assert "3. B502" in sheet["B3"].comment.text
    assert sheet["B3"].fill.fgColor.rgb != "00000000"
    assert "2. B502" in sheet["D3"].comment.text
    assert (sheet["B3"].value, sheet["C3"].value, sheet["D3"].value) == ("26000001", "=1+1", "合併")
    assert sheet["C3"].fill.fgColor.rgb == "0000FF00"
    assert [cell.value for cell in listed["A"][1:]] == [1, 2, 3, 4, 5]
    assert listed["H4"].data_type == "s"
    assert listed["H4"].value == '=HYPERLINK("http://x")'
    assert listed["D2"].hyperlink.location or listed["D2"].hyperlink.target


def test_a_sheet_of_that_name_is_kept() -> None:
    once = annotate_workbook(workbook(), [note(1, at(3, "B"))])
    book = openpyxl.load_workbook(io.BytesIO(annotate_workbook(once, [note(1, at(3, "B"))])))
    assert book.sheetnames == ["紀錄 'A'", SHEET, f"{SHEET}2"]
