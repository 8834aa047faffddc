"""``zijian legal``: what is there, what is missing, and how a table of the office comes in."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from flows.cli import main
from flows.legal_tables import folder, installed_files, load
from schemas.legal_dated import outside
from schemas.legal_status import Standing, status
from schemas.legal_tables import DATED, Validity

DAY = date(2026, 11, 21)
ENTRY = '[[unit_fees]]\nkind = "{kind}"\nunit_fee = {fee}\narticle = "附表"\nvalid_from = {start}\n'
LOAD = ("--confirmed-by", '王"範例"', "--confirmed-on", "2026-11-20", "--today", str(DAY))


def table(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def fees(kind: str = "water_meter", fee: int = 50, start: str = "2020-01-01") -> str:
    return ENTRY.format(kind=kind, fee=fee, start=start)


def install(where: Path, path: Path) -> int:
    return main(["legal", "load", str(path), *LOAD, "--legal-dir", str(where)])


def test_a_table_is_confirmed_by_its_loading(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    where, given = tmp_path / "legal", table(tmp_path / "fees.toml", "\ufeff# 附表四\n" + fees())
    assert install(where, given) == 0
    assert "fees" in capsys.readouterr().out
    found = [entry for entry in load(installed=where).unit_fees if entry.kind == "water_meter"]
    assert [(entry.unit_fee, entry.confirmed_by, entry.confirmed_on) for entry in found] == [
        (50, '王"範例"', date(2026, 11, 20))
    ]
    assert found[0].confirmed
    [kept] = installed_files(where)
    assert "# 附表四" in kept.read_text("utf-8"), "the office's own words stay"


def test_inline_tables_and_calendars_are_taken_too(tmp_path: Path) -> None:
    text = (
        'holidays = [{ day = 2026-02-16, name = "除夕", source = "115年辦公日曆表" }]\n'
        'validity = [{ kind = "gas_meter", years = 8, article = "CNMV 31", valid_from = 2026-01-01 }]\n'
    )
    assert install(tmp_path / "legal", table(tmp_path / "calendar.toml", text)) == 0
    tables = load(installed=tmp_path / "legal")
    entry = tables.validity_years("gas_meter", DAY)
    assert entry is not None
    assert (entry.years, entry.confirmed) == (8, True)
    before = tables.validity_years("gas_meter", date(2025, 12, 31))
    assert before is not None
    assert (before.years, before.confirmed) == (10, False), "the shipped entry holds until the office's begins"
    [calendar] = [line for line in status(tables, date(2026, 6, 1)) if line.table == "holidays"]
    assert (calendar.standing, calendar.confirmed_by) == (Standing.CONFIRMED, '王"範例"')


def test_the_same_again_changes_nothing_and_a_later_one_takes_precedence(tmp_path: Path) -> None:
    where = tmp_path / "legal"
    first = table(tmp_path / "a.toml", fees())
    assert [install(where, first), install(where, first)] == [0, 0]
    assert len(installed_files(where)) == 1
    assert install(where, table(tmp_path / "b.toml", fees(fee=60, start="2026-07-01"))) == 0
    found = [entry for entry in load(installed=where).unit_fees if entry.kind == "water_meter"]
    assert [(entry.unit_fee, entry.valid_from, entry.valid_to) for entry in found] == [
        (60, date(2026, 7, 1), None),
        (50, date(2020, 1, 1), date(2026, 6, 30)),
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "no table"),
        ("[[unit_fees", "Expected"),
        ('confirmation = { confirmed_by = "x", confirmed_on = 2026-01-01 }\n' + fees(), "confirmation"),
        (fees() + "example = true\n", "unit_fees.1"),
        (fees() + fees(fee=60), "unit_fees.2"),
        (fees(kind="oil_meter"), "unit_fees.1.kind"),
        ('[[holidays]]\nday = 2026-01-02\nname = "n"\nsource = "s"\n' * 2 + "working = true\n", "holidays.2"),
        ("\x00", "line 1"),
        ("# " + "x" * 4_000_001, "too large"),
    ],
)
def test_a_bad_file_is_one_line_and_nothing_is_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str, said: str
) -> None:
    assert install(tmp_path / "legal", table(tmp_path / "bad.toml", text)) == 2
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 1
    assert said in lines[0]
    assert not (tmp_path / "legal").exists()


@pytest.mark.parametrize(
    "words", [("--confirmed-by", " "), ("--confirmed-by", "a\nb"), ("--confirmed-on", "2026-11-22")]
)
def test_a_confirmation_must_be_one(tmp_path: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, str]) -> None:
    given = table(tmp_path / "fees.toml", fees())
    assert main(["legal", "load", str(given), *LOAD, *words, "--legal-dir", str(tmp_path / "legal")]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1
    assert not (tmp_path / "legal").exists()


def test_a_folder_that_cannot_be_written_is_said_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    given = table(tmp_path / "fees.toml", fees())
    assert install(given, given) == 2
    assert "--legal-dir" in capsys.readouterr().err
    assert main(["legal", "status", "--legal-dir", str(tmp_path / "none")]) == 2


def test_check_uses_the_folder_by_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = '[[calibration_intervals]]\nmonths = 1\narticle = "機關所定"\nvalid_from = 2000-01-01\n'
    assert install(tmp_path / "legal", table(tmp_path / "c.toml", text)) == 0
    monkeypatch.setenv("ZIJIAN_LEGAL", str(tmp_path / "legal"))
    assert folder() == tmp_path / "legal"
    assert load(installed=folder()).calibration_interval("gas_meter", DAY) is not None
    assert load().calibration_intervals == [], "without a folder only what ships"


def test_status_says_what_is_missing_and_where_it_stands(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert main(["legal", "status", "--json", "--legal-dir", str(tmp_path), "--today", str(DAY)]) == 0
    lines = json.loads(capsys.readouterr().out)["tables"]
    assert {line["table"] for line in lines} == {*DATED, "holidays"}
    found = {(line["table"], line["kind"]): line for line in lines if line["kind"]}
    assert len(found) == 25
    assert found["unit_fees", "gas_meter"]["standing"] == "missing"
    assert "附表三" in found["unit_fees", "gas_meter"]["article"]
    assert found["limits", "gas_meter"]["standing"] == "unconfirmed"
    calendars = [line for line in lines if line["table"] == "holidays"]
    assert [line["valid_from"] for line in calendars] == ["2026-01-01", "2027-01-01"], "next year's is due already"
    assert main(["legal", "status", "--lang", "en", "--legal-dir", str(tmp_path)]) == 0
    assert "missing" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("end", "follows", "standing", "days"),
    [
        (date(2026, 11, 20), None, Standing.LAPSED, None),
        (date(2026, 11, 21), None, Standing.CONFIRMED, 1),
        (date(2027, 1, 10), None, Standing.CONFIRMED, 51),
        (date(2027, 1, 10), date(2027, 1, 11), Standing.CONFIRMED, None),
        (date(2027, 1, 10), date(2027, 1, 12), Standing.CONFIRMED, 51),
        (date(2027, 6, 30), None, Standing.CONFIRMED, None),
    ],
)
def test_what_lapses_is_told_in_time(end: date, follows: date | None, standing: Standing, days: int | None) -> None:
    tables = load()
    tables.validity = [validity(date(2020, 1, 1), end)] + ([validity(follows, None)] if follows else [])
    line = next(line for line in status(tables, DAY) if line.table == "validity" and line.kind == "gas_meter")
    assert (line.standing, line.days_left) == (standing, days)


def validity(start: date, end: date | None) -> Validity:
    return Validity(
        kind="gas_meter", years=10, article="a", valid_from=start, valid_to=end, confirmed_by="b", confirmed_on=DAY
    )


@pytest.mark.parametrize(
    ("start", "end", "left"),
    [
        (date(2021, 1, 1), date(2021, 12, 31), [(2020, 2020), (2022, 2022)]),
        (date(2019, 1, 1), date(2020, 12, 31), [(2021, 2022)]),
        (date(2022, 1, 1), None, [(2020, 2021)]),
        (date(2020, 1, 1), None, []),
        (date(2023, 1, 1), None, [(2020, 2022)]),
    ],
)
def test_an_earlier_entry_holds_where_no_later_one_runs(
    start: date, end: date | None, left: list[tuple[int, int]]
) -> None:
    earlier = validity(date(2020, 1, 1), date(2022, 12, 31))
    found = outside([earlier], [validity(start, end)])
    assert [(entry.valid_from.year, entry.valid_to.year if entry.valid_to else 0) for entry in found] == left
