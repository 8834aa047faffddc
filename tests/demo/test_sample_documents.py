"""Each record and report of the sample month is read as what was printed on it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from flows.demo import sample_folder
from flows.mime_parts import files_of
from flows.reading import read_document
from schemas.catalogue import severity
from schemas.findings import Severity
from tests.records.comparison import differences, squeezed

TRUTHS = sorted((sample_folder() / "expected" / "documents").glob("*.json"))


def _sent() -> dict[str, tuple[str, bytes]]:
    """Name and bytes of each attachment, by the name of its truth."""
    found: dict[str, tuple[str, bytes]] = {}
    for path in sorted((sample_folder() / "expected").glob("*.json")):
        files = {
            file.attachment.name: file.data
            for file in files_of((sample_folder() / "mail" / f"{path.stem}.eml").read_bytes())
        }
        for one in json.loads(path.read_text("utf-8"))["submissions"]:
            for document in one["documents"]:
                found[document["document"]] = (document["file"], files[document["file"]])
    return found


SENT = _sent()


def test_every_document_has_its_truth() -> None:
    assert len(TRUTHS) == 24 - 1
    assert sorted(SENT) == [path.stem for path in TRUTHS]
    truths = [json.loads(path.read_text("utf-8")) for path in TRUTHS]
    records = [truth for truth in truths if truth["document_kind"] == "verification_record"]
    assert {truth["instrument_kind"] for truth in records} == {
        "taximeter", "weighing_instrument", "water_meter", "gas_meter", "electricity_meter",
    }  # fmt: skip
    assert {truth["header"].get("mechanism") for truth in records} == {None, "electronic", "mechanical"}
    assert sum(len(truth["rows"]) for truth in records) == 1500 + 300


@pytest.mark.parametrize("path", TRUTHS, ids=lambda path: path.stem)
def test_document_equals_its_truth(path: Path) -> None:
    truth = json.loads(path.read_text("utf-8"))
    name, data = SENT[path.stem]
    document = read_document(data, name)
    found = document.model_dump(mode="json")
    checks = truth["header"].pop("checks", [])
    assert list(differences(truth, found)) == []
    assert list(_beyond(truth, found)) == []
    assert [(squeezed(one["item"]), one["passed"]) for one in found["header"].pop("checks", [])] == [
        (squeezed(one["item"]), one["passed"]) for one in checks
    ]
    heavy = [finding.code for finding in document.findings if severity(finding) in {Severity.ERROR, Severity.FATAL}]
    assert heavy == []


def _beyond(truth: dict[str, Any], found: dict[str, Any]) -> list[str]:
    """Values that were read although the paper does not show them."""
    more = [f"header.{name}" for name, value in found["header"].items() if _extra(name, value, truth["header"])]
    for number, (left, right) in enumerate(zip(truth["rows"], found["rows"], strict=True), 1):
        more += [f"row {number} {name}" for name, value in right.items() if _extra(name, value, left)]
    return more


def _extra(name: str, value: object, truth: dict[str, Any]) -> bool:
    return name not in truth and name != "checks" and value is not None
