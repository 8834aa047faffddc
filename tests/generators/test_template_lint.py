"""Templates that the office replaced: which version holds, and what is wrong with one."""

from __future__ import annotations

import shutil
from datetime import date
from io import BytesIO
from pathlib import Path

import docx
import pytest

from flows.cli import main
from generators.forms import NOT_ON_THE_FORM, blank_docx
from generators.template_lint import known_names, lint
from generators.templates import BUILT_IN, BUILT_IN_FOLDER, Templates
from schemas.errors import TemplateError


def edited(folder: Path, name: str, old: str, new: str, saved_as: str | None = None) -> Path:
    """A copy of a built-in template in which a text of its tables or paragraphs is replaced."""
    document = docx.Document(str(BUILT_IN_FOLDER / f"{name}.docx"))
    paragraphs = list(document.paragraphs)
    paragraphs += [
        item for table in document.tables for row in table.rows for cell in row.cells for item in cell.paragraphs
    ]
    runs = [run for paragraph in paragraphs for run in paragraph.runs if old in run.text]
    assert runs
    for run in runs:
        run.text = run.text.replace(old, new)
    path = folder / f"{saved_as or name}.docx"
    document.save(str(path))
    return path


@pytest.mark.parametrize("name", known_names())
def test_the_programs_own_templates_are_clean(name: str) -> None:
    assert lint(BUILT_IN.path(name)) == []


def test_all_templates_are_known() -> None:
    assert len(known_names()) >= 14
    assert set(NOT_ON_THE_FORM) == {"taximeter", "electricity_meter"}


FAULTS = {
    "unknown tag": ("{{ payer }}", "{{ payer }}{{ colour }}", "colour"),
    "unknown part": ("{{ item.name }}", "{{ item.names }}", "names"),
    "left out": ("{{ ubn }}", "", "{{ ubn }}"),
    "full-width braces": ("{{ purpose }}", "{{ purpose }}\uff5b\uff5b x \uff5d\uff5d", "半形"),
    "open block": ("{%tr endfor %}", "", "for item in items"),
    "code": ("{{ payer }}", "{{ payer.__class__ }}", "__class__"),
}


@pytest.mark.parametrize(("old", "new", "named"), FAULTS.values(), ids=FAULTS)
def test_what_is_wrong_with_a_template_is_named(tmp_path: Path, old: str, new: str, named: str) -> None:
    problems = lint(edited(tmp_path, "receipt", old, new))
    assert problems
    assert all(problem.template == "receipt.docx" for problem in problems)
    assert any(named in problem.zh for problem in problems)


def test_a_name_that_no_template_has_is_named(tmp_path: Path) -> None:
    shutil.copy(BUILT_IN_FOLDER / "receipt.docx", tmp_path / "reciept.docx")
    assert "receipt" in lint(tmp_path / "reciept.docx")[0].zh


def test_the_office_replaces_a_template_from_a_day_on(tmp_path: Path) -> None:
    edited(tmp_path, "FIF-04", "月份月報表", "月份月報表（新式）", "FIF-04@2027-01-01")
    templates = Templates(tmp_path)
    assert templates.path("FIF-04", date(2026, 12, 31)) == BUILT_IN.path("FIF-04")
    assert templates.path("FIF-04", date(2027, 1, 1)).name == "FIF-04@2027-01-01.docx"
    assert templates.path("FIF-03-gas_meter") == BUILT_IN.path("FIF-03-gas_meter")
    text = [paragraph.text for paragraph in docx.Document(BytesIO(blank_docx("FIF-04", None, templates))).paragraphs]
    assert any("（新式）" in line for line in text)


def test_a_day_that_does_not_exist_and_a_missing_template_are_named(tmp_path: Path) -> None:
    shutil.copy(BUILT_IN_FOLDER / "receipt.docx", tmp_path / "receipt@2027-02-30.docx")
    with pytest.raises(TemplateError, match="2027-02-30"):
        Templates(tmp_path).path("receipt")
    with pytest.raises(TemplateError, match="nothing"):
        BUILT_IN.path("nothing")


def test_the_command_checks_a_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["form", "lint"]) == 0
    edited(tmp_path, "receipt", "{{ ubn }}", "")
    assert main(["form", "lint", "--templates", str(tmp_path)]) == 1
    assert "ubn" in capsys.readouterr().err


def test_the_command_fills_the_offices_template(tmp_path: Path) -> None:
    edited(tmp_path, "FIF-01", "度量衡業自行檢定許可申請書", "自訂申請書")
    out = tmp_path / "out.docx"
    assert main(["form", "FIF-01", "--blank", "--out", str(out), "--templates", str(tmp_path)]) == 0
    assert "自訂申請書" in "".join(paragraph.text for paragraph in docx.Document(str(out)).paragraphs)
