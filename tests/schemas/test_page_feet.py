"""What stands between two pages: numbers of pages, labels whose values follow; and labels cut up by their brackets."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from schemas.assemble import assemble
from schemas.document import Document, Source
from schemas.raw import RawLine, RawTable
from tests.schemas.drawn import GAS_TABLE, GAS_TITLE, grid, line, raw

SOURCE = Source(file="x.pdf", sha256="0" * 64, pages=2, engine="drawn")
HEAD = line("自檢號:MV104040", "檢定日期:107年9月3日", top=40.0)
LABELS = line("標準器名稱", "標準器編號", "標準器檢校報告編號", top=700.0)
VALUES = line("標準流量計", "W-8514", "NML107B6071", page=2)


def _read(*pages: Sequence[RawTable | RawLine]) -> Document:
    return assemble(raw(*pages), SOURCE)


@pytest.mark.parametrize("foot", ["第 1 頁", "第 1 頁，共 2 頁", "Page 1 of 2", "- 1 -"])
def test_labels_at_the_foot_of_a_page_have_their_values_on_the_next(foot: str) -> None:
    document = _read(
        [*GAS_TITLE, HEAD, GAS_TABLE, LABELS, line(foot, top=712.0)], [VALUES, line("第 2 頁", page=2, top=712.0)]
    )
    standard = document.header.reference_standard
    assert (standard.name, standard.serial_number, standard.certificate_number) == (
        "標準流量計",
        "W-8514",
        "NML107B6071",
    )
    assert document.findings == []


LAST_LABEL = grid([["標準器名稱", "標準器編號"], ["標準流量計", "W-8514"], ["標準器檢校報告編號", ""]])


@pytest.mark.parametrize("value", ["NML107B6071", "ETL-1"])
def test_the_cell_below_the_last_label_of_a_page_is_on_the_next(value: str) -> None:
    rest = grid([[value, ""]], page=2)
    document = _read([*GAS_TITLE, HEAD, GAS_TABLE, LAST_LABEL, line("第 1 頁", top=712.0)], [rest])
    assert document.header.reference_standard.certificate_number == value
    assert document.findings == []


def test_a_line_at_the_top_of_a_page_is_no_value_of_the_label_at_the_foot_of_the_one_before() -> None:
    foot = line("標準器檢校報告編號", top=700.0)
    for first in (
        line("宏大儀表股份有限公司甲", page=2),
        line("宏大儀表股份有限公", page=2),
        grid([["", "W-1"]], page=2),
    ):
        document = _read([*GAS_TITLE, HEAD, GAS_TABLE, foot], [first])
        assert document.header.reference_standard.certificate_number is None


@pytest.mark.parametrize("foot", ["第 1 頁", "第 1 頁，共 2 頁", "Page 1 of 2", "- 1 -"])
def test_the_number_of_a_page_is_no_value(foot: str) -> None:
    document = _read([*GAS_TITLE, HEAD, GAS_TABLE, LABELS, line("", foot, top=712.0)])
    assert document.header.reference_standard.serial_number is None


def test_a_label_parted_behind_its_brackets_is_one() -> None:
    title = [line("宏大儀表股份有限公司"), line("(膜式氣量計)自行檢定107年9月份月報表", top=25.0)]
    table = grid(
        [
            ["項次", "檢定日期", "廠牌", "型號", "規格", "器號", "數量", "合格印證號碼", "檢定費", "備註"],
            ["1", "107/09/03", "甲", "G6", "6m3", "G6-1~G6-9", "9", "0747095~0747103", "450", ""],
        ]
    )
    signed = line("自檢號：MV104040", "公司 (廠)", "負責人：何明文", "製表人：邱雄雄", top=300.0)
    header = _read([*title, table, signed]).header
    assert (header.company_name, header.responsible_person) == ("宏大儀表股份有限公司", "何明文")
