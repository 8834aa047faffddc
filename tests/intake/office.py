"""A small office for the intake's tests: mail with specimens in it, a register, a fixed clock, and what lies there after.

The files in the mail are specimens of ``tests.rules.specimens`` as JSON behind a PDF signature, read by ``read``; so
these tests are about the intake and not about PDF. The end-to-end test of the command reads real workbooks.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import duckdb

from flows.intake_types import IntakeResult, IntakeSettings
from flows.mail_dates import TAIPEI
from flows.mail_source import open_source
from flows.pipeline import run_intake
from schemas.document import Document, ReportHeader, ReportRow, Source
from schemas.findings import Finding
from schemas.kinds import kind
from schemas.place import Place
from tests.rules import specimens

MAGIC = b"%PDF-1.4\n"
NOW = datetime(2026, 11, 21, 9, 30, tzinfo=TAIPEI)
IN_TIME = datetime(2026, 11, 5, 10, 0, tzinfo=TAIPEI)
LATE = datetime(2026, 11, 12, 10, 0, tzinfo=TAIPEI)
LOCKED = MAGIC + b"locked"


def paper(document: Document) -> bytes:
    """A document as the bytes of a file."""
    return MAGIC + document.model_dump_json(exclude={"source", "findings"}).encode()


def read(data: bytes, name: str) -> Document:
    """The document again; ``LOCKED`` is encrypted, anything else cannot be read."""
    source = Source(file=name, sha256=hashlib.sha256(data).hexdigest(), pages=1, engine="specimen")
    if data == LOCKED or not data.startswith(MAGIC + b"{"):
        finding = Finding("F104") if data == LOCKED else Finding("F102", params={"type": "?"})
        return Document(
            document_kind=None, instrument_kind=None, source=source, header=None, rows=[], findings=[finding]
        )
    plain: dict[str, Any] = json.loads(data.removeprefix(MAGIC))
    spec = kind(plain["instrument_kind"])
    report = plain["document_kind"] == "monthly_report"
    header = (ReportHeader if report else spec.header).model_validate(plain["header"])
    row: Any = ReportRow if report else spec.row
    rows = [row(**values, place=Place(page=1, row=number)) for number, values in enumerate(plain["rows"], start=1)]
    return Document(
        document_kind=plain["document_kind"],
        instrument_kind=plain["instrument_kind"],
        source=source,
        header=header,
        rows=rows,
    )


def eml(
    files: Mapping[str, bytes], *, number: int = 1, at: datetime = IN_TIME, headers: Mapping[str, str] | None = None
) -> bytes:
    """A message with files, received at a time; ``headers`` are added or replace what is there."""
    message = EmailMessage(policy=SMTP)
    message["Received"] = f"from mx.example.test by office.example.test; {format_datetime(at)}"
    message["From"] = "陳報人 <sender@example.test>"
    message["To"] = "office@example.test"
    message["Subject"] = "十月份自行檢定陳報"
    message["Date"] = format_datetime(at)
    message["Message-ID"] = f"<{number}@example.test>"
    for name, value in (headers or {}).items():
        del message[name]
        message[name] = value
    message.set_content("請查收。")
    for name, data in files.items():
        message.add_attachment(data, "application", "octet-stream", filename=name)
    for index, part in enumerate(message.walk()):
        if part.is_multipart():
            part.set_boundary(f"=_{number}_{index}")
    return message.as_bytes()


def record(name: str = "taximeter", **changes: Any) -> Document:
    """An honest record of five instruments, the fourth of which failed; ``changes`` are of its header."""
    made = specimens.record(name)
    for field, value in changes.items():
        setattr(made.header, field, value)
    return made


def report(name: str = "taximeter", **changes: Any) -> Document:
    """The honest report of that record's four passing instruments."""
    made = specimens.report(name, counts=(3, 1))
    passing = [row for row in specimens.record(name).rows if row.verdict == "pass"]
    made.rows[0].serial_numbers = "、".join(row.serial_number for row in passing[:3])
    made.rows[0].mark_numbers = "、".join(row.mark_number for row in passing[:3])
    made.rows[1].serial_numbers, made.rows[1].mark_numbers = passing[3].serial_number, passing[3].mark_number
    for field, value in changes.items():
        setattr(made.header, field, value)
    return made


def settings(**changes: Any) -> IntakeSettings:
    """A fixed day, complete tables, a register that knows the specimens' permit."""
    parts: dict[str, Any] = {
        "today": NOW.date(),
        "legal": specimens.tables(),
        "register": specimens.register(),
        "clock": lambda: NOW,
        "reader": read,
    }
    return IntakeSettings(**{**parts, **changes})


@dataclass(frozen=True)
class Office:
    """A folder with mail in ``mail`` and a warehouse."""

    root: Path

    @property
    def warehouse(self) -> Path:
        return self.root / "office.duckdb"

    @property
    def mail(self) -> Path:
        return self.root / "mail"

    def post(self, *messages: bytes) -> None:
        """Put messages into the mail folder, numbered on."""
        self.mail.mkdir(parents=True, exist_ok=True)
        there = len(list(self.mail.iterdir()))
        for number, message in enumerate(messages, start=there + 1):
            (self.mail / f"{number:03d}.eml").write_bytes(message)

    def intake(self, **changes: Any) -> IntakeResult:
        """Take in all that lies in the mail folder."""
        return run_intake(open_source(str(self.mail)), self.warehouse, settings(**changes), name="mail")

    def query(self, sql: str) -> list[tuple[Any, ...]]:
        """Rows of the warehouse."""
        with duckdb.connect(str(self.warehouse), read_only=True) as connection:
            return connection.execute(sql).fetchall()

    def tables(self) -> dict[str, list[str]]:
        """Every row of every table but those on runs, which tell of each attempt."""
        with duckdb.connect(str(self.warehouse), read_only=True) as connection:
            names = [
                row[0] for row in connection.execute("SELECT table_name FROM duckdb_tables() ORDER BY 1").fetchall()
            ]
            return {
                name: sorted(map(repr, connection.execute(f'SELECT * FROM "{name}"').fetchall()))  # noqa: S608
                for name in names
                if not name.startswith("run")
            }

    def files(self, what: Sequence[str] = ("archive", "outbox", "receipts")) -> dict[str, bytes]:
        """Every file beside the warehouse, with its bytes; those of receipts without the zip's dates."""
        found: dict[str, bytes] = {}
        for folder in what:
            for path in sorted((self.root / f"office.{folder}").rglob("*")):
                if path.is_file():
                    found[path.relative_to(self.root).as_posix()] = path.read_bytes()
        return found
