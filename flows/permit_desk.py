"""Who acts on the permit register, on which day; and how a permit is found."""

from __future__ import annotations

import getpass
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from flows.legal_tables import load_register
from flows.safe_write import write_new
from schemas.errors import UsageError
from schemas.identifiers import permit_number
from schemas.legal_tables import LegalTables
from schemas.permit_state import PermitState, permit_state
from schemas.register import Register
from schemas.register_events import RegisterEvent, standing

if TYPE_CHECKING:
    from warehouse.store import Store

_TAIPEI = ZoneInfo("Asia/Taipei")


@dataclass(frozen=True, slots=True)
class Desk:
    """An open warehouse, who acts, the day of acting, and the legal tables with the office calendar.

    ``papers`` are written once what they tell of is committed; each can be made again from the ledger.
    """

    store: Store
    actor: str
    today: date
    legal: LegalTables
    papers: list[tuple[Path, bytes]] = field(default_factory=list)

    def record(self, *events: RegisterEvent) -> list[RegisterEvent]:
        """Add events to the ledger, each with its audit entry."""
        from warehouse.permit_ledger import record  # noqa: PLC0415 - DuckDB only where it is needed

        return record(self.store, events, self.actor)

    def events(self, known_on: date | None = None) -> list[RegisterEvent]:
        """The events that stand, as known on a day."""
        from warehouse.permit_ledger import end_of, read_events  # noqa: PLC0415

        return standing(read_events(self.store), end_of(known_on))

    def every_event(self) -> list[RegisterEvent]:
        """All events, those taken back among them: a number that was ever given is not given again."""
        from warehouse.permit_ledger import read_events  # noqa: PLC0415

        return read_events(self.store)

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


@dataclass(frozen=True, slots=True)
class Due:
    """One thing to be done by a day."""

    due_on: date
    subject: str
    zh: str
    en: str


def bare_number(text: str) -> str:
    """A permit number as the register has it; ``UsageError`` where the text is none."""
    found = permit_number(text)
    if found is None:
        raise UsageError(f"{text} 不是自檢字號 (no permit number)。", hint="例如 MV115001。(Such as MV115001.)")
    return found


def acting(given: str | None) -> str:
    """Who acts: as given, else the user's login name."""
    if given and given.strip():
        return given.strip()
    try:
        return getpass.getuser()
    except (KeyError, OSError) as error:
        raise UsageError("不知承辦人為何 (who acts?)。", hint="請加 --by。(Use --by.)") from error


@contextmanager
def open_desk(
    warehouse: Path,
    actor: str,
    today: date | None,
    legal: LegalTables,
    *,
    must_exist: bool = True,
    read_only: bool = False,
) -> Iterator[Desk]:
    """The desk with its warehouse, in one transaction: what fails leaves nothing behind."""
    from warehouse.store import Store  # noqa: PLC0415

    if must_exist and not warehouse.is_file():
        raise UsageError(
            f"找不到資料庫:{warehouse} (no such warehouse)", hint="請以 --warehouse 指定,或先 zijian permit import。"
        )
    with Store(warehouse, read_only=read_only) as store:
        desk = Desk(store, actor, today or taipei_today(), legal)
        with store.transaction():
            yield desk
    for path, data in desk.papers:
        _write(path, data)


def _write(path: Path, data: bytes) -> None:
    try:
        write_new(path, data)
    except OSError as error:
        raise UsageError(
            f"登錄已完成,惟 {path} 無法寫入:{error.strerror} (recorded, but the paper cannot be written)",
            hint="請改以 --out 指定位置,另行產製。(Make it again elsewhere with --out.)",
        ) from error


def taipei_today() -> date:
    """The day in Taipei."""
    return datetime.now(_TAIPEI).date()


def register_for(warehouse: Path, file: Path | None, as_of: date) -> Register | None:
    """The register that an intake goes by: the warehouse's own ledger, else the file, else none.

    ``UsageError`` where both are there: one register is the truth.
    """
    own = _own_register(warehouse, as_of)
    if file is None:
        return own
    if own is not None:
        raise UsageError(
            f"{warehouse} 自有許可登記簿,不另用 {file} (the warehouse keeps its own permit register)。",
            hint="請去掉 --register,或以 zijian permit import 匯入。(Leave --register out, or import the file.)",
        )
    return load_register(file)


def _own_register(warehouse: Path, as_of: date) -> Register | None:
    if not warehouse.is_file():
        return None
    from warehouse.permit_ledger import current  # noqa: PLC0415
    from warehouse.store import Store  # noqa: PLC0415

    with Store(warehouse) as store:
        return current(store, as_of)
