"""The intake over specimens: outcomes, states, papers, and that nothing is taken in twice."""

from __future__ import annotations

from email import message_from_bytes, policy
from pathlib import Path

import pytest

from schemas.document import Document
from schemas.findings import Finding
from schemas.submission import Outcome, State
from tests.intake.office import IN_TIME, LATE, LOCKED, Office, eml, paper, read, record, report, settings
from tests.mail.build import PNG, zipped
from tests.rules import specimens


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path)


MONTH = {"record.pdf": paper(record()), "report.pdf": paper(report())}


def test_a_record_and_its_report_are_loaded_answered_and_receipted(office: Office) -> None:
    office.post(eml(MONTH))
    result = office.intake()
    (message,) = result.messages
    (submission,) = message.submissions
    assert (message.outcome, submission.state) == (Outcome.LOADED, State.ACCEPTED), message.codes
    assert (submission.rows_total, submission.rows_loaded, submission.late_days) == (5, 5, 0)
    assert submission.fee is not None
    assert submission.fee.payable == 40
    assert office.query("SELECT count(*) FROM verifications_taximeter") == [(5,)]
    assert office.query("SELECT number, amount, payer FROM receipts") == [
        ("115-3160-000001", 40, "青禾計量股份有限公司")
    ]
    assert sorted(name.split("/")[0] for name in office.files()) == ["office.archive"] * 3 + [
        "office.outbox",
        "office.receipts",
    ]
    assert result.clean


def test_the_reply_is_threaded_and_carries_the_receipt(office: Office) -> None:
    office.post(eml(MONTH, headers={"References": "<0@example.test>", "Reply-To": "desk@example.test"}))
    (message,) = office.intake().messages
    assert message.reply is not None
    reply = message_from_bytes((office.root / "office.outbox" / message.reply).read_bytes(), policy=policy.default)
    assert reply["To"].addresses[0].addr_spec == "desk@example.test"
    assert reply["In-Reply-To"] == "<1@example.test>"
    assert reply["References"].split() == ["<0@example.test>", "<1@example.test>"]
    assert reply["Message-ID"] == office.query("SELECT message_id FROM outbox")[0][0]
    assert [part.get_filename() for part in reply.iter_attachments()] == ["115-3160-000001.docx"]
    assert (office.root / "office.receipts" / "115-3160-000001.docx").is_file()


def test_the_same_mail_again_changes_nothing(office: Office) -> None:
    office.post(eml(MONTH))
    office.intake()
    before = office.tables(), office.files()
    again = office.intake()
    assert [message.outcome for message in again.messages] == [Outcome.DUPLICATE]
    assert (office.tables(), office.files()) == before
    assert again.clean


def test_a_copy_under_another_message_id_is_a_duplicate_without_a_second_receipt(office: Office) -> None:
    office.post(eml(MONTH), eml(MONTH, number=2, at=LATE))
    result = office.intake()
    assert [message.outcome for message in result.messages] == [Outcome.LOADED, Outcome.DUPLICATE]
    assert office.query("SELECT count(*) FROM submissions") == [(1,)]
    assert office.query("SELECT count(*) FROM receipts") == [(1,)]
    assert office.query("SELECT count(*) FROM outbox") == [(1,)]


@pytest.mark.parametrize("workers", [1, 3])
def test_every_message_ends_in_one_counted_outcome(office: Office, workers: int) -> None:
    office.post(
        eml(MONTH),
        eml({}, number=2),
        eml({"logo.png": PNG}, number=3),
        eml({"locked.pdf": LOCKED}, number=4),
        eml({"record.pdf": b"MZ" + bytes(99)}, number=5),
        eml(MONTH),
        eml({"all.zip": zipped(*{"檢定紀錄.pdf": paper(record("gas_meter"))}.items())}, number=7),
        b"not a message at all",
        b"",
    )
    result = office.intake(workers=workers)
    assert [message.outcome.value for message in result.messages] == [
        "loaded",
        "nothing_to_load",
        "nothing_to_load",
        "quarantined",
        "quarantined",
        "duplicate",
        "loaded",
        "nothing_to_load",
        "nothing_to_load",
    ]
    assert result.counts.total() == 9
    assert office.query("SELECT loaded, duplicate, quarantined, nothing_to_load, failed, messages FROM runs") == [
        (2, 1, 2, 4, 0, 9)
    ]
    assert office.query("SELECT count(*) FROM messages WHERE outcome IS NULL") == [(0,)]
    assert not result.clean


