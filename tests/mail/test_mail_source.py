"""Folders, single files, mbox and Maildir give the same messages; what cannot be read is said in one line."""

from __future__ import annotations

import mailbox
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows import mbox
from flows.mail_source import FileSource, MboxSource, open_source
from schemas.errors import MailboxError, UsageError

MAILS = [
    b"From: a@example.test\nSubject: one\n\nFrom here on\n\n",
    b"From: b@example.test\nSubject: two\n\nno newline at the end",
    b"From: c@example.test\n\n",
]


def wheres(path: Path) -> list[str]:
    return [message.where for message in open_source(str(path)).messages()]


def test_a_folder_is_walked_in_order_and_our_own_folders_are_left_out(tmp_path: Path) -> None:
    for name in ("b.eml", "a/z.EML", "a/2/x.eml", "notes.txt", "office.outbox/r.eml", "office.archive/q.eml"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(MAILS[0])
    assert wheres(tmp_path) == ["b.eml", "a/z.EML", "a/2/x.eml"]
    assert open_source(str(tmp_path)).total() == 3


def test_a_single_message(tmp_path: Path) -> None:
    (tmp_path / "x.eml").write_bytes(MAILS[1])
    (message,) = open_source(str(tmp_path / "x.eml")).messages()
    assert (message.data, message.where, message.hint) == (MAILS[1], "x.eml", None)


def test_a_maildir_takes_cur_and_new_with_the_time_of_delivery(tmp_path: Path) -> None:
    for name in ("cur/1762308000.M1.host:2,S", "new/1762308001.M2.host", "tmp/1762308002.M3.host", "cur/.keep"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(MAILS[0])
    messages = list(open_source(str(tmp_path)).messages())
    assert [one.where for one in messages] == ["cur/1762308000.M1.host:2,S", "new/1762308001.M2.host"]
    assert messages[0].hint == datetime.fromtimestamp(1762308000, UTC)


def test_an_mbox_written_by_the_standard_library(tmp_path: Path) -> None:
    box = mailbox.mbox(tmp_path / "box")
    for mail in MAILS:
        box.add(mailbox.mboxMessage(mail))
    box.close()
    source = open_source(str(tmp_path / "box"))
    assert isinstance(source, MboxSource)
    assert source.total() == 3
    messages = list(source.messages())
    assert [one.where for one in messages] == ["box#1", "box#2", "box#3"]
    assert [one.data.rstrip(b"\n") for one in messages] == [mail.rstrip(b"\n") for mail in MAILS]


def test_the_time_on_an_mbox_separator(tmp_path: Path) -> None:
    (tmp_path / "box").write_bytes(b"From a@example.test Thu Nov  5 10:00:00 2026\nSubject: x\n\nhello\n")
    (message,) = open_source(str(tmp_path / "box")).messages()
    assert message.hint is not None
    assert message.hint.isoformat() == "2026-11-05T10:00:00+08:00"


LINES = st.lists(st.sampled_from([b"From x", b"From x 2026", b">From x 2026", b">>From y", b"", b"text", b"From: a"]))


@given(st.lists(LINES, max_size=5))
def test_mboxrd_quoting_is_undone(bodies: list[list[bytes]]) -> None:
    wanted = [b"Subject: x\n\n" + b"".join(line + b"\n" for line in body) for body in bodies]
    quoted = []
    for mail in wanted:
        lines = [b">" + line if line.lstrip(b">").startswith(b"From ") else line for line in mail.splitlines(True)]
        quoted.append(b"From a@example.test Thu Nov  5 10:00:00 2026\n" + b"".join(lines) + b"\n")
    lines = b"".join(quoted).splitlines(keepends=True)
    assert [data for data, _ in mbox.split(lines)] == wanted
    assert mbox.count(lines) == len(wanted)


def test_an_unreadable_file_in_a_folder_is_a_fault_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "a.eml").mkdir()
    (tmp_path / "b.eml").symlink_to(tmp_path / "gone")
    (tmp_path / "c.eml").write_bytes(MAILS[0])
    source = open_source(str(tmp_path))
    assert isinstance(source, FileSource)
    faults = {message.where: message.fault for message in source.messages()}
    assert faults["c.eml"] is None
    assert faults["b.eml"] == os.strerror(2)


@pytest.mark.parametrize("name", ["gone", "picture.bin", "empty"])
def test_what_is_no_mail_is_refused_in_one_line(tmp_path: Path, name: str) -> None:
    (tmp_path / "picture.bin").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    (tmp_path / "empty").write_bytes(b"")
    with pytest.raises(MailboxError) as caught:
        open_source(str(tmp_path / name))
    assert "\n" not in str(caught.value)
    assert name in str(caught.value)


@pytest.mark.parametrize("url", ["imaps://user@host/INBOX", "IMAP://host", "imap:host"])
def test_a_mailbox_without_user_or_password_is_refused_in_one_line(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ZIJIAN_IMAP_PASSWORD", raising=False)
    with pytest.raises(UsageError) as caught:
        open_source(url)
    assert "imaps://user@" in str(caught.value)
    assert "\n" not in str(caught.value)
