"""A correction against what it corrects: the same fault is known again wherever it now stands."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.checking import judge
from flows.cli import main
from schemas.compare import Comparison, compare, named
from schemas.document import Document
from tests.rules.sheets import workbook
from tests.rules.specimens import context, record, report


def faulty(*rows: int, first: int = 1) -> Document:
    """A record in which each of these rows passes beyond the limit of 3 per cent."""
    made = record("gas_meter", first=first)
    for row in rows:
        made.rows[row - 1].qmax_error = Decimal("3.50")
        made.rows[row - 1].qmax_indicated = Decimal("62.10")
    return judge([made], context())[0]


def serials(comparison: Comparison) -> dict[str, list[str | None]]:
    return {name: [one.serial for one in getattr(comparison, name)] for name in comparison.counts}


def test_fixed_left_new() -> None:
    before, after = faulty(1, 2), faulty(2, 5)
    assert len(named([before])) == 2
    found = compare([before], [after])
    assert serials(found) == {"fixed": ["Q26000001"], "left": ["Q26000002"], "new": ["Q26000005"], "gone": []}


def test_a_row_that_moved_is_the_same_row() -> None:
    before, after = faulty(1, 2), faulty(2)
    after.rows.insert(0, after.rows.pop(1))
    for row, found in zip(after.rows, range(1, 6), strict=True):
        row.place = row.place.__class__(page=2, row=found)
    after.findings = []
    judge([after], context())
    found_again = compare([before], [after])
    assert [one.serial for one in found_again.left if one.finding.code == "R440"] == ["Q26000002"]


def test_what_was_not_sent_again_is_not_fixed() -> None:
    before = faulty(1, 2)
    after = judge([record("gas_meter", first=2)], context())[0]
    after.rows.pop()
    found = compare([before], [after])
    assert serials(found)["gone"] == ["Q26000001"]
    assert serials(found)["fixed"] == ["Q26000002"]
    head = report("gas_meter", counts=(5,))
    head.header.total_quantity = 9
    assert {one.finding.code for one in compare(judge([head], context()), [after]).gone} >= {"B510"}


@given(st.sets(st.integers(1, 5)), st.sets(st.integers(1, 5)))
def test_nothing_is_lost_or_told_twice(one: set[int], other: set[int]) -> None:
    before, after = faulty(*sorted(one - {4})), faulty(*sorted(other - {4}))
    found = compare([before], [after])
    counts = found.counts
    assert counts["fixed"] + counts["gone"] + counts["left"] == len(named([before]))
    assert counts["left"] + counts["new"] == len(named([after]))
    assert compare([after], [after]).counts == {"fixed": 0, "left": len(named([after])), "new": 0, "gone": 0}


def test_check_shows_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    old, new = tmp_path / "old.xlsx", tmp_path / "new.xlsx"
    made = record("gas_meter")
    made.rows[0].mark_number, made.rows[1].mark_number = "壞", "壞的"
    old.write_bytes(workbook(made))
    made.rows[0].mark_number = "S1FC1500001"
    new.write_bytes(workbook(made))
    words = ["check", str(new), "--before", str(old), "--today", "2026-11-21"]
    assert main([*words, "--json"]) == 1
    out = json.loads(capsys.readouterr().out)
    assert [item["source"]["file"] for item in out["documents"]] == ["new.xlsx"]
    fixed = [
        (item["code"], item["serial_number"]) for item in out["comparison"]["fixed"] if item["field"] == "mark_number"
    ]
    left = [(item["code"], item["serial_number"]) for item in out["comparison"]["left"] if item["severity"] == "error"]
    assert [serial for _, serial in fixed] == ["Q26000001"]
    assert left == [("R418", "Q26000002")]
    assert main([*words, "--lang", "en"]) == 1
    assert "against the file before" in capsys.readouterr().out
    assert main(["check", str(new), "--before", str(tmp_path / "none")]) == 2