def test_report_and_record_in_two_mails_are_judged_together(office: Office) -> None:
    office.post(eml({"report.pdf": paper(report())}), eml({"record.pdf": paper(record())}, number=2))
    first, second = office.intake().messages
    assert [one.submissions[0].state for one in (first, second)] == [State.ACCEPTED] * 2
    assert "B559" in first.codes
    assert not {"B558", "B559"} & set(second.codes)
    current = office.query("SELECT id FROM current_submissions")
    assert len(current) == 1
    assert office.query(f"SELECT count(*) FROM documents WHERE submission_id = {current[0][0]}") == [(2,)]  # noqa: S608
    assert office.query("SELECT count(*) FROM receipts") == [(1,)]
    assert second.submissions[0].receipt_number == first.submissions[0].receipt_number == "115-3160-000001"


def test_a_corrected_report_supersedes_and_keeps_the_record(office: Office) -> None:
    wrong = report()
    wrong.header.total_quantity = 5
    office.post(
        eml({"record.pdf": paper(record()), "report.pdf": paper(wrong)}),
        eml({"report.pdf": paper(report())}, number=2, at=LATE),
    )
    first, second = office.intake().messages
    assert first.submissions[0].state is State.PARTLY_ACCEPTED
    assert (second.submissions[0].state, second.submissions[0].late_days) == (State.ACCEPTED_WITH_WARNINGS, 2)
    assert office.query("SELECT superseded_by FROM submissions ORDER BY id") == [(2,), (None,)]
    assert office.query("SELECT count(*) FROM current_verifications") == [(5,)]


def test_a_corrected_record_replaces_the_earlier_one(office: Office) -> None:
    fixed = record(remarks="更正")
    office.post(
        eml(MONTH),
        eml({"fixed.pdf": paper(fixed)}, number=2),
    )
    _, second = office.intake().messages
    assert second.submissions[0].state is State.ACCEPTED
    assert office.query("SELECT file_name FROM current_documents ORDER BY 1") == [("fixed.pdf",), ("report.pdf",)]


def test_an_older_mail_that_comes_later_does_not_replace_what_is_in_force(office: Office) -> None:
    old = eml({"report.pdf": paper(report(prepared_by="舊"))}, number=2)
    office.post(eml({"report.pdf": paper(report())}, at=LATE), old)
    first, second = office.intake().messages
    assert first.submissions[0].in_force
    assert not second.submissions[0].in_force
    assert office.query("SELECT file_sha256 FROM current_documents") == office.query(
        "SELECT file_sha256 FROM documents WHERE submission_id = 1"
    )


def test_a_mail_with_several_kinds_and_a_file_that_belongs_to_none(office: Office) -> None:
    files = {
        **MONTH,
        "gas.pdf": paper(record("gas_meter")),
        "locked.pdf": LOCKED,
        "logo.png": PNG,
        "copy.pdf": MONTH["record.pdf"],
    }
    office.post(eml(files))
    (message,) = office.intake().messages
    assert message.outcome is Outcome.LOADED
    assert sorted(one.key.instrument_kind for one in message.submissions) == ["gas_meter", "taximeter"]
    assert message.stray_codes == ("F104",)
    assert "B561" in message.codes
    assert office.query("SELECT count(*) FROM attachments") == [(6,)]
    assert office.query("SELECT count(*) FROM verifications_taximeter") == [(5,)]


def test_a_record_without_its_permit_number_goes_with_the_only_submission_of_its_mail(office: Office) -> None:
    files = {"record.pdf": paper(record(permit_number=None)), "report.pdf": paper(report())}
    office.post(eml(files), eml({"record.pdf": paper(record("gas_meter", permit_number=None))}, number=2))
    first, second = office.intake().messages
    assert first.outcome is Outcome.LOADED
    assert len(first.submissions) == 1
    assert second.outcome is Outcome.QUARANTINED
    assert office.query("SELECT outcome, reason IS NOT NULL FROM messages ORDER BY received_at, message_id") == [
        ("loaded", False),
        ("quarantined", True),
    ]


