"""The transfer of electricity meters: what goes out comes back, what cannot is named, what was altered is named."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from decimal import Decimal
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.cli import main
from flows.reading import read_isolated
from flows.transfer import read_set
from generators.forms import record_docx
from generators.transfer_set import Record, transfer_set
from parsers.transfer_set import received
from schemas.document import Document
from schemas.errors import UsageError
from schemas.transfer import TransferColumn, TransferMapping, Unwritable, mapping_from, meaning, written
from tests.rules import specimens

SAMPLE = Path(__file__).parents[2] / "sample_inputs/transfer-mapping.sample.toml"
SMALL = TransferMapping(
    name="t",
    columns=[
        TransferColumn(field="serial_number", required=True),
        TransferColumn(field="verdict"),
        TransferColumn(field="wh_full_load"),
    ],
)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with two records, their transfer set ``o`` and its image ``o.iso``."""
    folder = tmp_path_factory.mktemp("transfer")
    for number, first in enumerate((1, 101)):
        (folder / f"{number}.docx").write_bytes(record_docx(specimens.record("electricity_meter", 5, first=first)))
    names = [str(folder / "0.docx"), str(folder / "1.docx")]
    out = ["--out", str(folder / "o"), "--iso", str(folder / "o.iso")]
    assert main(["transfer", "make", *names, "--mapping", str(SAMPLE), *out]) == 0
    return folder


def facts(document: Document) -> dict[str, Any]:
    return {"header": document.header.model_dump(), "rows": [row.model_dump() for row in document.rows]}


def record(**row: object) -> Record:
    return Record("a.xlsx", None, {}, [{"serial_number": "Q1", **row}])


@pytest.mark.parametrize("name", ["o", "o.iso"])
def test_what_was_written_is_read_back_with_nothing_lost(made: Path, name: str) -> None:
    found = read_set(made / name)
    assert found.faults == []
    papers = [made / "0.docx", made / "1.docx"]
    expected = [read_isolated(path.read_bytes(), path.name) for path in papers]
    assert [len(document.rows) for document in expected] == [5, 5]
    assert [facts(document) for document in found.documents] == [facts(document) for document in expected]


def test_the_sample_carries_every_field_of_a_record() -> None:
    truth = specimens.record("electricity_meter", 40, failing=(4, 39))
    toml = SAMPLE.read_bytes()
    given = Record("a", None, facts(truth)["header"], facts(truth)["rows"])
    made = transfer_set([given], mapping_from(toml, "sample"), toml)
    assert (made.problems, made.left_out) == ((), ())
    (document,) = received(made.files).documents
    assert facts(document) == facts(truth)


def test_an_independent_reader_sees_big5_lines(made: Path) -> None:
    text = (made / "o" / "EM001.CSV").read_bytes().decode("big5")
    assert text.count("\r\n") == 6
    rows = list(csv.DictReader(StringIO(text, newline="")))
    assert [row["是否合格"] for row in rows] == ["合格", "合格", "合格", "不合格", "合格"]
    assert rows[0]["器號"] == "Q26000001       "
    assert rows[0]["檢定日期"] == "1151014"
    assert Decimal(rows[0]["瓦時 全載"]) == Decimal("-0.39")


def test_json_is_the_document_json(made: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["transfer", "read", str(made / "o"), "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert [len(one["rows"]) for one in said["documents"]] == [5, 5]
    assert said["documents"][0]["instrument_kind"] == "electricity_meter"


def _change(name: str) -> Callable[[dict[str, bytes]], None]:
    def change(files: dict[str, bytes]) -> None:
        files[name] = files[name].replace(b"1", b"2", 1)

    return change


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (_change("EM002.CSV"), "EM002.CSV"),
        (_change("MAPPING.TOML"), "MAPPING.TOML"),
        (lambda files: files.pop("EM001.CSV"), "EM001.CSV"),
        (lambda files: files.update({"EM003.CSV": b"x"}), "EM003.CSV"),
        (lambda f: f.update({"MANIFEST.JSON": f["MANIFEST.JSON"].replace(b'"rows": 5', b'"rows": 6', 1)}), "MANIFEST"),
    ],
)
def test_each_alteration_is_named(made: Path, change: Callable[[dict[str, bytes]], object], named: str) -> None:
    files = {path.name: path.read_bytes() for path in (made / "o").iterdir()}
    assert len(files) == 4
    change(files)
    found = received(files)
    assert not found.documents
    assert len(found.faults) == 1
    assert found.faults[0].startswith(named)


