"""``zijian form`` as a person calls it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import docx
import pytest
from openpyxl import Workbook

from flows.cli import main
from flows.reading import read_document

TOML = """
signed_on = 2026-11-21
company_name = "東昇儀表股份有限公司"
factory_address = "新北市五股區中山路2號"
licence_number = "製00123號"
permit_number = "MV115001"
responsible_person = "王大明"
company_address = "新北市五股區中山路1號"
phone = "02-2345-6789"
[scope]
taximeter = true
"""
RECORD: dict[str, Any] = {
    "instrument_kind": "gas_meter",
    "header": {
        "company_name": "東昇儀表股份有限公司",
        "permit_number": "MV115001",
        "verification_date": "2026-10-21",
        "verification_site": "新北市",
        "verifier": "陳文君",
        "brand": "東昇",
        "model": "G6",
        "specification": "G6 10",
        "technical_specification": "膜式氣量計檢定檢查技術規範（CNMV 31）",
        "reference_standard": {
            "name": "標準器",
            "serial_number": "ST-1",
            "calibration_date": "2026-01-05",
            "certificate_number": "NML115A1",
        },
        "checks": [{"item": str(number), "passed": True} for number in range(3)],
    },
    "rows": [
        {
            "serial_number": f"G6-{number:05d}",
            "verdict": "pass",
            "mark_number": f"1500{number:03d}",
            "pressure_absorption": 100,
            **{
                f"{flow}_{part}": value
                for flow in ("qmax", "qmax_0_2", "qmin_3")
                for part, value in (("rate", 10), ("indicated", 60.12), ("reference", 60), ("error", 0.2))
            },
        }
        for number in range(1, 21)
    ],
}


def call(*words: object) -> int:
    return main(["form", *map(str, words)])


def said(path: Path) -> str:
    document = docx.Document(str(path))
    return "\n".join(cell.text for table in document.tables for row in table.rows for cell in row.cells)


def test_toml_fills_a_form(tmp_path: Path) -> None:
    data, out = tmp_path / "data.toml", tmp_path / "out.docx"
    data.write_text(TOML, encoding="utf-8")
    assert call("FIF-05", "--data", data, "--out", out) == 0
    assert "東昇儀表股份有限公司" in said(out)
    assert "☑計程車計費表" in said(out)


def test_a_worksheet_of_labels_and_values_fills_a_form(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (
        ["日期", "115/11/21", "公司名稱", "東昇儀表股份有限公司"],
        ["廠場地址：", "新北市", "許可執照號碼", "製00123號"],
        ["自檢字號", "MV115001", None, "負責人", "王大明"],
        ["地址", "新北市", "電話", "02-2345-6789"],
        ["計程車計費表", "V"],
    ):
        sheet.append(row)
    data, out = tmp_path / "data.xlsx", tmp_path / "out.docx"
    book.save(data)
    assert call("FIF-07", "--data", data, "--out", out) == 0
    assert "☑計程車計費表" in said(out)


def test_a_worksheet_of_equipment_fills_its_list(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["公司名稱", "東昇儀表", "測試實驗室", "東昇測試實驗室"])
    sheet.append(["度量衡器種類", "水量計", "檢定檢查技術規範", "CNMV 49"])
    sheet.append(["設備名稱", "廠牌", "器號", "校正日期"])
    for number in range(5):
        sheet.append([f"標準量桶{number}", "甲", f"0{number}", "115/1/2"])
    data, out = tmp_path / "data.xlsx", tmp_path / "out.docx"
    book.save(data)
    assert call("FIF-02", "--data", data, "--out", out) == 0
    assert "標準量桶4" in said(out)
    assert "115年1月2日" in said(out)


def test_json_of_a_record_becomes_a_document_that_reads_back(tmp_path: Path) -> None:
    data, out = tmp_path / "data.json", tmp_path / "out.docx"
    data.write_text(json.dumps(RECORD), encoding="utf-8")
    assert call("FIF-03", "--data", data, "--out", out, "--today", "2026-11-01") == 0
    read = read_document(out.read_bytes(), "out.docx").model_dump(mode="json")
    assert read["findings"] == []
    assert [row["serial_number"] for row in read["rows"]] == [row["serial_number"] for row in RECORD["rows"]]
    assert read["header"]["quantity"] == 20


def test_a_record_from_another_record_document(tmp_path: Path) -> None:
    data, first, second = tmp_path / "data.json", tmp_path / "first.docx", tmp_path / "second.docx"
    data.write_text(json.dumps(RECORD), encoding="utf-8")
    assert call("FIF-03", "--data", data, "--out", first, "--today", "2026-11-01") == 0
    assert call("FIF-03", "--data", first, "--out", second, "--today", "2026-11-01") == 0
    one, two = (read_document(path.read_bytes(), "x.docx").model_dump(mode="json") for path in (first, second))
    assert {**one, "source": None} == {**two, "source": None}


def test_what_the_office_would_refuse_is_not_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    wrong = {**RECORD, "rows": [{**row, "mark_number": None} for row in RECORD["rows"]]}
    data, out = tmp_path / "data.json", tmp_path / "out.docx"
    data.write_text(json.dumps(wrong), encoding="utf-8")
    assert call("FIF-03", "--data", data, "--out", out, "--json") == 1
    assert not out.exists()
    assert {"R406"} <= {finding["code"] for finding in json.loads(capsys.readouterr().out)}


def test_a_missing_field_is_named_and_nothing_is_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data, out = tmp_path / "data.toml", tmp_path / "out.docx"
    data.write_text(TOML.replace('phone = "02-2345-6789"\n', ""), encoding="utf-8")
    assert call("FIF-05", "--data", data, "--out", out) == 1
    told = capsys.readouterr().err
    assert "T209" in told
    assert "請於資料中補填後重新產製" in told
    assert "寄送" not in told
    assert not out.exists()


@pytest.mark.parametrize("form", ["FIF-01", "FIF-02", "FIF-04", "FIF-05", "FIF-06", "FIF-07"])
def test_blank_forms(tmp_path: Path, form: str) -> None:
    assert call(form, "--blank", "--out", tmp_path / "out.docx") == 0
    assert (tmp_path / "out.docx").read_bytes()[:2] == b"PK"


BAD_CALLS = {
    "neither data nor blank": ("FIF-01",),
    "blank record without a kind": ("FIF-03", "--blank"),
    "no such file": ("FIF-01", "--data", "nowhere.toml"),
    "no such worksheet": ("FIF-01", "--data", "nowhere.xlsx"),
    "no such record": ("FIF-03", "--data", "nowhere.xlsx"),
}


@pytest.mark.parametrize("words", BAD_CALLS.values(), ids=BAD_CALLS)
def test_a_call_that_cannot_be_done_says_so_in_one_line(
    tmp_path: Path, words: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    assert call(*words, "--out", tmp_path / "out.docx") == 2
    error = capsys.readouterr().err
    assert error.startswith("zijian: ")
    assert error.count("\n") == 1


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.toml", b"x = "),
        ("a.json", b"{"),
        ("a.json", b"[]"),
        ("a.toml", b"\xff"),
        ("a.xlsx", b"PK\x03\x04"),
        ("a.xlsx", b""),
    ],
)
def test_data_that_cannot_be_read_are_named(
    tmp_path: Path, name: str, content: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    assert call("FIF-01", "--data", path, "--out", tmp_path / "out.docx") == 2
    assert name in capsys.readouterr().err


def test_an_item_without_a_place_on_the_form_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    header = {**RECORD["header"], "specification": "甲型", "pulse_constant": "1400"}
    data, out = tmp_path / "data.json", tmp_path / "out.docx"
    data.write_text(json.dumps({"instrument_kind": "taximeter", "header": header, "rows": []}), encoding="utf-8")
    call("FIF-03", "--data", data, "--out", out, "--json")
    assert ("T204", "specification") in {
        (found["code"], found["field"]) for found in json.loads(capsys.readouterr().out)
    }
