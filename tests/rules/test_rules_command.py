"""The list of rules, as data and as the page in docs/."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from flows.cli import main
from flows.commands.rules import markdown
from schemas.catalogue import CATALOGUE

DOCS = Path(__file__).parents[2] / "docs" / "findings.md"


def test_docs_are_the_catalogue(golden: Callable[[Path, str], None]) -> None:
    golden(DOCS, markdown())


def test_json_lists_every_code(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", "--json"]) == 0
    listed = json.loads(capsys.readouterr().out)
    assert [entry["code"] for entry in listed] == list(CATALOGUE)
    assert len(listed) >= 60
    assert all(entry["basis"] and entry["message"] and entry["message_en"] and entry["ruleset"] for entry in listed)


@pytest.mark.parametrize(("lang", "word"), [("zh", "規則版本"), ("en", "rule set")])
def test_text_lists_every_code(capsys: pytest.CaptureFixture[str], lang: str, word: str) -> None:
    assert main(["rules", "--lang", lang]) == 0
    out = capsys.readouterr().out
    assert word in out
    assert sum(line[:4] in CATALOGUE for line in out.splitlines()) == len(CATALOGUE)
