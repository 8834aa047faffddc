"""``zijian profile``: teaching from a real file, at a terminal and without one, and both ends of the same verdict."""

from __future__ import annotations

import json
import os
import pty
import select
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from flows.cli import main
from tests.intake.office import Office, eml
from tests.profiles.taught_sheets import reworded
from tests.rules import specimens

OWN = {"偏載檢定": "頂針讀數", "檢定人員": "經手"}
RECORD = specimens.record("weighing_instrument")
PERMIT: str = RECORD.header.permit_number
DAY = ("--today", "2026-11-21")


@pytest.fixture
def record(tmp_path: Path) -> Path:
    path = tmp_path / "紀錄.xlsx"
    path.write_bytes(reworded(RECORD, OWN))
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "profiles"


def learn(record: Path, folder: Path, *more: str) -> int:
    return main(["profile", "learn", str(record), "--profiles", str(folder), *more])


def checked(record: Path, capsys: pytest.CaptureFixture[str], *more: str) -> Any:
    capsys.readouterr()
    main(["check", str(record), "--json", *DAY, *more])
    return json.loads(capsys.readouterr().out)


def test_what_is_not_understood_is_shown_and_nothing_saved(
    record: Path, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert learn(record, folder) == 1
    shown = capsys.readouterr()
    assert [line for line in shown.out.splitlines() if "頂針讀數" in line and "?不識" in line]
    assert shown.err.splitlines() == ["T204 無法辨識欄位名稱「頂針讀數」,該欄未讀取。"]
    assert not folder.exists()


def test_taught_by_options_then_listed_shown_and_checked(
    record: Path, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "T204" in {finding["code"] for finding in checked(record, capsys)["findings"]}
    told = ("--set", "頂針讀數=偏載檢定", "--set", "經手=verifier", "--by", "教示人")
    assert learn(record, folder, *told) == 0
    document = checked(record, capsys, "--profiles", str(folder))
    codes = [finding["code"] for finding in document["findings"]]
    assert codes.count("F118") == 2
    assert "T204" not in codes
    assert document["header"]["verifier"] == RECORD.header.verifier
    assert main(["profile", "list", "--profiles", str(folder), "--json"]) == 0
    (listed,) = json.loads(capsys.readouterr().out)
    assert (listed["permit_number"], listed["by"], listed["ignored"]) == (PERMIT, "教示人", [])
    assert (listed["columns"], listed["labels"]) == ({"頂針讀數": "eccentricity"}, {"經手": "verifier"})
    assert main(["profile", "show", PERMIT, "--profiles", str(folder)]) == 0
    assert "頂針讀數" in capsys.readouterr().out
    assert main(["profile", "show", "nobody", "--profiles", str(folder)]) == 2


def test_what_is_taught_later_joins_what_was_taught_before(record: Path, folder: Path) -> None:
    assert learn(record, folder, "--set", "頂針讀數=increasing_1") in (0, 1)
    assert learn(record, folder, "--set", "頂針讀數=eccentricity", "--set", "經手=verifier") == 0
    text = (folder / f"{PERMIT}.toml").read_text(encoding="utf-8")
    assert '"頂針讀數" = "eccentricity"' in text
    assert "increasing_1" not in text
    assert len(list(folder.iterdir())) == 1


def test_taught_by_a_file_that_names_nobody(record: Path, folder: Path, tmp_path: Path) -> None:
    words = tmp_path / "words.toml"
    words.write_text('[columns]\n"頂針讀數" = "eccentricity"\n', encoding="utf-8")
    assert learn(record, folder, "--from", str(words), "--set", "經手=verifier") == 0
    text = (folder / f"{PERMIT}.toml").read_text(encoding="utf-8")
    assert f'permit_number = "{PERMIT}"' in text
    assert '"經手" = "verifier"' in text


@pytest.mark.parametrize(
    ("told", "said"),
    [
        (("--set", "器號=mark_number"), "「器號」已知為「器號」"),
        (("--set", "檢定日期=verifier"), "「檢定日期」已知為「檢定日期」"),
        (("--set", "頂針讀數=nothing"), "無此欄位"),
        (("--set", "12=eccentricity"), "不是欄名"),
        (("--from", "no-such.toml"), "no-such.toml"),
    ],
)
def test_what_cannot_be_taught_is_one_line(
    record: Path, folder: Path, told: tuple[str, str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert learn(record, folder, *told) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert said in line
    assert not folder.exists()


def test_words_of_another_manufacturer_are_not_taught(record: Path, folder: Path, tmp_path: Path) -> None:
    words = tmp_path / "words.toml"
    words.write_text('permit_number = "MV199999"\n[columns]\n"頂針讀數" = "eccentricity"\n', encoding="utf-8")
    assert learn(record, folder, "--from", str(words)) == 2
    assert not folder.exists()


def test_a_table_that_was_not_found_can_be_taught(
    tmp_path: Path, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Hardly a known word above the columns: the likeliest row is shown, and read once it was taught."""
    book = openpyxl.Workbook()
    sheet = book.create_sheet("檢定", 0)
    lines: list[tuple[str, ...]] = [
        ("非自動衡器自行檢定紀錄表",),
        ("自檢字號:", PERMIT),
        ("檢定日期:", "115/10/05"),
        (),
        ("身分碼", "頂針讀數", "裁示", "封口", "規費"),
        *((f"A10{n}", "0.1", "合格", f"S1BA15{n:05d}", "5") for n in range(4)),
    ]
    for line in lines:
        sheet.append(line)
    path = tmp_path / "紀錄.xlsx"
    book.save(path)
    assert learn(path, folder) == 1
    shown = capsys.readouterr()
    assert "T201" in shown.err
    assert sum("?不識" in line for line in shown.out.splitlines()) == 4
    words = {"身分碼": "serial_number", "頂針讀數": "eccentricity", "裁示": "verdict", "封口": "mark_number"}
    told = [part for word, name in words.items() for part in ("--set", f"{word}={name}")]
    assert learn(path, folder, *told) == 1, "規費 is left over"
    run = subprocess.run(
        [sys.executable, "-m", "flows.cli", "parse", str(path), "--json", "--profiles", str(folder)],
        capture_output=True,
        check=True,
    )
    rows = json.loads(run.stdout)["rows"]
    assert [row["serial_number"] for row in rows] == ["A100", "A101", "A102", "A103"]
    assert {row["eccentricity"] for row in rows} == {0.1}


def test_at_a_terminal_each_unknown_heading_is_asked_for(record: Path, folder: Path) -> None:
    """``9`` is none of the choices, ``1`` is the only field that no column has."""
    main_end, child_end = pty.openpty()
    command = [sys.executable, "-m", "flows.cli", "profile", "learn", str(record), "--profiles", str(folder)]
    with subprocess.Popen(command, stdin=child_end, stdout=child_end, stderr=child_end, close_fds=True) as run:
        os.close(child_end)
        os.write(main_end, b"9\n1\n")
        shown = _all_of(main_end, run)
        assert run.wait() == 0, shown
    os.close(main_end)
    assert "「頂針讀數」(0.0)" in shown
    assert " 1  偏載檢定  eccentricity" in shown
    assert "請輸入 1 至 1" in shown
    assert '"頂針讀數" = "eccentricity"' in (folder / f"{PERMIT}.toml").read_text(encoding="utf-8")


def _all_of(handle: int, run: subprocess.Popen[bytes]) -> str:
    """What a process writes to its terminal until it ends."""
    parts, deadline = [], time.monotonic() + 60
    while time.monotonic() < deadline:
        ready, _, _ = select.select([handle], [], [], 0.2)
        if not ready and run.poll() is not None:
            break
        try:
            parts.append(os.read(handle, 65536) if ready else b"")
        except OSError:
            break
    return b"".join(parts).decode("utf-8", "replace")


def test_the_office_reaches_the_same_verdict(
    record: Path, folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert learn(record, folder, "--set", "頂針讀數=eccentricity", "--set", "經手=verifier") == 0
    document = checked(record, capsys, "--profiles", str(folder))
    office = Office(tmp_path / "office")
    office.post(eml({"紀錄.xlsx": record.read_bytes()}))
    command = ["intake", str(office.mail), "--warehouse", str(office.warehouse), "--profiles", str(folder), *DAY]
    main([*command, "--json"])
    (message,) = json.loads(capsys.readouterr().out)["messages"]
    (submission,) = message["submissions"]
    own = {"F", "T", "C", "R"}
    mine = sorted(finding["code"] for finding in document["findings"] if finding["code"][0] in own)
    theirs = sorted(code for code in message["codes"] if code[0] in own)
    assert "F118" in mine
    assert sorted(set(theirs)) == sorted(set(mine))
    assert submission["state"] == document["state"]
    assert submission["rows_loaded"] == len(RECORD.rows)
