"""Who is never answered, and who is."""

from __future__ import annotations

from datetime import datetime

import pytest

from flows.intake_types import IntakeSettings
from flows.mail_dates import TAIPEI
from flows.mail_envelope import envelope
from flows.mail_source import RawMessage
from flows.outbox import no_reply_reason
from flows.settings import MailSettings, SmtpSettings

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=TAIPEI)
SETTINGS = IntakeSettings(
    today=NOW.date(),
    from_addr="Office@gov.example",
    mail=MailSettings(smtp=SmtpSettings(copy_to="office+sent@gov.example")),
)


@pytest.mark.parametrize(
    ("headers", "reason"),
    [
        ("From: a@b.tw", None),
        ("From: a@b.tw\r\nAuto-Submitted: no\r\nReturn-Path: <a@b.tw>", None),
        ("From: a@b.tw\r\nReturn-Path: <>", "automatic"),
        ("From: a@b.tw\r\nContent-Type: multipart/report; report-type=delivery-status; boundary=x", "automatic"),
        ("From: a@b.tw\r\nAuto-Submitted: auto-replied", "automatic"),
        ("From: a@b.tw\r\nList-Id: <l.b.tw>", "automatic"),
        ("From: a@b.tw\r\nPrecedence: bulk", "automatic"),
        ("From: noreply@b.tw", "automatic"),
        ("From: a@b.tw\r\nReply-To: Do-Not-Reply@b.tw", "automatic"),
        ("From: office@GOV.example", "own-address"),
        ("From: a@b.tw\r\nReply-To: office@gov.example", "own-address"),
        ("From: office+sent@gov.example", "own-address"),
        ("From: nobody", "no-address"),
        ("From: 王@b.tw", "no-address"),
        ("Subject: x", "no-address"),
    ],
)
def test_who_gets_an_answer(headers: str, reason: str | None) -> None:
    data = headers.encode() + b"\r\n\r\nbody\r\n"
    found = no_reply_reason(envelope(RawMessage(data, "x"), NOW), SETTINGS)
    assert found == (f"reply-suppressed:{reason}" if reason else None)