@pytest.mark.parametrize(
    ("column", "row", "reason"),
    [
        ({"field": "mark_number"}, {"mark_number": "臺𡍼"}, "U+2137C"),
        ({"field": "mark_number", "width": 3}, {"mark_number": "四字"}, "4 位元組"),
        ({"field": "mark_number", "required": True}, {}, "required"),
        ({"field": "demand", "decimals": 1}, {"demand": Decimal("0.25")}, "more digits"),
        ({"field": "mark_number", "width": 8, "pad": "left", "fill": "0"}, {"mark_number": "012"}, "read back"),
        ({"field": "creep", "words": {"true": "false"}}, {"creep": False}, "read back"),
    ],
)
def test_what_cannot_be_carried_is_named_with_file_row_and_field(
    column: dict[str, Any], row: dict[str, Any], reason: str
) -> None:
    mapping = SMALL.model_copy(update={"encoding": "big5", "columns": [TransferColumn(**column)]})
    made = transfer_set([record(**row)], mapping, b"")
    assert not made.files
    (problem,) = made.problems
    assert (problem.file, problem.row, problem.field) == ("a.xlsx", 1, column["field"])
    assert reason in problem.reason


def test_nothing_is_written_where_a_value_fails(made: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    mapping = tmp_path / "map.toml"
    mapping.write_text('name = "x"\n[[columns]]\nfield = "serial_number"\nwidth = 3\n', encoding="utf-8")
    out = ["--out", str(tmp_path / "deep" / "o"), "--iso", str(tmp_path / "o.iso")]
    assert main(["transfer", "make", str(made / "0.docx"), "--mapping", str(mapping), *out]) == 1
    assert capsys.readouterr().err.count("0.docx") == 5
    assert [path.name for path in tmp_path.iterdir()] == ["map.toml"]


def test_fields_without_a_column_are_named() -> None:
    made = transfer_set([record(verdict="pass", demand=Decimal(1))], SMALL, b"")
    assert made.left_out == ("demand",)
    assert json.loads(made.files["MANIFEST.JSON"])["fields_left_out"] == ["demand"]


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ('name = "x"\n[[columns]]\nfield = "no_such"', "no_such"),
        ('name = "x"\n[[columns]]\nfield = "header.reference_standard"', "not one value"),
        ('name = "x"\n[[columns]]\nfield = "verdict"\n[[columns]]\nfield = "verdict"', "twice"),
        ('name = "x"\nencoding = "gbk"\n[[columns]]\nfield = "verdict"', "encoding"),
        ("name = ", "TOML"),
    ],
)
def test_a_faulty_mapping_is_named(text: str, named: str) -> None:
    with pytest.raises(UsageError, match=named):
        mapping_from(text.encode(), "map.toml")


def test_what_is_no_set_or_image_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x.iso").write_bytes(b"no disc" * 9_000)
    (tmp_path / "empty").mkdir()
    for name in ("x.iso", "empty", "none"):
        with pytest.raises(UsageError, match=name if name != "empty" else "MANIFEST"):
            read_set(tmp_path / name)


def test_another_kind_is_refused(tmp_path: Path) -> None:
    (tmp_path / "w.docx").write_bytes(record_docx(specimens.record("water_meter")))
    out = ["--mapping", str(SAMPLE), "--out", str(tmp_path / "o")]
    assert main(["transfer", "make", str(tmp_path / "w.docx"), *out]) == 2
    assert not (tmp_path / "o").exists()


def test_the_sample_says_that_it_is_one() -> None:
    assert mapping_from(SAMPLE.read_bytes(), "sample").sample
    assert "SAMPLE" in SAMPLE.read_text(encoding="utf-8")


TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=20)


@given(
    TEXTS, st.sampled_from(["utf-8", "big5"]), st.none() | st.integers(1, 30), st.sampled_from(["left", "right", None])
)
def test_a_cell_means_its_value_or_is_refused(text: str, encoding: Any, width: int | None, pad: Any) -> None:
    column = TransferColumn(field="mark_number", width=width, pad=pad if width else None)
    try:
        cell = written(column, text, encoding)
    except Unwritable:
        return
    assert meaning(column, cell) == text


@given(st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=-999, max_value=999), st.booleans())
def test_decimals_are_exact(value: Decimal, zeros: bool) -> None:
    column = TransferColumn(field="demand", width=12, pad="left", fill="0" if zeros else " ")
    cell = written(column, value, "utf-8")
    assert len(cell) == 12
    assert meaning(column, cell) == value


@given(st.lists(TEXTS, min_size=1, max_size=5))
def test_any_text_survives_the_file(texts: list[str]) -> None:
    rows = [{"serial_number": text, "verdict": "pass", "wh_full_load": Decimal("0.10")} for text in texts]
    toml = b'name = "t"\n' + b"".join(b'[[columns]]\nfield = "%s"\n' % c.field.encode() for c in SMALL.columns)
    made = transfer_set([Record("a", None, {}, rows)], mapping_from(toml, "t"), toml)
    assert not made.problems
    (document,) = received(made.files).documents
    assert [row.serial_number for row in document.rows] == texts
    assert {str(row.wh_full_load) for row in document.rows} == {"0.10"}
