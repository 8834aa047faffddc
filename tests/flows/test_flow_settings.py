"""The settings of scheduled work: defaults, places, and faults named with their entry."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

from flows import flow_settings
from flows.cli import main
from schemas.errors import UsageError

LEAST = '[office]\nsource = "mail"\nwarehouse = "office.duckdb"\n'


def _file(folder: Path, text: str) -> Path:
    path = folder / "office.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_paths_count_from_the_file(tmp_path: Path) -> None:
    known = flow_settings.load(_file(tmp_path, LEAST + 'register = "r/register.toml"\nlegal = "/etc/fees.toml"\n'))
    assert known.office.source == str(tmp_path / "mail")
    assert known.office.warehouse == tmp_path / "office.duckdb"
    assert known.office.permits == tmp_path / "r/register.toml"
    assert known.office.legal == Path("/etc/fees.toml")
    assert known.home == tmp_path / "office.prefect"
    assert known.out == tmp_path


def test_an_address_is_no_path_and_tables_of_mail_are_left_alone(tmp_path: Path) -> None:
    text = LEAST.replace('"mail"', '"imaps://u@host/INBOX"') + '[imap]\nmark = "seen"\n[smtp]\nuser = "u"\n'
    assert flow_settings.load(_file(tmp_path, text)).office.source == "imaps://u@host/INBOX"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[office]\nsource = "mail"\n', "office.warehouse"),
        (LEAST + "colour = 1\n", "office.colour"),
        (LEAST + '[schedules]\nintake = "every day"\n', "schedules.intake"),
        (LEAST + "[prefect]\nport = 70000\n", "prefect.port"),
        (LEAST + "[reminders]\ndays_after = 0\n", "reminders.days_after"),
        ("[office\n", "TOML"),
    ],
)
def test_a_fault_is_named_with_its_entry(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        flow_settings.load(_file(tmp_path, text))


def test_a_missing_file_says_how_to_name_one(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="--settings"):
        flow_settings.load(tmp_path / "office.toml")


def test_without_prefect_one_line_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = _file(tmp_path, LEAST)
    find = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == "prefect" else find(name))
    assert main(["flows", "run", "intake", "--settings", str(settings)]) == 2
    assert "zijian[flows]" in capsys.readouterr().err
    assert not (tmp_path / "office.prefect").exists()
