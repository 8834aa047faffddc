"""Permits and receipts from data, one and a thousand: what fails is named, the rest is made, nothing is half-written."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from openpyxl import Workbook
from pypdfium2 import PdfDocument

from flows.cli import main

RECEIPT: dict[str, Any] = {
    "number": "115-3160-000001",
    "payer": "範例A&B<公司>",
    "issued_on": "115年11月20日",
    "purpose": "檢定費",
    "items": [{"revenue_code": "3160", "amount": 2468}],
    "example": True,
}
PERMIT = {
    "permit_number": "MV115001",
    "company_code": "S1",
    "company_name": "範例𡍼公司",
    "ubn": "04595257",
    "responsible_person": "王範例",
    "company_address": "新北市範例路1號",
    "factory": "新北市",
    "laboratory": "新北市",
    "scope": "電度表",
    "valid_from": "2026-01-01",
    "valid_to": "2028-12-31",
    "issued_on": "2026-01-01",
}


def text_of(path: Path) -> str:
    document = Document(str(path))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([paragraph.text for paragraph in document.paragraphs] + cells)


def test_a_receipt_and_a_permit_from_data_with_a_pdf_beside(tmp_path: Path) -> None:
    for name, data in (("receipt", RECEIPT), ("permit", PERMIT)):
        source, out = tmp_path / f"{name}.json", tmp_path / f"{name}.docx"
        source.write_text(json.dumps(data), encoding="utf-8")
        assert main(["form", name, "--data", str(source), "--out", str(out), "--pdf"]) == 0
        pages = PdfDocument(out.with_suffix(".pdf").read_bytes())
        assert len(pages) == 1
        printed = "".join(pages[0].get_textpage().get_text_range().split())
        for value in (data.get("payer"), data.get("company_name"), data.get("number"), data.get("permit_number")):
            if value:
                assert str(value) in text_of(out)
                assert set(str(value)) <= set(printed)  # a character of another font comes later in the text


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"payer": None}, "繳款人"),
        ({"items": []}, "項目"),
        ({"items": [{"revenue_code": "9999", "amount": 1}]}, "收入代號"),
        ({"items": [{"revenue_code": "3160", "amount": -1}]}, "金額"),
        ({"issued_on": "昨天"}, "開立日期"),
    ],
)
def test_faulty_data_name_the_field_and_write_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], change: dict[str, Any], field: str
) -> None:
    source, out = tmp_path / "r.json", tmp_path / "r.docx"
    source.write_text(json.dumps({**RECEIPT, **change}), encoding="utf-8")
    assert main(["form", "receipt", "--data", str(source), "--out", str(out)]) == 1
    said = capsys.readouterr().err
    assert field in said or any(name in said for name in change), said
    assert not out.exists()


def test_a_thousand_in_one_call_and_the_faulty_ones_are_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, out = tmp_path / "list.jsonl", tmp_path / "out"
    lines = [json.dumps({**RECEIPT, "number": f"115-3160-{n:06d}"}) for n in range(1, 1001)]
    lines[9] = "{"
    lines[99] = json.dumps({**RECEIPT, "number": "115-3160-000100", "payer": None})
    path.write_text("\n".join(lines), encoding="utf-8")
    assert main(["form", "receipt", "--batch", str(path), "--out", str(out), "--json"]) == 1
    said = json.loads(capsys.readouterr().out)
    assert len(said) == 1000
    assert [one["name"] for one in said if one["problem"]] == ["0010", "115-3160-000100"]
    assert len(list(out.glob("*.docx"))) == 998
    assert "115-3160-000777" in text_of(out / "115-3160-000777.docx")


def test_lists_in_workbooks_and_folders_with_pdfs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    workbook = Workbook()
    sheet: Any = workbook.active
    sheet.append(["收據編號", "繳款人", "開立日期", "事由", "收入代號", "金額"])
    for number in (1, 2):
        sheet.append([f"115-3160-00000{number}", f"範例{number}", "2026-11-20", "檢定費", "3160", 100 * number])
    workbook.save(tmp_path / "list.xlsx")
    words = ["form", "receipt", "--batch", str(tmp_path / "list.xlsx"), "--out", str(tmp_path / "a")]
    assert main([*words, "--pdf"]) == 0
    assert sorted(one.name for one in (tmp_path / "a").iterdir()) == [
        f"115-3160-00000{n}.{kind}" for n in (1, 2) for kind in ("docx", "pdf")
    ]
    assert "200" in text_of(tmp_path / "a" / "115-3160-000002.docx")
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "one.json").write_text(json.dumps(PERMIT), encoding="utf-8")
    (folder / "two.toml").write_text("x = [", encoding="utf-8")
    assert main(["form", "permit", "--batch", str(folder), "--out", str(tmp_path / "b")]) == 1
    assert [one.name for one in (tmp_path / "b").iterdir()] == ["one.docx"]
    assert "two" in capsys.readouterr().err


def test_report_is_another_name_of_the_monthly_report(tmp_path: Path) -> None:
    out = tmp_path / "r.docx"
    assert main(["form", "report", "--blank", "--kind", "gas_meter", "--out", str(out)]) == 0
    assert "月報表" in text_of(out)
    assert main(["form", "receipt", "--blank", "--out", str(out)]) == 2
