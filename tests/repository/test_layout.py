"""The repository keeps its shape, and pyscard its name."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
PROMISED = [
    "pyproject.toml",
    "uv.lock",
    "Makefile",
    "README.md",
    "README.zh-Hant.md",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    ".ci/run",
    "flows",
    "parsers",
    "generators",
    "templates/docx",
    "schemas",
    "warehouse",
    "smartcard",
    "tests",
    "sample_inputs",
    "docs/decisions",
    "benchmarks",
]


def test_the_promised_top_level_is_there() -> None:
    assert [name for name in PROMISED if not (ROOT / name).exists()] == []


def test_smartcard_is_a_folder_and_no_package() -> None:
    assert (ROOT / "smartcard" / "cardaccess" / "__init__.py").exists()
    assert not (ROOT / "smartcard" / "__init__.py").exists()
    assert not (ROOT / "tests" / "smartcard").exists()


def test_pyscard_imports_from_the_root() -> None:
    code = "import smartcard.System as s, cardaccess; print(s.__file__)"
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert "site-packages" in run.stdout
    assert str(ROOT / "smartcard") not in run.stdout


def test_no_module_hides_one_of_the_standard_library() -> None:
    ours = {path.stem for path in (ROOT / "flows").glob("*.py")} - {"__init__"}
    assert ours
    assert ours & sys.stdlib_module_names == set()


def test_the_check_command_starts_without_heavy_imports() -> None:
    code = "import sys, flows.cli, flows.commands.check; print(' '.join(sys.modules))"
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    heavy = {"prefect", "duckdb", "camelot", "docx", "docxtpl", "pandas", "rich", "openpyxl", "pdfplumber"}
    assert heavy & set(run.stdout.split()) == set()
