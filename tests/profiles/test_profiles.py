"""A manufacturer's own words: read after teaching, never against what is certain, for its documents alone."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from flows.cli import main
from flows.isolation import Limits
from flows.profiles import as_toml, load, read_file, save
from flows.reading import read_document, read_isolated, read_many
from schemas.document import Document
from schemas.profile import Profile, contradictions, joined
from tests.profiles.taught_sheets import reworded
from tests.rules import specimens

TODAY = date(2026, 11, 21)
DAY = ("--today", "2026-11-21")
OWN = {"偏載檢定": "頂針讀數"}
RECORD = specimens.record("weighing_instrument")
PERMIT: str = RECORD.header.permit_number
TAUGHT = {"頂針讀數": "eccentricity"}


def profile(columns: dict[str, str], **more: Any) -> Profile:
    return Profile(**{"permit_number": PERMIT, "columns": columns, "taught_on": TODAY, "by": "教示人"} | more)


def values(document: Document) -> list[dict[str, Any]]:
    return [row.model_dump(exclude={"place"}) for row in document.rows]


def codes(document: Document) -> list[str]:
    return [finding.code for finding in document.findings]


CASES = [
    ("weighing_instrument", OWN, TAUGHT),
    ("weighing_instrument", {"器號": "身分碼"}, {"身分碼": "serial_number"}),
    ("weighing_instrument", {"是否合格": "裁示"}, {"裁示": "verdict"}),
    ("taximeter", {"計時": "滴答", "合格印證號碼": "封口"}, {"滴答": "time", "封口": "mark_number"}),
    ("gas_meter", {"器號": "身分碼", "不合格原因": "緣由"}, {"身分碼": "serial_number", "緣由": "rejection_reason"}),
    ("water_meter", {"器號": "身分碼"}, {"身分碼": "serial_number"}),
    ("electricity_meter", {"潛動試驗": "匍匐"}, {"匍匐": "creep"}),
]


@pytest.mark.parametrize(("kind", "words", "taught"), CASES, ids=lambda value: next(iter(value), ""))
def test_what_was_taught_is_read_and_told(kind: str, words: dict[str, str], taught: dict[str, str]) -> None:
    truth = specimens.record(kind)
    data = reworded(truth, words)
    before = read_document(data, "紀錄.xlsx")
    assert {finding.value for finding in before.findings if finding.code == "T204"} == set(taught)
    assert values(before) != values(truth)
    after = read_document(data, "紀錄.xlsx", profiles=(profile(taught, permit_number=truth.header.permit_number),))
    assert values(after) == values(truth)
    told = [finding for finding in after.findings if finding.code == "F118"]
    assert {finding.value: finding.field for finding in told} == taught
    sheet = load_workbook(BytesIO(data)).worksheets[0]
    assert {str(sheet[finding.place.cell].value) for finding in told} == taught.keys()
    assert all(finding.params["taught"] == "2026-11-21,教示人" for finding in told)
    assert {"T203", "T204"}.isdisjoint(codes(after))


def test_a_label_is_taught_for_the_header() -> None:
    data = reworded(RECORD, {"檢定人員": "經手"})
    assert read_document(data, "紀錄.xlsx").header.verifier is None
    found = read_document(data, "紀錄.xlsx", profiles=(profile({}, labels={"經手": "verifier"}),))
    untouched = read_document(reworded(RECORD, {}), "紀錄.xlsx").header
    assert found.header == untouched
    assert untouched.verifier == RECORD.header.verifier
    assert codes(found) == ["F118"]


def test_without_a_permit_number_the_name_tells_whose_it_is() -> None:
    data = reworded(RECORD, {**OWN, "自檢字號": "牌照"})
    words = profile(TAUGHT, company_name=RECORD.header.company_name, labels={"牌照": "permit_number"})
    assert read_document(data, "紀錄.xlsx").header.permit_number is None
    found = read_document(data, "紀錄.xlsx", profiles=(words,))
    assert (found.header.permit_number, values(found)) == (PERMIT, values(RECORD))


@pytest.mark.parametrize(
    "words", [{"器號": "mark_number"}, {"偏載檢定": "increasing_1", "是否合格": "rejection_reason"}]
)
def test_a_known_word_keeps_its_meaning(words: dict[str, str]) -> None:
    plain, open_ = reworded(RECORD, {}), reworded(RECORD, {"不合格原因": "緣由"})
    other = profile(words)
    assert dict(contradictions(other)).keys() == words.keys()
    assert read_document(plain, "a.xlsx", profiles=(other,)) == read_document(plain, "a.xlsx")
    before, after = read_document(open_, "a.xlsx"), read_document(open_, "a.xlsx", profiles=(other,))
    assert values(after) == values(before)
    kept = [finding for finding in after.findings if finding.code == "F119"]
    assert {finding.value for finding in kept} == words.keys()
    sheet = load_workbook(BytesIO(open_)).worksheets[0]
    assert {str(sheet[finding.place.cell].value) for finding in kept} == words.keys()


def test_a_contradicting_word_does_not_keep_the_others_from_being_read() -> None:
    found = read_document(reworded(RECORD, OWN), "a.xlsx", profiles=(profile({"器號": "mark_number", **TAUGHT}),))
    assert values(found) == values(RECORD)
    assert sorted(codes(found)) == ["F118", "F119"]


@pytest.mark.parametrize(
    "other",
    [
        profile(TAUGHT, permit_number="MV199999"),
        profile(TAUGHT, permit_number="MV199999", company_name=RECORD.header.company_name),
        profile({"頂針讀數": "brand"}, instrument_kind="taximeter"),
    ],
)
def test_documents_of_others_are_read_as_before(other: Profile) -> None:
    data = reworded(RECORD, OWN)
    assert read_document(data, "a.xlsx", profiles=(other,)) == read_document(data, "a.xlsx")


def test_a_heading_over_several_columns_is_not_guessed() -> None:
    data = reworded(RECORD, {"偏載檢定": "讀值甲", "是否合格": "讀值甲"})
    found = read_document(data, "a.xlsx", profiles=(profile({"讀值甲": "eccentricity"}),))
    assert found == read_document(data, "a.xlsx")
    assert "T204" in codes(found)


def test_workers_are_given_the_profile() -> None:
    data, plain = reworded(RECORD, OWN), reworded(RECORD, {})
    assert values(read_isolated(data, "a.xlsx", profiles=(profile(TAUGHT),))) == values(RECORD)
    both = list(read_many([("a.xlsx", data), ("b.xlsx", plain)], 2, Limits(), (profile(TAUGHT),)))
    assert [values(document) for document in both] == [values(RECORD)] * 2
    assert [codes(document) for document in both] == [["F118"], []]


def test_a_file_keeps_a_profile_as_it_was(tmp_path: Path) -> None:
    whole = profile(
        {'頂"針\\ 讀': "eccentricity", "大流 甲": "brand"},
        labels={"經手": "reference_standard.name"},
        company_name="公司",
    )
    path = save(whole, tmp_path / "new")
    assert read_file(path) == whole
    assert path.name == f"{PERMIT}.toml"
    more = joined(whole, profile({"大流  甲": "model"}))
    assert save(more, tmp_path / "new") == path
    assert load(tmp_path / "new") == {path: more}
    assert more.columns == {'頂"針\\ 讀': "eccentricity", "大流 甲": "model"}


BAD = {
    "syntax": "columns = [",
    "no field": f'permit_number = "{PERMIT}"\ntaught_on = 2026-11-21\n[columns]\n"頂針" = "nothing"\n',
    "nobody's": 'taught_on = 2026-11-21\n[columns]\n"頂針" = "eccentricity"\n',
    "no permit": 'permit_number = "17"\ntaught_on = 2026-11-21\n',
    "unknown key": f'permit_number = "{PERMIT}"\ntaught_on = 2026-11-21\ncolor = "red"\n',
    "a number": f'permit_number = "{PERMIT}"\ntaught_on = 2026-11-21\n[columns]\n"12" = "eccentricity"\n',
    "no kind": f'permit_number = "{PERMIT}"\ntaught_on = 2026-11-21\ninstrument_kind = "clock"\n',
    "no table": f'permit_number = "{PERMIT}"\ntaught_on = 2026-11-21\ncolumns = 3\n',
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_one_line(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    record, folder = tmp_path / "a.xlsx", tmp_path / "profiles"
    record.write_bytes(reworded(RECORD, OWN))
    folder.mkdir()
    (folder / "bad.toml").write_text(BAD[name], encoding="utf-8")
    for command in ("parse", "check"):
        assert main([command, str(record), "--profiles", str(folder)]) == 2
        said = capsys.readouterr().err.splitlines()
        assert len(said) == 1
        assert "bad.toml" in said[0]


@pytest.mark.parametrize("name", sorted(BAD.keys() - {"nobody's"}))
def test_nothing_is_learned_from_a_bad_file(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    record, words = tmp_path / "a.xlsx", tmp_path / "bad.toml"
    record.write_bytes(reworded(RECORD, OWN))
    words.write_text(BAD[name], encoding="utf-8")
    folder = tmp_path / "profiles"
    assert main(["profile", "learn", str(record), "--from", str(words), "--profiles", str(folder)]) == 2
    said = capsys.readouterr().err.splitlines()
    assert len(said) == 1
    assert "bad.toml" in said[0]
    assert not folder.exists()


def test_the_same_manufacturer_twice_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("a.toml", "b.toml"):
        (tmp_path / name).write_text(as_toml(profile(TAUGHT)), encoding="utf-8")
    assert main(["profile", "list", "--profiles", str(tmp_path)]) == 2
    assert "a.toml" in capsys.readouterr().err


def test_the_environment_names_the_folder(tmp_path: Path) -> None:
    (tmp_path / "紀錄.xlsx").write_bytes(reworded(RECORD, OWN))
    save(profile(TAUGHT), tmp_path / "profiles")
    shown = {}
    for folder in ("", str(tmp_path / "profiles")):
        environment = {**os.environ, "ZIJIAN_PROFILES": folder, "XDG_DATA_HOME": str(tmp_path / "data")}
        command = [sys.executable, "-m", "flows.cli", "parse", str(tmp_path / "紀錄.xlsx"), "--json"]
        run = subprocess.run(command, capture_output=True, env=environment, check=True)
        shown[folder] = {finding["code"] for finding in json.loads(run.stdout)["findings"]}
    assert list(shown.values()) == [{"T204"}, {"F118"}]
