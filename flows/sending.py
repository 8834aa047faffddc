"""The replies of the outbox, sent: each once, as far as SMTP lets anybody be sure.

A reply is ``sending`` in the warehouse, on disk, before its message is handed over. Whatever stops the program or the
connection between that and the server's answer leaves it there; the next run looks for it by its Message-ID among the
office's copies, or leaves it to staff (docs/decisions/0006-replies.md).
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum

from flows.letters import Letter, Unfit, letter_of
from flows.papers import Papers
from flows.sent_copies import SentCopies
from flows.settings import SmtpSettings
from flows.smtp_line import SmtpLine
from flows.smtp_session import Answer, HandoverLost, MailServerError
from schemas.errors import MailboxError
from warehouse import deliveries
from warehouse.audit import INTAKE, AuditEntry, append
from warehouse.deliveries import Delivery, Reply
from warehouse.session import Session

_LOG = logging.getLogger(__name__)
_LONGEST_DEFERRAL = timedelta(hours=12)
_LOGIN_WANTED = frozenset({530, 535, 538})
_TOO_LARGE = 552


class Step(StrEnum):
    """What a run did with a reply."""

    SENT = "sent"
    FOUND = "found"
    DEFERRED = "deferred"
    HELD = "held"
    REFUSED = "refused"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Sent:
    """One reply in a run; ``why`` is the server's answer, or a reason code."""

    reply: Reply
    step: Step
    why: str | None = None


@dataclass(frozen=True, slots=True)
class SendingDesk:
    """What sending needs. ``copies`` is ``None`` where the office keeps no copies of its replies."""

    store: Session
    outbox: Papers
    line: SmtpLine
    settings: SmtpSettings
    copies: SentCopies | None = None


def send_due(desk: SendingDesk) -> list[Sent]:
    """Clear up what an earlier run left unknown, then send every reply that is due.

    ``MailServerError`` where the server cannot be reached or refuses us altogether; what is not sent stays queued.
    """
    done = [settle_unknown(desk, reply) for reply in deliveries.replies(desk.store, Delivery.SENDING)]
    known = [one for one in done if one is not None]
    return known + [send_one(desk, reply) for reply in deliveries.due(desk.store)]


def settle_unknown(desk: SendingDesk, reply: Reply) -> Sent | None:
    """What became of a reply that was being handed over: sent if its copy arrived, to be sent again if none will.

    ``None`` where it is queued again.
    """
    if desk.copies is None:
        return Sent(reply, Step.UNKNOWN, "no-copies")
    try:
        found = desk.copies.has(reply.message_id)
    except MailboxError as error:
        return Sent(reply, Step.UNKNOWN, str(error))
    if found:
        _settle(desk, reply, Delivery.SENT, "copy-found")
        return Sent(reply, Step.FOUND, "copy-found")
    patience = timedelta(minutes=desk.settings.copy_minutes)
    if reply.changed_at is not None and desk.store.now() - reply.changed_at < patience:
        return Sent(reply, Step.UNKNOWN, "copy-awaited")
    deliveries.note(desk.store, reply, Delivery.QUEUED, reason="copy-missing")
    return None


def send_one(desk: SendingDesk, reply: Reply) -> Sent:
    """Send one reply and write down what came of it."""
    letter = letter_of(desk.outbox, reply)
    if isinstance(letter, Unfit):
        return _refuse(desk, reply, letter.reason)
    if deliveries.sent_to(desk.store, letter.recipient, desk.store.now().date()) >= desk.settings.daily_limit:
        return _hold(desk, reply, letter)
    largest = desk.line.largest
    if largest is not None and len(letter.data) > largest:
        return _refuse(desk, reply, "too-large", f"SIZE {largest}")
    try:
        answer = _handed_over(desk, reply, letter)
    except HandoverLost as error:
        _LOG.warning("%s: %s", reply.path, error.message)
        return Sent(reply, Step.UNKNOWN, "connection-lost")
    except MailServerError:
        deliveries.note(desk.store, reply, Delivery.QUEUED, due_at=reply.due_at, reason=reply.reason)
        raise
    return _answered(desk, reply, letter, answer)


def _handed_over(desk: SendingDesk, reply: Reply, letter: Letter) -> Answer:
    copies = [desk.settings.copy_to] if desk.settings.copy_to else []

    def before() -> None:
        deliveries.note(desk.store, reply, Delivery.SENDING, recipient=letter.recipient)

    answer = desk.line.send(letter.data, letter.sender, [letter.recipient, *copies], before)
    if answer.code in _LOGIN_WANTED or _about_us(answer, letter, copies):
        raise MailServerError(
            f"郵件伺服器拒絕 {answer.about or letter.sender}:{answer} (the mail server refuses us)",
            hint="請檢查帳號、--reply-from 與 copy_to。(Check login, sender and copy_to.)",
        )
    return answer


def _about_us(answer: Answer, letter: Letter, copies: list[str]) -> bool:
    """Whether the server refuses our sender or our copies for good: no fault of this reply."""
    refused = not answer.taken and not answer.temporary and answer.code != _TOO_LARGE
    return refused and answer.about in {letter.sender, *copies} - {letter.recipient}


def _answered(desk: SendingDesk, reply: Reply, letter: Letter, answer: Answer) -> Sent:
    if answer.taken:
        _settle(desk, reply, Delivery.SENT, str(answer), recipient=letter.recipient)
        return Sent(reply, Step.SENT, str(answer))
    if not answer.temporary:
        return _refuse(desk, reply, "too-large" if answer.code == _TOO_LARGE else "refused", str(answer), letter)
    now = desk.store.now()
    if now - reply.created_at > timedelta(hours=desk.settings.give_up_hours):
        return _refuse(desk, reply, "gave-up", str(answer), letter)
    deliveries.note(
        desk.store,
        reply,
        Delivery.QUEUED,
        recipient=letter.recipient,
        deferrals=reply.deferrals + 1,
        due_at=now + _pause(reply, desk.settings),
        reason="deferred",
        answer=str(answer),
    )
    return Sent(reply, Step.DEFERRED, str(answer))


def _pause(reply: Reply, settings: SmtpSettings) -> timedelta:
    minutes: int = settings.retry_minutes * 2 ** min(reply.deferrals, 10)
    return min(timedelta(minutes=minutes), _LONGEST_DEFERRAL)


def _hold(desk: SendingDesk, reply: Reply, letter: Letter) -> Sent:
    """Keep a reply until tomorrow: its recipient has had as many today as the office allows."""
    tomorrow = datetime.combine(desk.store.now().date() + timedelta(days=1), time.min)
    deliveries.note(
        desk.store, reply, Delivery.QUEUED, recipient=letter.recipient, due_at=tomorrow, reason="daily-limit"
    )
    return Sent(reply, Step.HELD, "daily-limit")


def _refuse(
    desk: SendingDesk, reply: Reply, reason: str, answer: str | None = None, letter: Letter | None = None
) -> Sent:
    recipient = letter.recipient if letter else reply.recipient
    _settle(desk, reply, Delivery.REFUSED, answer, reason=reason, recipient=recipient)
    return Sent(reply, Step.REFUSED, answer or reason)


def _settle(desk: SendingDesk, reply: Reply, state: Delivery, answer: str | None, **changes: str | None) -> None:
    """The end of a reply, and its line in the audit log."""
    with desk.store.transaction():
        deliveries.note(desk.store, reply, state, answer=answer, **changes)
        action = "reply.send" if state is Delivery.SENT else "reply.refuse"
        append(desk.store, AuditEntry(INTAKE, action, reply.message_id, None, {"state": state.value}))
