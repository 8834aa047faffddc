"""The documents name every command and every finding code, and lead nowhere that is not there."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from flows.cli import COMMANDS, main
from schemas.catalogue import CATALOGUE

ROOT = Path(__file__).parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])


@pytest.mark.parametrize("readme", ["README.md", "README.zh-Hant.md"])
def test_the_readme_names_every_command(readme: str) -> None:
    text = (ROOT / readme).read_text(encoding="utf-8")
    assert [command.name for command in COMMANDS if f"zijian {command.name}" not in text] == []


def test_every_finding_code_is_documented() -> None:
    text = (ROOT / "docs" / "findings.md").read_text(encoding="utf-8")
    assert len(CATALOGUE) >= 60
    assert [code for code in CATALOGUE if f"### {code} " not in text] == []


def test_the_list_of_findings_is_the_catalogues() -> None:
    run = subprocess.run(
        [sys.executable, "-m", "flows.cli", "rules", "--markdown"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert run.stdout == (ROOT / "docs" / "findings.md").read_text(encoding="utf-8"), "make docs"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_and_pictures_lead_somewhere(page: Path) -> None:
    targets = re.findall(r"\]\(([^)#\s]+)", page.read_text(encoding="utf-8"))
    local = [target for target in targets if "://" not in target]
    assert [target for target in local if not (page.parent / target).exists()] == []


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_every_command_has_help_in_both_languages(command: object, capsys: pytest.CaptureFixture[str]) -> None:
    name = getattr(command, "name", "")
    for lang in ("zh", "en"):
        with pytest.raises(SystemExit) as stop:
            main([name, "--help", "--lang", lang])
        assert stop.value.code == 0
        words = getattr(command, lang)
        assert "".join(words.split()) in "".join(capsys.readouterr().out.split())
