"""Applications from TOML, JSON and workbooks; forms from the same file; misuse in one line."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from flows.cli import main
from flows.permit_files import load_application
from schemas.application import (
    AccreditationFacts,
    Enclosures,
    HolderFacts,
    Payment,
    QualityFacts,
    StaffEntry,
    read_filing,
)
from schemas.column import fields_of
from schemas.forms import Application, Equipment, EquipmentList, Scope
from tests.permits.office import FIRST, Office, changed

SAMPLE = Path(__file__).parent / "data" / "first.toml"


@pytest.fixture
def office(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Office:
    return Office(tmp_path, capsys)


def words(model: Any) -> dict[str, str]:
    return {info.name: info.column.zh for info in fields_of(model)}


def workbook(path: Path) -> Path:
    """The sample application as an office would type it: a sheet for each part, labels in Chinese."""
    book = openpyxl.Workbook()
    sheet: Any = book.active
    for name, label in words(Application).items():
        if name != "scope" and name in FIRST:
            sheet.append([label, FIRST[name]])
    for name, value in FIRST["scope"].items():
        sheet.append([words(Scope)[name], "V" if value is True else value])
    parts = (
        ("申請人", HolderFacts, "holder"),
        ("品質管理", QualityFacts, "quality"),
        ("實驗室認證", AccreditationFacts, "accreditation"),
        ("檢附文件", Enclosures, "enclosures"),
        ("繳費", Payment, "payment"),
    )
    for title, model, part in parts:
        page = book.create_sheet(title)
        for name, value in FIRST[part].items():
            page.append([words(model)[name], "是" if value is True else value])
    staff = book.create_sheet("人員")
    staff.append(list(words(StaffEntry).values()))
    for person in FIRST["staff"]:
        values = {**person, "kinds": "水量計" if "kinds" in person else None, "employed": "V"}
        staff.append([values.get(name) for name in words(StaffEntry)])
    listed = book.create_sheet("檢定設備一覽表")
    for name, value in FIRST["equipment_list"].items():
        if name != "equipment":
            listed.append([words(EquipmentList)[name], value])
    listed.append(list(words(Equipment).values()))
    for item in FIRST["equipment_list"]["equipment"]:
        listed.append([item.get(name) for name in words(Equipment)])
    book.save(path)
    return path


def test_toml_json_and_workbook_say_the_same(office: Office) -> None:
    json_file = Path(office.file("a.json", FIRST))
    book = workbook(office.root / "a.xlsx")
    read = [read_filing("FIF-01", load_application("FIF-01", path)) for path in (SAMPLE, json_file, book)]
    assert [findings for _, findings in read] == [[], [], []]
    filings = [filing for filing, _ in read if filing]
    assert len(filings) == 3
    assert filings[0] == filings[1]
    assert filings[2].form == filings[0].form
    kinds = [person.kinds for person in filings[2].more.staff]
    assert kinds == [None, "水量計"]
    same = [filing.more.model_dump(exclude={"staff"}) for filing in filings]
    assert same[2] == same[0]


def test_the_forms_are_made_from_the_same_file(office: Office) -> None:
    for number in ("FIF-01", "FIF-02"):
        out = office.root / f"{number}.docx"
        assert main(["form", number, "--data", str(SAMPLE), "--out", str(out), "--json"]) == 0
        assert json.loads(office.capsys.readouterr().out) == []
        assert out.stat().st_size > 5000


@pytest.mark.parametrize(
    "words",
    [
        ("permit", "show", "MV115001"),
        ("permit", "show", "somebody"),
        ("permit", "issue", "AP115009"),
        ("permit", "history", "MV115999"),
        ("permit", "annul", "999", "--reason", "x"),
        ("permit", "suspend", "MV115001", "--item", "3", "--reason", "x"),
        ("permit", "apply", "FIF-01", "missing.toml"),
        ("permit", "technician", "MV115001", "甲"),
        ("permit", "type-approval", "FD001"),
        ("permit", "type-withdrawal", "FD001", "--reason", "x"),
        ("permit", "import", "missing.toml"),
        ("mark", "show", "MB00009"),
        ("mark", "cancel", "MB00009", "--reason", "x"),
        ("mark", "approve", "X", "--kind", "water_meter", "--first", "1", "--last", "2", "--samples", "2"),
    ],
    ids=lambda words: "-".join(words[:2]),
)
def test_misuse_is_one_line_and_leaves_nothing(office: Office, words: tuple[str, ...]) -> None:
    office.run("permit", "apply", "FIF-01", office.file("a.json", changed(FIRST, payment=None)), status=1)
    before = office.run("permit", "applications")
    status, out, err = office.say(*words)
    assert (status, out) == (2, "")
    assert err.startswith("zijian: ")
    assert err.count("\n") == 1
    assert office.run("permit", "applications") == before


def test_without_a_warehouse_nothing_is_made(office: Office) -> None:
    status, _, err = office.say("permit", "list")
    assert (status, err.count("\n")) == (2, 1)
    assert not office.warehouse.exists()


def test_a_file_with_a_slip_names_it(office: Office) -> None:
    bad = office.root / "bad.toml"
    bad.write_text("signed_on = [", encoding="utf-8")
    status, _, err = office.say("permit", "apply", "FIF-01", str(bad))
    assert status == 2
    assert "bad.toml" in err


def test_an_unreadable_application_is_registered_with_its_faults(office: Office) -> None:
    found = office.run("permit", "apply", "FIF-01", office.file("a.json", {"company_name": "甲公司"}), status=1)
    assert found["company_name"] == "甲公司"
    assert len(found["findings"]) >= 10
    assert {finding["code"] for finding in found["findings"]} == {"T209"}
    status, _, err = office.say("permit", "issue", found["application_number"], "--on", "2026-11-06")
    assert (status, "T209" in err) == (2, True)


def test_people_read_both_languages(office: Office) -> None:
    office.run("permit", "apply", "FIF-01", office.file("a.json", FIRST), "--received", "2026-11-02")
    _, zh, _ = office.say("permit", "review", "AP115001", "--today", "2026-11-05")
    _, en, _ = office.say("permit", "review", "AP115001", "--today", "2026-11-05", "--lang", "en")
    assert "已用 3/10 個工作天" in zh
    assert "3 of 10 working days used" in en
    due = office.run("permit", "due", today=date(2026, 11, 5))
    assert [(one["subject"], one["due_on"]) for one in due["due"]] == [("AP115001", "2026-11-16")]
    assert due["calendar_missing"] == 2026


def test_rejection_waits_for_the_deadline_and_gives_the_certificate_fee_back(office: Office) -> None:
    office.run(
        "permit",
        "apply",
        "FIF-01",
        office.file("a.json", changed(FIRST, payment=None)),
        "--received",
        "2026-11-02",
        status=1,
    )
    office.run("permit", "request-correction", "AP115001", "--on", "2026-11-03", "--due", "2026-11-10", status=1)
    status, _, err = office.say("permit", "reject", "AP115001", "--on", "2026-11-10", "--reason", "逾期未補正")
    assert (status, "2026-11-10" in err) == (2, True)
    done = office.run(
        "permit", "reject", "AP115001", "--on", "2026-11-11", "--reason", "逾期未補正", today=date(2026, 11, 11)
    )
    assert done["stage"] == "rejected"
    assert done["events"][-1]["details"]["refund"] == 1000
