"""Submissions: loaded in one transaction, superseded by a later one, never deleted."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from schemas.submission import FeeDue, Outcome, State, Submission, SubmissionKey
from warehouse.audit import INTAKE, AuditEntry, append
from warehouse.messages import Messages
from warehouse.model import LOADING_STATES, Loaded, OutboxItem, ReceiptRequest
from warehouse.receipts import Receipts
from warehouse.values import clean_text, local_time, whole


@dataclass(frozen=True, slots=True)
class _Earlier:
    """A submission of the same key that is in the warehouse."""

    id: int
    content_sha256: str
    state: State
    received_at: datetime
    superseded_by: int | None

    @property
    def loads(self) -> bool:
        return self.state in LOADING_STATES


class Submissions(Messages, Receipts):
    """The table ``submissions`` and all that hangs on it."""

    def load_submission(
        self,
        submission: Submission,
        *,
        bad_rows: Sequence[AbstractSet[int]] | None = None,
        receipt: ReceiptRequest | None = None,
        outbox: Sequence[OutboxItem] = (),
        outcome: Outcome | None = None,
    ) -> Loaded:
        """Load documents, findings, rows, receipt and replies, and settle the message if ``outcome`` is given: all or nothing.

        ``bad_rows[i]`` are the row numbers of ``submission.documents[i]`` that stay out (without it: those that
        ``schemas.validate.bad_rows`` tells); the findings are those of each ``JudgedDocument.findings``. Rows of a rejected or quarantined submission stay out
        altogether. The same files for the same key change nothing, unless they are now judged better (a permit or range
        that the register lacked): ``Loaded.new`` tells, and receipt and replies are then not written.
        A submission that loads replaces those of its key that were received before it.
        """
        with self.transaction():
            loaded = self._load(submission, bad_rows)
            if loaded.new:
                loaded = self._with_papers(loaded, receipt, outbox)
            if outcome is not None:
                self.set_outcome(submission.message_sha256, outcome)
        return loaded

    def _load(self, submission: Submission, bad_rows: Sequence[AbstractSet[int]] | None) -> Loaded:
        content = content_sha256(submission)
        earlier = self._earlier(submission.key)
        same = [item for item in earlier if item.content_sha256 == content]
        best = max(same, key=lambda item: (_rank(item.state), -item.id), default=None)
        if best is not None and _rank(best.state) >= _rank(submission.state):
            return self._unchanged(best, earlier)
        return self._insert_submission(submission, content, earlier, bad_rows)

    def _insert_submission(
        self,
        submission: Submission,
        content: str,
        earlier: Sequence[_Earlier],
        bad_rows: Sequence[AbstractSet[int]] | None,
    ) -> Loaded:
        number, standing = self.next_id("submissions"), _in_force(earlier)
        loads, wins = submission.state in LOADING_STATES, _wins(submission, standing)
        rival = standing.id if standing and standing.loads else None
        supersedes, superseded_by = (rival, None) if wins else (None, rival if loads else None)
        self.insert("submissions", _values(submission, number, content, supersedes, superseded_by, self.now()))
        append(self, _loading(submission, number, standing))
        if wins:
            self._supersede(submission.key, earlier, number)
        self.insert_documents(submission.documents, submission_id=number, bad_rows=bad_rows, load_rows=loads)
        return Loaded(number, new=True, in_force=wins, supersedes=supersedes)

    def _with_papers(self, loaded: Loaded, receipt: ReceiptRequest | None, outbox: Sequence[OutboxItem]) -> Loaded:
        self.add_outbox([replace(item, submission_id=loaded.submission_id) for item in outbox])
        if receipt is None:
            return loaded
        return replace(loaded, receipt_number=self.issue_receipt(loaded.submission_id, receipt).number)

    def _unchanged(self, same: _Earlier, earlier: Sequence[_Earlier]) -> Loaded:
        receipt = self.receipt_of(same.id)
        return Loaded(
            same.id,
            new=False,
            in_force=same == _in_force(earlier),
            receipt_number=receipt.number if receipt else None,
        )

    def _earlier(self, key: SubmissionKey) -> list[_Earlier]:
        rows = self.fetch(
            "SELECT id, content_sha256, state, received_at, superseded_by FROM submissions"
            " WHERE permit_number = ? AND period = ? AND instrument_kind = ? ORDER BY id",
            [clean_text(key.permit_number), key.period, key.instrument_kind],
        )
        return [_Earlier(row[0], row[1], State(row[2]), row[3], row[4]) for row in rows]

    def _supersede(self, key: SubmissionKey, earlier: Sequence[_Earlier], number: int) -> None:
        for item in earlier:
            if item.superseded_by is None:
                self.run("UPDATE submissions SET superseded_by = ? WHERE id = ?", [number, item.id])
                before, after = {"submission": item.id}, {"submission": item.id, "superseded_by": number}
                append(self, AuditEntry(INTAKE, "submission.supersede", audit_subject(key), before, after))


def content_sha256(submission: Submission) -> str:
    """One hash for the set of files of a submission, whatever their order and names."""
    files = sorted({item.attachment.sha256 for item in submission.documents})
    return hashlib.sha256("\n".join(files).encode("ascii")).hexdigest()


def audit_subject(key: SubmissionKey) -> str:
    """A submission's key as the audit log names it: ``MV115001/2026-10/taximeter``."""
    return f"{key.permit_number}/{key.period}/{key.instrument_kind}"


def _loading(submission: Submission, number: int, standing: _Earlier | None) -> AuditEntry:
    before = {"submission": standing.id, "state": standing.state.value} if standing else None
    after = {
        "submission": number,
        "state": submission.state.value,
        "message": submission.message_sha256,
        "files": sorted(item.attachment.sha256 for item in submission.documents),
        "ruleset": submission.ruleset,
        "fee_payable": submission.fee.payable if submission.fee else None,
    }
    return AuditEntry(INTAKE, "submission.load", audit_subject(submission.key), before, after)


def _rank(state: State) -> int:
    if state is State.PARTLY_ACCEPTED:
        return 1
    return 2 if state in LOADING_STATES else 0


def _in_force(earlier: Sequence[_Earlier]) -> _Earlier | None:
    open_ones = [item for item in earlier if item.superseded_by is None]
    return max(open_ones, key=lambda item: (item.loads, item.received_at, item.id), default=None)


def _wins(submission: Submission, standing: _Earlier | None) -> bool:
    """Whether the new one becomes the current one: it loads where the other does not, or else it is not the older."""
    loads = submission.state in LOADING_STATES
    if standing is None or loads != standing.loads:
        return standing is None or loads
    received = local_time(submission.received_at)
    return received is None or received >= standing.received_at


def _values(
    submission: Submission, number: int, content: str, supersedes: int | None, superseded_by: int | None, now: datetime
) -> dict[str, Any]:
    fee = submission.fee or FeeDue(scheduled=None, payable=None)
    return {
        "id": number,
        "permit_number": clean_text(submission.key.permit_number),
        "period": submission.key.period,
        "instrument_kind": submission.key.instrument_kind,
        "message_sha256": submission.message_sha256,
        "content_sha256": content,
        "state": submission.state.value,
        "received_at": local_time(submission.received_at),
        "late_days": submission.late_days,
        "ruleset": submission.ruleset,
        "fee_scheduled": whole(fee.scheduled),
        "fee_payable": whole(fee.payable),
        "fee_missing": list(fee.missing),
        "fee_basis": fee.basis,
        "supersedes": supersedes,
        "superseded_by": superseded_by,
        "loaded_at": now,
    }
