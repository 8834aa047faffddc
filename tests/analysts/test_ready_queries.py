"""Every ready query on the sample warehouse: its expected result, and figures counted from the samples' own truth."""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from flows.cli import main
from schemas.errors import UsageError
from warehouse.query import ask
from warehouse.query_ready import FOLDER, ready_queries, ready_query

pytestmark = pytest.mark.xdist_group("sample-warehouse")
EXPECTED = Path(__file__).parent / "expected"
TRUTH = Path(__file__).parents[2] / "sample_inputs" / "expected"
GIVEN: dict[str, dict[str, str]] = {
    "drift": {"kind": "water_meter", "reading": "low_error"},
    "error-distribution": {"kind": "electricity_meter"},
    "error-histogram": {"kind": "water_meter", "reading": "high_error"},
    "findings": {"severity": "error"},
    "trace": {"number": "0451002"},
}


def answer(sample: Path, name: str, capsys: pytest.CaptureFixture[str], **given: str) -> list[dict[str, str]]:
    words = [word for key, value in {**GIVEN.get(name, {}), **given}.items() for word in ("--param", f"{key}={value}")]
    assert main(["query", name, "--warehouse", str(sample), "--format", "csv", *words]) == 0
    return list(csv.DictReader(io.StringIO(capsys.readouterr().out)))


@pytest.mark.parametrize("name", sorted(ready_queries()))
def test_each_gives_what_is_expected(
    name: str, sample: Path, golden: Callable[[Path, str], None], capsys: pytest.CaptureFixture[str]
) -> None:
    words = [word for key, value in GIVEN.get(name, {}).items() for word in ("--param", f"{key}={value}")]
    assert main(["query", name, "--warehouse", str(sample), "--format", "csv", *words]) == 0
    golden(EXPECTED / f"{name}.csv", capsys.readouterr().out)


def test_there_are_more_than_ten_and_each_is_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert len(ready_queries()) >= 15
    for lang in ("zh", "en"):
        assert main(["query", "--list", "--lang", lang]) == 0
        listed = capsys.readouterr().out
        assert [name for name in ready_queries() if f"\n{name} " not in listed] == []


def test_words_of_each_are_complete(sample: Path) -> None:
    seen = 0
    for ready in ready_queries().values():
        values = ready.values(GIVEN.get(ready.name, {}))
        columns = ask(sample, ready.sql, limit=0, seconds=60, parameters=values or None).columns
        assert list(ready.columns) == columns, ready.name
        for words in (ready.words, *ready.columns.values(), *(parameter.words for parameter in ready.parameters)):
            assert words.zh, ready.name
            assert re.search("[A-Za-z]", words.en), ready.name
            seen += 1
    assert seen > 150


def submissions() -> Iterator[dict[str, Any]]:
    """The submissions in force, as the samples' generator planted them; ``faulty`` are (file, row) that stay out."""
    for path in sorted(TRUTH.glob("*.json")):
        if path.name != "03-water-first.json":
            told = json.loads(path.read_text(encoding="utf-8"))
            faulty = {(one["file"], one["row"]) for one in told["findings"]}
            yield from ({**one, "faulty": faulty} for one in told["submissions"])


def rows_of(submission: dict[str, Any]) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    for item in submission["documents"]:
        if item["document_kind"] == "verification_record":
            truth = json.loads((TRUTH / "documents" / f"{item['document']}.json").read_text(encoding="utf-8"))
            numbered = enumerate(truth["rows"], start=1)
            yield from (
                (truth["header"], row) for number, row in numbered if (item["file"], number) not in submission["faulty"]
            )


def test_failures_by_model_are_those_of_the_samples(sample: Path, capsys: pytest.CaptureFixture[str]) -> None:
    verified: Counter[tuple[str, ...]] = Counter()
    failed: Counter[tuple[str, ...]] = Counter()
    for one in submissions():
        for header, row in rows_of(one):
            key = (one["instrument_kind"], header["brand"], header["model"])
            verified[key] += 1
            failed[key] += row["verdict"] == "fail"
    found = answer(sample, "failures-by-model", capsys)
    assert {(r["instrument_kind"], r["brand"], r["model"]): int(r["verified"]) for r in found} == verified
    assert {key: int(count) for key, count in failed.items()} == {
        (r["instrument_kind"], r["brand"], r["model"]): int(r["failed"]) for r in found
    }
    assert sum(verified.values()) > 1400


