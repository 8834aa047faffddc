"""Layouts drawn by lot as workbooks and Word documents, read as they are and not as a print of them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from benchmarks.announced import account
from flows.reading import read_document
from tests.layouts import office
from tests.layouts.content import Content
from tests.layouts.paper import Paper

SEEDS = (5001, 5008, 5044, 5078, 5085, *range(6000, 6010))


@pytest.mark.parametrize(("write", "ending"), [(office.workbook, "xlsx"), (office.word, "docx")], ids=["xlsx", "docx"])
def test_each_is_read_wholly_right(write: Callable[[Paper, Path], None], ending: str, tmp_path: Path) -> None:
    wrong = {}
    for seed in SEEDS:
        content = Content(Random(seed))  # noqa: S311 - no secret
        path = tmp_path / f"{seed}.{ending}"
        write(content.paper(), path)
        found = account(content.truth, read_document(path.read_bytes(), path.name))
        assert found.values > 50
        wrong[seed] = list(found.wrong)
    assert wrong == {seed: [] for seed in SEEDS}
