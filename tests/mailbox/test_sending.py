"""Replies through a real mail server: each once, in its thread, kept where they cannot go out."""

from __future__ import annotations

from email import message_from_bytes
from email.message import Message
from pathlib import Path
from typing import Any

import pytest

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
from tests.mailbox.ports import until
from tests.mailbox.smtpd import Smtpd

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


def send(office: Office, url: str, **changes: Any) -> list[Sent]:
    return send_replies(office.warehouse, MailSettings(smtp=SmtpSettings(**changes)), url, lambda: NOW)


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
