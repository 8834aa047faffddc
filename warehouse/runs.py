"""Intake runs with their counts."""

from __future__ import annotations

from collections.abc import Mapping

from schemas.submission import Outcome
from warehouse.session import Session
from warehouse.values import clean_text


class Runs(Session):
    """The table ``runs``."""

    def begin_run(self, source: str, ruleset: str = "") -> int:
        """Write down that a run has begun; returns its number."""
        with self.transaction():
            number = self.next_id("runs")
            self.insert(
                "runs",
                {"id": number, "source": clean_text(source), "ruleset": ruleset, "started_at": self.now()},
            )
        return number

    def finish_run(self, number: int, counts: Mapping[Outcome, int]) -> None:
        """Write down that a run ended, with how many messages ended in each outcome."""
        columns = [f"{outcome.value} = ?" for outcome in Outcome]
        values = [counts.get(outcome, 0) for outcome in Outcome]
        self.run(
            f"UPDATE runs SET finished_at = ?, messages = ?, {', '.join(columns)} WHERE id = ?",  # noqa: S608 (our names)
            [self.now(), sum(values), *values, number],
        )
