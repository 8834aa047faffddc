"""Quarantine keeps the original, the reason and the history; a message goes out of it judged anew, or settled for good."""

from __future__ import annotations

import json
import shutil
from email import message_from_bytes, policy
from functools import partial
from pathlib import Path

import pytest

from flows.cli import main
from flows.pipeline import run_intake
from flows.quarantine_release import released
from schemas.document import Document
from schemas.errors import UsageError, WarehouseError
from schemas.submission import Outcome
from tests.intake.office import LOCKED, Office, eml, paper, read, record, report, settings
from warehouse.audit import first_fault
from warehouse.quarantine import held_message, held_messages, history
from warehouse.store import Store

UNLOCKED = paper(record("gas_meter"))


def unlocking(data: bytes, name: str) -> Document:
    """The reader once the sender has told the password."""
    return read(UNLOCKED if data == LOCKED else data, name)


@pytest.fixture(scope="module")
def taken_in(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """Two messages in quarantine and one loaded with a file apart."""
    made = Office(tmp_path_factory.mktemp("quarantine"))
    made.post(
        eml({"locked.pdf": LOCKED}),
        eml({"tool.exe": b"MZ" + bytes(99)}, number=2),
        eml({"record.pdf": paper(record()), "report.pdf": paper(report()), "locked.pdf": LOCKED}, number=3),
    )
    made.intake()
    return made


@pytest.fixture
def office(taken_in: Office, tmp_path: Path) -> Office:
    """A copy of it that a test may change."""
    return Office(shutil.copytree(taken_in.root, tmp_path / "office"))


def first(office: Office) -> str:
    (sha256,) = [row[0] for row in office.query("SELECT sha256 FROM messages WHERE message_id = '<1@example.test>'")]
    return str(sha256)


def release(office: Office, **changes: object) -> Outcome:
    source = released(office.warehouse, first(office)[:10], "林承辦", "已取得密碼")
    (result,) = run_intake(source, office.warehouse, settings(**changes), name="release").messages
    return result.outcome


def test_what_is_held_is_listed_with_its_reason_and_files(office: Office) -> None:
    with Store(office.warehouse, read_only=True) as store:
        held, parts = held_messages(store), held_messages(store, parts=True)
    assert {(item.reason, *((file.name, file.codes) for file in item.files)) for item in held} == {
        ("F104", ("locked.pdf", ("F104",))),
        ("F102", ("tool.exe", ("F102",))),
    }
    assert len(parts) == 3


def test_release_judges_the_original_anew_and_leaves_no_row_twice(office: Office) -> None:
    assert release(office, reader=unlocking) is Outcome.LOADED
    assert office.query("SELECT count(*) FROM documents WHERE file_name = 'locked.pdf' AND submission_id IS NULL") == [
        (1,)
    ]
    assert office.query("SELECT count(*) FROM verifications_gas_meter") == [(5,)]
    sha256 = first(office)
    with Store(office.warehouse, read_only=True) as store:
        assert len(held_messages(store)) == 1
        past = history(store, sha256)
        assert first_fault(store) is None
    events = [(entry.action, entry.actor) for entry in past]
    said = [json.loads(entry.after or "{}") for entry in past]
    before = json.loads(past[1].before or "{}")
    assert events == [
        ("message.settle", "intake"),
        ("quarantine.release", "林承辦"),
        ("message.settle", "intake"),
    ]
    assert [item.get("outcome") for item in said] == ["quarantined", None, "loaded"]
    assert said[1] == {"why": "已取得密碼"}
    assert (before["outcome"], before["reason"], before["files"][0]["codes"]) == ("quarantined", "F104", ["F104"])


def test_a_released_message_has_an_answer_of_its_own(office: Office) -> None:
    release(office, reader=unlocking)
    query = f"SELECT message_id, path FROM outbox WHERE message_sha256 = '{first(office)}'"  # noqa: S608
    rows = office.query(f"{query} ORDER BY length(path)")
    assert len(rows) == 2
    assert rows[0][0] != rows[1][0]
    assert office.query("SELECT message_id, state, reason FROM deliveries") == [(rows[0][0], "withdrawn", "released")]
    for message_id, path in rows:
        data = (office.root / "office.outbox" / path).read_bytes()
        reply = message_from_bytes(data, policy=policy.default)
        assert reply["Message-ID"] == message_id
        assert reply["In-Reply-To"] == "<1@example.test>"


def test_released_without_a_change_it_is_held_again(office: Office) -> None:
    assert release(office) is Outcome.QUARANTINED
    assert release(office) is Outcome.QUARANTINED
    assert office.query(f"SELECT count(*) FROM documents WHERE message_sha256 = '{first(office)}'") == [(1,)]  # noqa: S608


def test_a_crash_between_release_and_judging_leaves_it_to_the_next_intake(office: Office) -> None:
    released(office.warehouse, first(office), "林承辦", "已取得密碼")
    (office.mail / "001.eml").unlink()
    outcomes = [one.outcome for one in office.intake(reader=unlocking).messages]
    assert outcomes == [Outcome.DUPLICATE, Outcome.DUPLICATE, Outcome.LOADED]


def test_without_its_original_nothing_is_released(office: Office) -> None:
    sha256 = first(office)
    (office.root / "office.archive" / sha256[:2] / sha256[2:4] / sha256).unlink()
    with pytest.raises(WarehouseError, match="封存檔"):
        released(office.warehouse, sha256, "林承辦", "x")
    with Store(office.warehouse, read_only=True) as store:
        assert held_message(store, sha256).outcome is Outcome.QUARANTINED


@pytest.mark.parametrize("text", ["", "zz", "0000000"])
def test_a_message_that_is_not_held_is_refused(office: Office, text: str) -> None:
    with Store(office.warehouse, read_only=True) as store, pytest.raises(UsageError):
        held_message(store, text)


def test_the_command_lists_shows_dismisses_and_keeps_the_past(
    office: Office, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    call = partial(_call, office, capsys)
    assert len(call("list").splitlines()) == 2
    assert len(call("list", "--parts").splitlines()) == 3
    shown = call("show", first(office)[:12], "--out", str(tmp_path / "original.eml"), "--lang", "en")
    assert "state: quarantined  F104" in shown
    assert (tmp_path / "original.eml").read_bytes() == (office.mail / "001.eml").read_bytes()
    call("release", first(office)[:12], "--dismiss", "--why", "業者改以紙本", "--by", "林承辦")
    assert len(call("list").splitlines()) == 1
    assert len(call("list", "--past").splitlines()) == 2
    page = json.loads(call("show", first(office)[:12], "--json"))
    assert (page["outcome"], page["reason"]) == ("nothing_to_load", "dismissed: 業者改以紙本")
    assert [entry["action"] for entry in page["history"]] == ["message.settle", "quarantine.dismiss"]


def test_release_on_the_command_line_takes_it_in_and_reports(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    said = json.loads(
        _call(office, capsys, "release", first(office)[:12], "--why", "再試", "--json", "--today", "2026-11-21", exit_status=1)
    )  # fmt: skip
    assert [message["outcome"] for message in said["messages"]] == ["quarantined"]


def _call(office: Office, capsys: pytest.CaptureFixture[str], *words: str, exit_status: int = 0) -> str:
    capsys.readouterr()
    assert main(["intake", "quarantine", *words, "--warehouse", str(office.warehouse)]) == exit_status
    return capsys.readouterr().out
