"""Who, when, and whether a program wrote it."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.mail_dates import TAIPEI, parse_date
from flows.mail_envelope import envelope
from flows.mail_source import RawMessage
from schemas.submission import Message

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=TAIPEI)


def of(headers: str | bytes, hint: datetime | None = None) -> Message:
    data = (headers if isinstance(headers, bytes) else headers.encode()) + b"\r\n\r\nbody\r\n"
    return envelope(RawMessage(data, "x.eml", hint), NOW)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Thu, 05 Nov 2026 10:00:00 +0800", "2026-11-05T10:00:00+08:00"),
        ("Thu, 05 Nov 2026 02:00:00 GMT", "2026-11-05T10:00:00+08:00"),
        ("Thu, 5 Nov 2026 10:00:00 +0800 (CST)", "2026-11-05T10:00:00+08:00"),
        ("5 Nov 2026 10:00", "2026-11-05T10:00:00+08:00"),
        ("2026-11-05 10:00:00", "2026-11-05T10:00:00+08:00"),
        ("2026/11/5", "2026-11-05T00:00:00+08:00"),
        ("2026年11月5日 上午 10:00", "2026-11-05T10:00:00+08:00"),
        ("Tue, 31 Feb 2026 10:00:00 +0800", None),
        ("Thu, 05 Nov 2026 10:00:00 CST", "2026-11-05T10:00:00+08:00"),
        ("Fri, 05 Nov 1926 10:00:00 +0800", None),
        ("yesterday", None),
        ("", None),
    ],
)
def test_dates(text: str, expected: str | None) -> None:
    found = parse_date(text)
    assert (found.isoformat() if found else None) == expected


@given(st.text(max_size=60))
def test_no_date_stops_anything(text: str) -> None:
    found = parse_date(text)
    assert found is None or found.tzinfo is not None


def test_our_own_server_tells_when_a_message_came_in() -> None:
    text = (
        "Received: from mx by office; Thu, 5 Nov 2026 10:00:00 +0800\r\n"
        "Received: from client by mx; Wed, 4 Nov 2026 10:00:00 +0800\r\n"
        "Date: Mon, 2 Nov 2026 10:00:00 +0800"
    )
    message = of(text, hint=NOW)
    assert message.received_at.isoformat() == "2026-11-05T10:00:00+08:00"
    assert message.sent_at is not None
    assert message.sent_at.isoformat() == "2026-11-02T10:00:00+08:00"
    assert of("Date: Mon, 2 Nov 2026 10:00:00 +0800", hint=NOW).received_at == NOW
    assert of("Date: Mon, 2 Nov 2026 10:00:00 +0800").received_at.day == 2
    assert of("Subject: x").received_at == NOW


@pytest.mark.parametrize(
    ("header", "name", "address"),
    [
        ("From: =?big5?B?pP2kcKn6?= <a@b.tw>", "王小明", "a@b.tw"),
        ("From: 王小明 <a@b.tw>", "王小明", "a@b.tw"),
        ("From: 王小明 <a@b.tw>".encode("big5"), "王小明", "a@b.tw"),
        ('From: "=?utf-8?B?546L5bCP5piO?=" <a@b.tw>', "王小明", "a@b.tw"),
        ("From: a@b.tw", None, "a@b.tw"),
        ("From: a@b.tw <c@d.tw>", "a@b.tw", "c@d.tw"),
        ("From: nobody", None, None),
        ("From: <a@b.tw\r\n\tBcc: x@y.tw>", None, "a@b.tw"),
        ("Subject: x", None, None),
    ],
)
def test_the_sender(header: str | bytes, name: str | None, address: str | None) -> None:
    message = of(header)
    assert (message.sender, message.sender_name) == (address, name)


def test_threading_headers_are_taken_only_where_they_are_message_ids() -> None:
    message = of("Message-ID: <1@a.tw>\r\nReferences: <2@a.tw>\r\n junk <3@a.tw>\r\nReply-To: Desk <d@a.tw>")
    assert (message.message_id, message.references, message.reply_to) == ("<1@a.tw>", "<2@a.tw> <3@a.tw>", "d@a.tw")
    broken = of("Message-ID: none\r\nIn-Reply-To: <9@a.tw>")
    assert (broken.message_id, broken.references) == (None, "<9@a.tw>")


@pytest.mark.parametrize(
    ("headers", "automatic"),
    [
        ("From: a@b.tw", False),
        ("From: a@b.tw\r\nAuto-Submitted: no", False),
        ("From: a@b.tw\r\nAuto-Submitted: auto-generated", True),
        ("From: a@b.tw\r\nPrecedence: Bulk", True),
        ("From: a@b.tw\r\nReturn-Path: <>", True),
        ("From: a@b.tw\r\nReturn-Path: <a@b.tw>", False),
        ("From: a@b.tw\r\nList-Id: <l.b.tw>", True),
        ("From: a@b.tw\r\nX-Autoreply: yes", True),
        ("From: MAILER-DAEMON@b.tw", True),
        ("From: no-reply@b.tw", True),
        ("From: noreen@b.tw", False),
        ("From: a@b.tw\r\nContent-Type: multipart/report; boundary=x", True),
    ],
)
def test_messages_of_programs(headers: str, automatic: bool) -> None:
    assert of(headers).auto_submitted is automatic


@given(st.binary(max_size=500))
def test_any_bytes_have_an_envelope(data: bytes) -> None:
    message = envelope(RawMessage(data, "x"), NOW)
    assert message.size == len(data)
    for text in (message.sender, message.sender_name, message.subject, message.message_id, message.references):
        assert text is None or not set(text) & set("\r\n\0")
