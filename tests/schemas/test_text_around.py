"""Header values around the table: labels above their values, cells that hold several lines, labels set apart."""

from __future__ import annotations

from datetime import date

import pytest

from schemas.assemble import assemble
from schemas.document import Document, ReportHeader, Source
from schemas.labels import labels_of
from schemas.raw import RawLine, RawSegment, RawTable
from tests.schemas.drawn import GAS_TABLE, GAS_TITLE, grid, line, raw

SOURCE = Source(file="x.pdf", sha256="0" * 64, pages=1, engine="drawn")


def _read(*around: RawTable | RawLine) -> Document:
    return assemble(raw([*GAS_TITLE, *around, GAS_TABLE]), SOURCE)


def _stacked_lines() -> list[RawLine]:
    return [
        line("自檢號", "檢定場所", "檢定日期", top=40.0),
        line("MV104040", "新北市五股區五工六路170號", "107年9月3日", top=52.0),
        line("廠牌", "型號", top=64.0),
        line("TATUNG", "MF828", top=76.0),
    ]


def _stacked_cells() -> list[RawTable]:
    head = grid(
        [
            ["自檢號\nMV104040\n廠牌", "檢定場所\n新北市五股區五工六路170號\n型號", "檢定日期\n107年9月3日"],
            ["TATUNG", "MF828", ""],
        ]
    )
    head.ruled = False
    return [head]


@pytest.mark.parametrize("around", [_stacked_lines(), _stacked_cells()], ids=["lines", "cells"])
def test_values_below_their_labels(around: list[RawLine] | list[RawTable]) -> None:
    document = _read(*around)
    header = document.header
    assert (header.permit_number, header.verification_date) == ("MV104040", date(2018, 9, 3))
    assert (header.verification_site, header.brand, header.model) == ("新北市五股區五工六路170號", "TATUNG", "MF828")
    assert document.findings == []


def test_a_label_whose_characters_stand_far_apart() -> None:
    parts = (
        ("型號", 40.0, 54.0),
        ("MF828", 90.0, 120.0),
        ("廠", 200.0, 207.0),
        ("牌", 240.0, 247.0),
        ("TATUNG", 280.0, 310.0),
    )
    spaced = RawLine(tuple(RawSegment(*part) for part in parts), 1, None, 64.0, 72.0)
    header = _read(line("自檢號:MV104040", "檢定日期:107年9月3日", top=40.0), spaced).header
    assert (header.model, header.brand) == ("MF828", "TATUNG")


def test_a_line_that_says_that_nothing_follows_belongs_to_no_value() -> None:
    head = line("自檢號:MV104040", "檢定日期:107年9月3日", top=40.0)
    standard = line("標準器檢校報告編號", "NML104E5202", top=52.0)
    assert (
        _read(head, standard, line("以下空白", top=62.0)).header.reference_standard.certificate_number == "NML104E5202"
    )


@pytest.mark.parametrize("name", ["KROHNE Taiwan Ltd.", "Itron Metering Limited", "Sample Meter Co., Ltd."])
def test_a_firm_named_in_english(name: str) -> None:
    document = assemble(raw([line(name), *GAS_TITLE[1:], line("自檢號:MV104040", top=40.0), GAS_TABLE]), SOURCE)
    assert document.header.company_name == name


def test_a_value_said_again_in_another_notation_is_no_other_value() -> None:
    again = line("檢定數量：1 具　檢定日期：2018-03-21", top=400.0)
    document = _read(line("檢定數量：1　檢定日期：107年3月21日", top=40.0), again)
    assert document.header is not None
    assert (document.header.quantity, document.header.verification_date) == (1, date(2018, 3, 21))
    assert "T206" not in [finding.code for finding in document.findings]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "公司(廠)負責人:陳雄佳製表人:許玲柏",
            [("responsible_person", "陳雄佳"), ("prepared_by", "許玲柏")],
        ),
        ("自檢號:IV103023製表人:許玲柏", [("permit_number", "IV103023製表人:許玲柏")]),
        ("備註:經核對無誤後製表人:許玲柏", []),
    ],
)
def test_a_person_named_right_behind_another_is_told_by_the_label(text: str, said: list[tuple[str, str]]) -> None:
    assert [(item.label.path, item.value) for item in labels_of(ReportHeader).inside(text)] == said


def test_the_number_of_a_sheet_s_row_is_no_part_of_the_firm() -> None:
    document = assemble(
        raw([line("1 宏大儀表股份有限公司"), *GAS_TITLE[1:], line("自檢號:MV104040", top=40.0), GAS_TABLE]), SOURCE
    )
    assert document.header.company_name == "宏大儀表股份有限公司"


def test_a_label_close_behind_a_value_is_no_part_of_it() -> None:
    """Its own value was printed on the next page."""
    header = _read(line("自檢號", "MV104040", "檢定場所", "彰化縣和美鎮自強路86號 檢驗人員", top=40.0)).header
    assert (header.verification_site, header.verifier) == ("彰化縣和美鎮自強路86號", None)


def test_a_value_that_a_sheet_lets_run_over_blank_cells_stands_below_its_label() -> None:
    """Where it does so, the sides of those cells are not drawn."""
    head = grid(
        [
            ["檢定數量", "<", "檢定依據", "", "", "廠牌", ""],
            ["25 只", "", "膜式氣量計檢定檢查技術規範(CNMV31)", "<", "<", "TATUNG", "<"],
        ]
    )
    header = _read(line("自檢號:MV104040", top=40.0), head).header
    assert (header.quantity, header.brand) == (25, "TATUNG")
    assert header.technical_specification == "膜式氣量計檢定檢查技術規範(CNMV31)"
