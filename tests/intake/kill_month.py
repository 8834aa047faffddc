"""A small month through the whole chain: mail from a mailbox, warehouse, papers, marks in the mailbox, replies sent.

Dovecot and OpenSMTPD are real; each time the month begins from the same mailbox and an empty warehouse. The documents
are specimens behind the signature of an old workbook, so that no worker is started to mark faults in them.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
from contextlib import ExitStack
from dataclasses import dataclass
from email import message_from_bytes
from pathlib import Path

from flows.imap_source import PASSWORD as PASSWORD_VARIABLE
from flows.imap_source import imap_source
from flows.sending_run import send_replies
from flows.settings import ImapSettings, MailSettings, SmtpSettings
from schemas.document import Document
from tests.intake.office import LATE, LOCKED, MAGIC, NOW, Office, eml, paper, read, record, report
from tests.mail.build import PNG, zipped
from tests.mailbox import dovecot as imap_servers
from tests.mailbox import smtpd as smtp_servers
from tests.mailbox.box import take_in
from tests.mailbox.certificates import make_certificates
from tests.mailbox.dovecot import PASSWORD, Dovecot
from tests.mailbox.ports import free_port, until
from tests.mailbox.smtpd import Smtpd
from warehouse.store import Store

OFFICE, SENDER, COPIES = "office1@office.example.test", "sender@example.test", "copies@office.example.test"
MONTHS: dict[str, dict[str, str]] = {
    "move": {"move_to": "Done"},
    "flag": {"mark": "keyword"},
    "new": {"move_to": "Done"},
}
"""Settled mail is moved; or flagged; or moved by an office that has no warehouse yet."""
OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_DELIVERIES = "SELECT message_id, state, recipient, deferrals, reason FROM deliveries"


def sheet(document: Document) -> bytes:
    """A document as the bytes of a file."""
    return OLE + paper(document).removeprefix(MAGIC)


def read_sheet(data: bytes, name: str) -> Document:
    """The document again."""
    document = read(MAGIC + data.removeprefix(OLE) if data.startswith(OLE) else data, name)
    source = document.source.model_copy(update={"sha256": hashlib.sha256(data).hexdigest()})
    return document.model_copy(update={"source": source})


def mails() -> list[bytes]:
    """Accepted, in a zip, in quarantine, corrected, sent twice, with nothing to load."""
    wrong = report()
    wrong.header.total_quantity = 5
    gas = {"gas.xls": sheet(record("gas_meter")), "report.xls": sheet(report("gas_meter"))}
    return [
        eml({"record.xls": sheet(record()), "report.xls": sheet(wrong), "logo.png": PNG}, number=1),
        eml({"all.zip": zipped(*gas.items())}, number=2),
        eml({"locked.pdf": LOCKED}, number=3),
        eml({"report.xls": sheet(report())}, number=4, at=LATE),
        eml({"all.zip": zipped(*gas.items())}, number=5),
        eml({}, number=6),
    ]


@dataclass
class Servers:
    """Both servers, and a folder where the month begins anew each time."""

    root: Path
    dovecot: Dovecot
    smtpd: Smtpd

    @classmethod
    def started(cls, root: Path) -> Servers:
        """Start both, put the month's mail into the office's mailbox, and keep it as it is."""
        os.environ[PASSWORD_VARIABLE] = PASSWORD
        for name in ("tls", "dovecot"):
            (root / name).mkdir(parents=True)
        relay = free_port()
        dovecot = imap_servers.start(root / "dovecot", make_certificates(root / "tls"), relay)
        with ExitStack() as stack:
            stack.callback(dovecot.stop)
            smtpd = smtp_servers.start(root / "smtpd", relay, dovecot.lmtp_port)
            stack.callback(smtpd.stop)
            servers = cls(root, dovecot, smtpd)
            dovecot.post(OFFICE, *mails())
            with Store(root / "empty" / "office.duckdb"):
                pass
            _copy(servers.box(OFFICE), root / "mailbox")
            stack.pop_all()
        return servers

    def stop(self) -> None:
        """Stop both."""
        self.smtpd.stop()
        self.dovecot.stop()

    def box(self, user: str) -> Path:
        """A user's Maildir."""
        return self.dovecot.root / "mail" / user

    def fresh(self, month: str) -> Office:
        """The first of the month: an empty warehouse or none, the mail in its place, nothing sent."""
        self.quiet()
        for user in (OFFICE, SENDER, COPIES):
            shutil.rmtree(self.box(user), ignore_errors=True)
        _copy(self.root / "mailbox", self.box(OFFICE))
        shutil.rmtree(self.root / "office", ignore_errors=True)
        if month != "new":
            _copy(self.root / "empty", self.root / "office")
        (self.root / "office").mkdir(exist_ok=True)
        return Office(self.root / "office")

    def quiet(self) -> None:
        """Wait until the mail server has delivered all that it took."""
        spool = self.root / "smtpd" / "spool"
        queues = [spool / name for name in ("queue", "incoming")]
        until(lambda: not any(path.is_file() for queue in queues for path in queue.rglob("*")), "mail in the spool")

    def run(self, office: Office, month: str) -> None:
        """Take the mailbox in and send the replies."""
        mail = MailSettings(
            imap=ImapSettings.model_validate({"pause": 0.01, "timeout": 60, "plain": True, **MONTHS[month]}),
            smtp=SmtpSettings(
                copy_to=COPIES, copies=self.dovecot.url(COPIES, tls=False), copy_minutes=0, timeout=60, plain=True
            ),
        )
        source = imap_source(self.dovecot.url(OFFICE, tls=False), mail)
        take_in(office, source, from_addr=OFFICE, mail=mail, reader=read_sheet)
        send_replies(office.warehouse, mail, self.smtpd.url, lambda: NOW)

    def state(self, office: Office) -> dict[str, str]:
        """Everything that is there in the end, a digest for each table, folder and mailbox."""
        self.quiet()
        tables: dict[str, object] = {f"table {name}": rows for name, rows in office.tables().items()}
        tables["table deliveries"] = sorted(map(repr, office.query(_DELIVERIES)))
        files = {f"file {name}": hashlib.sha256(data).hexdigest() for name, data in office.files().items()}
        folders = {f"folder {name}": self._folder(OFFICE, name) for name in ("INBOX", "Done")}
        sent = {f"mailbox {user}": sorted(self._message_ids(user)) for user in (SENDER, COPIES)}
        return {name: _digest(what) for name, what in {**tables, **files, **folders, **sent}.items()}

    def _folder(self, user: str, name: str) -> object:
        messages = self.dovecot.messages(user, name)
        flags = self.dovecot.flags(user, name) if messages else {}
        return sorted(
            (hashlib.sha256(data).hexdigest(), sorted(own)) for data, own in zip(messages, flags.values(), strict=True)
        )

    def _message_ids(self, user: str) -> list[str]:
        return [str(message_from_bytes(data)["Message-ID"]) for data in self.dovecot.messages(user)]


def _copy(source: Path, target: Path) -> None:
    subprocess.run(["cp", "-a", str(source), str(target)], check=True)


def _digest(what: object) -> str:
    return hashlib.sha256(json.dumps(what, default=str).encode("utf-8")).hexdigest()
