"""The options of a command that reads a mailbox or sends replies; they go before the settings file."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from flows.settings import VARIABLE, MailSettings, load


def add_options(parser: argparse.ArgumentParser) -> None:
    """Settings file, and what one run may want otherwise."""
    add_settings(parser)
    mailbox = parser.add_argument_group("信箱 | mailbox (imaps://, imap://)")
    mailbox.add_argument(
        "--mark", choices=("keyword", "seen", "none"), help="處理後之標記 | mark of a settled message [keyword]"
    )
    mailbox.add_argument("--move-to", metavar="FOLDER", help="處理後移入之資料夾 | folder for settled messages")
    mailbox.add_argument(
        "--largest", type=_mebibytes, metavar="MIB", help="取回郵件之上限 (MiB) | largest message to fetch [64]"
    )
    mailbox.add_argument("--ca-file", type=Path, metavar="PEM", help="伺服器憑證簽發機關 | authorities to trust")
    mailbox.add_argument("--plain", action="store_true", help="允許不加密連線 | allow a connection without TLS")


def add_settings(parser: argparse.ArgumentParser) -> None:
    """The settings file alone."""
    parser.add_argument("--settings", type=Path, metavar="FILE", help=f"設定檔 (TOML) | settings file [${VARIABLE}]")


def chosen(args: argparse.Namespace) -> MailSettings:
    """The settings file's settings with the options of the call over them."""
    settings = load(args.settings)
    given: dict[str, Any] = {name: getattr(args, name) for name in ("mark", "move_to", "largest", "ca_file")}
    changes = {name: value for name, value in given.items() if value is not None}
    if args.plain:
        changes["plain"] = True
    return settings.model_copy(update={"imap": settings.imap.model_copy(update=changes)})


def _mebibytes(text: str) -> int:
    if not text.isdigit() or not 1 <= int(text) <= 2048:
        raise argparse.ArgumentTypeError(f"{text}: 1-2048")
    return int(text) << 20
