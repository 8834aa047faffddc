"""What an intake tells of itself: a log without anybody's data, measurements in the warehouse, a status."""

from __future__ import annotations

import json
import logging
from decimal import Decimal
from pathlib import Path

import pytest

from flows.cli import main
from flows.log_lines import FIELDS, log_to, note
from schemas.document import Document
from schemas.errors import UsageError
from tests.intake.office import LOCKED, Office, eml, paper, read, record, report
from warehouse.metrics import latest_runs
from warehouse.store import Store

SECRETS = ("王小明", "A123456789", "sender@example.test", "hunter2", "secret-name", "陳報人", "自行檢定陳報")


def talkative(data: bytes, name: str) -> Document:
    """A reader whose fault quotes what it read."""
    if name.startswith("secret-name"):
        raise ValueError("王小明 A123456789 hunter2")
    logging.getLogger("pdfminer").error("王小明 in %s", name)
    return read(data, name)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """Loaded, quarantined, failed; watched."""
    made = Office(tmp_path_factory.mktemp("watched"))
    made.post(
        eml({"record.pdf": paper(record()), "report.pdf": paper(report())}),
        eml({"locked.pdf": LOCKED}, number=2),
        eml({"secret-name.pdf": paper(record("gas_meter"))}, number=3, headers={"Subject": "王小明 hunter2"}),
    )
    with log_to(str(made.root / "log.jsonl")):
        made.intake(reader=talkative)
    return made


@pytest.fixture(scope="module")
def events(office: Office) -> list[dict[str, object]]:
    return [json.loads(line) for line in (office.root / "log.jsonl").read_text(encoding="utf-8").splitlines()]


def test_each_line_tells_what_happened_to_which_run_message_and_file(
    office: Office, events: list[dict[str, object]]
) -> None:
    names = [str(event["event"]) for event in events]
    assert (names[0], names[-1]) == ("run.begun", "run.finished")
    assert names.count("message.opened") == names.count("message.settled") == 3
    assert names.count("file.read") == 3
    assert names.count("message.failed") == 1
    assert {event["run"] for event in events if event["event"] != "log"} == {1}
    messages = {row[0] for row in office.query("SELECT sha256 FROM messages")}
    files = {row[0] for row in office.query("SELECT file_sha256 FROM documents")}
    assert {event["message"] for event in events if event["event"] == "message.settled"} == messages
    assert {event["file"] for event in events if event["event"] == "file.read"} == files
    assert all(Decimal(str(event["seconds"])) >= 0 for event in events if event["event"] == "file.read")
    outcomes = sorted(str(event["outcome"]) for event in events if event["event"] == "message.settled")
    assert outcomes == ["failed", "loaded", "quarantined"]


def test_no_line_holds_what_somebody_wrote(office: Office) -> None:
    text = (office.root / "log.jsonl").read_text(encoding="utf-8")
    assert len(text.splitlines()) >= 12
    assert [secret for secret in SECRETS if secret in text] == []


def test_a_fault_is_told_by_its_type_and_its_places(events: list[dict[str, object]]) -> None:
    (fault,) = [event for event in events if event["event"] == "message.failed"]
    assert fault["error"] == "ValueError"
    places = fault["trace"]
    assert isinstance(places, list)
    assert places[-1].startswith("test_watching.py:")


def test_foreign_records_are_told_by_their_place_alone(events: list[dict[str, object]]) -> None:
    places = [str(event["place"]) for event in events if event["event"] == "log"]
    assert len(places) == 3
    assert {place.split(":")[0] for place in places} == {"pdfminer"}


def test_what_is_no_field_cannot_be_logged() -> None:
    assert "subject" not in FIELDS
    with pytest.raises(ValueError, match="subject"):
        note("message.settled", subject="王小明")


def test_a_log_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="--log"), log_to(str(tmp_path / "no" / "log")):
        pass


def test_the_log_goes_to_stderr_and_stops_with_its_run(capsys: pytest.CaptureFixture[str]) -> None:
    with log_to("-"):
        note("run.begun", run=7)
    note("run.begun", run=8)
    (line,) = capsys.readouterr().err.splitlines()
    assert json.loads(line)["run"] == 7


def test_the_run_is_measured(office: Office) -> None:
    with Store(office.warehouse, read_only=True) as store:
        (run,) = latest_runs(store, 5)
        (expected,) = store.fetch("SELECT sum(pages), sum(rows) FROM documents")
    taken = run.metrics
    assert taken is not None
    assert (run.messages, run.loaded, run.quarantined, run.failed) == (3, 1, 1, 1)
    assert (taken.files, taken.pages, taken.instruments, taken.workers) == (3, *expected, 1)
    assert taken.bytes == sum(row[0] for row in office.query("SELECT size FROM messages WHERE outcome <> 'failed'"))
    assert taken.findings["F104"] == 1
    assert taken.peak_memory is not None
    assert taken.peak_memory > 20 << 20
    stages = (taken.seconds_opening, taken.seconds_judging, taken.seconds_loading)
    assert all(seconds > 0 for seconds in stages)
    assert sum(stages) <= taken.seconds


def test_status_names_what_waits_for_whom(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    call = ["intake", "status", "--warehouse", str(office.warehouse)]
    assert main([*call, "--lang", "en"]) == 1
    said = capsys.readouterr().out
    ((failed,),) = office.query("SELECT sha256 FROM messages WHERE outcome = 'failed'")
    for words in (
        "0 messages unsettled",
        "1 messages failed",
        failed[:12],
        "1 messages in quarantine",
        "queued 2",
        "#1",
    ):
        assert words in said, words
    assert main([*call, "--json"]) == 1
    data = json.loads(capsys.readouterr().out)
    assert (data["quarantined"], len(data["failed"]), data["replies"]) == (1, 1, {"queued": 2})
    assert data["runs"][0]["metrics"]["files"] == 3


def test_status_is_clear_where_nothing_waits(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    office = Office(tmp_path)
    office.post(eml({"record.pdf": paper(record()), "report.pdf": paper(report())}))
    office.intake()
    assert main(["intake", "status", "--warehouse", str(office.warehouse)]) == 0
    assert "失敗 0 封" in capsys.readouterr().out


def test_a_source_named_like_an_action_is_still_a_source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "status").mkdir()
    (tmp_path / "status" / "1.eml").write_bytes(eml({}))
    monkeypatch.chdir(tmp_path)
    assert main(["intake", "./status", "--today", "2026-11-21"]) == 0
    assert main(["intake", "status"]) == 0
