"""The options of commands that read a mailbox or send replies; they go before the settings file."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from flows.settings import VARIABLE, MailSettings, load

_IMAP = ("mark", "move_to", "largest", "ca_file", "plain")
_SMTP = ("ca_file", "plain", "daily_limit")


def add_options(parser: argparse.ArgumentParser) -> None:
    """All of them, and ``--send``."""
    add_settings(parser)
    add_imap(parser)
    add_smtp(parser)
    parser.add_argument(
        "--send",
        nargs="?",
        const="",
        metavar="URL",
        help="收件後寄出回覆:smtp://、smtps:// | send the replies afterwards [[smtp] url]",
    )


def add_settings(parser: argparse.ArgumentParser) -> None:
    """The settings file."""
    parser.add_argument("--settings", type=Path, metavar="FILE", help=f"設定檔 (TOML) | settings file [${VARIABLE}]")


def add_imap(parser: argparse.ArgumentParser) -> None:
    """What one run may want otherwise with a mailbox."""
    mailbox = parser.add_argument_group("信箱 | mailbox (imaps://, imap://)")
    mailbox.add_argument(
        "--mark", choices=("keyword", "seen", "none"), help="處理後之標記 | mark of a settled message [keyword]"
    )
    mailbox.add_argument("--move-to", metavar="FOLDER", help="處理後移入之資料夾 | folder for settled messages")
    mailbox.add_argument(
        "--largest", type=_mebibytes, metavar="MIB", help="取回郵件之上限 (MiB) | largest message to fetch [64]"
    )


def add_smtp(parser: argparse.ArgumentParser) -> None:
    """What one run may want otherwise with any server."""
    server = parser.add_argument_group("伺服器 | servers")
    server.add_argument("--ca-file", type=Path, metavar="PEM", help="伺服器憑證簽發機關 | authorities to trust")
    server.add_argument(
        "--plain", action="store_true", default=None, help="允許不加密連線 | allow a connection without TLS"
    )
    server.add_argument(
        "--daily-limit", type=_count, metavar="N", help="同一地址每日回覆數 | replies a day to one address [20]"
    )


def chosen(args: argparse.Namespace) -> MailSettings:
    """The settings file's settings with the options of the call over them."""
    settings = load(args.settings)
    imap = settings.imap.model_copy(update=_given(args, _IMAP))
    return settings.model_copy(update={"imap": imap, "smtp": settings.smtp.model_copy(update=_given(args, _SMTP))})


def _given(args: argparse.Namespace, names: tuple[str, ...]) -> dict[str, Any]:
    values = {name: getattr(args, name, None) for name in names}
    return {name: value for name, value in values.items() if value is not None}


def _mebibytes(text: str) -> int:
    if not text.isdigit() or not 1 <= int(text) <= 2048:
        raise argparse.ArgumentTypeError(f"{text}: 1-2048")
    return int(text) << 20


def _count(text: str) -> int:
    if not text.isdigit() or not 1 <= int(text) <= 10_000:
        raise argparse.ArgumentTypeError(f"{text}: 1-10000")
    return int(text)
