"""A progress bar on the terminal while an intake runs; silent where nobody looks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from flows.intake_types import MessageResult
from schemas.catalogue import Lang


@contextmanager
def shown_progress(total: int | None, lang: Lang) -> Iterator[Callable[[MessageResult], None]]:
    """A function to call after each message; it moves a bar on stderr if that is a terminal."""
    console = Console(stderr=True)
    words = "收件處理" if lang == "zh" else "taking in mail"
    columns = (TextColumn(words), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, disable=not console.is_terminal, transient=True) as bar:
        task = bar.add_task(words, total=total)
        yield lambda _: bar.advance(task)
