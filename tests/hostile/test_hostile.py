"""Hostile files: each ends in one outcome, within limits, and the next file is read."""

from __future__ import annotations

import time

import pytest

from flows.isolation import Limits
from flows.reading import read_isolated, read_many
from schemas.catalogue import severity
from schemas.findings import Severity
from tests.hostile.corpus import CORPUS, HONEST, Hostile

LIMITS = Limits(seconds=6)
SLACK = 3.0


def test_the_corpus_is_large_and_its_names_are_its_own() -> None:
    assert len(CORPUS) >= 50
    assert len({item.name for item in CORPUS}) == len(CORPUS)


@pytest.mark.parametrize("item", CORPUS, ids=lambda item: item.name)
def test_each_ends_in_one_outcome_within_its_time(item: Hostile) -> None:
    data = item.make()
    start = time.monotonic()
    document = read_isolated(data, item.name, LIMITS)
    assert time.monotonic() - start < LIMITS.for_size(len(data)).seconds + SLACK
    codes = {finding.code for finding in document.findings}
    assert codes & item.codes or (item.read and not item.codes)
    if item.read:
        assert document.document_kind == "verification_record"
        assert document.rows
    else:
        fatal = {finding.code for finding in document.findings if severity(finding) is Severity.FATAL}
        assert fatal & item.codes
        assert document.document_kind is None


def test_the_next_file_is_read_after_each() -> None:
    honest = (HONEST.name, HONEST.read_bytes())
    bad = [(item.name, item.make()) for item in CORPUS if item.name in {"many-operators.pdf", "form-in-itself.pdf"}]
    assert len(bad) == 2
    documents = list(read_many([bad[0], honest, bad[1], honest], 2, Limits(seconds=3)))
    assert [document.source.file for document in documents] == [bad[0][0], honest[0], bad[1][0], honest[0]]
    assert [len(document.rows) for document in documents] == [0, 25, 0, 25]
    assert [document.document_kind for document in documents][1::2] == ["verification_record"] * 2
