"""The reply to a faulty submission carries the sender's own files with the faults marked in them, and only those."""

from __future__ import annotations

import email
import hashlib
import io
import zipfile
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import openpyxl
import pytest

from flows import reply_copies
from flows.settings import MailSettings
from schemas.document import Document
from tests.intake.office import Office, eml, record, report
from tests.rules.sheets import workbook


def replies(office: Office) -> list[EmailMessage]:
    """The replies in the order of their names."""
    found = []
    for path in sorted((office.root / "office.outbox").glob("*.eml")):
        message = email.message_from_bytes(path.read_bytes(), policy=default)
        assert isinstance(message, EmailMessage)
        found.append(message)
    return found


def enclosed(reply: EmailMessage) -> dict[str, bytes]:
    """The workbooks that go with a reply."""
    names = {str(part.get_filename()): part.get_content() for part in reply.iter_attachments()}
    return {name: data for name, data in names.items() if name.endswith((".xlsx", ".pdf"))}


def text(reply: EmailMessage) -> str:
    """Its plain text."""
    body = reply.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def faulty() -> Document:
    """A record whose second instrument has a mark number of no known form."""
    made = record()
    made.rows[1].mark_number = "壞的"
    return made


def test_the_fault_is_marked_in_a_copy_of_the_file(tmp_path: Path) -> None:
    office, sent = Office(tmp_path), workbook(faulty())
    office.post(eml({"紀錄.xlsx": sent, "月報.xlsx": workbook(report())}))
    office.intake(reader=None)
    [reply] = replies(office)
    copies = enclosed(reply)
    assert "紀錄_檢核.xlsx" in copies
    book = openpyxl.load_workbook(io.BytesIO(copies["紀錄_檢核.xlsx"]))
    cells = [cell for row in book["檢定"].iter_rows() for cell in row]
    [said] = [str(cell.comment.text) for cell in cells if cell.comment and "壞的" in str(cell.value)]
    assert "R4" in said
    assert not any("X614" in str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row)
    assert "隨函附上標註檢核結果之檔案副本:" in text(reply)
    assert hashlib.sha256(sent).hexdigest() in text(reply), "the sender's own file is named as it came"
    archived = [path.read_bytes() for path in (tmp_path / "office.archive").rglob("*") if path.is_file()]
    assert sent in archived


def test_files_without_faults_are_not_sent_back(tmp_path: Path) -> None:
    office = Office(tmp_path)
    office.post(eml({"紀錄.xlsx": workbook(record()), "月報.xlsx": workbook(report())}))
    office.intake(reader=None)
    [reply] = replies(office)
    assert enclosed(reply) == {}
    assert "標註" not in text(reply)


def test_a_file_that_another_message_brought_is_not_sent_back(tmp_path: Path) -> None:
    office = Office(tmp_path)
    office.post(eml({"紀錄.xlsx": workbook(faulty())}))
    office.intake(reader=None)
    office.post(eml({"月報.xlsx": workbook(report())}, number=2, headers={"From": "other@example.test"}))
    office.intake(reader=None)
    by_sender = {str(reply["To"]): enclosed(reply) for reply in replies(office)}
    assert len(by_sender) == 2
    other = next(copies for to, copies in by_sender.items() if "other@" in to)
    assert not any(name.startswith("紀錄") for name in other)


def test_what_is_too_large_is_named_instead(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reply_copies, "MOST_BYTES", 1000)
    office = Office(tmp_path)
    office.post(eml({"紀錄.xlsx": workbook(faulty())}))
    office.intake(reader=None)
    [reply] = replies(office)
    assert enclosed(reply) == {}
    assert "標註副本過大,未附:紀錄.xlsx" in text(reply)


def test_members_of_a_secret_zip_stay_here(tmp_path: Path) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("record.xlsx", workbook(faulty()))
    secret = MailSettings.model_validate({"zip_password": [{"sender": "@example.test", "passwords": ["pw"]}]})
    for folder, changes, expected in (("known", {"mail": secret}, 0), ("plain", {}, 1)):
        office = Office(tmp_path / folder)
        office.post(eml({"paper.zip": packed.getvalue()}))
        office.intake(reader=None, **changes)
        [reply] = replies(office)
        assert len(enclosed(reply)) == expected, folder
