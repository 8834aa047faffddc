"""One round of sending: the warehouse opened, the outbox put in order, the server reached, everything closed again."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path

from flows.intake_types import taipei_now
from flows.papers import Papers
from flows.sending import SendingDesk, Sent, send_due
from flows.sent_copies import SentCopies
from flows.settings import MailSettings
from flows.smtp_line import smtp_line
from warehouse.read_copy import publish
from warehouse.store import Store


def send_replies(
    warehouse: Path, mail: MailSettings, url: str | None = None, clock: Callable[[], datetime] = taipei_now
) -> list[Sent]:
    """Send what is due through the server at ``url`` (by default the settings'), and publish the read copy.

    ``WarehouseBusy`` while another process writes, ``MailServerError`` where the server cannot be reached or refuses us.
    """
    line = smtp_line(url, mail.smtp)
    with ExitStack() as stack:
        store = stack.enter_context(Store(warehouse, clock=clock))
        stack.callback(line.close)
        copies = SentCopies.of(mail)
        if copies is not None:
            stack.callback(copies.close)
        outbox = Papers.beside(warehouse, "outbox")
        outbox.recover({item.path for item in store.outbox()})
        done = send_due(SendingDesk(store, outbox, line, mail.smtp, copies))
    publish(warehouse, clock)
    return done
