"""The whole month on the sample mail: from the mailbox to receipts, with each step told."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

from flows import legal_tables
from flows.intake_types import IntakeResult, IntakeSettings, MessageResult, taipei_now
from flows.mail_dates import TAIPEI
from flows.mail_source import open_source
from generators.month_words import OUTCOME_WORDS
from generators.printable import printable
from generators.state_words import STATE_WORDS
from generators.wording import kind_name
from schemas.catalogue import Lang
from schemas.errors import UsageError

if TYPE_CHECKING:
    from flows.intake_report import Page
    from generators.month_data import MonthData

PERIOD = "2026-10"
TODAY = date(2026, 11, 12)
NOW = datetime(2026, 11, 12, 9, 0, tzinfo=TAIPEI)
WAREHOUSE = "zijian.duckdb"
QUERIES = (
    "SELECT instrument_kind, count(*) AS instruments, count(*) FILTER (verdict = 'fail') AS failed "
    "FROM current_verifications GROUP BY ALL ORDER BY ALL",
    "SELECT permit_number, instrument_kind, state, late_days, fee_payable FROM current_submissions ORDER BY ALL",
    "SELECT code, severity, count(*) AS times FROM findings WHERE severity IN ('error', 'fatal') "
    "GROUP BY ALL ORDER BY times DESC, code",
)
Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class DemoResult:
    """What the run made, and where it lies."""

    intake: IntakeResult
    data: MonthData
    page: Page
    warehouse: Path


def sample_folder() -> Path:
    """``sample_inputs`` as it was installed; ``UsageError`` where it was left out."""
    folder = Path(str(resources.files("sample_inputs")))
    if not (folder / "mail").is_dir():
        raise UsageError(
            f"找不到範例郵件:{folder / 'mail'} (the sample mail is missing)", hint="請重新安裝。(Reinstall.)"
        )
    return folder


def sample_settings(folder: Path, workers: int) -> IntakeSettings:
    """The example register and fees, and a clock that stands on the morning of 12 November 2026."""
    return IntakeSettings(
        today=TODAY,
        legal=legal_tables.load(folder / "fees.example.toml"),
        register=legal_tables.load_register(folder / "register.toml"),
        workers=workers,
        from_addr="zijian@bsmi.example",
        clock=lambda: NOW,
    )


def run_demo(out: Path, lang: Lang, say: Say, *, workers: int = 2, fresh: bool = False) -> DemoResult:
    """Run the month into the folder ``out``; ``say`` is told each step as a line.

    With ``fresh`` what an earlier demo left in ``out`` is removed first; without it, messages that are there already
    change nothing. Raises ``UsageError`` where the samples or the folder are missing or cannot be written.
    """
    from flows.intake_report import Page, month_data, page_path, write_page  # noqa: PLC0415 - DuckDB only from here on
    from flows.pipeline import run_intake  # noqa: PLC0415
    from warehouse.read_copy import publish  # noqa: PLC0415
    from warehouse.store import Store  # noqa: PLC0415

    folder, words = sample_folder(), _WORDS[lang]
    warehouse = _prepared(out, fresh)
    say(words["register"].format(path=folder / "register.toml"))
    settings = sample_settings(folder, workers)
    source = open_source(str(folder / "mail"))
    say(words["mail"].format(path=folder / "mail", total=source.total()))
    intake = run_intake(source, warehouse, settings, name="demo", progress=lambda one: _tell(one, lang, say))
    page = Page(page_path(out, warehouse, PERIOD), intake.outbox, intake.receipts)
    with Store(warehouse, read_only=True) as store:
        data = month_data(store, intake, settings, PERIOD, page)
    write_page(data, page, lang)
    publish(warehouse, taipei_now)  # by the real clock, so that a query tells the true age of its copy
    return DemoResult(intake, data, page, warehouse)


def _prepared(out: Path, fresh: bool) -> Path:
    warehouse = out / WAREHOUSE
    try:
        out.mkdir(parents=True, exist_ok=True)
        for path in sorted(out.glob(f"{warehouse.stem}.*")) if fresh else ():
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    except OSError as error:
        raise UsageError(f"{out}: {error.strerror} (cannot be written)", hint="請改用 --out。(Use --out.)") from error
    return warehouse


def _tell(result: MessageResult, lang: Lang, say: Say) -> None:
    """One line for a message, and one for each submission in it."""
    codes = "、".join(sorted(set(result.stray_codes)))
    note = f"  {codes}" if codes else ""
    say(f"  {printable(result.where)}  {OUTCOME_WORDS[result.outcome][lang == 'en']}{note}")
    for one in result.submissions:
        kind, state = kind_name(one.key.instrument_kind, lang), STATE_WORDS[one.state].name(lang)
        loaded = _WORDS[lang]["rows"].format(loaded=one.rows_loaded, total=one.rows_total)
        receipt = f"  {_WORDS[lang]['receipt']} {one.receipt_number}" if one.receipt_number else ""
        say(f"      {one.key.permit_number}  {kind}  {state}  {loaded}{receipt}")


def where_to_look(result: DemoResult, lang: Lang) -> Iterator[str]:
    """The lines that end the demo: files to open, and queries to try with the answer to the first."""
    from flows.query_formats import as_table  # noqa: PLC0415
    from warehouse.query import ask  # noqa: PLC0415

    words = _WORDS[lang]
    yield words["look"]
    yield f"  {words['page']}  {result.page.path}"
    for label, folder in (("receipts", result.page.receipts), ("replies", result.page.outbox)):
        found = sorted(path for path in folder.iterdir() if path.is_file()) if folder.is_dir() else []
        yield f"  {words[label].format(count=len(found))}  {found[0] if found else folder}"
    yield words["queries"]
    for query in QUERIES:
        yield f'  zijian query "{query}" --warehouse {result.warehouse}'
    answer = ask(result.warehouse, QUERIES[0], limit=None, seconds=20)
    yield words["answer"]
    yield from (f"  {line}" for line in as_table(answer.columns, answer.rows).splitlines())


_WORDS: dict[Lang, dict[str, str]] = {
    "zh": {
        "register": "1. 讀入範例許可登記資料及範例規費表(金額虛構):{path}",
        "mail": "2. 收取範例郵件 {total} 封:{path}\n   每封:登錄附件、依內容辨識、讀出、檢核、入庫、回覆",
        "rows": "入庫 {loaded}/{total} 列",
        "receipt": "收據",
        "month": "3. 2026-10(115 年 10 月)月報",
        "again": "   資料庫已有這些郵件,未重複入庫;要從頭再跑一次,請加 --fresh。",
        "look": "4. 請看:",
        "page": "月報頁(瀏覽器開啟)",
        "receipts": "收據 {count} 份,例如",
        "replies": "回覆 {count} 封,例如",
        "queries": "5. 可以試試這些查詢:",
        "answer": "   第一個查詢的結果:",
    },
    "en": {
        "register": "1. Reading the example register and the example fees (amounts invented): {path}",
        "mail": "2. Taking in {total} sample messages: {path}\n   each: files registered, told by their bytes, read, "
        "checked, loaded, answered",
        "rows": "{loaded}/{total} rows loaded",
        "receipt": "receipt",
        "month": "3. The month 2026-10",
        "again": "   The warehouse has these messages already, nothing was loaded twice; --fresh starts over.",
        "look": "4. Look at:",
        "page": "the month's page (open it in a browser)",
        "receipts": "{count} receipts, for example",
        "replies": "{count} replies, for example",
        "queries": "5. Queries to try:",
        "answer": "   The answer to the first:",
    },
}


def month_heading(result: DemoResult, lang: Lang) -> Iterator[str]:
    """The heading above the month's table, with a word on a run that found everything there."""
    from schemas.submission import Outcome  # noqa: PLC0415

    yield _WORDS[lang]["month"]
    if result.intake.counts[Outcome.DUPLICATE] == len(result.intake.messages):
        yield _WORDS[lang]["again"]
