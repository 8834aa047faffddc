"""The whole sample month through the intake: every message, submission and finding as it was planted."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from flows.cli import main
from flows.demo import QUERIES, WAREHOUSE, DemoResult, run_demo, sample_folder
from flows.mime_parts import files_of
from schemas.submission import Outcome
from warehouse.query import ask

pytestmark = pytest.mark.xdist_group("demo")

EXPECTED = {
    path.stem: json.loads(path.read_text("utf-8")) for path in sorted((sample_folder() / "expected").glob("*.json"))
}
MESSAGES = sorted(EXPECTED)
STEPS: list[str] = []


@pytest.fixture(scope="module")
def month(tmp_path_factory: pytest.TempPathFactory) -> DemoResult:
    return run_demo(tmp_path_factory.mktemp("month"), "zh", STEPS.append, workers=2)


def _rows(month: DemoResult, sql: str) -> list[tuple[Any, ...]]:
    return ask(month.warehouse, sql, limit=None, seconds=20).rows


def _mail(stem: str) -> bytes:
    return (sample_folder() / "mail" / f"{stem}.eml").read_bytes()


def test_each_message_has_its_expected_outcome_beside_it() -> None:
    assert len(MESSAGES) == 10
    assert sorted(path.stem for path in (sample_folder() / "mail").glob("*.eml")) == MESSAGES
    assert sum(len(one["submissions"]) for one in EXPECTED.values()) == 8
    assert sum(len(one["findings"]) for one in EXPECTED.values()) == 14


@pytest.mark.parametrize("stem", MESSAGES)
def test_outcome_and_submissions(month: DemoResult, stem: str) -> None:
    result = next(one for one in month.intake.messages if one.where == f"{stem}.eml")
    assert result.outcome == EXPECTED[stem]["outcome"]
    found = {(one.key.permit_number, one.key.period, one.key.instrument_kind): one for one in result.submissions}
    wanted = EXPECTED[stem]["submissions"]
    assert set(found) == {(one["permit_number"], one["period"], one["instrument_kind"]) for one in wanted}
    for one in wanted:
        filed = found[one["permit_number"], one["period"], one["instrument_kind"]]
        payable = filed.fee.payable if filed.fee else None
        outcome = (filed.state, filed.late_days, payable, filed.receipt_number is not None)
        assert outcome == (one["state"], one["late_days"], one["fee_payable"], one["receipt"])
        records = [document for document in one["documents"] if document["document_kind"] == "verification_record"]
        assert filed.rows_total == sum(document["rows"] for document in records)


@pytest.mark.parametrize("stem", [stem for stem in MESSAGES if EXPECTED[stem]["outcome"] != "duplicate"])
def test_errors_are_those_that_were_planted(month: DemoResult, stem: str) -> None:
    names = {file.attachment.sha256: file.attachment.name for file in files_of(_mail(stem))}
    sql = "SELECT file_sha256, code, page, sheet, row, field FROM findings WHERE severity IN ('error', 'fatal') AND message_sha256 = "
    found = _rows(month, f"{sql}'{hashlib.sha256(_mail(stem)).hexdigest()}'")
    wanted = [
        tuple(one[key] for key in ("file", "code", "page", "sheet", "row", "field"))
        for one in EXPECTED[stem]["findings"]
    ]
    assert sorted(((names[sha256], *rest) for sha256, *rest in found), key=repr) == sorted(wanted, key=repr)


@pytest.mark.parametrize("stem", [stem for stem in MESSAGES if EXPECTED[stem]["submissions"]])
def test_documents_of_each_submission(month: DemoResult, stem: str) -> None:
    sql = (
        "SELECT s.permit_number, s.instrument_kind, d.file_name, d.document_kind, d.rows FROM documents d "
        "JOIN submissions s ON s.id = d.submission_id WHERE s.message_sha256 = "
    )
    wanted = [
        (one["permit_number"], one["instrument_kind"], document["file"], document["document_kind"], document["rows"])
        for one in EXPECTED[stem]["submissions"]
        for document in one["documents"]
    ]
    assert sorted(_rows(month, f"{sql}'{hashlib.sha256(_mail(stem)).hexdigest()}'")) == sorted(wanted)


def test_the_correction_takes_the_place_of_the_first_submission(month: DemoResult) -> None:
    rows = _rows(
        month,
        "SELECT state, superseded_by IS NULL, rank() OVER (ORDER BY received_at) FROM submissions "
        "WHERE instrument_kind = 'water_meter' AND permit_number = 'MV114902' ORDER BY received_at",
    )
    assert rows == [("partly_accepted", False, 1), ("accepted", True, 2)]


def test_instruments_in_force(month: DemoResult) -> None:
    """1,500 were verified; of them 7 gas meters bear marks that were not granted and stay out."""
    assert _rows(month, "SELECT count(*) FROM current_verifications") == [(1493,)]


def test_who_is_missing(month: DemoResult) -> None:
    assert [(one.permit_number, sorted(one.instrument_kinds)) for one in month.data.missing] == [
        ("MV113906", ["gas_meter", "water_meter"])
    ]


def test_papers(month: DemoResult) -> None:
    """A receipt for each accepted report, an answer to each message but the duplicate and the automatic one."""
    receipts = [path for path in month.page.receipts.iterdir() if path.is_file()]
    replies = [path for path in month.page.outbox.iterdir() if path.is_file()]
    assert len(receipts) == sum(one["receipt"] for message in EXPECTED.values() for one in message["submissions"]) == 5
    assert len(replies) == 8
    assert month.page.path.read_text("utf-8").count("苧晨儀器股份有限公司") >= 1


def test_each_step_is_told(month: DemoResult) -> None:
    assert month.warehouse.is_file()
    assert all(sum(f"{stem}.eml" in line for line in STEPS) == 1 for stem in MESSAGES)


def test_a_second_run_changes_nothing(month: DemoResult) -> None:
    before = list(_state(month))
    again = run_demo(month.warehouse.parent, "zh", lambda _: None, workers=2)
    assert again.intake.counts == {Outcome.DUPLICATE: 10}
    assert list(_state(month)) == before


def _state(month: DemoResult) -> Iterator[object]:
    for table in (
        "messages",
        "attachments",
        "documents",
        "submissions",
        "verifications",
        "findings",
        "receipts",
        "outbox",
    ):
        yield table, _rows(month, f"FROM (FROM {table}) SELECT count(*)")
    for folder in (month.page.receipts, month.page.outbox):
        yield {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def test_command_line_from_elsewhere(
    month: DemoResult, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """``zijian demo`` finds its samples from any folder, says where to look, and its queries work."""
    monkeypatch.chdir(tmp_path)
    assert main(["demo", "--lang", "en", "--out", str(month.warehouse.parent)]) == 0
    said = capsys.readouterr().out
    assert "nothing was loaded twice" in said
    assert str(month.page.path) in said
    assert str(month.page.receipts) in said
    for query in QUERIES:
        assert query in said
        assert main(["query", query, "--warehouse", str(month.warehouse)]) == 0
        assert len(capsys.readouterr().out.splitlines()) >= 3


def test_fresh_removes_only_the_demo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """``--fresh`` takes away what a demo wrote, and nothing beside it."""
    kept, old = tmp_path / "notes.txt", tmp_path / "zijian.receipts"
    kept.write_text("mine", "utf-8")
    old.mkdir()
    (old / "115-3160-999999.docx").write_bytes(b"old")
    monkeypatch.setattr("flows.demo.sample_folder", lambda: _small(tmp_path / "samples"))
    run_demo(tmp_path, "zh", lambda _: None, workers=1, fresh=True)
    assert kept.read_text("utf-8") == "mine"
    assert not (old / "115-3160-999999.docx").exists()
    assert (tmp_path / WAREHOUSE).is_file()


def _small(folder: Path) -> Path:
    """The sample folder with one message only."""
    (folder / "mail").mkdir(parents=True)
    (folder / "mail" / "07-out-of-office.eml").write_bytes(_mail("07-out-of-office"))
    for name in ("register.toml", "fees.example.toml"):
        (folder / name).write_bytes((sample_folder() / name).read_bytes())
    return folder
