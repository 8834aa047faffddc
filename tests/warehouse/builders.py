"""Documents and submissions for these tests; firms, numbers and persons are made up."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from schemas.document import Document, ReportHeader, ReportRow, Source
from schemas.findings import Finding
from schemas.kinds import kind
from schemas.kinds.electricity_meter import ElectricityHeader, ElectricityRow
from schemas.place import Place
from schemas.register import MarkBatch, Permit, Register
from schemas.submission import (
    Attachment,
    FeeDue,
    JudgedDocument,
    Message,
    State,
    Submission,
    SubmissionKey,
)
from warehouse.values import TAIPEI

PERMIT = "MV107001"
KEY = SubmissionKey(PERMIT, "2026-10", "electricity_meter")
NOON = datetime(2026, 11, 5, 12, 0, tzinfo=TAIPEI)


def sha(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()


def message(name: str = "first", received_at: datetime = NOON) -> Message:
    return Message(
        sha256=sha(name),
        source="box",
        message_id=f"<{name}@example.test>",
        sender="sender@example.test",
        sender_name="寄件人王小明",
        subject="十月份自行檢定陳報",
        sent_at=received_at,
        received_at=received_at,
        size=4096,
    )


def meters(count: int, start: int = 18000000, **values: Any) -> list[ElectricityRow]:
    readings = {"wh_full_load": Decimal("0.10"), "wh_light_load": Decimal("-0.2"), "construction": True, **values}
    return [
        ElectricityRow(
            serial_number=f"{start + number:08d}",
            verdict="pass",
            mark_number=f"S1LG15{start + number:06d}",
            place=Place(page=1 + number // 30, row=number + 1),
            **readings,
        )
        for number in range(count)
    ]


def record(rows: Sequence[Any], name: str = "record.pdf", instrument_kind: str = "electricity_meter") -> Document:
    header = kind(instrument_kind).header(
        company_name="測試電表股份有限公司",
        permit_number=PERMIT,
        verification_date=date(2026, 10, 7),
        verifier="檢定人員李四",
        quantity=len(rows),
        brand="TEST",
        model="M-1",
    )
    if isinstance(header, ElectricityHeader):
        header.supervisor = "主管趙六"
    source = Source(file=name, sha256=sha(name), pages=2, engine="test")
    return Document(
        document_kind="verification_record",
        instrument_kind=instrument_kind,
        source=source,
        header=header,
        rows=list(rows),
    )


def report(name: str = "report.pdf") -> Document:
    header = ReportHeader(
        company_name="測試電表股份有限公司",
        instrument_kind="electricity_meter",
        period="2026-10",
        total_quantity=5,
        total_fee=1200,
        permit_number=PERMIT,
        responsible_person="負責人陳七",
        prepared_by="製表人周八",
    )
    row = ReportRow(item="1", serial_numbers="18000000~18000004", quantity=5, fee=6000, place=Place(page=1, row=1))
    source = Source(file=name, sha256=sha(name), pages=1, engine="test")
    return Document(
        document_kind="monthly_report", instrument_kind="electricity_meter", source=source, header=header, rows=[row]
    )


def judged(document: Document, mail: Message, findings: Sequence[Finding] = (), path: str = "2") -> JudgedDocument:
    attachment = Attachment(
        document.source.sha256, mail.sha256, path, document.source.file, "application/octet-stream", 1234
    )
    return JudgedDocument(document, attachment, list(findings))


def submission(
    documents: Sequence[Document],
    mail: Message,
    state: State = State.ACCEPTED,
    key: SubmissionKey = KEY,
    findings: Sequence[Finding] = (),
) -> Submission:
    items = [judged(document, mail, findings, str(path)) for path, document in enumerate(documents, start=1)]
    fee = FeeDue(scheduled=6000, payable=1200, basis="度量衡規費收費標準第22條")
    return Submission(key, mail.sha256, items, state, mail.received_at, fee, late_days=0, ruleset="test")


def register(**changes: Any) -> Register:
    permit = Permit(
        permit_number=PERMIT,
        company_code="S1",
        company_name="測試電表股份有限公司",
        ubn="12345675",
        email="office@example.test",
        instrument_kinds=["electricity_meter", "water_meter"],
        valid_from=date(2024, 1, 1),
        valid_to=date(2026, 12, 31),
        **changes,
    )
    batch = MarkBatch(
        permit_number=PERMIT, instrument_kind="electricity_meter", code="LG", first="15000000", last="15999999"
    )
    return Register(example=True, as_of=date(2026, 11, 1), permits=[permit], mark_batches=[batch])
