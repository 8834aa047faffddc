"""Figures on service: what the office supplies, the published report by camelot, and the document."""

from __future__ import annotations

import csv
import io
import shutil
import subprocess
from collections import Counter
from decimal import Decimal
from pathlib import Path
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.cli import main
from flows.service_figures import BRANCHES, BUREAU, figures, last_branch
from tests.analysts.published_sample import HEADS, PAGES, PDF, TITLE, TRUTH
from warehouse.query import ask
from warehouse.read_copy import read_copy_path

pytestmark = pytest.mark.xdist_group("sample-warehouse")
COUNTS = "roc_year,quarter,branch,measure,detail,value,source\n"


@pytest.fixture(scope="module")
def served(sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the sample with counts of the office and the published report read in."""
    folder = tmp_path_factory.mktemp("service")
    path = folder / "w.duckdb"
    shutil.copyfile(sample, path)
    counts = folder / "counts.csv"
    rows = "115,4,高雄分局,chased,,12,範例\n115,4,高雄分局,cases_paper,,6,範例\n108,,高雄分局,chased,,30,範例\n"
    counts.write_text(COUNTS + rows, encoding="utf-8")
    assert main(["service", "counts", str(counts), "--warehouse", str(path), "--by", "測試員"]) == 0
    words = ["service", "read", str(PDF), "--example", "--title", TITLE, "--warehouse", str(path), "--by", "測試員"]
    assert main(words) == 0
    return path


def fetch(path: Path, sql: str) -> list[tuple[object, ...]]:
    return ask(path, sql, limit=None, seconds=60).rows


def test_camelot_reads_the_tables_cell_by_cell(served: Path) -> None:
    cells = fetch(served, 'SELECT page, "row", "column", text FROM published_cells ORDER BY ALL')
    found = {(row[0], row[1], row[2]): "".join(str(row[3]).split()) for row in cells}
    expected = {
        (page, row, column): "".join(text.split())
        for page, rows in enumerate(PAGES, start=1)
        for row, texts in enumerate((HEADS, *rows), start=1)
        for column, text in enumerate(texts, start=1)
        if text
    }
    assert found == expected
    assert len(found) == 16


def test_figures_are_those_that_were_planted(served: Path) -> None:
    rows = fetch(served, "SELECT branch, measure, value, unit FROM published_figures")
    assert Counter((row[0], row[1], Decimal(str(row[2])), row[3]) for row in rows) == Counter(TRUTH)
    assert fetch(served, "SELECT roc_year, example, pages FROM published_reports") == [(108, True, 2)]


def test_the_same_report_changes_nothing(served: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["service", "read", str(PDF), "--warehouse", str(served), "--lang", "en"]) == 0
    assert "nothing was changed" in capsys.readouterr().out
    assert fetch(served, "SELECT count(*) FROM published_figures") == [(len(TRUTH),)]


def test_published_stands_beside_our_own(served: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["query", "published", "--warehouse", str(served), "--format", "csv"]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    chased = next(row for row in rows if row["measure"] == "chased")
    assert (chased["branch"], chased["published"], chased["ours"]) == ("高雄分局", "37", "30")
    assert len(rows) == sum(measure is not None for _, measure, _, _ in TRUTH)


def test_supplied_counts_join_our_own(served: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["query", "service", "-p", "year=115", "--warehouse", str(served), "--format", "csv"]) == 0
    rows = {row["branch"]: row for row in csv.DictReader(io.StringIO(capsys.readouterr().out))}
    south = rows["高雄分局"]
    assert (south["cases"], south["chased"], south["online_share"]) == ("8", "12", "25")
    assert (south["payments"], south["fees_paid"]) == ("2", "1416")
    assert main(["query", "service", "-p", "within=0", "--warehouse", str(served), "--format", "csv"]) == 0
    none = {row["branch"]: row for row in csv.DictReader(io.StringIO(capsys.readouterr().out))}
    assert none["高雄分局"]["cases_in_time"] == "0"


def test_who_supplied_it_stands_in_the_audit_log_and_not_in_the_copy(served: Path) -> None:
    assert fetch(served, "SELECT action FROM audit WHERE starts_with(action, 'service.') ORDER BY sequence") == [
        ("service.counts",),
        ("service.report",),
    ]
    assert "測試員".encode() in served.read_bytes()
    assert "測試員".encode() not in read_copy_path(served).read_bytes()


WRONG = {
    "roc_year,branch\n": "headings",
    COUNTS + "115,4,高雄分局,applause,,1,x\n": "no such measure",
    COUNTS + "115,5,高雄分局,chased,,1,x\n": "out of range",
    COUNTS + "115,4,高雄分局,chased,,many,x\n": "no number",
    COUNTS + "115,4,高雄分局,chased,,NaN,x\n": "out of range",
    COUNTS + "115,4,高雄分局,chased,,1,\n": "missing",
    COUNTS + "115,4\n": "measure",
}


@pytest.mark.parametrize("text", list(WRONG))
def test_counts_that_are_wrong_are_refused_whole(
    text: str, served: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = fetch(served, "SELECT count(*) FROM service_counts")
    file = tmp_path / "counts.csv"
    file.write_text(text, encoding="utf-8")
    assert main(["service", "counts", str(file), "--warehouse", str(served)]) == 2
    err = capsys.readouterr().err
    assert WRONG[text] in err
    assert len(err.strip().splitlines()) == 1
    assert fetch(served, "SELECT count(*) FROM service_counts") == before


@pytest.mark.parametrize("data", [b"", b"MZ no pdf", b"%PDF-1.7\n%%EOF\n"])
def test_what_is_no_report_is_refused(
    data: bytes, served: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "report.pdf"
    file.write_bytes(data)
    assert main(["service", "read", str(file), "--warehouse", str(served)]) == 2
    assert len(capsys.readouterr().err.strip().splitlines()) == 1


def test_the_document_opens_and_says_the_same(served: Path, tmp_path: Path) -> None:
    out = tmp_path / "service.docx"
    assert main(["service", "report", "--year", "115", "--out", str(out), "--warehouse", str(served)]) == 0
    with ZipFile(out) as archive:
        assert any(name.startswith("word/media/") for name in archive.namelist())
    command = ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "pdf"]
    subprocess.run([*command, "--outdir", str(tmp_path), str(out)], check=True, capture_output=True, timeout=240)
    shown = subprocess.run(
        ["pdftotext", "-layout", str(tmp_path / "service.pdf"), "-"], check=True, capture_output=True, text=True
    ).stdout
    for words in ("服務績效統計", "範例資料", "高雄分局", "1416", "轉帳", "稽催件數", "37", "14 日"):
        assert words in shown, words


def test_lists_of_areas_must_be_whole(served: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "areas.toml"
    entry = '[[areas]]\narea = "高雄市"\nbranch = "高雄分局"\nsource = "範例"\n'
    for text, words in (
        (entry * 2, "twice"),
        ("areas = 3", "no file of areas"),
        ("[[areas]]\narea = 1", "no file"),
        ("x", "no file"),
    ):
        file.write_text(text, encoding="utf-8")
        assert main(["service", "areas", str(file), "--warehouse", str(served)]) == 2
        assert words in capsys.readouterr().err
    file.write_text(entry, encoding="utf-8")
    assert main(["service", "areas", str(file), "--warehouse", str(served)]) == 0
    assert fetch(served, "SELECT DISTINCT branch FROM permit_branches ORDER BY 1") == [("未指定",), ("高雄分局",)]


@given(st.text(alphabet="0123456789,. 萬元件次%批家108年度分局基隆新竹:。;通知稽催線上申辦率共計\n", max_size=120))
def test_any_text_gives_figures_of_known_branches(text: str) -> None:
    for one in figures(text):
        assert one.branch in (BUREAU, *BRANCHES)
        assert one.value >= 0
        assert one.unit
    assert last_branch(text) in (BUREAU, *BRANCHES)


def test_a_year_a_day_and_a_number_of_items_are_no_figures() -> None:
    text = "於 108 年 11 月 22 日舉辦 1 場次;均能於 14 天內完成,減少 3 項。"
    assert [(one.value, one.unit) for one in figures(text)] == [(Decimal(1), "場次")]
