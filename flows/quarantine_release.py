"""Letting a message go from quarantine: to be judged anew, or settled for good."""

from __future__ import annotations

from pathlib import Path

from flows.archive import Archive
from flows.retry_source import ArchivedMessages
from warehouse.followup import Unsettled
from warehouse.quarantine import dismiss, held_message, release
from warehouse.store import Store


def released(warehouse: Path, text: str, actor: str, why: str) -> ArchivedMessages:
    """Let the message go whose SHA-256 begins with ``text``; the source to take it in from.

    Once this returns, any later intake would take it up as well. ``UsageError`` where there is no such message;
    ``WarehouseError``, and nothing changed, where its original is missing or altered.
    """
    with Store(warehouse) as store:
        held = held_message(store, text)
        archive = Archive.beside(warehouse)
        archive.get(held.sha256)
        release(store, held.sha256, actor, why)
    return ArchivedMessages(archive, (Unsettled(held.sha256, held.source, held.received_at),))


def dismissed(warehouse: Path, text: str, actor: str, why: str) -> str:
    """Settle a message in quarantine as one with nothing to load; returns its SHA-256."""
    with Store(warehouse) as store:
        sha256 = held_message(store, text).sha256
        dismiss(store, sha256, actor, why)
    return sha256
