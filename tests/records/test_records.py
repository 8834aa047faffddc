"""Records drawn by six independent producers, each with the truth of what its page shows."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from flows.reading import read_isolated
from schemas.catalogue import severity
from schemas.findings import Severity
from tests.records.comparison import differences

HERE = Path(__file__).parent
RECORDS = sorted((HERE / "pdf").glob("*.pdf"))


def test_there_are_records_of_each_producer() -> None:
    producers = {path.stem.rsplit("-", 1)[1] for path in RECORDS}
    assert producers == {"reportlab", "libreoffice", "chromium", "weasyprint", "typst", "cairo"}
    assert len(RECORDS) >= 20


@pytest.mark.parametrize("path", RECORDS, ids=lambda path: path.stem)
def test_record_equals_its_truth(path: Path) -> None:
    truth = json.loads((HERE / "expected" / f"{path.stem}.json").read_text(encoding="utf-8"))
    document = read_isolated(path.read_bytes(), path.name)
    assert list(differences(truth, document.model_dump(mode="json"))) == []
    heavy = [finding.code for finding in document.findings if severity(finding) in {Severity.ERROR, Severity.FATAL}]
    assert heavy == []
