"""The records of other producers, laid out anew as workbooks and Word files, say what the page says."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from flows.reading import read_document
from parsers.reader import read
from tests.files.as_workbook import docx_of, workbook_of
from tests.records.comparison import differences

RECORDS = Path(__file__).parents[1] / "records"
DATA = Path(__file__).parent / "data"
STEMS = (
    "1-032-scale_elec-typst",
    "1-047-scale_mech-reportlab",
    "1-086-gas-reportlab",
    "1-090-monthly-reportlab",
    "1-118-monthly-typst",
    "1-129-taxi-reportlab",
    "1-147-electricity-weasyprint",
    "1-022-water-weasyprint",
)


@pytest.mark.parametrize("make", [workbook_of, docx_of], ids=["xlsx", "docx"])
@pytest.mark.parametrize("stem", STEMS)
def test_a_record_in_another_format_equals_its_truth(stem: str, make: Callable[[bytes], bytes]) -> None:
    truth = json.loads((RECORDS / "expected" / f"{stem}.json").read_text(encoding="utf-8"))
    document = read_document(make((RECORDS / "pdf" / f"{stem}.pdf").read_bytes()), "record")
    assert list(differences(truth, document.model_dump(mode="json"))) == []


@pytest.mark.parametrize("ending", ["ods", "xlsx", "xls"])
def test_files_saved_by_libreoffice(ending: str) -> None:
    raw = read((DATA / f"libreoffice.{ending}").read_bytes(), f"a.{ending}")
    page, hidden = raw.pages
    assert [line.text for line in page.text_lines] == ["計程車計費表檢定紀錄表"]
    header, table = ([[cell.text for cell in row] for row in table.rows] for table in page.tables)
    assert header[1] == ["檢定日期", "2019-03-21", "", "檢定數量", "2"]
    assert [row[0] for row in table[1:]] == ["00000001", "00000002", "10000003"]
    assert table[1][6] == table[2][6] == "併格"
    total = "1.55" if ending == "xls" else "155.00%"  # LibreOffice gives the sum no format of its own in .xls
    assert [row[1] for row in table[1:]] == ["1.50", "5%", total]
    assert [row[5] for row in table[1:]] == ["AB08000001", "", "AB08000003"]
    assert [finding.params["what"] for finding in page.doubts] == ["「檢定紀錄」7"]
    assert [finding.code for finding in hidden.doubts] == ["F113"]


def test_an_xls_with_a_password_is_named() -> None:
    data = (DATA / "libreoffice.xls").read_bytes()
    start = bytes.fromhex("09081000")
    at = data.index(start) + 20
    record = bytes.fromhex("2f000600") + bytes(6)
    (finding,) = read(data[:at] + record + data[at + len(record) :], "a.xls").findings
    assert finding.code == "F104"


@pytest.mark.parametrize("size", [600, 1000, 2000, 4000, 6000])
def test_a_torn_xls_is_named(size: int) -> None:
    data = (DATA / "libreoffice.xls").read_bytes()
    assert size < len(data)
    raw = read(data[:size], "a.xls")
    assert [finding.code for finding in raw.findings] in (["F105"], ["F102"])
    assert raw.page_count == 0
