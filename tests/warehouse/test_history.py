"""Whatever comes in whatever order: one submission in force a key, the history whole, receipts without a gap."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.submission import State
from tests.warehouse.builders import NOON, message, meters, record, submission
from warehouse.model import LOADING_STATES, ReceiptRequest
from warehouse.store import Store

LOADING = [state.value for state in LOADING_STATES]
mails = st.tuples(
    st.integers(min_value=0, max_value=3),
    st.sampled_from(list(State)),
    st.integers(min_value=0, max_value=5),
    st.booleans(),
)


class Stopped(Exception):
    """A fault of the machine, planted."""


def take_in(store: Store, number: int, content: int, state: State, day: int, stop: bool) -> None:
    """One mail with one file; ``stop`` breaks off when all but the commit is done."""
    mail = message(str(number), NOON + timedelta(days=day))
    given = submission([record(meters(2 + content), f"{content}.pdf")], mail, state)
    store.register_message(mail)
    with suppress(Stopped), store.transaction():
        store.load_submission(given, receipt=ReceiptRequest("測試", 7, date(2026, 11, 5)))
        if stop:
            raise Stopped


@given(st.lists(mails, min_size=1, max_size=9))
@settings(max_examples=30, deadline=None)
def test_any_order_of_mails(
    tmp_path_factory: pytest.TempPathFactory, received: list[tuple[int, State, int, bool]]
) -> None:
    sizes = []
    with Store(tmp_path_factory.mktemp("w") / "w.duckdb") as store:
        for number, (content, state, day, stop) in enumerate(received):
            take_in(store, number, content, state, day, stop)
            sizes.append(store.fetch("SELECT count(*) FROM verifications")[0][0])
        submissions = store.fetch(
            "SELECT id, state, received_at, supersedes, superseded_by FROM submissions ORDER BY id"
        )
        current = store.fetch("SELECT id, state, received_at FROM current_submissions")
        serials = [row[0] for row in store.fetch("SELECT serial FROM receipts ORDER BY submission_id")]
    assert [row[0] for row in submissions] == list(range(1, len(submissions) + 1))
    assert serials == [row[0] for row in submissions]
    assert all(before <= after for before, after in pairwise(sizes))
    assert len(current) == min(1, len(submissions))
    assert bool(submissions) == any(not stop for *_, stop in received)
    loading = [row for row in submissions if row[1] in LOADING]
    if loading:
        assert current[0][1] in LOADING
        assert current[0][2] == max(row[2] for row in loading)
    by_id = {row[0]: row for row in submissions}
    for number, _, _, supersedes, superseded_by in submissions:
        assert superseded_by is None or by_id[superseded_by][1] in LOADING or by_id[number][1] not in LOADING
        assert supersedes is None or by_id[supersedes][4] == number
