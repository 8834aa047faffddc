"""What staff decide on replies whose end is not known, or that were refused: sent after all, again, or not at all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from schemas.errors import UsageError
from warehouse import deliveries
from warehouse.audit import AuditEntry, append
from warehouse.deliveries import Delivery
from warehouse.store import Store


@dataclass(frozen=True, slots=True)
class Decision:
    """What a decision makes of a reply, and in which states it can be made."""

    becomes: Delivery
    of: frozenset[Delivery]


DECISIONS = {
    "confirm": Decision(Delivery.SENT, frozenset({Delivery.SENDING})),
    "resend": Decision(Delivery.QUEUED, frozenset({Delivery.SENDING, Delivery.REFUSED, Delivery.WITHDRAWN})),
    "withdraw": Decision(Delivery.WITHDRAWN, frozenset({Delivery.QUEUED, Delivery.SENDING, Delivery.REFUSED})),
}


def decide(warehouse: Path, verb: str, names: Sequence[str], who: str) -> int:
    """Apply a decision to the replies of these Message-IDs or file names; all or none. How many there were.

    ``UsageError`` where one is not there, or is in a state in which this cannot be decided.
    """
    decision = DECISIONS[verb]
    with Store(warehouse) as store, store.transaction():
        for name in names:
            reply = deliveries.reply_named(store, name)
            if reply is None:
                raise UsageError(f"{name}:查無此回覆。(No such reply.)", hint="請見 zijian outbox list。")
            if reply.state not in decision.of:
                raise UsageError(
                    f"{name}:狀態為 {reply.state},不能 {verb}。(Its state is {reply.state}.)",
                    hint=f"可用於 (only for): {', '.join(sorted(decision.of))}",
                )
            deliveries.note(store, reply, decision.becomes, deferrals=0, reason=f"staff-{verb}", answer=reply.answer)
            append(
                store,
                AuditEntry(who, f"reply.{verb}", reply.message_id, {"state": reply.state}, {"state": decision.becomes}),
            )
    return len(names)
