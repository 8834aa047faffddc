"""Layouts drawn by lot and set by producers of many kinds: read rightly, and what is wrong is announced."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.announced import account
from flows.reading import read_document
from tests.layouts.score import OFFICE_AND_WEB, TYPESETTERS, Drawn, draw

SEEDS = range(2002, 2014)
OTHERS = range(2100, 2106)


@pytest.fixture(scope="session")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> list[Drawn]:
    """Eighteen documents, two of each producer; nothing is done to them afterwards."""
    folder: Path = tmp_path_factory.mktemp("layouts")
    return [*draw(SEEDS, folder, changed=0.0), *draw(OTHERS, folder, changed=0.0, producers=TYPESETTERS)]


@pytest.mark.xdist_group("layouts")
def test_every_producer_is_there(drawn: list[Drawn]) -> None:
    producers = [each.path.stem.rsplit("-", 1)[1] for each in drawn]
    assert sorted(producers) == sorted(2 * (*OFFICE_AND_WEB, *TYPESETTERS))


@pytest.mark.xdist_group("layouts")
@pytest.mark.parametrize("at", range(len(SEEDS) + len(OTHERS)))
def test_a_layout_drawn_by_lot_is_read(drawn: list[Drawn], at: int) -> None:
    each = drawn[at]
    found = account(each.truth, read_document(each.path.read_bytes(), each.path.name))
    assert list(found.wrong) == [], each.path.name