@pytest.mark.parametrize(
    "header",
    [
        {"Auto-Submitted": "auto-replied"},
        {"Precedence": "bulk"},
        {"Return-Path": "<>"},
        {"List-Id": "<l.example.test>"},
        {"From": "MAILER-DAEMON@example.test"},
        {"From": "zijian@localhost"},
        {"From": "nobody"},
    ],
)
def test_programs_and_nobody_are_not_answered(office: Office, header: dict[str, str]) -> None:
    office.post(eml(MONTH, headers=header))
    (message,) = office.intake().messages
    assert (message.outcome, message.reply) == (Outcome.LOADED, None)
    assert office.query("SELECT split_part(reason, ':', 1) FROM messages") == [("reply-suppressed",)]
    assert office.query("SELECT count(*) FROM outbox") == [(0,)]
    assert office.files(["outbox"]) == {}


def test_a_failure_costs_one_message_and_is_taken_up_again(office: Office) -> None:
    def stumbling(data: bytes, name: str) -> Document:
        if name == "gas.pdf":
            raise MemoryError("planted")
        return read(data, name)

    office.post(eml({"gas.pdf": paper(record("gas_meter"))}), eml(MONTH, number=2))
    first, second = office.intake(reader=stumbling).messages
    assert (first.outcome, first.reason) == (Outcome.FAILED, "MemoryError: planted")
    assert second.outcome is Outcome.LOADED
    assert office.query("SELECT count(*) FROM messages WHERE outcome = 'failed'") == [(1,)]
    assert [one.outcome for one in office.intake().messages] == [Outcome.LOADED, Outcome.DUPLICATE]
    assert office.query("SELECT count(*) FROM messages WHERE outcome = 'loaded'") == [(2,)]


def test_a_fault_of_the_program_is_no_fault_of_the_file(office: Office) -> None:
    def broken(data: bytes, name: str) -> Document:
        document = read(data, name)
        document.findings.append(Finding("F199"))
        return document

    office.post(eml(MONTH))
    (first,) = office.intake(reader=broken).messages
    assert first.outcome is Outcome.FAILED
    assert office.query("SELECT count(*) FROM submissions") == [(0,)]
    assert office.files(["outbox"]) == {}
    assert [one.outcome for one in office.intake().messages] == [Outcome.LOADED]


def test_what_only_the_office_can_mend_is_not_in_the_reply(office: Office) -> None:
    office.post(eml(MONTH))
    (message,) = office.intake(register=None).messages
    assert "X690" in message.codes
    assert message.reply is not None
    assert b"X690" not in office.files(["outbox"])[f"office.outbox/{message.reply}"]


def test_a_corrected_fee_has_a_new_receipt_and_an_equal_one_keeps_it(office: Office) -> None:
    office.post(
        eml(MONTH),
        eml({"report.pdf": paper(report(prepared_by="王範例"))}, number=2),
    )
    first, second = office.intake().messages
    assert second.submissions[0].new
    assert first.submissions[0].receipt_number == second.submissions[0].receipt_number
    dearer = specimens.tables()
    for entry in dearer.unit_fees:
        entry.unit_fee = 100
    changed = report(total_fee=80)
    for row in changed.rows:
        row.fee *= 2
    office.post(eml({"report.pdf": paper(changed)}, number=3))
    third = office.intake(legal=dearer).messages[-1]
    assert third.submissions[0].receipt_number == "115-3160-000002", third.codes
    assert office.query("SELECT number, amount FROM receipts ORDER BY 1") == [
        ("115-3160-000001", 40),
        ("115-3160-000002", 80),
    ]


def test_a_message_left_by_a_killed_run_is_taken_from_the_archive(office: Office) -> None:
    class Killed(BaseException):
        pass

    def dying(data: bytes, name: str) -> Document:
        raise Killed

    office.post(eml(MONTH))
    with pytest.raises(Killed):
        office.intake(reader=dying)
    (office.mail / "001.eml").unlink()
    assert [one.outcome for one in office.intake().messages] == [Outcome.LOADED]


def test_the_order_of_reading_does_not_matter(tmp_path: Path) -> None:
    one, other = Office(tmp_path / "one"), Office(tmp_path / "other")
    mails = [
        eml({"a.pdf": paper(record(name)), "b.pdf": paper(report(name))}, number=n)
        for n, name in enumerate(("taximeter", "gas_meter", "water_meter", "electricity_meter", "weighing_instrument"))
    ]
    for office, workers in ((one, 1), (other, 4)):
        office.post(*mails)
        office.intake(workers=workers)
    assert one.tables() == other.tables()
    assert one.files() == other.files()


def test_settings_tell_examples() -> None:
    assert not settings().example
    assert IN_TIME < LATE
