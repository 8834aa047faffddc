"""Faults planted in lists of labels: each named at its line and field, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from flows.label_checks import before_drawing
from flows.label_lists import Printed, plans_from_file
from schemas.catalogue import message, remedy
from schemas.findings import Finding
from tests.warehouse.builders import message as mail
from tests.warehouse.builders import meters, record, register, submission
from warehouse.meters import Meters
from warehouse.store import Store

HEADS = "檢定合格編號,器號,自檢字號,有效期間年,有效期間月,最長使用期限年"
GOOD = ("S1LG15000100,00000100,MV107001,123,12,135", "S1LG15888888,5,MV107001,,,")
"""A meter on record with its own number, and one that is not on record with a number that nobody has."""


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Meters]:
    """A warehouse in which the numbers from S1LG15000100 on belong to the serials from 00000100 on."""
    path = tmp_path_factory.mktemp("labels") / "w.duckdb"
    with Store(path) as store:
        received = mail()
        store.register_message(received)
        store.load_submission(submission([record(meters(3, 100))], received))
        store.save_register(register())
    with Meters(path) as opened:
        yield opened


def findings(path: Path, known: Meters, *rows: str) -> list[Finding]:
    """What is wrong with a list of these rows."""
    path.write_text("\n".join([HEADS, *rows, ""]), encoding="utf-8")
    plans, found = plans_from_file(path, Printed())
    return [*found, *before_drawing(plans, register(), known)]


SEEDS = [
    ("L712", "S1LG15000101,99,MV107001,,,", "mark_number", "S1LG15000101", {"recorded": "00000101"}),
    ("L712", "S1LG15999999,00000102,MV107001,,,", "mark_number", "S1LG15999999", {"recorded": "S1LG15000102"}),
    ("L716", "S1LG15000007,7,MV107001,123,13,", "valid_until", "123/13", {}),
    ("L716", "S1LG15000007,7,MV107001,,12,", "valid_until", "/12", {}),
    ("L716", "S1LG15000007,7,MV107001,,,x", "service_until", "x", {}),
]  # fmt: skip


@pytest.mark.parametrize(("code", "row", "field", "value", "params"), SEEDS, ids=[seed[0] for seed in SEEDS])
@pytest.mark.parametrize("before", [0, 1, 2])
def test_a_fault_is_named_at_its_line(
    code: str, row: str, field: str, value: str, params: dict[str, str], before: int, tmp_path: Path, known: Meters
) -> None:
    rows = [*GOOD[:before], row, *GOOD[before:]]
    [found] = findings(tmp_path / "l.csv", known, *rows)
    assert (found.code, found.place.line, found.field, found.value) == (code, before + 2, field, value)
    assert found.params == params
    for lang in ("zh", "en"):
        assert "?" not in message(found, lang) + remedy(found, lang)


def test_an_honest_list_has_no_finding(tmp_path: Path, known: Meters) -> None:
    assert findings(tmp_path / "l.csv", known, *GOOD) == []
