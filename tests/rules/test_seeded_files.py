"""The planted faults again, in files of three formats that go through the real readers: found in the very cell."""

from __future__ import annotations

from io import BytesIO

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from flows.checking import judge
from flows.reading import read_document
from schemas.catalogue import severity
from schemas.document import Document
from schemas.findings import Severity
from schemas.place import NOWHERE
from tests.rules import seeds_records, seeds_reports
from tests.rules.no_place import NO_PLACE
from tests.rules.papers import FORMATS
from tests.rules.seeds_records import Seed
from tests.rules.sheets import NAMED_BY_THE_READING, spot_of, workbook
from tests.rules.specimens import KINDS, context, record, report

SEEDS = (*seeds_records.SEEDS, *seeds_reports.SEEDS)
WRITABLE = [seed for seed in SEEDS if seed.code != "B500"]
DERIVED = {"B504", "B517", "B518", "B552", "B563", "R416", "R417", "B523", "B530", "B560"}
"""Codes whose value is worked out of several cells, or is a part of what the cell says."""
HEAVY = (Severity.ERROR, Severity.FATAL)


def through_the_reader(documents: list[Document], ending: str = "xlsx") -> tuple[list[bytes], list[Document]]:
    """The workbooks of the documents, and what is read of the files of a format that are made of them."""
    written: dict[str, bytes] = {}
    for document in documents:  # a workbook holds the time of its making: the same document is written once
        if document.source.sha256 not in written:
            written[document.source.sha256] = workbook(document)
    files = [written[document.source.sha256] for document in documents]
    made, _ = FORMATS[ending]
    return files, [read_document(made(data), f"{number}.{ending}") for number, data in enumerate(files)]


def sheet_of(data: bytes) -> Worksheet:
    sheet = openpyxl.load_workbook(BytesIO(data)).active
    assert isinstance(sheet, Worksheet)
    return sheet


def shown(value: str) -> str:
    """A finding's value as the specimen's cell has it."""
    words = {"pass": "合格", "fail": "不合格", "True": "合格", "False": "不合格"}
    if value.count("-") == 2 and len(value) == 10:
        return f"{int(value[:4]) - 1911}/{value[5:7]}/{value[8:]}"
    return words.get(value, value)


def test_most_seeds_are_written_as_files() -> None:
    assert len(WRITABLE) >= 110


@pytest.mark.parametrize("ending", FORMATS)
@pytest.mark.parametrize("seed", WRITABLE, ids=lambda seed: seed.name)
def test_found_in_its_cell_and_no_other_error(seed: Seed, ending: str) -> None:
    planted = seed.documents()
    files, documents = through_the_reader(planted, ending)
    judge(documents, context(**{name: make() for name, make in seed.context.items()}))
    code = NAMED_BY_THE_READING.get((seed.code, seed.field or ""), seed.code)
    found = next(finding for finding in documents[seed.where].findings if finding.code == code)
    assert found.field == seed.field
    assert found.place.row == seed.row
    if code in NO_PLACE:
        assert found.place == NOWHERE
    else:
        sheet, (made, is_there) = sheet_of(files[seed.where]), FORMATS[ending]
        spot = spot_of(planted[seed.where], sheet, found.place.row, found.field)
        assert is_there(sheet, made(files[seed.where]), found.place, *spot), (found.place, spot)
        if found.code not in DERIVED and found.value is not None:
            assert shown(found.value) in str(sheet.cell(*spot).value)
    errors = {item.code for document in documents for item in document.findings if severity(item) in HEAVY}
    assert errors - {code} - seed.also == set()


@pytest.mark.parametrize("ending", FORMATS)
@pytest.mark.parametrize("name", KINDS)
def test_honest_files_are_clean(name: str, ending: str) -> None:
    _, documents = through_the_reader([record(name, failing=()), report(name)], ending)
    judge(documents, context())
    assert [[finding.code for finding in document.findings] for document in documents] == [[], []]
    _, documents = through_the_reader([record(name)], ending)
    judge(documents, context())
    assert [finding.code for finding in documents[0].findings] == ["B558"]
