"""``zijian parse`` as it is called: one JSON document for a file, a list for several, and the exit status."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from pathlib import Path

import pytest

from flows.cli import main
from tests.hostile import corpus


@pytest.fixture
def files(tmp_path: Path) -> dict[str, Path]:
    found = {
        "record.pdf": corpus.HONEST.read_bytes(),
        "taxi.xlsx": corpus.workbook(),
        "empty.pdf": b"",
    }
    for name, data in found.items():
        (tmp_path / name).write_bytes(data)
    return {name: tmp_path / name for name in found}


def test_one_file_is_one_document(files: dict[str, Path], capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["parse", str(files["record.pdf"]), "--json"]) == 0
    document = json.loads(capfd.readouterr().out)
    assert document["document_kind"] == "verification_record"
    assert document["instrument_kind"] == "electricity_meter"
    assert document["source"]["file"] == "record.pdf"
    assert document["source"]["sha256"] == hashlib.sha256(files["record.pdf"].read_bytes()).hexdigest()
    assert len(document["rows"]) == 25


def test_several_files_are_a_list_in_the_order_given(files: dict[str, Path], capfd: pytest.CaptureFixture[str]) -> None:
    names = ["taxi.xlsx", "empty.pdf", "record.pdf", "taxi.xlsx"]
    assert main(["parse", "--json", *(str(files[name]) for name in names)]) == 2
    shown = capfd.readouterr()
    documents = json.loads(shown.out)
    assert [document["source"]["file"] for document in documents] == names
    assert [len(document["rows"]) for document in documents] == [2, 0, 25, 2]
    assert documents[0]["rows"][0]["serial_number"] == "00000001"
    assert documents[1]["findings"][0]["code"] == "F101"
    assert shown.err.count("\n") == 1
    assert "empty.pdf" in shown.err


def test_people_see_kind_header_rows_and_what_is_left_out(
    files: dict[str, Path], capfd: pytest.CaptureFixture[str]
) -> None:
    assert main(["parse", str(files["record.pdf"])]) == 0
    shown = capfd.readouterr().out
    assert "檢定紀錄 電度表 (2 頁,25 列" in shown
    assert "IV104018" in shown
    assert "另有 15 項" in shown
    assert main(["--lang", "en", "parse", str(files["record.pdf"])]) == 0
    assert "verification record electricity meter (2 p., 25 rows" in capfd.readouterr().out


def test_a_file_that_is_not_there_is_one_line(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["parse", str(tmp_path / "none.pdf"), "--json"]) == 2
    shown = capfd.readouterr()
    assert shown.out == ""
    assert shown.err.count("\n") == 1


def test_a_terminal_obeys_nothing_from_a_file(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "evil.csv"
    path.write_bytes("電度表檢定紀錄\n公司名稱:\x1b]0;owned\x07,x\n器號,是否合格\n1,合格\n2,合格\n".encode())
    main(["parse", str(path)])
    shown = capfd.readouterr()
    assert "\x1b]0" not in shown.out + shown.err


def test_json_is_utf8_whatever_the_locale(files: dict[str, Path]) -> None:
    command = str(Path(sys.executable).with_name("zijian"))
    done = subprocess.run(
        [command, "parse", str(files["taxi.xlsx"]), "--json"],
        capture_output=True,
        env={"LC_ALL": "C", "PYTHONIOENCODING": "ascii"},
        check=False,
    )
    assert "範例儀器股份有限公司" in done.stdout.decode("utf-8")
