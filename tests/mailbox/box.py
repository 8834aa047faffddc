"""An office that takes its mail from a mailbox of the test's Dovecot."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from flows.imap_source import ImapSource, imap_source
from flows.intake_types import IntakeResult
from flows.mail_source import MailSource
from flows.pipeline import run_intake
from flows.settings import ImapSettings, MailSettings
from tests.intake.office import LATE, LOCKED, Office, eml, paper, record, report, settings
from tests.mail.build import PNG, zipped
from tests.mailbox.certificates import Certificates

OWN = frozenset({"mailboxes", "mailbox_messages"})
"""Tables that say where mail came from: a folder has none."""


def month() -> list[bytes]:
    """A small month: accepted, in a zip, in quarantine, corrected, sent twice."""
    wrong = report()
    wrong.header.total_quantity = 5
    gas = {"gas.pdf": paper(record("gas_meter")), "report.pdf": paper(report("gas_meter"))}
    return [
        eml({"record.pdf": paper(record()), "report.pdf": paper(wrong), "logo.png": PNG}, number=1),
        eml({"all.zip": zipped(*gas.items())}, number=2),
        eml({"locked.pdf": LOCKED}, number=3),
        eml({"report.pdf": paper(report())}, number=4, at=LATE),
        eml({"all.zip": zipped(*gas.items())}, number=5),
        eml({}, number=6),
    ]


def source(url: str, certificates: Certificates, **changes: Any) -> ImapSource:
    """The mailbox, trusting the test's authority, without long pauses."""
    parts = {"ca_file": certificates.authority, "pause": 0.01, "timeout": 20, **changes}
    return imap_source(url, MailSettings(imap=ImapSettings(**parts)))


def take_in(office: Office, box: MailSource, **changes: Any) -> IntakeResult:
    """One run."""
    return run_intake(box, office.warehouse, settings(**changes), name="mailbox")


def contents(office: Office) -> dict[str, list[str]]:
    """All rows that do not tell where a message came from."""
    rows = office.tables()
    kept = {name: found for name, found in rows.items() if name not in OWN}
    columns = [row[0] for row in office.query("SELECT column_name FROM duckdb_columns() WHERE table_name = 'messages'")]
    wanted = ", ".join(f'"{name}"' for name in columns if name != "source")
    kept["messages"] = sorted(map(repr, office.query(f"SELECT {wanted} FROM messages")))  # noqa: S608
    return kept


def outcomes(result: IntakeResult) -> list[str]:
    """What became of each message, in order."""
    return [message.outcome.value for message in result.messages]


def folder_office(root: Path, messages: list[bytes]) -> Office:
    """An office that took the same messages in from a folder."""
    office = Office(root)
    office.post(*messages)
    office.intake()
    return office
