"""A crash or a broken connection between handing a reply over and writing it down: it arrives once all the same."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from flows.cli import main
from flows.sending import Sent, Step
from flows.sending_run import send_replies
from flows.settings import ImapSettings, MailSettings, SmtpSettings
from flows.smtp_session import MailServerError
from tests.intake.office import NOW, Office
from tests.mailbox.certificates import Certificates
from tests.mailbox.dovecot import Dovecot
from tests.mailbox.proxy import proxy
from tests.mailbox.smtpd import Smtpd
from tests.mailbox.test_sending import arrived, month, send, steps
from warehouse import deliveries
from warehouse.deliveries import Delivery
from warehouse.store import Store

pytestmark = pytest.mark.xdist_group("mailbox")

END = b"\r\n.\r\n"


def with_copies(
    office: Office, url: str, dovecot: Dovecot, user: str, certificates: Certificates, **changes: Any
) -> list[Sent]:
    """Send, with copies to the office's own folder."""
    smtp = SmtpSettings(copy_to=user.replace("@", "+sent@"), copies=dovecot.url(user, "sent"), **changes)
    mail = MailSettings(imap=ImapSettings(ca_file=certificates.authority), smtp=smtp)
    return send_replies(office.warehouse, mail, url, lambda: NOW)


def begun(office: Office) -> None:
    """The state in which a program leaves a reply that is killed before it hands the message over."""
    with Store(office.warehouse, clock=lambda: NOW) as store:
        (reply,) = deliveries.replies(store)
        deliveries.note(store, reply, Delivery.SENDING, recipient="x@example.test")


def test_an_answer_that_is_lost_leaves_the_end_unknown_and_staff_decide(
    tmp_path: Path, dovecot: Dovecot, smtpd: Smtpd, user: str
) -> None:
    office = month(tmp_path, user)
    with proxy(smtpd.port, at=END) as line:
        assert steps(send(office, f"smtp://127.0.0.1:{line.port}")) == [Step.UNKNOWN]
    assert office.query("SELECT state, recipient FROM deliveries") == [("sending", user)]
    assert len(arrived(dovecot, user, 1)) == 1
    assert [(one.step, one.why) for one in send(office, smtpd.url)] == [(Step.UNKNOWN, "no-copies")]
    ((path,),) = office.query("SELECT path FROM outbox")
    assert main(["outbox", "confirm", path, "--warehouse", str(office.warehouse)]) == 0
    assert send(office, smtpd.url) == []
    assert office.query("SELECT state FROM deliveries") == [("sent",)]
    assert len(dovecot.messages(user)) == 1


def test_the_copy_tells_that_a_reply_was_taken(
    tmp_path: Path, dovecot: Dovecot, smtpd: Smtpd, user: str, certificates: Certificates
) -> None:
    office = month(tmp_path, user)
    with proxy(smtpd.port, at=END) as line:
        url = f"smtp://127.0.0.1:{line.port}"
        assert steps(with_copies(office, url, dovecot, user, certificates)) == [Step.UNKNOWN]
    arrived(dovecot, user, 1, "sent")
    assert steps(with_copies(office, smtpd.url, dovecot, user, certificates)) == [Step.FOUND]
    assert office.query("SELECT state, answer FROM deliveries") == [("sent", "copy-found")]
    assert with_copies(office, smtpd.url, dovecot, user, certificates) == []
    assert len(arrived(dovecot, user, 1)) == 1


def test_a_reply_without_a_copy_is_sent_again_when_it_can_be_under_way_no_more(
    tmp_path: Path, dovecot: Dovecot, smtpd: Smtpd, user: str, certificates: Certificates
) -> None:
    office = month(tmp_path, user)
    begun(office)
    (waiting,) = with_copies(office, smtpd.url, dovecot, user, certificates)
    assert (waiting.step, waiting.why) == (Step.UNKNOWN, "copy-awaited")
    assert steps(with_copies(office, smtpd.url, dovecot, user, certificates, copy_minutes=0)) == [Step.SENT]
    assert len(arrived(dovecot, user, 1)) == 1
    assert len(arrived(dovecot, user, 1, "sent")) == 1


def test_where_nobody_can_look_for_copies_nothing_is_sent_again(
    tmp_path: Path,
    dovecot: Dovecot,
    smtpd: Smtpd,
    user: str,
    certificates: Certificates,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    office = month(tmp_path, user)
    begun(office)
    monkeypatch.setenv("ZIJIAN_IMAP_PASSWORD", "wrong")
    (unknown,) = with_copies(office, smtpd.url, dovecot, user, certificates, copy_minutes=0)
    assert unknown.step is Step.UNKNOWN
    assert "refuses the login" in (unknown.why or "")
    assert office.query("SELECT state FROM deliveries") == [("sending",)]


def test_a_message_that_was_surely_not_taken_stays_queued(
    tmp_path: Path, dovecot: Dovecot, smtpd: Smtpd, user: str
) -> None:
    office = month(tmp_path, user)
    with proxy(smtpd.port, at=b"DATA\r\n", cuts=2) as line, pytest.raises(MailServerError, match="connection lost"):
        send(office, f"smtp://127.0.0.1:{line.port}")
    assert office.query("SELECT state FROM deliveries") == [("queued",)]
    assert steps(send(office, smtpd.url)) == [Step.SENT]
    assert len(arrived(dovecot, user, 1)) == 1


def test_a_connection_that_grew_stale_is_made_anew(tmp_path: Path, dovecot: Dovecot, smtpd: Smtpd, user: str) -> None:
    office = month(tmp_path, user, count=2)
    with proxy(smtpd.port, at=b"RSET") as line:
        ((first,),) = office.query("SELECT path FROM outbox ORDER BY created_at, path LIMIT 1")
        file = office.root / "office.outbox" / first
        file.write_bytes(file.read_bytes().replace(f"<{user}>".encode(), b"<unknown@example.test>"))
        sent = send(office, f"smtp://127.0.0.1:{line.port}", at=NOW + timedelta(seconds=1))
        assert line.connections == 2
    assert steps(sent) == [Step.REFUSED, Step.SENT]
