"""Mail from a real Dovecot: the same warehouse as from a folder, each message once, marked after it is settled."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.intake.office import Office
from tests.mailbox.box import contents, folder_office, month, outcomes, source, take_in
from tests.mailbox.certificates import Certificates
from tests.mailbox.dovecot import Dovecot

pytestmark = pytest.mark.xdist_group("mailbox")


def test_a_mailbox_ends_in_the_same_warehouse_as_a_folder(
    tmp_path: Path, dovecot: Dovecot, user: str, certificates: Certificates
) -> None:
    folder, office = folder_office(tmp_path / "folder", month()), Office(tmp_path / "box")
    dovecot.post(user, *month())
    result = take_in(office, source(dovecot.url(user), certificates))
    assert outcomes(result) == ["loaded", "loaded", "quarantined", "loaded", "duplicate", "nothing_to_load"]
    assert contents(office) == contents(folder)
    assert office.files() == folder.files()
    assert len(contents(office)["messages"]) == 6
    assert dovecot.flags(user) == {uid: {"$Zijian"} for uid in range(1, 7)}


def test_only_new_messages_are_fetched_and_nothing_changes_otherwise(
    tmp_path: Path, dovecot: Dovecot, user: str, certificates: Certificates
) -> None:
    office = Office(tmp_path)
    dovecot.post(user, *month()[:2])
    take_in(office, source(dovecot.url(user), certificates))
    before = office.tables(), office.files()
    assert outcomes(take_in(office, source(dovecot.url(user), certificates))) == []
    assert (office.tables(), office.files()) == before
    dovecot.post(user, month()[2])
    assert outcomes(take_in(office, source(dovecot.url(user), certificates))) == ["quarantined"]
    assert office.query("SELECT settled_uid FROM mailboxes") == [(3,)]


def test_the_server_tells_when_a_message_came_in_that_does_not_say_so(
    tmp_path: Path, dovecot: Dovecot, user: str, certificates: Certificates
) -> None:
    at = datetime(2026, 11, 5, 23, 30, tzinfo=UTC)
    with dovecot.client(user, None) as client:
        client.append("INBOX", b"From: a@example.test\r\nSubject: x\r\n\r\nx\r\n", msg_time=at)
    office = Office(tmp_path)
    take_in(office, source(dovecot.url(user), certificates))
    ((received, where),) = office.query("SELECT received_at, source FROM messages")
    assert received == datetime(2026, 11, 6, 7, 30)  # noqa: DTZ001 (the warehouse's local time of Taipei)
    assert where.startswith(dovecot.url(user).replace("@office", "%40office"))
    assert where.endswith(";UID=1")
