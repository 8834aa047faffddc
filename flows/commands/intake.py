"""``zijian intake``: the mail of a month, from the mailbox to warehouse, replies, receipts and report."""

from __future__ import annotations

import argparse
import json
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flows import legal_tables, mail_options, profiles
from flows.command_parts import day
from flows.mail_source import MailSource, open_source
from flows.permit_desk import register_for
from schemas.errors import UsageError, WarehouseError

if TYPE_CHECKING:
    from flows.intake_report import Page
    from flows.intake_types import IntakeResult, IntakeSettings
    from flows.settings import MailSettings
    from generators.month_data import MonthData

DEFAULT_WAREHOUSE = Path("zijian.duckdb")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Source, warehouse, what to judge by, and where to write."""
    parser.add_argument(
        "source",
        metavar="SOURCE",
        help=".eml 資料夾、.eml、mbox、Maildir、imaps://帳號@主機/資料夾 | folder of .eml, mbox, Maildir, mailbox",
    )
    add_warehouse(parser)
    add_judging_arguments(parser)
    mail_options.add_options(parser)


def add_warehouse(parser: argparse.ArgumentParser) -> None:
    """``--warehouse``, alike for every action."""
    parser.add_argument(
        "--warehouse", type=Path, default=DEFAULT_WAREHOUSE, metavar="DB", help="DuckDB 檔 | file [%(default)s]"
    )


def add_judging_arguments(parser: argparse.ArgumentParser) -> None:
    """What to judge by and where to write, for every action that takes messages in."""
    parser.add_argument("--register", type=Path, metavar="FILE", help="許可登記資料 (TOML) | register of permits")
    legal_tables.add_options(parser)
    profiles.add_option(parser)
    parser.add_argument("--month", type=_month, metavar="YYYY-MM", help="月報頁之月份 | month of the report")
    parser.add_argument("--today", type=day, metavar="DATE", help="作業日 YYYY-MM-DD | day of the intake")
    parser.add_argument("--workers", type=_count, default=1, metavar="N", help="同時讀檔數 | files read at a time [1]")
    parser.add_argument("--out", type=Path, metavar="DIR", help="月報頁資料夾 | folder of the month's page")
    parser.add_argument(
        "--reply-from", default="zijian@localhost", metavar="ADDRESS", help="回覆之寄件地址 | address that answers"
    )
    parser.add_argument("--log", metavar="FILE", help="作業紀錄 (JSON Lines),- 為 stderr | log as JSON lines")
    parser.add_argument("--json", action="store_true", help="結果以 JSON 輸出 | the result as data")


def run(args: argparse.Namespace) -> int:
    """Exit status 0 (nothing wrong), 1 (errors, quarantine or failures), 2 (could not be done)."""
    mail = mail_options.chosen(args)
    status = take_in(args, open_source(args.source, mail), args.source, mail)
    if args.send is None:
        return status
    from flows.outbox_round import send_and_tell  # noqa: PLC0415 - smtplib only where replies are sent

    out = sys.stderr if args.json else sys.stdout
    return max(status, send_and_tell(args.warehouse, mail, args.send, args.lang, out))


def take_in(args: argparse.Namespace, source: MailSource, name: str, mail: MailSettings) -> int:
    """Take a source in by the options of ``add_judging_arguments``; exit status as of ``run``."""
    from flows.intake_progress import shown_progress  # noqa: PLC0415 - rich and DuckDB only when there is mail
    from flows.log_lines import log_to  # noqa: PLC0415
    from flows.pipeline import run_intake  # noqa: PLC0415

    settings = _settings(args, mail)
    try:
        with log_to(args.log), shown_progress(source.total(), args.lang) as progress:
            result = run_intake(source, args.warehouse, settings, name=name, progress=progress)
        data, page = _month_page(args, result, settings)
    except OSError as error:
        raise WarehouseError(
            f"無法讀寫 {error.filename}:{error.strerror} (cannot read or write)", hint="請檢查路徑、權限與磁碟空間。"
        ) from error
    _show(args, result, data, page)
    for note in source.notes():
        print(f"zijian: {note[args.lang == 'en']}", file=sys.stderr)
    return 0 if result.clean else 1


def _settings(args: argparse.Namespace, mail: MailSettings) -> IntakeSettings:
    from flows.intake_types import IntakeSettings, taipei_now  # noqa: PLC0415

    if not re.fullmatch(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9.-]+", args.reply_from):
        raise UsageError(f"--reply-from {args.reply_from}:不是電子郵件地址。", hint="例:zijian@example.gov.tw")
    today = args.today or taipei_now().date()
    return IntakeSettings(
        today=today,
        legal=legal_tables.chosen(args),
        register=register_for(args.warehouse, args.register, today),
        workers=args.workers,
        from_addr=args.reply_from,
        profiles=profiles.chosen(args),
        mail=mail,
    )


def _month_page(args: argparse.Namespace, result: IntakeResult, settings: IntakeSettings) -> tuple[MonthData, Page]:
    from flows.intake_report import Page, month_data, month_of, page_path, write_page  # noqa: PLC0415
    from warehouse.store import Store  # noqa: PLC0415

    period = args.month or month_of(result, settings.today)
    path = page_path(args.out or args.warehouse.parent, args.warehouse, period)
    page = Page(path, result.outbox, result.receipts)
    with Store(args.warehouse, read_only=True) as store:
        data = month_data(store, result, settings, period, page)
    write_page(data, page, args.lang)
    return data, page


def _show(args: argparse.Namespace, result: IntakeResult, data: MonthData, page: Page) -> None:
    if args.json:
        json.dump(_as_json(args, result, data, page), sys.stdout, ensure_ascii=False, indent=2, default=str)
        sys.stdout.write("\n")
        return
    from flows.intake_summary import print_summary  # noqa: PLC0415 - rich is needed only for people

    print_summary(result, data, page, args.warehouse, args.lang)


def _as_json(args: argparse.Namespace, result: IntakeResult, data: MonthData, page: Page) -> dict[str, Any]:
    from flows.intake_summary import as_json  # noqa: PLC0415

    return as_json(result, data, page, args.warehouse)


def _month(text: str) -> str:
    if not re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", text):
        raise argparse.ArgumentTypeError(f"{text}: YYYY-MM")
    return text


def _count(text: str) -> int:
    if not text.isdigit() or not 1 <= int(text) <= 64:
        raise argparse.ArgumentTypeError(f"{text}: 1-64")
    return int(text)
