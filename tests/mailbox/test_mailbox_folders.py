"""Folders as they are: named in Chinese, closed to writing, on servers that know less; and what a settled message gets."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.intake.office import Office, eml
from tests.mailbox.box import outcomes, source, take_in
from tests.mailbox.certificates import Certificates
from tests.mailbox.dovecot import Dovecot

pytestmark = pytest.mark.xdist_group("mailbox")

ONE = eml({}, number=1)
TWO = eml({}, number=2)


@pytest.mark.parametrize("folder", ["收件匣/十月 & 十一月", 'A "quoted" name', "100%"])
def test_folders_of_any_name(
    tmp_path: Path, dovecot: Dovecot, user: str, certificates: Certificates, folder: str
) -> None:
    name = folder.replace("/", ".")
    dovecot.post(user, ONE, folder=name)
    url = dovecot.url(user, name.replace("%", "%25").replace('"', "%22").replace(" ", "%20"))
    assert outcomes(take_in(Office(tmp_path), source(url, certificates))) == ["nothing_to_load"]
    assert dovecot.flags(user, name) == {1: {"$Zijian"}}


def test_seen_instead_of_a_keyword(tmp_path: Path, dovecot: Dovecot, user: str, certificates: Certificates) -> None:
    dovecot.post(user, ONE)
    take_in(Office(tmp_path), source(dovecot.url(user), certificates, mark="seen"))
    assert dovecot.flags(user) == {1: {"\\Seen"}}


def test_a_folder_that_is_only_to_be_read(
    tmp_path: Path, dovecot: Dovecot, user: str, certificates: Certificates
) -> None:
    office = Office(tmp_path)
    dovecot.post(user, ONE, TWO, folder="Archive")
    dovecot.close_to_writing(user, "Archive")
    box = source(dovecot.url(user, "Archive"), certificates)
    assert len(outcomes(take_in(office, box))) == 2
    assert [note for _, note in box.notes()] == ["The folder is read-only: settled messages bear no mark."]
    assert outcomes(take_in(office, source(dovecot.url(user, "Archive"), certificates))) == []
    assert dovecot.flags(user, "Archive") == {1: set(), 2: set()}


def test_a_mailbox_that_is_to_be_left_as_it_is(
    tmp_path: Path, dovecot: Dovecot, user: str, certificates: Certificates
) -> None:
    dovecot.post(user, ONE)
    box = source(dovecot.url(user), certificates, mark="none")
    take_in(Office(tmp_path), box)
    assert dovecot.flags(user) == {1: set()}
    assert box.notes() == ()


def test_settled_messages_are_moved(tmp_path: Path, dovecot: Dovecot, user: str, certificates: Certificates) -> None:
    office = Office(tmp_path)
    dovecot.post(user, ONE, TWO)
    take_in(office, source(dovecot.url(user), certificates, move_to="已處理"))
    assert dovecot.messages(user) == []
    assert dovecot.messages(user, "已處理") == [ONE, TWO]
    assert office.query("SELECT DISTINCT marked_as FROM mailbox_messages") == [("moved",)]


def test_a_server_without_move(tmp_path: Path, old_dovecot: Dovecot, user: str, certificates: Certificates) -> None:
    name = f"old-{user}"
    old_dovecot.post(name, ONE, TWO)
    take_in(Office(tmp_path), source(old_dovecot.url(name), certificates, move_to="已處理"))
    assert old_dovecot.messages(name, "已處理") == [ONE, TWO]
    assert old_dovecot.messages(name) == []


def test_without_uidplus_nothing_of_others_is_removed(
    tmp_path: Path, old_dovecot: Dovecot, user: str, certificates: Certificates
) -> None:
    office, name = Office(tmp_path), f"foreign-{user}"
    old_dovecot.post(name, ONE)
    take_in(office, source(old_dovecot.url(name), certificates))
    with old_dovecot.client(name) as client:
        client.add_flags([1], ["\\Deleted"])
    old_dovecot.post(name, TWO)
    take_in(office, source(old_dovecot.url(name), certificates, move_to="Done"))
    assert old_dovecot.messages(name, "Done") == [TWO]
    assert old_dovecot.flags(name) == {1: {"$Zijian", "\\Deleted"}, 2: {"\\Deleted"}}
