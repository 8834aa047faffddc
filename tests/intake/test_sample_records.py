"""The sample records as mail: what the warehouse counts is what their pages show, once and twice."""

from __future__ import annotations

import json
from collections import Counter
from email.message import EmailMessage
from pathlib import Path

import pytest

from flows.cli import main

RECORDS = Path(__file__).parents[1] / "records"
SENT = [path for path in sorted((RECORDS / "pdf").glob("*.pdf")) if path.stem not in {"1-010-taxi-libreoffice"}]
DAY = ("--today", "2026-11-21")


def _mail(path: Path) -> bytes:
    message = EmailMessage()
    message["From"] = f"{path.stem} <{path.stem}@maker.example>"
    message["To"] = "metrology@office.example"
    message["Subject"] = path.stem
    message["Message-ID"] = f"<{path.stem}@maker.example>"
    message["Date"] = "Fri, 20 Nov 2026 10:00:00 +0800"
    message.set_content("檢送檢定紀錄")
    message.add_attachment(path.read_bytes(), maintype="application", subtype="pdf", filename=path.name)
    return message.as_bytes()


def _counted(database: Path, sql: str, capsys: pytest.CaptureFixture[str]) -> dict[str, int]:
    capsys.readouterr()
    assert main(["query", sql, "--warehouse", str(database), "--format", "json", "--limit", "1000"]) == 0
    rows = json.loads(capsys.readouterr().out)
    return {row["what"]: row["n"] for row in rows}


def test_the_warehouse_counts_what_the_pages_show(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    box, database = tmp_path / "mail", tmp_path / "office.duckdb"
    box.mkdir()
    instruments: Counter[str] = Counter()
    lines = 0
    for path in SENT:
        (box / f"{path.stem}.eml").write_bytes(_mail(path))
        truth = json.loads((RECORDS / "expected" / f"{path.stem}.json").read_text(encoding="utf-8"))
        if truth["document_kind"] == "verification_record":
            instruments[truth["instrument_kind"]] += len(truth["rows"])
        else:
            lines += len(truth["rows"])
    assert len(SENT) >= 30
    by_kind = "SELECT instrument_kind AS what, count(*) AS n FROM verifications GROUP BY ALL"
    of_reports = "SELECT 'lines' AS what, count(*) AS n FROM monthly_report_lines"
    for _ in range(2):
        assert main(["intake", str(box), "--warehouse", str(database), *DAY]) == 0
        assert _counted(database, by_kind, capsys) == dict(instruments)
        assert _counted(database, of_reports, capsys) == {"lines": lines}
