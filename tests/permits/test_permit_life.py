"""A permit's whole life by the commands that the office has, with a real month of records in between."""

from __future__ import annotations

import io
import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

import docx
import duckdb
import pytest

from flows.cli import main
from flows.mail_dates import TAIPEI
from generators.forms import record_docx, report_docx
from schemas.document import Document, ReportHeader, ReportRow, Source
from tests.intake.office import eml
from tests.permits.office import FIRST, Office, change, changed, extension
from tests.rules import specimens
from warehouse.audit import Filter, entries, first_fault
from warehouse.store import Store

PERMIT = "MV115001"
NEW_NAME = "曉嵐智慧水表股份有限公司"
DAY = date(2026, 10, 12)
MONTH = date(2026, 11, 5)
USED = ("0000001", "0000002", "0000003", "0000005")


def record() -> Document:
    """An honest record of five water meters under the permit, the fourth of which failed."""
    made = specimens.record("water_meter")
    made.header.company_name, made.header.permit_number = FIRST["company_name"], PERMIT
    made.header.verification_date = DAY
    made.header.verification_site = FIRST["laboratory_address"]
    made.header.verifier = "範例丁"
    for number, row in enumerate(made.rows, 1):
        row.mark_number = f"{number:07d}" if row.verdict == "pass" else None
    return made


def report() -> Document:
    header = ReportHeader(
        company_name=FIRST["company_name"],
        instrument_kind="water_meter",
        period="2026-10",
        report_date=date(2026, 11, 3),
        total_quantity=4,
        permit_number=PERMIT,
        responsible_person="範例甲",
        prepared_by="範例乙",
    )
    passing = [row for row in record().rows if row.verdict == "pass"]
    row = ReportRow(
        item="1",
        verification_date=DAY,
        brand=record().header.brand,
        model=record().header.model,
        specification=record().header.specification,
        serial_numbers="、".join(row.serial_number for row in passing),
        quantity=4,
        mark_numbers="、".join(USED),
    )
    source = Source(file="", sha256="", pages=0, engine="test")
    return Document(
        document_kind="monthly_report", instrument_kind="water_meter", source=source, header=header, rows=[row]
    )


