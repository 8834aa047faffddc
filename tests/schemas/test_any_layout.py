"""What is drawn in any layout, words and notation is read back: 42 documents in layouts drawn by lot."""

from __future__ import annotations

import json
from pathlib import Path
from random import Random

import pytest

from schemas.assemble import assemble
from schemas.document import Source
from tests.records.comparison import differences
from tests.schemas.drawn import Drawing

TRUTHS = sorted((Path(__file__).parents[1] / "records" / "expected").glob("*.json"))
SOURCE = Source(file="x.pdf", sha256="0" * 64, pages=1, engine="drawn")


def test_every_kind_is_there() -> None:
    kinds = {json.loads(path.read_text(encoding="utf-8"))["instrument_kind"] for path in TRUTHS}
    assert len(kinds) == 5
    assert len(TRUTHS) >= 20


@pytest.mark.parametrize("path", TRUTHS, ids=lambda path: path.stem)
@pytest.mark.parametrize("seed", range(4))
def test_a_layout_drawn_by_lot_is_read_back(path: Path, seed: int) -> None:
    truth = json.loads(path.read_text(encoding="utf-8"))
    rng = Random(f"{path.stem}-{seed}")  # noqa: S311 - no secret
    truth["rows"] = truth["rows"][: rng.randint(1, 60)]
    document = assemble(Drawing(truth, rng).raw(), SOURCE)
    assert list(differences(truth, document.model_dump(mode="json"))) == []
    assert [(finding.code, finding.field, finding.value) for finding in document.findings] == []
    assert [row.place.row for row in document.rows] == list(range(1, len(truth["rows"]) + 1))
