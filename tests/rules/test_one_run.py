"""All faults come in one run, and mending what is listed, and nothing else, makes the next run clean."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from flows.checking import judge
from flows.reading import read_document
from schemas.document import Document
from schemas.findings import Finding
from schemas.validate import check_document
from tests.rules import seeds_records, seeds_reports
from tests.rules.papers import FORMATS
from tests.rules.seeds_records import Seed
from tests.rules.sheets import NAMED_BY_THE_READING, workbook
from tests.rules.specimens import KINDS, context, record, report

BESIDE = {"verdict", "serial_number", "mark_number", "quantity", "serial_numbers", "mark_numbers", "item", "fee"}
"""Fields on which findings about other cells rest: each of these is wrong in one row at most."""
SAME = {"total_quantity": "quantity", "total_fee": "fee"}
BASIS = {"permit_number", "period"}
"""Items without which other rules have nothing to hold against; they are planted alone, elsewhere."""


def honest(document: Document) -> Document:
    """The document as it was before anything was planted."""
    make = record if document.document_kind == "verification_record" else report
    return make(document.instrument_kind or "")


def planted(seed: Seed) -> list[tuple[int | None, str, object]]:
    """What a seed altered: (row or ``None`` for the head, field, value)."""
    made = seed.documents()[0]
    good = honest(made)
    heads = [(None, name, value) for name, value in made.header if value != getattr(good.header, name)]
    rows = [
        (number, name, value)
        for number, (bad, row) in enumerate(zip(made.rows, good.rows, strict=True), 1)
        for name, value in bad
        if value != getattr(row, name)
    ]
    return [*heads, *rows]


def together(seeds: list[Seed]) -> tuple[Document, list[Seed]]:
    """As many of the faults as do not touch the same cell, in one document."""
    made = honest(seeds[0].documents()[0])
    taken: set[tuple[int | None, str]] = set()
    shared: Counter[str] = Counter()
    kept = []
    for seed in seeds:
        cells = planted(seed)
        spots = {(number, name) for number, name, _ in cells}
        names = {SAME.get(name, name) for _, name, _ in cells} & BESIDE
        if not cells or spots & taken or any(shared[name] for name in names):
            continue
        taken |= spots
        shared.update(names)
        kept.append(seed)
        for number, name, value in cells:
            setattr(made.header if number is None else made.rows[number - 1], name, value)
    return made, kept


def mend(document: Document, findings: list[Finding], good: Document | None = None) -> None:
    """Put right the rows and the items of the head that findings name, and nothing else."""
    good = good or honest(document)
    for finding in findings:
        if finding.place.row is not None:
            document.rows[finding.place.row - 1] = good.rows[finding.place.row - 1]
        elif finding.field is not None:
            field = finding.field.split(".")[0]
            setattr(document.header, field, getattr(good.header, field))


def leaves_out(seed: Seed) -> bool:
    """Whether something is absent or unreadable, so that rules which need it say so instead of being applied."""
    return any(value in (None, [], "詳附件", "大型", "依規範") for _, _, value in planted(seed))


def single(kind: str, sort: str, *, absent: bool) -> list[Seed]:
    """The seeds of one faulty document of a kind, judged in the usual context."""
    found = []
    for seed in (*seeds_records.SEEDS, *seeds_reports.SEEDS):
        documents = seed.documents()
        alone = len(documents) == 1 and not seed.context
        if alone and (documents[0].instrument_kind, documents[0].document_kind) == (kind, sort):
            same = len(documents[0].rows) == len(honest(documents[0]).rows)
            basic = not same or BASIS & {name for _, name, _ in planted(seed)}
            found += [] if basic or leaves_out(seed) is not absent else [seed]
    return found


BATCHES = [
    ("gas_meter", "verification_record", False, 12),
    ("gas_meter", "verification_record", True, 3),
    ("water_meter", "verification_record", False, 6),
    ("taximeter", "verification_record", False, 2),
    ("electricity_meter", "verification_record", False, 3),
    ("weighing_instrument", "verification_record", False, 3),
    ("water_meter", "monthly_report", False, 6),
]


@pytest.mark.parametrize(("kind", "sort", "absent", "least"), BATCHES)
def test_all_faults_in_one_run_and_clean_once_they_are_mended(kind: str, sort: str, absent: bool, least: int) -> None:
    document, seeds = together(single(kind, sort, absent=absent))
    found = check_document(document, context())
    assert len(seeds) >= least
    assert {(seed.code, seed.row) for seed in seeds} <= {(one.code, one.place.row) for one in found}
    mend(document, found)
    assert check_document(document, context()) == []


@pytest.mark.parametrize("ending", FORMATS)
@pytest.mark.parametrize(("kind", "sort", "absent", "least"), BATCHES)
def test_so_it_is_with_files_of_each_format(kind: str, sort: str, absent: bool, least: int, ending: str) -> None:
    document, seeds = together(single(kind, sort, absent=absent))
    found = in_a_file(document, ending)
    assert len(seeds) >= least
    named = {NAMED_BY_THE_READING.get((seed.code, seed.field or ""), seed.code) for seed in seeds}
    assert named <= {one.code for one in found}
    mend(document, found)
    assert {one.code for one in in_a_file(document, ending)} <= ALONE


ALONE = {"B558", "B559"}
"""Of a file that is sent without its counterpart, as the files here are."""


def in_a_file(document: Document, ending: str) -> list[Finding]:
    """What is found once the document is written into a file and read again."""
    read = read_document(FORMATS[ending][0](workbook(document)), f"a.{ending}")
    judge([read], context())
    return read.findings


@pytest.mark.parametrize("ending", FORMATS)
@pytest.mark.parametrize("kind", KINDS)
def test_rows_heads_and_totals_of_a_month_are_mended_by_one_list(kind: str, ending: str) -> None:
    """Faults of reading, of rules and between the files at once, in a record and its report, for every kind."""
    good = [record(kind, failing=()), report(kind)]
    bad = [record(kind, failing=()), report(kind)]
    bad[0].rows[1].mark_number, bad[0].rows[2].serial_number = "S9?", None
    bad[0].rows[3].verdict = None
    bad[0].header.permit_number, bad[0].header.quantity = "MV1130001", 7
    bad[0].header.reference_standard.calibration_date = date(2026, 10, 15)
    bad[1].header.total_quantity, bad[1].header.total_fee = 6, 51
    bad[1].rows[1].verification_date, bad[1].rows[0].mark_numbers = date(2026, 9, 30), None
    first = all_in_files(bad, ending)
    assert {"R403", "R404", "R405", "B501", "R412"} <= {one.code for one in first[0]}
    assert {"B510", "B513", "B520"} <= {one.code for one in first[1]}
    for document, found, right in zip(bad, first, good, strict=True):
        mend(document, found, right)
    assert all_in_files(bad, ending) == [[], []]
    assert [one.rows for one in bad] == [one.rows for one in good]


def all_in_files(documents: list[Document], ending: str) -> list[list[Finding]]:
    read = [
        read_document(FORMATS[ending][0](workbook(document)), f"{n}.{ending}") for n, document in enumerate(documents)
    ]
    return [document.findings for document in judge(read, context())]
