"""Replies through a real mail server: each once, in its thread, kept where they cannot go out."""

from __future__ import annotations

import json
import re
from datetime import datetime, timedelta
from email import message_from_bytes
from email.message import Message
from pathlib import Path
from typing import Any

import pytest

from flows.cli import main
from flows.mail_source import open_source
from flows.pipeline import run_intake
from flows.sending import Sent, Step
from flows.sending_run import send_replies
from flows.settings import MailSettings, SmtpSettings
from flows.smtp_session import MailServerError
from schemas.errors import UsageError
from tests.intake.office import NOW, Office, eml, paper, record, report, settings
from tests.mailbox.certificates import Certificates
from tests.mailbox.dovecot import PASSWORD, Dovecot
from tests.mailbox.ports import free_port, until
from tests.mailbox.smtpd import LARGEST, Smtpd

pytestmark = pytest.mark.xdist_group("mailbox")

FROM = "office@office.example.test"


def month(root: Path, sender: str, count: int = 1) -> Office:
    """An office that took in ``count`` messages of one sender, each answered."""
    office = Office(root)
    files = {"record.pdf": paper(record()), "report.pdf": paper(report())}
    for number in range(1, count + 1):
        changed = {**files, "note.txt": str(number).encode(), f"{number}.pdf": b"%PDF-1.4\nlocked"}
        office.post(eml(changed, number=number, headers={"From": f"A <{sender}>", "References": "<0@example.test>"}))
    run_intake(open_source(str(office.mail)), office.warehouse, settings(from_addr=FROM), name="mail")
    return office


def send(office: Office, url: str, *, at: datetime = NOW, **changes: Any) -> list[Sent]:
    return send_replies(office.warehouse, MailSettings(smtp=SmtpSettings(**changes)), url, lambda: at)


def steps(sent: list[Sent]) -> list[Step]:
    return [one.step for one in sent]


def arrived(dovecot: Dovecot, user: str, count: int, folder: str = "INBOX") -> list[Message]:
    """The messages of a folder, as soon as there are ``count``."""

    def enough() -> list[bytes]:
        found = dovecot.messages(user, folder)
        return found if len(found) >= count else []

    return [message_from_bytes(data) for data in until(enough, f"{count} in {folder}")]


def test_a_reply_goes_out_once_in_the_thread_of_the_message(
    tmp_path: Path, dovecot: Dovecot, smtpd: Smtpd, user: str
) -> None:
    office = month(tmp_path, user)
    assert steps(send(office, smtpd.url)) == [Step.SENT]
    assert steps(send(office, smtpd.url)) == []
    (reply,) = arrived(dovecot, user, 1)
    ((message_id,),) = office.query("SELECT message_id FROM outbox")
    assert reply["Message-ID"] == message_id
    assert reply["In-Reply-To"] == "<1@example.test>"
    assert str(reply["References"]).split() == ["<0@example.test>", "<1@example.test>"]
    assert (reply["Auto-Submitted"], reply["Return-Path"]) == ("auto-replied", f"<{FROM}>")
    ((state, recipient, answer),) = office.query("SELECT state, recipient, answer FROM deliveries")
    assert (state, recipient, answer[:3]) == ("sent", user, "250")
    assert office.query('SELECT "action", subject FROM audit WHERE "action" = \'reply.send\'') == [
        ("reply.send", message_id)
    ]


