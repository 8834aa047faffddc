"""The office's warehouse opened for a use case, with the register that holds."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from flows.flow_settings import FlowSettings
from flows.intake_types import IntakeSettings
from schemas.errors import WarehouseError
from schemas.register import Register
from warehouse.permit_ledger import refresh
from warehouse.read_copy import publish
from warehouse.store import Store


@contextmanager
def office_store(settings: FlowSettings, how: IntakeSettings) -> Iterator[Store]:
    """The warehouse open for writing; afterwards its read copy is published anew.

    ``WarehouseError`` where it does not exist yet: a use case on what came in does not begin one.
    """
    path = settings.office.warehouse
    if not path.is_file():
        raise WarehouseError(
            f"找不到資料庫:{path} (no such warehouse)", hint="請先執行 zijian intake。(Run zijian intake first.)"
        )
    with Store(path, clock=how.clock) as store:
        if how.register is not None:
            store.save_register(how.register)
        else:
            refresh(store, how.today, "flows")
        yield store
    publish(path, how.clock)


def register_of(store: Store, how: IntakeSettings) -> Register | None:
    """The register of the settings, else the one that the warehouse keeps."""
    return how.register or store.current_register()
