"""The state of the intake: what is unsettled, failed, in quarantine, waiting to be sent; the latest runs and what they took."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from generators.printable import printable
from schemas.catalogue import Lang
from schemas.errors import WarehouseBusy
from warehouse.deliveries import counts
from warehouse.followup import Unsettled, unsettled
from warehouse.metrics import RunRecord, latest_runs
from warehouse.pending import FailedMessage, failed_messages
from warehouse.read_copy import published_at, read_copy_path
from warehouse.store import Store

_MOST = 20
_MEBIBYTE = 1 << 20
_WORDS: dict[Lang, dict[str, str]] = {
    "zh": {
        "copy": "收件作業進行中;以下為 {when} 之讀取副本。",
        "unsettled": "未處理完畢 {n} 封(下次收件自動續辦)",
        "failed": "失敗 {n} 封(原因排除後:zijian intake retry --all)",
        "quarantined": "隔離 {n} 封(zijian intake quarantine list)",
        "replies": "回覆:{states}",
        "none": "回覆:無",
        "runs": "最近作業",
        "unfinished": "未完成",
        "more": "  …另 {n} 封",
    },
    "en": {
        "copy": "An intake is running; this is the read copy of {when}.",
        "unsettled": "{n} messages unsettled (the next intake goes on with them)",
        "failed": "{n} messages failed (once the cause is gone: zijian intake retry --all)",
        "quarantined": "{n} messages in quarantine (zijian intake quarantine list)",
        "replies": "replies: {states}",
        "none": "replies: none",
        "runs": "latest runs",
        "unfinished": "not finished",
        "more": "  … {n} more",
    },
}
_STATES: dict[str, str] = {
    "queued": "待寄",
    "sending": "寄送中",
    "sent": "已寄",
    "refused": "遭拒",
    "withdrawn": "不寄",
}


@dataclass(frozen=True, slots=True)
class Status:
    """All of it. ``copy_of`` is when the read copy was made (Asia/Taipei), where an intake holds the warehouse itself."""

    unsettled: tuple[Unsettled, ...]
    failed: tuple[FailedMessage, ...]
    quarantined: int
    replies: dict[str, int]
    runs: tuple[RunRecord, ...]
    copy_of: datetime | None = None

    @property
    def clear(self) -> bool:
        """Whether nothing waits for a person."""
        return not (self.failed or self.quarantined or self.replies.get("refused"))


def intake_status(warehouse: Path, runs: int = 5) -> Status:
    """The status of a warehouse, or of its read copy while an intake holds it; raises ``WarehouseBusy`` without one."""
    try:
        with Store(warehouse, read_only=True) as store:
            return _status(store, runs)
    except WarehouseBusy:
        copy = read_copy_path(warehouse)
        if not copy.is_file():
            raise
        with Store(copy, read_only=True) as store:
            return dataclasses.replace(_status(store, runs), copy_of=published_at(store.connection))


def _status(store: Store, runs: int) -> Status:
    row = store.fetch_one("SELECT count(*) FROM messages WHERE outcome = 'quarantined'")
    return Status(
        unsettled=tuple(unsettled(store)),
        failed=tuple(failed_messages(store)),
        quarantined=int(row[0]) if row else 0,
        replies={state.value: count for state, count in counts(store).items()},
        runs=tuple(latest_runs(store, runs)),
    )


def as_json(status: Status) -> dict[str, Any]:
    """The status as data."""
    return {"clear": status.clear, **dataclasses.asdict(status)}


def lines(status: Status, lang: Lang) -> Iterator[str]:
    """The status for a person."""
    say = _WORDS[lang]
    if status.copy_of is not None:
        yield say["copy"].format(when=f"{status.copy_of:%Y-%m-%d %H:%M}")
    yield say["unsettled"].format(n=len(status.unsettled))
    yield from _listed([f"{one.sha256[:12]}  {one.source}" for one in status.unsettled], lang)
    yield say["failed"].format(n=len(status.failed))
    yield from _listed([f"{one.sha256[:12]}  {one.source}  {one.reason or ''}" for one in status.failed], lang)
    yield say["quarantined"].format(n=status.quarantined)
    yield _replies(status, lang)
    yield say["runs"]
    yield from (f"  {_run(run, lang)}" for run in status.runs)


def _listed(texts: list[str], lang: Lang) -> Iterator[str]:
    yield from (f"  {printable(text)}" for text in texts[:_MOST])
    if len(texts) > _MOST:
        yield _WORDS[lang]["more"].format(n=len(texts) - _MOST)


def _replies(status: Status, lang: Lang) -> str:
    if not status.replies:
        return _WORDS[lang]["none"]
    words = (f"{_STATES[state] if lang == 'zh' else state} {count}" for state, count in sorted(status.replies.items()))
    return _WORDS[lang]["replies"].format(states=", ".join(words))


def _run(run: RunRecord, lang: Lang) -> str:
    head = f"#{run.number}  {run.started_at:%Y-%m-%d %H:%M}  {printable(run.source)}"
    if run.finished_at is None:
        return f"{head}  {_WORDS[lang]['unfinished']}"
    return "  ".join(filter(None, (head, _counts(run, lang), _taken(run, lang))))


def _counts(run: RunRecord, lang: Lang) -> str:
    names = ("loaded", "duplicate", "quarantined", "nothing_to_load", "failed")
    zh = ("入庫", "重複", "隔離", "無可入庫", "失敗")
    words = zh if lang == "zh" else tuple(name.replace("_", " ") for name in names)
    counts = ((word, getattr(run, name)) for word, name in zip(words, names, strict=True))
    total = f"{run.messages} 封" if lang == "zh" else f"{run.messages} messages"
    return ", ".join([total, *(f"{word} {count}" for word, count in counts if count)])


def _taken(run: RunRecord, lang: Lang) -> str:
    taken = run.metrics
    if taken is None:
        return ""
    memory = f", {taken.peak_memory // _MEBIBYTE} MiB" if taken.peak_memory else ""
    if lang == "zh":
        parts = f"{taken.files} 檔 {taken.pages} 頁 {taken.instruments} 具, {taken.seconds:.1f} 秒"
        stages = ("拆解", "讀檔", "檢核", "入庫")
    else:
        parts = f"{taken.files} files {taken.pages} pages {taken.instruments} rows, {taken.seconds:.1f} s"
        stages = ("opening", "reading", "judging", "loading")
    each = (taken.seconds_opening, taken.seconds_reading, taken.seconds_judging, taken.seconds_loading)
    spent = " ".join(f"{word} {seconds:.1f}" for word, seconds in zip(stages, each, strict=True))
    return f"{parts} ({spent}){memory}"