def test_fees_are_those_of_the_samples_and_payments_come_off(sample: Path, capsys: pytest.CaptureFixture[str]) -> None:
    wanted = {(one["permit_number"], one["instrument_kind"]): one["fee_payable"] for one in submissions()}
    found = answer(sample, "fees", capsys, month="2026-10")
    assert {(r["permit_number"], r["instrument_kind"]): int(r["fee_payable"]) for r in found} == wanted
    left = {r["permit_number"]: int(r["outstanding"]) for r in found if r["instrument_kind"] != "water_meter"}
    assert left["MV113901"] == 0
    assert left["MV112903"] == 833
    water = next(r for r in found if r["permit_number"] == "IV114901" and r["instrument_kind"] == "water_meter")
    assert (water["paid"], water["outstanding"], water["last_paid_on"]) == ("1416", "0", "2026-11-18")


def test_who_is_late_and_who_is_missing(sample: Path, capsys: pytest.CaptureFixture[str]) -> None:
    late = {
        (one["permit_number"], one["instrument_kind"]): one["late_days"] for one in submissions() if one["late_days"]
    }
    found = answer(sample, "late-filers", capsys)
    assert {(r["permit_number"], r["instrument_kind"]): int(r["late_days"]) for r in found if r["late_days"]} == late
    missing = {(r["permit_number"], r["instrument_kind"]) for r in found if r["state"] == "missing"}
    assert missing == {("MV113906", "gas_meter"), ("MV113906", "water_meter")}


def test_errors_are_counted_and_averaged_like_the_samples(sample: Path, capsys: pytest.CaptureFixture[str]) -> None:
    values = [
        row["high_error"]
        for one in submissions()
        if one["instrument_kind"] == "water_meter"
        for header, row in rows_of(one)
        if header["model"] == "LY-20M"
    ]
    found = answer(sample, "error-distribution", capsys, kind="water_meter", reading="high_error")
    line = next(r for r in found if r["model"] == "LY-20M")
    assert int(line["readings"]) == len(values) == 300
    assert float(line["mean"]) == pytest.approx(sum(values) / len(values), abs=1e-4)
    assert (float(line["least"]), float(line["greatest"])) == (min(values), max(values))
    assert int(line["beyond_limit"]) == sum(abs(value) > 2 for value in values) > 0
    assert (line["limit_low"], line["limit_high"]) == ("-2", "2")
    histogram = answer(sample, "error-histogram", capsys)
    assert sum(int(r["readings"]) for r in histogram) == 360


def test_a_number_leads_back_to_its_paper(sample: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = answer(sample, "trace", capsys)
    assert [(r["file_name"], r["page"], r["row"], r["in_force"]) for r in found] == [
        ("水表檢定紀錄1151007.pdf", "1", "2", "false"),
        ("水表檢定紀錄1151007(更正).pdf", "1", "2", "true"),
    ]


def test_parameters_are_held_to_their_types(sample: Path, capsys: pytest.CaptureFixture[str]) -> None:
    wrong = (
        ("error-histogram", (), "missing: instrument kind"),
        ("fees", ("month=10",), "YYYY-MM"),
        ("fees", ("year=115",), "no such parameter"),
        ("service", ("within=soon",), "whole number"),
        ("fees", ("month",), "NAME=VALUE"),
        ("no-such-query", (), "no such ready query"),
    )
    for name, params, words in wrong:
        given = [word for param in params for word in ("-p", param)]
        assert main(["query", name, "--warehouse", str(sample), *given]) == 2
        err = capsys.readouterr().err
        assert words in err
        assert len(err.strip().splitlines()) == 1


def test_a_value_is_a_value_and_never_sql(sample: Path) -> None:
    ready = ready_query("trace")
    values = ready.values({"number": "' OR 1=1 --"})
    assert ask(sample, ready.sql, limit=None, seconds=60, parameters=values).rows == []


def test_a_table_has_words_and_other_forms_have_names(sample: Path, capsys: pytest.CaptureFixture[str]) -> None:
    heads = {}
    for lang in ("zh", "en"):
        assert main(["query", "completeness", "--warehouse", str(sample), "--lang", lang]) == 0
        heads[lang] = capsys.readouterr().out.splitlines()[0].split()
    assert heads["zh"][:3] == ["月份", "種類", "應陳報"]
    assert heads["en"][:4] == ["month", "instrument", "kind", "expected"]
    assert "expected" in answer(sample, "completeness", capsys)[0]


def test_a_file_of_the_folder_that_is_no_ready_query_is_a_fault() -> None:
    assert {path.stem for path in FOLDER.iterdir()} == set(ready_queries())
    with pytest.raises(UsageError, match="--list"):
        ready_query("none")
