"""The command line. A subcommand's module is imported only when it is called, so that ``check`` starts fast."""

from __future__ import annotations

import argparse
import gc
import importlib
import os
import sys
from collections.abc import Sequence
from typing import Literal, NamedTuple

from schemas.errors import ZijianError

Lang = Literal["zh", "en"]


class Command(NamedTuple):
    """A subcommand: its name, what it does in both languages; the code is in ``flows.commands.<module>``.

    ``actions`` are words that may stand right after it, each with a module of its own: ``intake status`` is
    ``flows.commands.intake_status``.
    """

    name: str
    zh: str
    en: str
    actions: tuple[str, ...] = ()

    @property
    def module(self) -> str:
        """The import path of the command's module."""
        return f"flows.commands.{self.name}"


COMMANDS: tuple[Command, ...] = (
    Command("parse", "讀出檔案內容,不作判斷", "what the file says, no judgement"),
    Command("check", "讀檔並逐條檢核", "read and hold against every rule"),
    Command("rules", "列出全部檢核規則與法規依據", "list every rule and its legal basis"),
    Command("legal", "規費、公差等表:現況與載入", "legal tables: what is there, and loading one"),
    Command(
        "intake",
        "收件、檢核、入庫、回覆、月報",
        "fetch mail, validate, load, answer, report",
        ("status", "retry", "quarantine"),
    ),
    Command("profile", "業者讀取設定:教示、列出", "manufacturers' own words: teach, list"),
    Command("form", "產製表單 FIF-01 至 FIF-07 (Word)", "filled or blank forms FIF-01 to FIF-07"),
    Command("label", "電度表 QR 標籤:製作與判讀", "QR labels out, and back"),
    Command("transfer", "電度表轉檔檔案組:製作與讀回", "electricity-meter transfer files: make, read back"),
    Command("document", "文件:轉 PDF、簽署、查驗", "documents: to PDF, sign, verify"),
    Command("receipt", "規費:應繳、繳款、收據、出納日報", "fees owed, payments, receipts, the day book"),
    Command("query", "以 SQL 唯讀查詢資料庫", "SQL on the warehouse, read-only"),
    Command("export", "匯出 Parquet(依月份)或 Excel", "export Parquet by month, or a workbook"),
    Command("chart", "繪圖:器差分布、不合格率、檢定費、服務績效", "charts: errors, failure rates, fees, service"),
    Command("service", "服務績效:統計、對照、Word 報告", "figures on service: query, compare, document"),
    Command("warehouse", "資料庫維護:檢查、備份、還原、壓實、大小", "upkeep: check, back up, restore, compact, size"),
    Command("signs", "讀數異常跡象(承辦人用)", "signs of invention in readings, for staff"),
    Command("outbox", "回覆:列出、寄送、確認、再寄、撤回", "replies: list, send, confirm, resend, withdraw"),
    Command("month", "月結、催報、展延通知", "close a month, remind, renewal notices"),
    Command("flows", "排程作業:執行、立即執行、列出", "scheduled work on Prefect: serve, run, list"),
    Command("audit", "稽核紀錄:查驗、列出", "the audit log: verify, list"),
    Command("permit", "許可登記簿:申請、核發、停止、歷史", "the permit register: applications, permits, history"),
    Command("mark", "合格印證:核准、使用、剩餘、銷毀", "marks: approved, used, left over, destroyed"),
    Command(
        "card", "智慧卡:讀卡機、狀態、憑證、簽章、登入示範", "cards: readers, status, certificates, signing, login"
    ),
    Command("demo", "以範例資料跑完一個月", "the whole month on sample_inputs"),
)


def language(argv: Sequence[str]) -> Lang:
    """``--lang`` before or after the subcommand, else ``ZIJIAN_LANG``, else Chinese."""
    words = list(argv)
    for index, word in enumerate(words):
        if word.startswith("--lang="):
            return "en" if word[7:] == "en" else "zh"
        if word == "--lang" and index + 1 < len(words):
            return "en" if words[index + 1] == "en" else "zh"
    return "en" if os.environ.get("ZIJIAN_LANG", "").startswith("en") else "zh"


def build_parser(argv: Sequence[str], lang: Lang) -> argparse.ArgumentParser:
    """The parser, with the arguments of the called subcommand only."""
    parser = argparse.ArgumentParser(
        prog="zijian", description="自檢 — 度量衡業自行檢定" if lang == "zh" else "zijian — self-verification"
    )
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    called = next((word for word in argv if not word.startswith("-")), None)
    # The others are for the help and for the error of a command that is not there.
    for command in [command for command in COMMANDS if command.name == called == argv[0]] or COMMANDS:
        text = command.zh if lang == "zh" else command.en
        sub = commands.add_parser(command.name, help=text, description=text)
        if command.name == called:
            _fill(sub, command, argv)
        sub.add_argument("--lang", choices=("zh", "en"), default=lang, help="zh | en")
    return parser


def _fill(parser: argparse.ArgumentParser, command: Command, argv: Sequence[str]) -> None:
    """The arguments of the called subcommand, or of the action that stands right after it."""
    after = argv[argv.index(command.name) + 1 :][:1]
    action = after[0] if after and after[0] in command.actions else None
    module = f"{command.module}_{action}" if action else command.module
    parser.set_defaults(_module=module)
    if action:
        parser = parser.add_subparsers(metavar=action, required=True).add_parser(action)
    elif command.actions:
        parser.epilog = f"zijian {command.name} {' | '.join(command.actions)} --help"
    importlib.import_module(module).add_arguments(parser)
    if action:
        parser.add_argument("--lang", choices=("zh", "en"), default=argparse.SUPPRESS, help="zh | en")


_OBJECTS = 200_000
"""New objects before a search for cycles."""

_AT_ONCE = ("check", "parse", "rules")
"""Commands that leave nothing to put away at the end: no thread, no database, no file that is still open."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; exit status 0, 1 (findings of severity error) or 2 (could not be done).

    Called without ``argv``, as the program itself, it ends the process after some commands: to take all modules apart
    is a sixth of the time of a short one.
    """
    _start_light()
    words = list(sys.argv[1:] if argv is None else argv)
    lang = language(words)
    front = _without_lang(words)
    args = build_parser(front, lang).parse_args(front)
    args.lang = lang
    status = _run(args)
    if argv is None and args.command in _AT_ONCE:
        sys.stderr.flush()
        os._exit(status)
    return status


def _run(args: argparse.Namespace) -> int:
    try:
        status = int(importlib.import_module(args._module).run(args))
        sys.stdout.flush()
    except ZijianError as error:
        print(f"zijian: {error}", file=sys.stderr)
        return error.exit_code
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return 130
    return status


def _start_light() -> None:
    """Before anything large is imported: no search for pydantic plug-ins, no threads for matrices that nobody has.

    Both are for this process and its workers, and give way to what the environment says. What is imported stays: to
    look for cycles in it again and again is a tenth of the time of a short command.
    """
    gc.set_threshold(_OBJECTS)
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


def _without_lang(words: list[str]) -> list[str]:
    if words[:1] == ["--lang"]:
        return words[2:]
    if words and words[0].startswith("--lang="):
        return words[1:]
    return words


if __name__ == "__main__":
    sys.exit(main())
