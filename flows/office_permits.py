"""The permits that may be extended now, and the letters that say so."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from flows.flow_settings import FlowSettings
from flows.office_intake import intake_settings
from flows.office_letters import Posted, PostRoom
from flows.office_store import office_store, register_of
from flows.permit_expiry import Expiring, expiring, renewals


@dataclass(frozen=True, slots=True)
class Renewals:
    """Permits in their window for extension, each with its letter; ``today`` is the day that it was asked for."""

    today: date
    expiring: tuple[Expiring, ...]
    posted: tuple[Posted, ...]


def notify_expiring(settings: FlowSettings, *, today: date | None = None) -> Renewals:
    """Send the holder of each permit that expires within three months the renewal notice, once a term."""
    how = intake_settings(settings, today)
    with office_store(settings, how) as store:
        register = register_of(store, how)
        how = replace(how, register=register)
        found = expiring(register.permits if register else (), how.today)
        posted = PostRoom.of(store, how.from_addr).post(renewals(found, how), how.clock())
    return Renewals(how.today, tuple(found), tuple(posted))
