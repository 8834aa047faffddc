"""A reply that the next server sends back: OpenSMTPD's own notice, and what others write."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.bounces import note_bounce
from flows.sending import Step
from tests.intake.office import NOW
from tests.mailbox.box import outcomes, source, take_in
from tests.mailbox.certificates import Certificates
from tests.mailbox.dovecot import Dovecot
from tests.mailbox.ports import until
from tests.mailbox.smtpd import Smtpd
from tests.mailbox.test_sending import FROM, month, send, steps
from warehouse.store import Store

pytestmark = pytest.mark.xdist_group("mailbox")

NOTICE = """From: MAILER-DAEMON@mx.example.test\r
Content-Type: multipart/report; report-type=delivery-status; boundary=b\r
\r
--b\r
Content-Type: text/plain\r
\r
Sorry.\r
--b\r
Content-Type: message/delivery-status\r
\r
Reporting-MTA: dns; mx.example.test\r
\r
Final-Recipient: rfc822; a@b.tw\r
Action: {action}\r
Status: 5.2.2\r
Diagnostic-Code: smtp; 552 5.2.2 Over quota\r
--b\r
Content-Type: text/rfc822-headers\r
\r
Subject: Re\r
Message-ID: {message_id}\r
--b--\r
"""


def test_a_notice_of_a_real_server_is_written_down_and_not_answered(
    tmp_path: Path, dovecot: Dovecot, smtpd: Smtpd, user: str, certificates: Certificates
) -> None:
    office = month(tmp_path, "a@far.example.test")
    assert steps(send(office, smtpd.url)) == [Step.SENT]
    until(lambda: dovecot.messages(FROM), "the notice")
    result = take_in(office, source(dovecot.url(FROM), certificates))
    ((path, state, reason, answer),) = office.query(
        "SELECT path, state, reason, answer FROM deliveries JOIN outbox USING (message_id)"
    )
    assert (state, reason) == ("refused", "bounced")
    assert answer.startswith("5.")
    assert (outcomes(result), result.messages[0].reason) == (["nothing_to_load"], f"bounce:{path}")
    assert office.query("SELECT count(*) FROM outbox") == [(1,)]
    assert send(office, smtpd.url, at=NOW + timedelta(days=1)) == []


@pytest.mark.parametrize(("action", "state"), [("failed", "refused"), ("delayed", "sent"), ("relayed", "sent")])
def test_only_what_failed_for_good_counts(
    tmp_path: Path, dovecot: Dovecot, smtpd: Smtpd, user: str, action: str, state: str
) -> None:
    office = month(tmp_path, user)
    send(office, smtpd.url)
    ((message_id,),) = office.query("SELECT message_id FROM outbox")
    with Store(office.warehouse) as store:
        for known in ("<nobody@example.test>", message_id):
            note_bounce(store, NOTICE.format(action=action, message_id=known).encode())
    assert office.query("SELECT state FROM deliveries") == [(state,)]
    if state == "refused":
        assert office.query("SELECT answer FROM deliveries") == [("5.2.2 smtp; 552 5.2.2 Over quota",)]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with Store(tmp_path_factory.mktemp("bounces") / "office.duckdb") as store:
        yield store


@given(noise=st.binary(max_size=8), share=st.floats(0, 1))
def test_any_damage_to_a_notice_is_survived(store: Store, noise: bytes, share: float) -> None:
    whole = NOTICE.format(action="failed", message_id="<x@example.test>").encode()
    cut = int(share * len(whole))
    assert note_bounce(store, whole[:cut] + noise + whole[cut + len(noise) :]) is None
