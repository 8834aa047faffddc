"""Prefect and Dask stay where they belong, and no flow does more than call a use case."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

FLOWS = Path(__file__).parents[2] / "flows"
FILES = sorted(FLOWS.rglob("*.py"))


def _imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def _those_that_import(*packages: str) -> list[str]:
    return [
        path.relative_to(FLOWS).as_posix()
        for path in FILES
        if any(name.split(".")[0] in packages for name in _imported(path))
    ]


def test_only_flow_modules_import_prefect() -> None:
    found = _those_that_import("prefect", "prefect_dask")
    assert len(found) >= 8
    assert [name for name in found if not name.endswith("_flow.py")] == []


def test_dask_is_imported_behind_the_reading_pool_alone() -> None:
    assert _those_that_import("dask", "distributed") == ["reading_cluster.py"]


def test_flows_are_thin() -> None:
    files = sorted(FLOWS.glob("*_flow.py"))
    assert len(files) >= 8
    assert [path.name for path in files if len(path.read_text("utf-8").splitlines()) > 100] == []


def test_the_command_knows_the_flows_without_importing_prefect() -> None:
    """Its list is typed out, so that ``zijian flows --help`` needs no Prefect; it is that of the served ones."""
    from flows.commands.flows import NAMES  # noqa: PLC0415
    from flows.flow_settings import Schedules  # noqa: PLC0415

    served = ast.parse((FLOWS / "serve_flow.py").read_text("utf-8"))
    keys = next(
        node.value.keys for node in served.body if isinstance(node, ast.AnnAssign) and isinstance(node.value, ast.Dict)
    )
    assert tuple(ast.literal_eval(key) for key in keys if key) == NAMES
    assert [name.replace("-", "_") for name in NAMES] == list(Schedules.model_fields)