@pytest.mark.parametrize("tls", [True, False])
def test_tls_and_login(
    tmp_path: Path,
    dovecot: Dovecot,
    smtpd: Smtpd,
    user: str,
    certificates: Certificates,
    monkeypatch: pytest.MonkeyPatch,
    *,
    tls: bool,
) -> None:
    monkeypatch.setenv("ZIJIAN_SMTP_PASSWORD", PASSWORD)
    scheme, port = ("smtps", dovecot.submissions_port) if tls else ("smtp", dovecot.submission_port)
    url = f"{scheme}://{user}@127.0.0.1:{port}"
    office = month(tmp_path, user)
    with pytest.raises(MailServerError, match="certificate"):
        send(office, url)
    monkeypatch.setenv("ZIJIAN_SMTP_PASSWORD", "wrong")
    with pytest.raises(MailServerError, match="refuses the login") as caught:
        send(office, url, ca_file=certificates.authority)
    assert "wrong" not in str(caught.value)
    monkeypatch.setenv("ZIJIAN_SMTP_PASSWORD", PASSWORD)
    assert steps(send(office, url, ca_file=certificates.authority)) == [Step.SENT]
    assert len(arrived(dovecot, user, 1)) == 1
    monkeypatch.delenv("ZIJIAN_SMTP_PASSWORD")
    with pytest.raises(UsageError, match="ZIJIAN_SMTP_PASSWORD"):
        send(office, url)


def test_what_is_refused_for_now_is_tried_again_later_and_at_last_given_up(
    tmp_path: Path, smtpd: Smtpd, user: str
) -> None:
    office = month(tmp_path, "full@example.test")
    assert steps(send(office, smtpd.url)) == [Step.DEFERRED]
    assert office.query("SELECT state, deferrals, due_at, answer FROM deliveries") == [
        ("queued", 1, NOW.replace(tzinfo=None) + timedelta(minutes=15), "452 4.2.2 mailbox full")
    ]
    assert send(office, smtpd.url) == []
    later = NOW + timedelta(minutes=15)
    assert steps(send(office, smtpd.url, at=later)) == [Step.DEFERRED]
    assert office.query("SELECT deferrals, due_at FROM deliveries") == [
        (2, later.replace(tzinfo=None) + timedelta(minutes=30))
    ]
    assert steps(send(office, smtpd.url, at=NOW + timedelta(hours=73))) == [Step.REFUSED]
    assert office.query("SELECT state, reason FROM deliveries") == [("refused", "gave-up")]


def test_what_is_refused_for_good_is_written_down_and_staff_may_send_it_again(
    tmp_path: Path, smtpd: Smtpd, user: str, capsys: pytest.CaptureFixture[str]
) -> None:
    office = month(tmp_path, "unknown@example.test")
    assert steps(send(office, smtpd.url)) == [Step.REFUSED]
    ((path, reason, answer),) = office.query(
        "SELECT path, reason, answer FROM deliveries JOIN outbox USING (message_id)"
    )
    assert (reason, answer) == ("refused", "550 5.1.1 no such user")
    assert send(office, smtpd.url) == []
    base = ["--warehouse", str(office.warehouse)]
    assert main(["--lang", "en", "outbox", "confirm", path, *base]) == 2
    assert main(["--lang", "en", "outbox", "resend", path, "nothing.eml", *base]) == 2
    assert office.query("SELECT state FROM deliveries") == [("refused",)]
    assert main(["--lang", "en", "outbox", "resend", path, "--by", "Clerk", *base]) == 0
    assert main(["--lang", "en", "outbox", "send", smtpd.url, *base]) == 1
    assert main(["--lang", "en", "outbox", "withdraw", path, "--by", "Clerk", *base]) == 0
    assert main(["--lang", "en", "outbox", "list", *base]) == 0
    out = capsys.readouterr().out
    assert f"refused  {path}  550 5.1.1 no such user" in out
    assert out.splitlines()[-1].startswith("withdrawn")
    actions = office.query('SELECT actor, "action" FROM audit WHERE "action" LIKE \'reply.%\' ORDER BY sequence')
    assert actions == [
        ("intake", "reply.refuse"),
        ("Clerk", "reply.resend"),
        ("intake", "reply.refuse"),
        ("Clerk", "reply.withdraw"),
    ]


