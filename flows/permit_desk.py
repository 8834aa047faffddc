"""Who acts on the permit register, on which day; and how a permit is found."""

from __future__ import annotations

import getpass
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from schemas.errors import UsageError
from schemas.identifiers import permit_number
from schemas.legal_tables import LegalTables
from schemas.permit_state import PermitState, permit_state
from schemas.register import Register
from schemas.register_events import RegisterEvent, standing

if TYPE_CHECKING:
    from warehouse.store import Store

ACTOR_VARIABLE = "ZIJIAN_ACTOR"
_TAIPEI = ZoneInfo("Asia/Taipei")


@dataclass(frozen=True, slots=True)
class Desk:
    """An open warehouse, who acts, the day of acting, and the legal tables with the office calendar."""

    store: Store
    actor: str
    today: date
    legal: LegalTables

    def record(self, *events: RegisterEvent) -> list[RegisterEvent]:
        """Add events to the ledger, each with its audit entry."""
        from warehouse.permit_ledger import record  # noqa: PLC0415 - DuckDB only where it is needed

        return record(self.store, events, self.actor)

    def events(self, known_on: date | None = None) -> list[RegisterEvent]:
        """The events that stand, as known on a day."""
        from warehouse.permit_ledger import end_of, read_events  # noqa: PLC0415

        return standing(read_events(self.store), end_of(known_on))

    def permit(self, number: str, on: date | None = None, known_on: date | None = None) -> PermitState:
        """The permit as it was on a day; ``UsageError`` where there is none, or was none then."""
        wanted, day = bare_number(number), on or self.today
        own = [one for one in self.events(known_on) if one.subject_kind == "permit" and one.subject == wanted]
        state = permit_state(wanted, own, day)
        if state is not None:
            return state
        if own:
            raise UsageError(
                f"{wanted} 於 {day} 尚無許可 (no such permit on that day)。",
                hint=f"最早之紀錄為 {own[0].effective_on} (earliest record)。",
            )
        raise UsageError(f"查無許可 {wanted} (no such permit)。", hint="請以 zijian permit list 查詢。")


def bare_number(text: str) -> str:
    """A permit number as the register has it; ``UsageError`` where the text is none."""
    found = permit_number(text)
    if found is None:
        raise UsageError(f"{text} 不是自檢字號 (no permit number)。", hint="例如 MV115001。(Such as MV115001.)")
    return found


def acting(given: str | None) -> str:
    """Who acts: as given, else ``$ZIJIAN_ACTOR``, else the user's login name."""
    if given and given.strip():
        return given.strip()
    named = os.environ.get(ACTOR_VARIABLE, "").strip()
    try:
        return named or getpass.getuser()
    except (KeyError, OSError) as error:
        raise UsageError("不知承辦人為何 (who acts?)。", hint=f"請加 --actor 或設定 {ACTOR_VARIABLE}。") from error


@contextmanager
def open_desk(
    warehouse: Path, actor: str, today: date | None, legal: LegalTables, *, must_exist: bool = True
) -> Iterator[Desk]:
    """The desk with the warehouse opened for writing, in one transaction: what fails leaves nothing behind."""
    from warehouse.store import Store  # noqa: PLC0415

    if must_exist and not warehouse.is_file():
        raise UsageError(
            f"找不到資料庫:{warehouse} (no such warehouse)", hint="請以 --warehouse 指定,或先 zijian permit import。"
        )
    with Store(warehouse) as store, store.transaction():
        yield Desk(store, actor, today or taipei_today(), legal)


def taipei_today() -> date:
    """The day in Taipei."""
    return datetime.now(_TAIPEI).date()


def warehouse_register(warehouse: Path, as_of: date) -> Register | None:
    """The register that a warehouse keeps, as of a day; ``None`` where there is no warehouse, or it keeps none."""
    if not warehouse.is_file():
        return None
    from warehouse.permit_ledger import current  # noqa: PLC0415
    from warehouse.store import Store  # noqa: PLC0415

    with Store(warehouse) as store:
        return current(store, as_of)
