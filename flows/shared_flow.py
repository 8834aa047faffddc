"""What all flows share: which errors are tried again, how progress is shown, what a run writes on its page."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from prefect import Task
from prefect.artifacts import create_markdown_artifact, create_progress_artifact, update_progress_artifact
from prefect.client.schemas.objects import State, TaskRun

from flows.flow_settings import FlowSettings
from flows.month_close_words import posted_line
from flows.month_markdown import escaped
from flows.office_letters import Posted, Way
from schemas.catalogue import Lang
from schemas.errors import ZijianError

_BETWEEN = 1.0
_LONGEST_WAIT = 3600.0


def retryable(_task: Task[..., Any], _run: TaskRun, state: State[Any]) -> bool:
    """Whether the same call may go through later: a fault of the machine, never one of a file or of the settings."""
    error = state.result(raise_on_failure=False)
    return error.retryable if isinstance(error, ZijianError) else isinstance(error, OSError)


def machine_retries(settings: FlowSettings) -> dict[str, Any]:
    """Options of a task: try again as the settings say, each wait twice as long as the one before (an hour at most)."""
    first, times = settings.prefect.retry_seconds, settings.prefect.retries
    return {
        "retries": times,
        "retry_delay_seconds": [min(first * 2**number, _LONGEST_WAIT) for number in range(times)] or 0,
        "retry_condition_fn": retryable,
    }


def show_letters(posted: Sequence[Posted], key: str, lang: Lang) -> str:
    """Write the letters of a run down as an artifact, where there are any; how many went out, in a few words."""
    new = sum(one.way is not Way.BEFORE for one in posted)
    if posted:
        lines = "\n".join(f"- {escaped(posted_line(one, lang))}" for one in posted)
        create_markdown_artifact(lines, key=key, description=f"{new} new")
    return f"{new} of {len(posted)} letters new" if posted else "no letters"


class Progress:
    """A progress artifact, moved at most once a second so that the page never holds the work up."""

    def __init__(self, description: str) -> None:
        """``description`` stands beside the bar."""
        made = create_progress_artifact(progress=0.0, description=description)
        self._artifact: UUID = made if isinstance(made, UUID) else UUID(str(made))
        self._last = time.monotonic()

    def move(self, done: int, total: int | None) -> None:
        """Show how far the work is; without a known total the bar stays where it is."""
        if total and time.monotonic() - self._last >= _BETWEEN:
            self._last = time.monotonic()
            update_progress_artifact(self._artifact, progress=min(100.0, 100.0 * done / total))

    def end(self) -> None:
        """The work is done."""
        update_progress_artifact(self._artifact, progress=100.0)
