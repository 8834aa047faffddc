"""Forms filled from what the warehouse knows; what it does not know is a finding, never a blank."""

from __future__ import annotations

import io
import json
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import docx
import duckdb
import pytest

from flows.cli import main
from flows.demo import sample_folder
from tests.permits.office import FIRST, Office

SAMPLES = sample_folder()
PERMIT = "MV115001"


@pytest.fixture
def office(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Office:
    made = Office(tmp_path, capsys)
    made.run("permit", "apply", "FIF-01", made.file("a.json", FIRST), "--received", "2026-09-01")
    made.run("permit", "issue", "AP115001", "--on", "2026-09-10")
    return made


def fill(office: Office, *words: str) -> tuple[int, Any, str]:
    office.capsys.readouterr()
    out = office.root / "form.docx"
    status = main(["form", *words, "--from-warehouse", str(office.warehouse), "--out", str(out), "--json"])
    found = office.capsys.readouterr()
    return status, json.loads(found.out) if found.out else None, found.err


def text(office: Office) -> str:
    document = docx.Document(io.BytesIO((office.root / "form.docx").read_bytes()))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([paragraph.text for paragraph in document.paragraphs] + cells)


def test_an_extension_form_needs_nothing_more(office: Office) -> None:
    assert fill(office, "FIF-05", "--permit", PERMIT, "--today", "2029-07-01")[:2] == (0, [])
    said = text(office)
    for part in (PERMIT, FIRST["company_name"], FIRST["factory_address"], FIRST["licence_number"], "13~50 mm", "118"):
        assert part in said
    assert fill(office, "FIF-07", "--permit", PERMIT)[:2] == (0, [])


def test_what_the_warehouse_cannot_know_comes_from_the_file_or_is_a_finding(office: Office) -> None:
    status, findings, _ = fill(office, "FIF-06", "--permit", PERMIT)
    assert (status, [finding["field"] for finding in findings]) == (1, ["reasons"])
    more = office.file("more.json", {"reasons": {"company_change": True}, "company_name": "新名股份有限公司"})
    assert fill(office, "FIF-06", "--permit", PERMIT, "--data", more)[:2] == (0, [])
    assert "新名股份有限公司" in text(office)
    status, findings, _ = fill(office, "FIF-01", "--permit", PERMIT)
    assert (status, {finding["field"] for finding in findings}) == (1, {"contact_person", "quality_body"})


def test_the_equipment_list_is_that_of_the_application(office: Office) -> None:
    assert fill(office, "FIF-02", "--permit", PERMIT)[:2] == (0, [])
    assert "水表檢定設備" in text(office)


def test_misuse_is_one_line(office: Office) -> None:
    for words in (
        ("FIF-05",),
        ("FIF-05", "--permit", "MV115777"),
        ("FIF-03",),
        ("FIF-03", "--document", "77"),
        ("FIF-04", "--permit", PERMIT),
        ("FIF-04", "--permit", PERMIT, "--period", "2026-10", "--kind", "water_meter"),
    ):
        status, _, err = fill(office, *words)
        assert (status, err.count("\n")) == (2, 1), words
        assert not (office.root / "form.docx").exists()


def test_records_and_reports_are_written_again_from_the_warehouse(office: Office) -> None:
    mail = office.root / "mail"
    mail.mkdir()
    shutil.copy(SAMPLES / "mail" / "01-scales.eml", mail)
    warehouse = office.root / "month.duckdb"
    fees = str(SAMPLES / "fees.example.toml")
    common = ("--fees", fees, "--today", "2026-11-12")
    main(["intake", str(mail), "--warehouse", str(warehouse), "--register", str(SAMPLES / "register.toml"), *common])
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        record, rows = connection.execute(
            "SELECT id, rows FROM documents WHERE document_kind = 'verification_record' ORDER BY id LIMIT 1"
        ).fetchall()[0]
        report = connection.execute(
            "SELECT header, rows FROM documents WHERE document_kind = 'monthly_report'"
        ).fetchall()
    office = Office(office.root, office.capsys)
    shutil.move(warehouse, office.warehouse)
    status, findings, err = fill(office, "FIF-03", "--document", str(record), "--today", "2026-11-12")
    assert status == 0, (findings, err)
    main(["parse", str(office.root / "form.docx"), "--json"])
    parsed = json.loads(office.capsys.readouterr().out)
    assert len(parsed["rows"]) == rows
    words = ("--permit", "MV113901", "--period", "2026-10", "--kind", "weighing_instrument")
    more = office.file("more.json", {"header": {"responsible_person": "範例甲", "prepared_by": "範例乙"}})
    status, findings, err = fill(office, "FIF-04", *words, "--data", more, *common)
    assert status == 0, (findings, err)
    main(["parse", str(office.root / "form.docx"), "--json"])
    parsed = json.loads(office.capsys.readouterr().out)
    sent = json.loads(report[0][0])
    assert parsed["header"]["total_quantity"] == sent["total_quantity"]
    assert parsed["header"]["total_fee"] == sent["total_fee"]
    assert date.fromisoformat(parsed["header"]["report_date"]) == date(2026, 11, 12)
