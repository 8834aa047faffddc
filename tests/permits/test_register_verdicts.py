"""What the office judges by its ledger and a sender by the exported file is the same."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest

from flows import legal_tables
from flows.cli import main
from flows.demo import sample_folder
from flows.mime_parts import Role, files_of
from flows.permit_desk import register_for
from schemas.errors import UsageError
from schemas.permit import Certificate, Issued, RangeEntry, Term
from schemas.permit_register import register_of
from schemas.register_events import RegisterEvent
from schemas.validate import Context, check_document
from tests.permits.office import Office
from tests.rules import specimens

SAMPLES = sample_folder()
SCALES = "MV113901"
DAY = "2026-11-12"
ONLY_THE_OFFICE = {"B530", "X609", "X610", "X611", "X690", "B561"}


@pytest.fixture
def office(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Office:
    return Office(tmp_path, capsys)


def by_the_office(office: Office) -> Counter[tuple[str, str]]:
    """Codes by file, of one message of the sample month, taken in by the warehouse's own register."""
    mail = office.root / "mail"
    mail.mkdir()
    shutil.copy(SAMPLES / "mail" / "01-scales.eml", mail)
    main(["intake", str(mail), "--warehouse", str(office.warehouse), "--json", "--today", DAY])
    with duckdb.connect(str(office.warehouse), read_only=True) as connection:
        rows = connection.execute("SELECT file_sha256, code FROM findings").fetchall()
    return Counter((sha, code) for sha, code in rows if code not in ONLY_THE_OFFICE)


def by_the_sender(office: Office, register: Path) -> Counter[tuple[str, str]]:
    """The same files by ``zijian check --register``."""
    paths = []
    for file in files_of((SAMPLES / "mail" / "01-scales.eml").read_bytes()):
        if file.role is Role.FILE:
            paths.append(office.root / file.attachment.name)
            paths[-1].write_bytes(file.data)
    office.capsys.readouterr()
    main(["check", *map(str, paths), "--register", str(register), "--json", "--today", DAY])
    documents: list[Any] = json.loads(office.capsys.readouterr().out)
    found = Counter((one["source"]["sha256"], finding["code"]) for one in documents for finding in one["findings"])
    return Counter({key: count for key, count in found.items() if key[1] not in ONLY_THE_OFFICE})


def test_both_ends_agree_after_a_suspension(office: Office) -> None:
    office.run("permit", "import", str(SAMPLES / "register.toml"))
    words = ("permit", "suspend", SCALES, "--item", "8", "--reason", "抽測不合格", "--on", "2026-10-10")
    office.run(*words, today=date(2026, 11, 12))
    register = office.root / "register.toml"
    office.run("permit", "export", "--out", str(register), "--on", DAY)
    told = by_the_office(office)
    assert "X604" in {code for _, code in told}
    assert told == by_the_sender(office, register)


def test_one_register_is_the_truth(office: Office) -> None:
    file = SAMPLES / "register.toml"
    assert register_for(office.warehouse, None, date(2026, 11, 12)) is None
    assert register_for(office.warehouse, file, date(2026, 11, 12)) == legal_tables.load_register(file)
    office.run("permit", "import", str(file))
    own = register_for(office.warehouse, None, date(2026, 11, 12))
    assert own is not None
    assert len(own.permits) == 7
    with pytest.raises(UsageError, match="permit import"):
        register_for(office.warehouse, file, date(2026, 11, 12))


def issued(event: str, since: date, number: int, term: Term | None, **said: Any) -> RegisterEvent:
    facts: dict[str, Any] = {"company_name": specimens.COMPANY, "ubn": "04595257", "instrument_kinds": ["water_meter"]}
    certificate = Certificate.model_validate({**facts, **said})
    return RegisterEvent(
        "permit", specimens.PERMIT, event, since, Issued(certificate=certificate, term=term), id=number
    )


def found(events: list[RegisterEvent], day: date, **header: Any) -> set[str]:
    """Codes of an honest water meter record of a day, held against the register as of the end of 2026."""
    record = specimens.record("water_meter")
    record.header.verification_date = day
    for name, value in header.items():
        setattr(record.header, name, value)
    register = register_of(events, date(2026, 12, 31))
    findings = check_document(record, Context(today=date(2026, 12, 31), register=register))
    return {finding.code for finding in findings if finding.code in {"X602", "X603", "X604", "X605", "X618", "X625"}}


def test_a_record_is_judged_by_what_held_on_its_day() -> None:
    wide = {"ranges": [RangeEntry.model_validate({"instrument_kind": "water_meter", "bore_mm": ("13", "50")})]}
    narrow = {"ranges": [RangeEntry.model_validate({"instrument_kind": "water_meter", "bore_mm": ("25", "50")})]}
    first = Term(valid_from=date(2023, 6, 1), valid_to=date(2026, 5, 31))
    late = Term(valid_from=date(2026, 7, 1), valid_to=date(2029, 6, 30))
    both = ["water_meter", "gas_meter"]
    events = [
        issued("issued", date(2023, 6, 1), 1, first, company_name="青禾舊名", **wide, instrument_kinds=both),
        issued("changed", date(2025, 3, 1), 2, None, **wide),
        issued("extended", date(2026, 7, 1), 3, late, **wide),
        issued("changed", date(2026, 10, 1), 4, None, **narrow),
    ]
    assert found(events, date(2024, 1, 10)) == {"X605"}
    assert found(events, date(2024, 1, 10), company_name="青禾舊名") == set()
    assert found(events, date(2025, 3, 3)) == set()
    assert found(events, date(2026, 6, 15)) == {"X602"}
    assert found(events, date(2026, 7, 15)) == set()
    assert found(events, date(2026, 9, 30)) == set()
    assert found(events, date(2026, 10, 1)) == {"X618"}
    assert found(events, date(2023, 5, 31)) == {"X602"}
