"""Loads three submissions and kills itself with SIGKILL at a given step: ``python -m tests.warehouse.killed_load DB STEP LAG``.

A step is a call on the connection. ``LAG`` -1 kills before the step; 0 or more kills from a thread that starts with the step
and waits that many ten-thousandths of a second, so that a commit is hit from inside. STEP 0 never kills; the number of steps is printed.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from schemas.submission import Outcome, SubmissionKey
from tests.warehouse.builders import PERMIT, message, meters, record, report, submission
from warehouse.model import OutboxItem, ReceiptRequest
from warehouse.store import Store

PERIODS = ("2026-08", "2026-09", "2026-10")
ROWS = 40


class Doomed:
    """A connection that counts the calls on it and dies at one of them."""

    def __init__(self, real: Any, step: int, lag: int) -> None:
        self._real, self._step, self._lag = real, step, lag
        self.calls = 0

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._real, name)
        return self._counted(found) if callable(found) else found

    def _counted(self, call: Callable[..., Any]) -> Callable[..., Any]:
        def counted(*args: Any, **options: Any) -> Any:
            self.calls += 1
            if self.calls == self._step:
                self._die()
            return call(*args, **options)

        return counted

    def _die(self) -> None:
        if self._lag < 0:
            os.kill(os.getpid(), signal.SIGKILL)
        threading.Thread(target=self._die_soon, daemon=True).start()

    def _die_soon(self) -> None:
        time.sleep(self._lag / 10_000)
        os.kill(os.getpid(), signal.SIGKILL)


def load_all(store: Store) -> None:
    """What an intake does with three messages, as far as the warehouse goes."""
    for number, period in enumerate(PERIODS):
        mail = message(period)
        rows = meters(ROWS, start=18_000_000 + number * ROWS)
        given = submission([record(rows, f"{period}.pdf"), report(f"{period}-report.pdf")], mail)
        given.key = replace(SubmissionKey(PERMIT, period, "electricity_meter"))
        store.register_message(mail, [item.attachment for item in given.documents])
        if store.message_outcome(mail.sha256) is None:
            store.load_submission(
                given,
                receipt=ReceiptRequest("測試電表股份有限公司", 1200, date(2026, 11, 5)),
                outbox=[OutboxItem(f"<reply-{period}@example.test>", mail.sha256, f"outbox/{period}.eml")],
                outcome=Outcome.LOADED,
            )


def main() -> None:
    path, step, lag = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    with Store(path) as store:
        doomed = Doomed(store.connection, step, lag)
        store.connection = doomed  # type: ignore[assignment]
        load_all(store)
    print(doomed.calls)


if __name__ == "__main__":
    main()
