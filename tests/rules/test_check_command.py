"""``zijian check`` on real files: what is printed, what is returned, what is written."""

from __future__ import annotations

import json
import subprocess
import sys
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from openpyxl import load_workbook

from flows.cli import main
from tests.rules.sheets import workbook
from tests.rules.specimens import report

PDFS = Path(__file__).parents[1] / "records" / "pdf"
FAULTY = PDFS / "1-000-electricity-reportlab.pdf"
CLEAN = PDFS / "1-004-scale_elec-reportlab.pdf"
DAY = ("--today", "2026-11-21")


def test_json_has_the_documents_with_all_findings(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(FAULTY), "--json", *DAY]) == 0
    document = json.loads(capsys.readouterr().out)
    assert len(document["rows"]) == 25
    assert document["state"] == "accepted_with_warnings"
    assert document["ruleset"]
    assert [found for found in document["findings"] if found["severity"] in ("error", "fatal")] == []
    beyond = [finding for finding in document["findings"] if finding["code"] == "R435"]
    assert len(beyond) == 11, "the form prints ±0.5 and passes 0.54"
    first = beyond[0]
    assert (first["page"], first["row"], first["field"], first["value"]) == (1, 1, "wh_power_factor", "0.54")


def test_table_says_where_what_and_what_to_do(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(FAULTY), *DAY]) == 0
    out = "".join(capsys.readouterr().out.split())
    for word in ("R435", "瓦時功因", "0.54", "超出公差者應判定不合格", "可受理", "規則版本"):
        assert word in out
    assert main(["check", str(FAULTY), "--lang", "en", *DAY]) == 0
    out = " ".join(capsys.readouterr().out.split())
    for word in ("R435", "accepted", "rule set"):
        assert word in out


def test_several_files_are_a_list_and_held_together(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    copy = tmp_path / "again.pdf"
    copy.write_bytes(CLEAN.read_bytes())
    assert main(["check", str(CLEAN), str(copy), "--json", *DAY]) == 0
    first, second = json.loads(capsys.readouterr().out)
    assert "B561" not in {finding["code"] for finding in first["findings"]}
    assert "B561" in {finding["code"] for finding in second["findings"]}


@pytest.mark.parametrize("content", [b"", b"MZ\x90\x00" * 99, b"%PDF-1.7\n%%EOF", b"PK\x03\x04" + b"\x00" * 60])
def test_an_unreadable_file_is_one_line(capsys: pytest.CaptureFixture[str], tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "record.pdf"
    path.write_bytes(content)
    assert main(["check", str(path), *DAY]) == 2
    said = capsys.readouterr().err.splitlines()
    assert len(said) == 1
    assert "record.pdf" in said[0]


@pytest.mark.parametrize(
    "words",
    [
        ["check", "/nowhere/none.pdf"],
        ["check", str(CLEAN), "--register", "/nowhere/none.toml"],
        ["check", str(CLEAN), "--fees", "/nowhere/none.toml"],
    ],
)
def test_a_wrong_call_is_one_line(capsys: pytest.CaptureFixture[str], words: list[str]) -> None:
    assert main(words) == 2
    said = capsys.readouterr().err.splitlines()
    assert len(said) == 1
    assert "none" in said[0]


def test_a_wrong_day_is_a_wrong_call(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as raised:
        main(["check", str(CLEAN), "--today", "31/12/2026"])
    assert raised.value.code == 2
    assert "YYYY-MM-DD" in capsys.readouterr().err


def test_annotate_writes_a_copy_and_leaves_the_original(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    before = FAULTY.read_bytes()
    assert main(["check", str(FAULTY), "--annotate", str(tmp_path / "out"), *DAY]) == 0
    assert FAULTY.read_bytes() == before
    (copy,) = (tmp_path / "out").iterdir()
    assert copy.name == "1-000-electricity-reportlab_檢核.pdf"
    with pikepdf.open(copy) as pdf:
        notes = [str(note.Contents) for page in pdf.pages for note in page.obj.get("/Annots", [])]
    assert any("R435" in note and "0.54" in note for note in notes)
    assert copy.name in capsys.readouterr().err


def test_a_format_without_a_copy_is_said_with_those_that_have_one(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    book = load_workbook(BytesIO(workbook(report())))
    lines = [[str(value or "") for value in line] for line in book.worksheets[0].iter_rows(values_only=True)]
    (tmp_path / "report.csv").write_text("\n".join(",".join(line) for line in lines), "utf-8")
    assert main(["check", str(tmp_path / "report.csv"), "--annotate", str(tmp_path / "out"), *DAY]) in (0, 1)
    told = [line for line in capsys.readouterr().err.splitlines() if "標註" in line]
    assert told == ["1 份檔案未能標註;可標註之格式:PDF, .xlsx, .xlsm, .docx, .docm。"]
    assert not (tmp_path / "out").exists() or not list((tmp_path / "out").iterdir())


def test_json_and_text_name_the_cell_of_a_heading(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    book = load_workbook(BytesIO(workbook(report())))
    book.worksheets[0].cell(4, 11, "天氣")
    book.worksheets[0].cell(5, 11, "晴")
    path = tmp_path / "report.xlsx"
    book.save(path)
    main(["check", str(path), "--json", *DAY])
    found = {one["code"]: one for one in json.loads(capsys.readouterr().out)["findings"]}["T204"]
    assert [found[name] for name in ("page", "sheet", "line", "column", "box", "row")] == [
        None,
        "檢定",
        4,
        "K",
        None,
        None,
    ]
    main(["check", str(path), *DAY])
    (line,) = [line for line in capsys.readouterr().out.splitlines() if "T204" in line]
    assert "檢定 K4" in line


@pytest.mark.parametrize(("lang", "words"), [("zh", "107年8月10日(含當日)"), ("en", "report by 2018-08-10")])
def test_the_day_until_which_to_report_is_told(lang: str, words: str, capsys: pytest.CaptureFixture[str]) -> None:
    main(["check", str(CLEAN), "--lang", lang, *DAY])
    (line,) = [line for line in capsys.readouterr().out.splitlines() if words in line]
    assert line


HEAVY = ("prefect", "duckdb", "camelot", "docx", "docxtpl", "pandas", "openpyxl", "pikepdf", "rich", "pdfplumber")


def test_check_starts_light() -> None:
    code = (
        "import sys; from flows.cli import main\n"
        f"status = main(['check', {str(CLEAN)!r}, '--json'])\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr); sys.exit(status)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stderr.splitlines()[-1] == "[]"
