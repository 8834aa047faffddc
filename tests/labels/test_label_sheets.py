"""Sheets: layouts, printer dots, checks before drawing, decoding after it, lists and the warehouse as sources."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import openpyxl
import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.cli import main
from flows.label_checks import Planned, after_drawing, before_drawing, pages_to_verify
from flows.label_layouts import layout
from generators.label_layout import Layout, sheet
from generators.label_sheet import Sticker, draw_stickers
from parsers.label_reader import read_label_image
from schemas.errors import UsageError
from schemas.label import Label
from schemas.register import Register
from tests.warehouse.builders import message, meters, record, register, submission
from warehouse.store import Store

DPIS = (203, 300, 600)


def planned(count: int, permit: str = "MV107001", year: str = "15") -> list[Planned]:
    return [
        Planned(Sticker(Label("S1", "LG", year, f"{number:06d}", f"{18000000 + number}"), permit, (123, 12), 135))
        for number in range(count)
    ]


def codes(plans: list[Planned], known: Register | None = None) -> list[str]:
    return [finding.code for finding in before_drawing(plans, known, None)]


@pytest.fixture
def warehouse(tmp_path: Path) -> Path:
    path = tmp_path / "w.duckdb"
    with Store(path) as store:
        mail = message()
        store.register_message(mail)
        failed = meters(1, 500)[0].model_copy(update={"verdict": "fail", "mark_number": None})
        store.load_submission(submission([record(meters(70, 100)), record([failed], "b.pdf")], mail))
        store.save_register(register())
    return path


@pytest.mark.parametrize("dpi", DPIS)
def test_every_sticker_starts_on_a_printer_dot(dpi: int) -> None:
    chosen = sheet(dpi)
    corners = [chosen.corner(position) for position in range(chosen.each_page)]
    assert len(set(corners)) == 64
    for length in (side for corner in corners for side in corner):
        assert length / 25.4 * dpi == pytest.approx(round(length / 25.4 * dpi), abs=1e-6)


@pytest.mark.parametrize("dpi", DPIS)
def test_a_page_at_the_printers_resolution_has_no_grey_in_its_symbols(dpi: int) -> None:
    chosen = Layout((50.8, 25.4), 1, 1, (4.0, 5.0), (42.0, 15.0), dpi)
    page = pypdfium2.PdfDocument(draw_stickers([planned(1)[0].sticker], chosen))[0]
    grey = np.asarray(page.render(scale=dpi / 72, grayscale=True).to_pil())
    inside = slice(round(5.5 / 25.4 * dpi), round(19.5 / 25.4 * dpi))
    symbol = grey[inside, round(33 / 25.4 * dpi) : round(45.5 / 25.4 * dpi)]
    assert (symbol < 10).sum() / (round(chosen.module_mm / 25.4 * dpi) ** 2) == pytest.approx(320, abs=60)
    assert ((symbol >= 10) & (symbol <= 245)).sum() == 0


@pytest.mark.parametrize(
    "wrong",
    [
        {"pitch": (41.0, 17.0)},
        {"pitch": (48.0, 14.0)},
        {"columns": 5},
        {"rows": 17},
        {"margin": (-1.0, 12.0)},
        {"columns": 0},
        {"dots_per_inch": 10},
    ],
)
def test_a_layout_that_cannot_be_printed_is_refused(wrong: dict[str, object]) -> None:
    values = {"page": (210.0, 297.0), "columns": 4, "rows": 16, "margin": (12.0, 12.0), "pitch": (48.0, 17.0)} | wrong
    with pytest.raises(UsageError):
        Layout(**values)  # type: ignore[arg-type]


def test_a_layout_of_the_offices_own(tmp_path: Path) -> None:
    file = tmp_path / "roll3.toml"
    file.write_text("page = [130, 17]\ncolumns = 3\nrows = 1\nmargin = [1, 1]\npitch = [43, 15]\ndots_per_inch = 203\n")
    chosen = layout(str(file))
    assert (chosen.each_page, chosen.dots_per_inch) == (3, 203)
    assert layout(str(file), 600).dots_per_inch == 600
    pdf = draw_stickers([plan.sticker for plan in planned(4)], chosen)
    assert len(pypdfium2.PdfDocument(pdf)) == 2
    assert pypdfium2.PdfDocument(pdf)[0].get_size() == pytest.approx((130 / 25.4 * 72, 17 / 25.4 * 72), abs=0.01)
    assert after_drawing(pdf, planned(4), 3, every=True) == []


@pytest.mark.parametrize("text", ["page = 1", "columns = 3", "[", "page=[130,17]\ncolumns=3\nrows=1\ninches=2"])
def test_a_wrong_layout_file_is_one_line(tmp_path: Path, text: str, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "x.toml").write_text(text)
    (tmp_path / "l.csv").write_text("檢定合格編號,器號\nS1LH07123456,18000000\n", encoding="utf-8")
    arguments = ["label", "sheet", str(tmp_path / "l.csv"), "--out", str(tmp_path / "s.pdf")]
    assert main([*arguments, "--layout", str(tmp_path / "x.toml")]) == 2
    assert main([*arguments, "--layout", "A5"]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 2


def test_good_numbers_pass_every_check() -> None:
    assert codes(planned(5), register()) == []


def test_repeated_numbers_and_serials() -> None:
    plans = planned(3)
    again = Planned(Sticker(Label("S1", "LG", "15", "000009", "18000001"), "MV107001"))
    assert codes([*plans, plans[0], again]) == ["L708", "L711"]


def test_numbers_that_were_not_granted() -> None:
    assert codes(planned(2, year="14"), register()) == ["L709", "L709"]
    other = Planned(Sticker(Label("S2", "LG", "15", "000001", "1"), "MV107001"))
    assert codes([other], register()) == ["L710"]
    communicating = Planned(Sticker(Label("S1", "LH", "15", "000001", "1"), "MV107001"))
    assert codes([communicating], register()) == ["L709"]
    assert codes(planned(1, permit="MV107999"), register()) == ["L715"]
    assert codes(planned(1, permit="")) == ["L715"]


def test_a_symbol_that_says_something_else_is_found() -> None:
    plans = planned(130)
    pdf = draw_stickers([plan.sticker for plan in plans], sheet())
    assert after_drawing(pdf, plans, 64, every=True) == []
    swapped = [*plans[:100], planned(131)[130], *plans[101:]]
    findings = after_drawing(pdf, swapped, 64, every=True)
    assert [(finding.code, finding.value) for finding in findings] == [("L713", "S1LG15000130")]


@given(st.integers(0, 400), st.integers(1, 64))
def test_a_sample_of_pages_is_spread(pages: int, each_page: int) -> None:
    chosen = pages_to_verify(pages, each_page, every=False)
    assert chosen == sorted(set(chosen))
    assert pages_to_verify(pages, each_page, every=True) == list(range(pages))
    if pages:
        assert (chosen[0], chosen[-1]) == (0, pages - 1)
        assert len(chosen) * each_page >= min(512, pages * each_page)


def test_a_month_of_the_warehouse_becomes_a_sheet(warehouse: Path, tmp_path: Path) -> None:
    out = tmp_path / "s.pdf"
    source = ["--warehouse", str(warehouse), "--permit", "MV107001"]
    arguments = ["label", "sheet", *source, "--month", "2026-10", "--out", str(out), "--valid-until", "123/12"]
    assert main([*arguments, "--verify", "all"]) == 0
    readings, _ = read_label_image(out.read_bytes())
    assert [reading.page for reading in readings].count(2) == 6
    found = {reading.label.payload for reading in readings if reading.label}
    assert found == {f"S1LG15{number:06d};{number:08d}" for number in range(100, 170)}
    assert "123 年 12 月" in pypdfium2.PdfDocument(out.read_bytes())[0].get_textpage().get_text_range()


def test_one_record_of_the_warehouse(warehouse: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = ["--warehouse", str(warehouse), "--permit", "MV107001", "--out", str(tmp_path / "s.pdf")]
    assert main(["label", "sheet", *source, "--batch", "1"]) == 0
    assert capsys.readouterr().out.endswith(": 70\n")
    assert main(["label", "sheet", *source, "--batch", "2"]) == 2
    assert main(["label", "sheet", *source]) == 2
    assert main(["label", "sheet", "--month", "2026-10", "--out", "s.pdf"]) == 2


def test_numbers_that_another_meter_has(warehouse: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = [("S1LG15000100", "00000100"), ("S1LG15000101", "99"), ("S1LG15999999", "00000102"), ("S1LG15888888", "5")]
    text = "檢定合格編號,器號,自檢字號\n" + "".join(f"{mark},{serial},MV107001\n" for mark, serial in rows)
    (tmp_path / "l.csv").write_text(text, encoding="cp950")
    arguments = ["label", "sheet", str(tmp_path / "l.csv"), "--warehouse", str(warehouse)]
    assert main([*arguments, "--out", str(tmp_path / "s.pdf"), "--lang", "en"]) == 1
    lines = capsys.readouterr().err.splitlines()
    assert [line.split(": ")[0] for line in lines] == ["l.csv:3", "l.csv:4"]
    assert "00000101" in lines[0]
    assert "S1LG15000102" in lines[1]
    assert not (tmp_path / "s.pdf").exists()


def test_periods_of_a_row(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    heads = "檢定合格編號,器號,自檢字號,有效期間年,有效期間月,最長使用期限年\n"
    rows = "S1LG15000001,1,MV107001,123,12,135\nS1LG15000002,2,MV107001,123,13,\nS1LG15000003,3,MV107001,,,x\n"
    (tmp_path / "l.csv").write_text(heads + rows, encoding="utf-8")
    assert main(["label", "sheet", str(tmp_path / "l.csv"), "--out", str(tmp_path / "s.pdf")]) == 1
    assert [line.split(": ")[0] for line in capsys.readouterr().err.splitlines()] == ["l.csv:3", "l.csv:4"]


def test_a_workbook_keeps_leading_zeros(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book = openpyxl.Workbook()
    sheet_one = book.worksheets[0]
    sheet_one.append(["檢定合格編號", "器號", "自檢字號"])
    sheet_one.append(["S1LG15000001", "00012345", "MV107001"])
    sheet_one.append(["S1LG15000002", 18000000, ""])
    book.save(tmp_path / "l.xlsx")
    out = tmp_path / "s.pdf"
    assert main(["label", "sheet", str(tmp_path / "l.xlsx"), "--permit", "MV107001", "--out", str(out)]) == 0
    found = {reading.label.payload for reading in read_label_image(out.read_bytes())[0] if reading.label}
    assert found == {"S1LG15000001;00012345", "S1LG15000002;18000000"}
    assert capsys.readouterr().out.endswith(": 2\n")


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04broken", b"\x00\x01\x02", "器號\n1\n".encode()])
def test_a_list_that_is_none_is_one_line(tmp_path: Path, data: bytes, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "l.xlsx").write_bytes(data)
    assert main(["label", "sheet", str(tmp_path / "l.xlsx"), "--out", str(tmp_path / "s.pdf")]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1
