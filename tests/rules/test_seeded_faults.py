"""Each code is found where it was planted, and nothing else of that weight is."""

from __future__ import annotations

import pytest

from schemas.catalogue import CATALOGUE, severity
from schemas.document import HEADINGS, Document
from schemas.findings import Finding, Severity
from schemas.place import NOWHERE
from schemas.validate import check_document, check_together, rules
from tests.rules import seeds_records, seeds_reports
from tests.rules.no_place import NO_PLACE
from tests.rules.seeds_records import Seed
from tests.rules.specimens import KINDS, context, head_place, record, report

SEEDS = (*seeds_records.SEEDS, *seeds_reports.SEEDS)
RULED = tuple(code for code in CATALOGUE if code[0] in "RBX")
COMPANIONS = {"B558", "B559"}
"""Notes that a record without a report carries, and the reverse; they are planted themselves too."""


def found_in(seed: Seed) -> tuple[list[Document], list[list[Finding]]]:
    documents = seed.documents()
    made = context(**{name: make() for name, make in seed.context.items()})
    own = [check_document(document, made) for document in documents]
    between = check_together(documents, made)
    return documents, [[*alone, *cross] for alone, cross in zip(own, between, strict=True)]


@pytest.mark.parametrize("seed", SEEDS, ids=lambda seed: seed.name)
def test_found_at_its_place_and_nothing_else(seed: Seed) -> None:
    documents, found = found_in(seed)
    there = [finding for finding in found[seed.where] if finding.code == seed.code]
    assert (there[0].place.row, there[0].field) == (seed.row, seed.field)
    if seed.code in NO_PLACE:
        assert there[0].place == NOWHERE
    elif seed.row is None:
        columns = documents[seed.where].columns
        whole = columns[seed.field] if seed.field in columns else head_place(seed.field or HEADINGS)
        assert there[0].place == whole
    else:
        assert there[0].place.page == 2
        assert there[0].place.box is not None
        assert there[0].place.box[1] == 100.0 + 10 * seed.row
    codes = {finding.code for findings in found for finding in findings}
    assert codes - {seed.code} - seed.also - COMPANIONS == set()
    assert seed.also <= codes, "a companion that is no longer raised has no place in the seed"


@pytest.mark.parametrize("seed", SEEDS, ids=lambda seed: seed.name)
def test_sentences_are_filled(seed: Seed) -> None:
    from schemas.catalogue import message, remedy  # noqa: PLC0415

    for finding in (finding for findings in found_in(seed)[1] for finding in findings):
        for lang in ("zh", "en"):
            text = message(finding, lang) + remedy(finding, lang)
            assert "?" not in text, (finding, text)
            assert "{" not in text


def test_every_rule_code_is_seeded_and_raised_by_a_rule() -> None:
    raised = {code for rule in rules() for code in rule.codes}
    assert len(RULED) >= 90
    assert raised == set(RULED)
    assert {seed.code for seed in SEEDS} == set(RULED)


@pytest.mark.parametrize("name", KINDS)
def test_honest_documents_are_clean(name: str) -> None:
    documents = [record(name, failing=()), report(name)]
    assert [check_document(document, context()) for document in documents] == [[], []]
    assert check_together(documents, context()) == [[], []]
    assert check_document(record(name), context()) == []


def test_catalogue_is_complete() -> None:
    assert len(CATALOGUE) >= 60
    for code, entry in CATALOGUE.items():
        assert code == entry.code
        assert all((entry.zh, entry.en, entry.remedy_zh, entry.remedy_en, entry.basis))
        assert set(entry.kinds) <= set(KINDS)
        assert severity(Finding(code)) in Severity
