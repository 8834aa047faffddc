"""Reads the legal tables that ship with the package, those that the office installed, and the register."""

from __future__ import annotations

import argparse
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import schemas
from schemas.errors import UsageError

if TYPE_CHECKING:
    from pydantic import BaseModel

    from schemas.legal_tables import LegalTables
    from schemas.register import Register

# The options of this module stand in front of every command: what reads tables is imported where it is called.

_SHIPPED_IN = Path(schemas.__path__[0]) / "legal"
SHIPPED = ("fees.toml", "limits.toml", "validity.toml", "holidays.toml", "addressees.toml")
Model = TypeVar("Model", bound="BaseModel")


FOLDER_VARIABLE = "ZIJIAN_LEGAL"


def add_options(parser: argparse.ArgumentParser) -> None:
    """``--legal`` and ``--legal-dir``, alike for every command that judges."""
    parser.add_argument(
        "--legal", "--fees", dest="legal", type=Path, metavar="FILE", help="規費、公差等表 (TOML) | fees, limits …"
    )
    add_folder_option(parser)


def add_folder_option(parser: argparse.ArgumentParser) -> None:
    """``--legal-dir`` alone."""
    parser.add_argument(
        "--legal-dir", type=Path, metavar="DIR", help=f"已載入之表 | folder of installed tables [${FOLDER_VARIABLE}]"
    )


def chosen(args: argparse.Namespace) -> LegalTables:
    """The tables that the options of ``add_options`` name."""
    if args.legal_dir is not None and not args.legal_dir.is_dir():
        raise UsageError(f"{args.legal_dir}: 無此資料夾 (no such folder)", hint="請確認 --legal-dir。")
    return load(args.legal, folder(args.legal_dir))


def folder(given: Path | None = None) -> Path:
    """Where installed tables lie: as given, else ``$ZIJIAN_LEGAL``, else the user's data folder."""
    named = given or os.environ.get(FOLDER_VARIABLE)
    if named:
        return Path(named)
    data = os.environ.get("LOCALAPPDATA" if os.name == "nt" else "XDG_DATA_HOME")
    return (Path(data) if data else Path.home() / ".local" / "share") / "zijian" / "legal"


def load(extra: Path | None = None, installed: Path | None = None) -> LegalTables:
    """The shipped tables, joined with those in the folder ``installed`` and with the office's file ``extra``.

    What is joined later takes precedence. Raises ``UsageError`` with file and entry where a file cannot be read or
    holds what no table has.
    """
    from schemas.legal_tables import LegalTables, OfficeTables  # noqa: PLC0415

    tables = LegalTables()
    for name in SHIPPED:
        tables = tables.joined(_model(LegalTables, _toml(_SHIPPED_IN / name), name))
    for path in installed_files(installed) if installed else ():
        tables = tables.joined(_model(OfficeTables, _toml(path), str(path)).tables())
    return tables if extra is None else tables.joined(read_file(extra))


def installed_files(installed: Path) -> list[Path]:
    """The tables in a folder, the one loaded last at the end: names begin with a running number."""
    return sorted(installed.glob("[0-9][0-9][0-9][0-9]-*.toml"))


def read_file(path: Path) -> LegalTables:
    """A file of tables as the office writes it; ``UsageError`` where it is none."""
    from schemas.legal_tables import LegalTables  # noqa: PLC0415

    return _model(LegalTables, _toml(path), str(path))


def load_register(path: Path) -> Register:
    """The office's register of permits and granted marks; ``UsageError`` where it cannot be read."""
    from schemas.register import Register  # noqa: PLC0415

    return _model(Register, _toml(path), str(path))


def _toml(path: Path) -> dict[str, Any]:
    import tomllib  # noqa: PLC0415

    try:
        return tomllib.loads(path.read_text("utf-8-sig"))
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror}", hint="請確認路徑(check the path)。") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: {error}", hint="請更正 TOML 語法,存成 UTF-8(save as TOML in UTF-8)。") from error


def _model(model: type[Model], data: dict[str, Any], name: str) -> Model:
    from pydantic import ValidationError  # noqa: PLC0415

    try:
        return model.model_validate(data)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(str(part + 1) if isinstance(part, int) else part for part in first["loc"])
        raise UsageError(f"{name}: {where}: {first['msg']}", hint="見 docs/legal-tables.md。") from error
