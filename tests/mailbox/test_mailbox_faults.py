"""What mailboxes and networks do: connections that break, numbers that change, messages that vanish or are too large."""

from __future__ import annotations

from pathlib import Path

import pytest

from schemas.errors import MailboxError
from tests.intake.office import Office, eml, paper, record, report
from tests.mailbox.box import contents, folder_office, outcomes, source, take_in
from tests.mailbox.certificates import Certificates
from tests.mailbox.dovecot import Dovecot
from tests.mailbox.proxy import proxy
from warehouse.store import Store

pytestmark = pytest.mark.xdist_group("mailbox")

PAIR = {"record.pdf": paper(record()), "report.pdf": paper(report())}
LARGE = eml({**PAIR, "photo.bin": bytes(range(256)) * 1500}, number=1)
SMALL = eml({"locked.pdf": b"%PDF-1.4\nlocked"}, number=2)


def through(url: str, port: int) -> str:
    """The same mailbox by way of another port."""
    start, _, rest = url.partition("@127.0.0.1:")
    return f"{start}@127.0.0.1:{port}/{rest.partition('/')[2]}"


@pytest.mark.parametrize("after_bytes", [2_000, 100_000, 300_000])
def test_a_connection_that_breaks_in_a_message_is_made_anew(
    tmp_path: Path, dovecot: Dovecot, user: str, certificates: Certificates, after_bytes: int
) -> None:
    folder, office = folder_office(tmp_path / "folder", [LARGE, SMALL]), Office(tmp_path / "box")
    dovecot.post(user, LARGE, SMALL)
    with proxy(dovecot.tls_port, after_bytes=after_bytes) as line:
        result = take_in(office, source(through(dovecot.url(user), line.port), certificates))
        assert (line.done, line.connections) == (1, 2)
    assert outcomes(result) == ["loaded", "quarantined"]
    assert contents(office) == contents(folder)
    assert office.files() == folder.files()


def test_after_the_last_attempt_the_run_ends_and_the_next_one_goes_on(
    tmp_path: Path, dovecot: Dovecot, user: str, certificates: Certificates
) -> None:
    folder, office = folder_office(tmp_path / "folder", [SMALL, LARGE]), Office(tmp_path / "box")
    dovecot.post(user, SMALL, LARGE)
    with proxy(dovecot.tls_port, after_bytes=100_000, cuts=99) as line:
        with pytest.raises(MailboxError, match="connection lost") as caught:
            take_in(office, source(through(dovecot.url(user), line.port), certificates, attempts=2))
        assert line.connections == 3
    assert "\n" not in str(caught.value)
    assert caught.value.retryable
    assert office.query("SELECT count(*) FROM messages") == [(1,)]
    take_in(office, source(dovecot.url(user), certificates))
    assert contents(office) == contents(folder)


def test_a_message_that_is_settled_and_has_no_mark_gets_it_without_being_fetched(
    tmp_path: Path, dovecot: Dovecot, user: str, certificates: Certificates
) -> None:
    office = Office(tmp_path)
    dovecot.post(user, SMALL)
    url = dovecot.url(user, tls=False)
    with proxy(dovecot.port, at=b"UID STORE") as line:
        again = through(url, line.port)
        with pytest.raises(MailboxError, match="connection lost"):
            take_in(office, source(again, certificates, attempts=0, plain=True))
        assert office.query("SELECT outcome FROM messages") == [("quarantined",)]
        assert office.query("SELECT uid, marked_as FROM mailbox_messages") == [(1, None)]
        assert outcomes(take_in(office, source(again, certificates))) == []
    assert dovecot.flags(user) == {1: {"$Zijian"}}


def test_a_new_numbering_is_compared_by_content(
    tmp_path: Path, dovecot: Dovecot, user: str, certificates: Certificates
) -> None:
    office, folder = Office(tmp_path), "Inbox2"
    dovecot.post(user, LARGE, SMALL, folder=folder)
    take_in(office, source(dovecot.url(user, folder), certificates))
    before = contents(office), office.files()
    with dovecot.client(user, None) as client:
        client.delete_folder(folder)
    dovecot.post(user, SMALL, LARGE, folder=folder)
    box = source(dovecot.url(user, folder), certificates)
    assert outcomes(take_in(office, box)) == ["duplicate", "duplicate"]
    assert (contents(office), office.files()) == before
    assert [note for _, note in box.notes()] == [
        "The server has numbered the messages anew; all were compared by content."
    ]
    assert dovecot.flags(user, folder) == {1: {"$Zijian"}, 2: {"$Zijian"}}
    assert office.query("SELECT count(DISTINCT uidvalidity), min(settled_uid) FROM mailboxes") == [(2, 2)]


def test_a_numbering_that_changes_while_the_connection_is_away(
    tmp_path: Path, dovecot: Dovecot, user: str, certificates: Certificates
) -> None:
    office, folder = Office(tmp_path), "Inbox3"
    dovecot.post(user, SMALL, LARGE, folder=folder)
    with proxy(dovecot.tls_port, after_bytes=10**9) as line:
        box = source(through(dovecot.url(user, folder), line.port), certificates)
        seen = []
        with Store(office.warehouse) as store, box.opened(store):
            for raw in box.messages():
                seen.append(raw.uid)
                if len(seen) == 1:
                    with dovecot.client(user, None) as client:
                        client.delete_folder(folder)
                    dovecot.post(user, SMALL, folder=folder)
                    line.after_bytes = 0
                box.settled(raw)
    assert [place and place[1] for place in seen] == [1, 1]
    assert seen[0] != seen[1]


def test_messages_that_vanish_are_counted_and_waited_for_by_nobody(
    tmp_path: Path, dovecot: Dovecot, user: str, certificates: Certificates
) -> None:
    office = Office(tmp_path)
    dovecot.post(user, SMALL, LARGE, LARGE)
    box = source(dovecot.url(user), certificates)
    with Store(office.warehouse) as store, box.opened(store):
        for raw in box.messages():
            if raw.uid is not None and raw.uid[1] == 1:
                with dovecot.client(user) as client:
                    client.delete_messages([2])
                    client.expunge()
            box.settled(raw)
    assert [note for _, note in box.notes()] == ["1 message(s) vanished from the mailbox before they were fetched."]
    assert office.query("SELECT settled_uid FROM mailboxes") == [(3,)]


def test_a_message_that_is_too_large_is_named_answered_and_kept_for_later(
    tmp_path: Path, dovecot: Dovecot, user: str, certificates: Certificates
) -> None:
    office = Office(tmp_path)
    dovecot.post(user, LARGE, SMALL)
    result = take_in(office, source(dovecot.url(user), certificates, largest=100_000))
    assert outcomes(result) == ["quarantined", "quarantined"]
    assert result.messages[0].codes == ("F106",)
    assert result.messages[0].reply is not None
    ((size, whole),) = office.query("SELECT size, whole FROM mailbox_messages WHERE uid = 1")
    assert (size, whole) == (len(LARGE), False)
    assert office.query("SELECT size FROM messages WHERE message_id = '<1@example.test>'") == [(len(LARGE),)]
    assert outcomes(take_in(office, source(dovecot.url(user), certificates, largest=100_000))) == []
    assert outcomes(take_in(office, source(dovecot.url(user), certificates))) == ["loaded"]
    assert outcomes(take_in(office, source(dovecot.url(user), certificates))) == []
    assert office.query("SELECT whole FROM mailbox_messages ORDER BY uid") == [(True,), (True,)]
