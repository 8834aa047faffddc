"""A round of sending as the command line tells of it: how many went out, and each reply that needs somebody."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TextIO

from flows.sending import Sent, Step
from flows.sending_run import send_replies
from flows.settings import MailSettings
from schemas.catalogue import Lang

_WORDS: dict[Step, tuple[str, str]] = {
    Step.SENT: ("已寄出", "sent"),
    Step.FOUND: ("查得已寄出", "found to be sent"),
    Step.DEFERRED: ("暫緩再寄", "deferred"),
    Step.HELD: ("已達每日上限,次日再寄", "held until tomorrow: daily limit"),
    Step.REFUSED: ("遭拒", "refused"),
    Step.UNKNOWN: ("結果未明", "end not known"),
}
_DONE = frozenset({Step.SENT, Step.FOUND})


def send_and_tell(
    warehouse: Path, mail: MailSettings, url: str, lang: Lang, out: TextIO, *, as_json: bool = False
) -> int:
    """Send what is due through ``url`` (empty: the settings') and say so; 1 where a reply was refused or is unknown."""
    done = send_replies(warehouse, mail, url or None)
    counts = Counter(one.step for one in done)
    if as_json:
        json.dump({"counts": counts, "replies": list(map(_data, done))}, out, ensure_ascii=False, indent=2)
        out.write("\n")
    else:
        out.writelines(f"{line}\n" for line in _lines(done, counts, english=lang == "en"))
    return 1 if counts[Step.REFUSED] or counts[Step.UNKNOWN] else 0


def _lines(done: Sequence[Sent], counts: Counter[Step], *, english: bool) -> Iterator[str]:
    said = "  ".join(f"{_WORDS[step][english]} {counts[step]}" for step in Step if counts[step])
    yield ("replies: " if english else "回覆:") + (said or ("nothing is due" if english else "無待寄者"))
    for one in done:
        if one.step not in _DONE:
            yield f"  {_WORDS[one.step][english]}  {one.reply.path}  {one.why or ''}".rstrip()
    if counts[Step.UNKNOWN]:
        yield "  zijian outbox confirm | resend " + ("FILE decides" if english else "檔名:由承辦人決定")


def _data(sent: Sent) -> dict[str, str | None]:
    return {"reply": sent.reply.path, "message_id": sent.reply.message_id, "step": sent.step.value, "why": sent.why}