@pytest.fixture
def office(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Office:
    return Office(tmp_path, capsys)


def text_of(path: Path) -> str:
    document = docx.Document(io.BytesIO(path.read_bytes()))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([paragraph.text for paragraph in document.paragraphs] + cells)


def test_a_permit_from_application_to_destroyed_marks(office: Office) -> None:
    _applied_and_issued(office)
    _marks_and_a_month(office)
    _changed_suspended_resumed(office)
    _extended_late(office)
    _ended_and_marks_destroyed(office)
    _what_held_when(office)
    _nothing_was_overwritten(office)


def _applied_and_issued(office: Office) -> None:
    faulty = changed(FIRST, enclosures__declared_true=False, payment__amount=2000)
    found = office.run("permit", "apply", "FIF-01", office.file("1.json", faulty), "--received", "2026-09-01", status=1)
    assert [finding["code"] for finding in found["findings"]] == ["P805", "P820"]
    number = found["application_number"]
    assert number == "AP115001"
    asked = office.run("permit", "request-correction", number, "--on", "2026-09-04", "--due", "2026-09-18", status=1)
    assert (asked["stage"], asked["due_on"]) == ("awaiting_correction", None)
    status, _, err = office.say("permit", "issue", number, "--on", "2026-09-10")
    assert (status, err.count("\n")) == (2, 1)
    _fees_paid(office, number)
    again = office.run("permit", "correct", number, office.file("2.json", FIRST), "--on", "2026-09-15")
    assert (again["findings"], again["due_on"]) == ([], "2026-09-24")
    issued = office.run("permit", "issue", number, "--on", "2026-09-21")
    assert (issued["permit_number"], issued["certificate"]["company_code"]) == (PERMIT, "S1")
    assert (issued["valid_from"], issued["valid_to"]) == ("2026-09-21", "2029-09-20")
    paper = text_of(Path(issued["certificate_file"]))
    for said in (PERMIT, "水量計", "13~50 mm", FIRST["factory_address"], FIRST["laboratory_name"], "118年9月20日"):
        assert said in paper


def _fees_paid(office: Office, number: str) -> None:
    """The cashier takes the fees that the application owes; the review counts what was taken."""
    owed = {one["revenue_code"]: one["amount"] for one in cashier(office, "dues", number)}
    assert owed == {"3110": 2000, "5700": 1000}
    for code, amount in owed.items():
        cashier(
            office,
            "pay",
            number,
            "--code",
            code,
            "--amount",
            str(amount),
            "--channel",
            "cash",
            "--paid-on",
            "2026-09-14",
        )
    found = office.run("permit", "review", number, status=1)
    assert [finding["code"] for finding in found["findings"]] == ["P805"]


def cashier(office: Office, *words: str) -> Any:
    office.capsys.readouterr()
    assert main(["receipt", *words, "--warehouse", str(office.warehouse), "--json"]) == 0
    return json.loads(office.capsys.readouterr().out)


def _marks_and_a_month(office: Office) -> None:
    words = ("mark", "approve", PERMIT, "--kind", "water_meter", "--first", "0000001", "--last", "0000100")
    office.run(*words, "--samples", "1", "--on", "2026-09-25", status=1)
    office.run(*words, "--samples", "2", "--on", "2026-09-25")
    mail = office.root / "mail"
    mail.mkdir()
    at = datetime(2026, 11, 5, 10, 0, tzinfo=TAIPEI)
    files = {"檢定紀錄.docx": record_docx(record()), "月報表.docx": report_docx(report())}
    (mail / "1.eml").write_bytes(eml(files, at=at))
    main(["intake", str(mail), "--warehouse", str(office.warehouse), "--json", "--today", MONTH.isoformat()])
    with duckdb.connect(str(office.warehouse), read_only=True) as connection:
        codes = {row[0] for row in connection.execute("SELECT code FROM findings").fetchall()}
        loaded = connection.execute("SELECT count(*) FROM current_verifications").fetchone()
    assert loaded == (5,)
    assert {code for code in codes if code.startswith("X")} <= {"X614", "X690"}, codes
    usage = office.run("mark", "show", "MB00001")
    assert (usage["used"], usage["left"]) == (4, 96)
    assert usage["left_ranges"] == [["0000004", "0000004"], ["0000006", "0000100"]]


def _changed_suspended_resumed(office: Office) -> None:
    form = change(PERMIT, company_name=NEW_NAME, reasons__company_change=True, change__changed_on="2026-10-20")
    made = office.run("permit", "apply", "FIF-06", office.file("3.json", form), "--received", "2026-11-10")
    assert made["findings"] == []
    office.run("permit", "issue", made["application_number"], "--on", "2026-11-16")
    office.run("permit", "suspend", PERMIT, "--item", "3", "--reason", "印證管理不符", "--on", "2027-03-01")
    office.run("permit", "resume", PERMIT, "--reason", "已改正", "--on", "2027-04-01")


def _extended_late(office: Office) -> None:
    staff = [{**person, "valid_from": "2028-12-01", "valid_to": "2033-11-30"} for person in FIRST["staff"]]
    form = extension(
        PERMIT,
        company_name=NEW_NAME,
        signed_on="2029-09-01",
        staff=staff,
        quality__valid_to="2031-06-30",
        accreditation__valid_to="2031-12-31",
        holder__licence_valid_to="2030-12-31",
    )
    day = date(2029, 9, 3)
    made = office.run("permit", "apply", "FIF-05", office.file("4.json", form), "--received", "2029-09-03", today=day)
    assert [finding["code"] for finding in made["findings"]] == ["P832"]
    issued = office.run("permit", "issue", made["application_number"], "--on", "2029-10-08", today=date(2029, 10, 8))
    assert issued["terms"][-1] == {"valid_from": "2029-10-08", "valid_to": "2032-10-07"}


def _ended_and_marks_destroyed(office: Office) -> None:
    end, count = date(2030, 5, 6), date(2030, 5, 20)
    office.run(
        "permit", "revoke", PERMIT, "--item", "3", "--reason", "檢定紀錄不實", "--on", end.isoformat(), today=end
    )
    due = office.run("mark", "leftover", today=count)
    assert [(one["batch"], one["left"], one["due_on"]) for one in due] == [("MB00001", 96, "2030-06-06")]
    how = (
        "--reason",
        "許可廢止",
        "--place",
        "曉嵐廠",
        "--method",
        "剪毀",
        "--witness",
        "範例甲",
        "--officer",
        "林承辦",
    )
    paper = office.root / "destroyed.docx"
    out = ("--out", str(paper), "--on", count.isoformat())
    wrong = office.run("mark", "destroy", "MB00001", "--range", "0000001", "0000100", *how, *out, status=1, today=count)
    assert [finding["code"] for finding in wrong["findings"]] == ["P877"]
    assert not paper.exists()
    office.run("mark", "destroy", "MB00001", *how, *out, today=count)
    record_of_it = text_of(paper)
    for said in ("0000006", "0000100", "95", "96", NEW_NAME, "曉嵐廠"):
        assert said in record_of_it
    assert office.run("mark", "leftover", today=count) == []
    barred = office.run(
        "permit",
        "apply",
        "FIF-01",
        office.file("5.json", changed(FIRST, signed_on="2031-05-01")),
        status=1,
        today=date(2031, 5, 5),
    )
    assert "P850" in [finding["code"] for finding in barred["findings"]]


def _what_held_when(office: Office) -> None:
    days: list[tuple[str, str, bool, str]] = [
        ("2026-09-21", "valid", True, FIRST["company_name"]),
        ("2026-11-15", "valid", True, FIRST["company_name"]),
        ("2026-11-16", "valid", True, NEW_NAME),
        ("2027-03-01", "suspended", False, NEW_NAME),
        ("2027-03-31", "suspended", False, NEW_NAME),
        ("2027-04-01", "valid", True, NEW_NAME),
        ("2029-09-20", "valid", True, NEW_NAME),
        ("2029-09-21", "expired", False, NEW_NAME),
        ("2029-10-08", "valid", True, NEW_NAME),
        ("2030-05-06", "revoked", False, NEW_NAME),
    ]
    found: list[Any] = [office.permit(PERMIT, day) for day, *_ in days]
    told = [(one["on"], one["status"], one["may_verify"], one["certificate"]["company_name"]) for one in found]
    assert told == days
    status, _, err = office.say("permit", "show", PERMIT, "--on", "2026-09-20")
    assert (status, err.count("\n")) == (2, 1)


def _nothing_was_overwritten(office: Office) -> None:
    history = office.run("permit", "history", PERMIT)
    names = [event["event"] for event in history]
    for name in ("issued", "changed", "suspended", "resumed", "extended", "abolished", "destroyed", "granted"):
        assert name in names
    assert [event["id"] for event in history] == sorted(event["id"] for event in history)
    with Store(office.warehouse, read_only=True) as store:
        told = [one.action for one in entries(store, Filter(subject=PERMIT)) if one.action.startswith("permit.")]
        assert first_fault(store) is None
    assert told == [f"permit.{verb}" for verb in _verbs(history)]


def _verbs(history: list[Any]) -> list[str]:
    verbs = {
        "issued": "issue",
        "technician_joined": "add_technician",
        "changed": "change",
        "suspended": "suspend",
        "resumed": "resume",
        "extended": "extend",
        "abolished": "abolish",
    }
    return [verbs[event["event"]] for event in history if event["subject_kind"] == "permit"]
