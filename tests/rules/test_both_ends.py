"""What the manufacturer's ``check`` says of a file is what the office's intake loads, on every sample."""

from __future__ import annotations

import shutil
from collections import Counter
from pathlib import Path
from typing import Any

import duckdb
import pytest

from flows.checking import check_files
from flows.demo import sample_folder, sample_settings
from flows.mail_source import open_source
from flows.mime_parts import Role, files_of
from flows.pipeline import run_intake
from schemas.document import Document
from schemas.findings import Finding
from schemas.validate import RULESET, Context, bad_rows, state_of
from tests.intake.office import eml

PDFS = sorted((Path(__file__).parents[1] / "records" / "pdf").glob("*.pdf"))
MAIL = sorted((sample_folder() / "mail").glob("*.eml"))
ONLY_THE_OFFICE = {"B530", "X609", "X610", "X611"}
"""Lateness and history; instead of these ``check`` says in a note that it cannot apply them."""
HISTORY = "歷次陳報資料"
SETTINGS = sample_settings(sample_folder(), 1)
Told = Counter[tuple[Any, ...]]


def intake(mail: Path, warehouse: Path) -> tuple[Told, list[tuple[Any, ...]]]:
    """The findings that the intake of a folder loads, and the states of its submissions with their files."""
    run_intake(open_source(str(mail)), warehouse, SETTINGS)
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        found = connection.execute(
            'SELECT file_sha256, code, page, sheet, "row", line, "column", field, value, message FROM findings'
        ).fetchall()
        states = connection.execute(
            "SELECT s.state, s.ruleset, list(d.file_sha256) FROM submissions s JOIN documents d ON d.submission_id = s.id"
            " GROUP BY s.id, s.state, s.ruleset"
        ).fetchall()
    return Counter(row[:-1] for row in found if HISTORY not in row[-1]), states


def check(data: bytes) -> list[Document]:
    """The files of a message, judged as ``zijian check`` judges them."""
    files = [file for file in files_of(data) if file.role is Role.FILE]
    context = Context(today=SETTINGS.today, legal=SETTINGS.legal, register=SETTINGS.register)
    return check_files([(file.attachment.name, file.data) for file in files], context)


def told(documents: list[Document]) -> Told:
    return Counter(_told(document, found) for document in documents for found in document.findings if _shared(found))


def _shared(found: Finding) -> bool:
    return found.params.get("table") != HISTORY


def _told(document: Document, found: Finding) -> tuple[Any, ...]:
    place = found.place
    spot = (place.page, place.sheet, place.row, place.line, place.column)
    return (document.source.sha256, found.code, *spot, found.field, found.value)


def same(data: bytes, folder: Path) -> int:
    """Hold both ends against each other; how many submissions there were."""
    loaded, states = intake(folder / "mail", folder / "office.duckdb")
    documents = check(data)
    office_only = Counter({key: count for key, count in loaded.items() if key[1] in ONLY_THE_OFFICE})
    assert loaded - office_only == told(documents)
    for state, ruleset, hashes in states:
        own = [document for document in documents if document.source.sha256 in hashes]
        findings = [found for document in own for found in document.findings]
        findings += [Finding(key[1]) for key in office_only]
        bad = sum(len(bad_rows(document.findings)) for document in own)
        assert state == state_of(findings, sum(len(document.rows) for document in own), bad)
        assert ruleset == RULESET
    return len(states)


@pytest.mark.parametrize("path", MAIL, ids=lambda path: path.stem)
def test_both_ends_agree_on_each_message_of_the_sample_month(path: Path, tmp_path: Path) -> None:
    (tmp_path / "mail").mkdir()
    shutil.copy(path, tmp_path / "mail")
    with_files = path.stem not in ("06-electricity-locked", "07-out-of-office")
    assert (same(path.read_bytes(), tmp_path) > 0) is with_files


def test_both_ends_agree_on_each_sample_record(tmp_path: Path) -> None:
    data = eml({path.name: path.read_bytes() for path in PDFS})
    (tmp_path / "mail").mkdir()
    (tmp_path / "mail" / "1.eml").write_bytes(data)
    assert len(PDFS) >= 20
    assert same(data, tmp_path) >= 20
