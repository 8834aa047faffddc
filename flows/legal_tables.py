"""Reads the legal tables that ship with the package, the office's own file, and the register."""

from __future__ import annotations

import tomllib
from importlib import resources
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from schemas.errors import UsageError
from schemas.legal_tables import LegalTables
from schemas.register import Register

SHIPPED = ("fees.toml", "limits.toml", "validity.toml", "holidays.toml", "addressees.toml")
Model = TypeVar("Model", bound=BaseModel)


def load(extra: Path | None = None) -> LegalTables:
    """The shipped tables, joined with the office's file where one is given (it takes precedence).

    Raises ``UsageError`` with file and entry where the office's file cannot be read or holds what no table has.
    """
    folder = resources.files("schemas") / "legal"
    tables = LegalTables()
    for name in SHIPPED:
        tables = tables.joined(_model(LegalTables, tomllib.loads((folder / name).read_text("utf-8")), name))
    return tables if extra is None else tables.joined(_model(LegalTables, _toml(extra), str(extra)))


def load_register(path: Path) -> Register:
    """The office's register of permits and granted marks; ``UsageError`` where it cannot be read."""
    return _model(Register, _toml(path), str(path))


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8-sig"))
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror}", hint="請確認路徑(check the path)。") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: {error}", hint="請更正 TOML 語法,存成 UTF-8(save as TOML in UTF-8)。") from error


def _model(model: type[Model], data: dict[str, Any], name: str) -> Model:
    try:
        return model.model_validate(data)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(str(part + 1) if isinstance(part, int) else part for part in first["loc"])
        raise UsageError(f"{name}: {where}: {first['msg']}", hint="見 docs/legal-tables.md。") from error