def test_a_reply_that_is_larger_than_the_server_takes_is_not_begun(tmp_path: Path, smtpd: Smtpd, user: str) -> None:
    office = month(tmp_path, user)
    ((path,),) = office.query("SELECT path FROM outbox")
    file = office.root / "office.outbox" / path
    file.write_bytes(file.read_bytes() + b"x" * 76 + b"\r\n" * LARGEST)
    (sent,) = send(office, smtpd.url)
    assert (sent.step, sent.why) == (Step.REFUSED, f"SIZE {LARGEST}")
    assert office.query("SELECT state, reason FROM deliveries") == [("refused", "too-large")]


def test_an_address_gets_so_many_replies_a_day_and_the_others_the_next(
    tmp_path: Path, dovecot: Dovecot, smtpd: Smtpd, user: str
) -> None:
    office = month(tmp_path, user, count=3)
    assert steps(send(office, smtpd.url, daily_limit=2)) == [Step.SENT, Step.SENT, Step.HELD]
    assert send(office, smtpd.url, daily_limit=2) == []
    assert office.query("SELECT reason FROM deliveries WHERE state = 'queued'") == [("daily-limit",)]
    tomorrow = NOW.replace(hour=0, minute=5) + timedelta(days=1)
    assert steps(send(office, smtpd.url, daily_limit=2, at=tomorrow)) == [Step.SENT]
    replies = arrived(dovecot, user, 3)
    assert len({reply["Message-ID"] for reply in replies}) == 3


def test_a_server_that_refuses_us_refuses_no_reply(tmp_path: Path, smtpd: Smtpd, user: str) -> None:
    office = month(tmp_path, user)
    ((path,),) = office.query("SELECT path FROM outbox")
    file = office.root / "office.outbox" / path
    head = re.compile(rb"^From:.*?\r\n(?=\S)", re.MULTILINE | re.DOTALL)
    file.write_bytes(head.sub(b"From: foreign@office.example.test\r\n", file.read_bytes(), count=1))
    with pytest.raises(MailServerError, match="553"):
        send(office, smtpd.url)
    with pytest.raises(MailServerError, match="connection lost"):
        send(office, f"smtp://127.0.0.1:{free_port()}")
    assert {state for (state,) in office.query("SELECT state FROM deliveries")} <= {"queued"}


def test_files_that_are_gone_or_not_ours_are_not_sent(tmp_path: Path, smtpd: Smtpd, user: str) -> None:
    office = month(tmp_path, user, count=2)
    (first,), (second,) = office.query("SELECT path FROM outbox ORDER BY created_at, path")
    (office.root / "office.outbox" / first).unlink()
    file = office.root / "office.outbox" / second
    file.write_bytes(file.read_bytes().replace(b"Message-ID: <reply.", b"Message-ID: <other."))
    assert [one.why for one in send(office, smtpd.url)] == ["no-file", "other-message"]


def test_the_intake_sends_its_replies_in_one_go(
    tmp_path: Path,
    dovecot: Dovecot,
    smtpd: Smtpd,
    user: str,
    certificates: Certificates,
    capsys: pytest.CaptureFixture[str],
) -> None:
    other = dovecot.new_user()
    dovecot.post(user, eml({"locked.pdf": b"%PDF-1.4\nlocked"}, headers={"From": other}))
    warehouse = tmp_path / "office.duckdb"
    options = ["--warehouse", str(warehouse), "--ca-file", str(certificates.authority), "--reply-from", FROM]
    call = ["intake", dovecot.url(user), *options, "--send", smtpd.url]
    assert main(["--lang", "en", *call]) == 1
    assert "replies: sent 1" in capsys.readouterr().out
    (reply,) = arrived(dovecot, other, 1)
    assert reply["In-Reply-To"] == "<1@example.test>"
    assert main([*call, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["counts"]["quarantined"] == 0
    assert main(["outbox", "list", "--warehouse", str(warehouse), "--json", "--state", "sent"]) == 0
    ((listed),) = json.loads(capsys.readouterr().out)
    assert (listed["recipient"], listed["message_id"]) == (other, reply["Message-ID"])
