"""Records drawn by six independent producers, each with the truth of what its page shows."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from types import ModuleType

import pytest

from flows.reading import read_document
from schemas.catalogue import severity
from schemas.findings import Severity

HERE = Path(__file__).parent
RECORDS = sorted((HERE / "pdf").glob("*.pdf"))


def _comparison() -> ModuleType:
    spec = importlib.util.spec_from_file_location("comparison", HERE / "comparison.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


COMPARISON = _comparison()


def test_there_are_records_of_each_producer() -> None:
    producers = {path.stem.rsplit("-", 1)[1] for path in RECORDS}
    assert producers == {"reportlab", "libreoffice", "chromium", "weasyprint", "typst", "cairo"}
    assert len(RECORDS) >= 20


@pytest.mark.parametrize("path", RECORDS, ids=lambda path: path.stem)
def test_record_equals_its_truth(path: Path) -> None:
    truth = json.loads((HERE / "expected" / f"{path.stem}.json").read_text(encoding="utf-8"))
    document = read_document(path.read_bytes(), path.name)
    assert list(COMPARISON.differences(truth, document.model_dump(mode="json"))) == []
    heavy = [finding.code for finding in document.findings if severity(finding) in {Severity.ERROR, Severity.FATAL}]
    assert heavy == []
