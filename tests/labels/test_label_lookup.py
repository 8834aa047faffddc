"""Labels held against the warehouse: known, unknown, of another meter, several, failed; and what is printed."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import segno

from flows.cli import main
from schemas.errors import WarehouseError
from tests.warehouse.builders import message, meters, record, register, submission
from warehouse.meters import Meters
from warehouse.read_copy import publish
from warehouse.store import Store

Read = Callable[..., list[dict[str, Any]]]
LEGAL = """
[[validity]]
kind = "electricity_meter"
years = 8
article = "測試用"
valid_from = 2014-01-01
"""


@pytest.fixture
def warehouse(tmp_path: Path) -> Path:
    path = tmp_path / "w.duckdb"
    with Store(path) as store:
        mail = message()
        store.register_message(mail)
        twice = [meters(1, 300)[0], meters(1, 301)[0].model_copy(update={"mark_number": "S1LG15000300"})]
        failed = [meters(1, 400)[0].model_copy(update={"verdict": "fail"})]
        store.load_submission(submission([record([*meters(5, 100), *twice, *failed])], mail))
        store.save_register(register())
    return path


@pytest.fixture
def read(tmp_path: Path, warehouse: Path, capsys: pytest.CaptureFixture[str]) -> Read:
    def call(payload: str, *options: str) -> list[dict[str, Any]]:
        segno.make_qr(payload).save(str(tmp_path / "x.png"), scale=5)
        main(["label", "read", str(tmp_path / "x.png"), "--warehouse", str(warehouse), "--format", "json", *options])
        found: list[dict[str, Any]] = json.loads(capsys.readouterr().out)
        return found

    return call


@pytest.mark.parametrize(
    ("payload", "state", "codes"),
    [
        ("S1LG15000103;00000103", "verified", []),
        ("S1LG15000103;00000104", "other_meter", ["L707"]),
        ("S1LG15000300;00000300", "several", ["L708"]),
        ("S1LG15000400;00000400", "failed", ["L714"]),
        ("S1LG15777777;00000103", "approved", ["L706"]),
        ("S2LG15777777;00000103", "unknown", ["L706"]),
        ("S1LH07123456;18000000", "unknown", ["L706"]),
        ("S1LG15000103';DROP TABLE documents--", None, ["L702", "L703"]),
    ],
)
def test_what_the_warehouse_says(read: Read, payload: str, state: str | None, codes: list[str]) -> None:
    (result,) = read(payload)
    assert result.get("state") == state
    assert [finding["code"] for finding in result["findings"]] == codes


def test_the_meters_record_and_its_validity(read: Read, tmp_path: Path) -> None:
    (result,) = read("S1LG15000103;00000103")
    assert result["record"]["verification_date"] == "2026-10-07"
    assert (result["record"]["permit_number"], result["record"]["row"]) == ("MV107001", 4)
    assert (result["record"]["brand"], result["record"]["model"]) == ("TEST", "M-1")
    assert result["valid_until"] is None
    (tmp_path / "legal.toml").write_text(LEGAL, encoding="utf-8")
    (again,) = read("S1LG15000103;00000103", "--legal", str(tmp_path / "legal.toml"))
    assert again["valid_until"] == "2034-10-07"


def test_the_read_copy_serves_while_the_warehouse_is_written(warehouse: Path) -> None:
    publish(warehouse)
    with Store(warehouse), Meters(warehouse) as known:
        (found,) = known.marked(["S1LG15000101", "' OR 1=1 --"])["S1LG15000101"]
        assert (found.serial_number, found.verification_date) == ("00000101", date(2026, 10, 7))
        assert known.grants("LG", "15000101")[0].company_code == "S1"
        assert known.grants("LH", "15000101") == []
        assert known.marked([]) == {}


def test_a_warehouse_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(WarehouseError):
        Meters(tmp_path / "none.duckdb")


def test_csv_and_table(tmp_path: Path, warehouse: Path, capsys: pytest.CaptureFixture[str]) -> None:
    segno.make_qr("S1LG15000103;00000103").save(str(tmp_path / "x.png"), scale=5)
    (tmp_path / "y.png").write_bytes(b"no picture")
    words = ["label", "read", str(tmp_path / "x.png"), str(tmp_path / "y.png"), "--warehouse", str(warehouse)]
    assert main([*words, "--format", "csv"]) == 1
    first, second = csv.DictReader(io.StringIO(capsys.readouterr().out))
    assert (first["serial_number"], first["state"], first["findings"]) == ("00000103", "verified", "")
    assert (second["payload"], second["findings"] != "") == ("", True)
    assert main([*words[:3], "--lang", "en"]) == 0
    assert "S1LG15000103;00000103" in capsys.readouterr().out


def test_pictures_or_a_camera_not_both(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["label", "read"]) == 2
    assert main(["label", "read", "x.png", "--camera", "0"]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 2
