"""The outbox as a Prefect flow: replies, reminders and notices that are due, sent through the office's mail server."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

from prefect import flow, task
from prefect.artifacts import create_table_artifact
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State
from prefect.states import Completed

from flows import flow_settings
from flows import settings as mail_settings
from flows.flow_settings import FlowSettings
from flows.sending import Sent, Step
from flows.sending_run import send_replies
from flows.shared_flow import machine_retries

_DONE = frozenset({Step.SENT, Step.FOUND})


@flow(name="outbox", description="寄出回覆、提醒與通知 · replies, reminders and notices sent", persist_result=False)
def outbox(settings: Path) -> State[Any]:
    """Send what is due; nothing is sent where ``[smtp] url`` names no mail server."""
    known = flow_settings.load(settings)
    if mail_settings.load(known.file).smtp.url is None:
        return Completed(message="未設 [smtp] url,不寄送 (no mail server is named: nothing is sent)")
    sent = _send.with_options(**machine_retries(known))(known)
    left = [
        {"file": one.reply.path, "step": one.step.value, "why": one.why or ""} for one in sent if one.step not in _DONE
    ]
    if left:
        create_table_artifact(left, key="outbox", description="待處理 · to be seen to")
    counts = Counter(one.step for one in sent)
    return Completed(
        message=", ".join(f"{step.value} {counts[step]}" for step in Step if counts[step]) or "nothing due"
    )


@task(name="send", persist_result=False, cache_policy=NO_CACHE)
def _send(settings: FlowSettings) -> list[Sent]:
    return send_replies(settings.office.warehouse, mail_settings.load(settings.file), None)
