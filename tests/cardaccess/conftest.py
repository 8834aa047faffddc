"""The two ways to a card, under one name: ``slot`` is in process, and through a real pcscd."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

import pytest

from cardaccess.reading import CardDesk
from cardaccess.transport import CardTransport
from cardaccess.virtual.card import VirtualCard
from cardaccess.virtual.pki import Holder, TestPki, make_pki
from cardaccess.virtual.transport import VirtualTransport
from tests.cardaccess.pcscd import PcscSlot, Service, running_service


class Slot(Protocol):
    """A reader into which a test puts cards."""

    @property
    def reader(self) -> str: ...

    @property
    def transport(self) -> CardTransport: ...

    def insert(self, card: VirtualCard) -> None: ...

    def pull(self) -> None: ...

    def remove(self) -> None: ...


class InProcess:
    """A virtual reader without PC/SC."""

    reader = "Virtual Reader 0"

    def __init__(self) -> None:
        self.transport = VirtualTransport(self.reader, "Virtual Reader 1")

    def insert(self, card: VirtualCard) -> None:
        self.transport.insert(self.reader, card)

    def pull(self) -> None:
        self.transport.remove(self.reader)

    def remove(self) -> None:
        self.pull()


@pytest.fixture(scope="session")
def pki() -> TestPki:
    return make_pki()


@pytest.fixture(scope="session")
def holder(pki: TestPki) -> Holder:
    return pki.holder()


@pytest.fixture(scope="session")
def pcscd() -> Iterator[Service]:
    with running_service() as service:
        yield service


@pytest.fixture(params=["in process", "pcscd"])
def slot(request: pytest.FixtureRequest) -> Iterator[Slot]:
    made: Slot = InProcess() if request.param == "in process" else PcscSlot(request.getfixturevalue("pcscd"), 0)
    yield made
    made.remove()


@pytest.fixture
def desk(slot: Slot) -> CardDesk:
    return CardDesk(slot.transport)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """One pcscd for the machine: what uses it runs in one worker."""
    for item in items:
        if "cardaccess" in item.path.parts:
            item.add_marker(pytest.mark.xdist_group("cards"))
