"""One mail by several ways: two mailboxes, forwarded, sent again. It counts once and is answered once."""

from __future__ import annotations

from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

import pytest

from tests.intake.office import LOCKED, Office, eml, paper, record, report
from tests.mailbox.box import outcomes, source, take_in
from tests.mailbox.certificates import Certificates
from tests.mailbox.dovecot import Dovecot

pytestmark = pytest.mark.xdist_group("mailbox")

PAIR = {"record.pdf": paper(record()), "report.pdf": paper(report())}
GOOD = eml(PAIR, number=1)
BAD = eml({"locked.pdf": LOCKED}, number=2)


def delivered(message: bytes, where: str) -> bytes:
    """The message as another server hands it over: with its own lines on top."""
    return (
        f"Delivered-To: {where}\r\nReceived: from a by {where}; Thu, 5 Nov 2026 10:00:01 +0800\r\n".encode() + message
    )


def forwarded(message: bytes) -> bytes:
    """The message as an attachment of a new one."""
    outer = EmailMessage(policy=SMTP)
    outer["From"], outer["Subject"], outer["Message-ID"] = "boss@example.test", "Fwd", "<99@example.test>"
    outer.set_content("FYI")
    outer.add_attachment(message_from_bytes(message, policy=SMTP))
    return outer.as_bytes()


def test_two_mailboxes_with_the_same_mail(
    tmp_path: Path, dovecot: Dovecot, user: str, certificates: Certificates
) -> None:
    office, second = Office(tmp_path), dovecot.new_user()
    dovecot.post(user, GOOD, BAD)
    dovecot.post(second, GOOD, delivered(GOOD, "second"), delivered(BAD, "second"))
    assert outcomes(take_in(office, source(dovecot.url(user), certificates))) == ["loaded", "quarantined"]
    again = take_in(office, source(dovecot.url(second), certificates))
    assert outcomes(again) == ["duplicate", "duplicate", "duplicate"]
    assert [str(one.reason).partition(":")[0] for one in again.messages] == ["same-message", "same-files", "same-mail"]
    assert office.query("SELECT count(*) FROM outbox") == [(2,)]
    assert dovecot.flags(second) == {uid: {"$Zijian"} for uid in (1, 2, 3)}


def test_forwarded_and_sent_again(tmp_path: Path, dovecot: Dovecot, user: str, certificates: Certificates) -> None:
    office = Office(tmp_path)
    dovecot.post(user, GOOD, forwarded(GOOD), eml(PAIR, number=3))
    result = take_in(office, source(dovecot.url(user), certificates))
    assert outcomes(result) == ["loaded", "duplicate", "duplicate"]
    assert office.query("SELECT count(*) FROM submissions") == [(1,)]
    assert office.query("SELECT count(*) FROM outbox") == [(1,)]
