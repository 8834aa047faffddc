"""Times of the virtual card through a real pcscd: seen, read, signed, logged in. ``python -m benchmarks.card_speed``."""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from cardaccess.accounts import LoginBook
from cardaccess.identity import Authority
from cardaccess.login import LoginDesk, Purpose, answer
from cardaccess.reading import CardDesk
from cardaccess.tokens import CardSigner
from cardaccess.transport import CardTransport
from cardaccess.trust import Trust
from cardaccess.virtual.card import VirtualCard
from cardaccess.virtual.pki import TestPki, make_pki
from cardaccess.virtual.transport import VirtualTransport
from tests.cardaccess.pcscd import PcscSlot, running_service
from tests.cardaccess.test_tokens import OPENSC, PIN

ROUNDS = 30


def milliseconds(work: Callable[[], object], rounds: int = ROUNDS) -> tuple[float, float]:
    """Median and the slowest twentieth of some rounds."""
    found = []
    for _ in range(rounds):
        begin = time.perf_counter()
        work()
        found.append((time.perf_counter() - begin) * 1000)
    return statistics.median(found), sorted(found)[int(rounds * 0.95)]


def desk_of(pki: TestPki, folder: Path) -> LoginDesk:
    """A site whose revocation lists are loaded."""
    trust = Trust([pki.root.der], [one.der for one in pki.authorities.values()])
    trust.load_list(pki.revoked(pki.authorities[Authority.MOICA], range(1, 20_001)))
    return LoginDesk("bench", trust, LoginBook(folder / "book.db"), lambda: datetime.now(UTC))


def main() -> None:
    """Print a table in Markdown."""
    pki = make_pki()
    holder = pki.holder()
    rows: list[tuple[str, float, float]] = []

    def read(transport: CardTransport, reader: str, name: str) -> None:
        rows.append((f"read number and certificates, {name}", *milliseconds(lambda: CardDesk(transport).read(reader))))

    virtual = VirtualTransport("v")
    virtual.insert("v", VirtualCard(holder))
    read(virtual, "v", "in process")
    with running_service() as service, tempfile.TemporaryDirectory() as folder:
        slot = PcscSlot(service, 0)

        def seen() -> None:
            slot.insert(VirtualCard(holder))
            slot.remove()

        rows.append(("card put in, seen, taken out, seen", *milliseconds(seen, 8)))
        slot.insert(VirtualCard(holder))
        read(slot.transport, slot.reader, "pcscd")
        signer, desk = CardSigner(OPENSC), desk_of(pki, Path(folder))

        def login(purpose: Purpose, account: str | None) -> bytes:
            challenge = desk.challenge(purpose, account)
            with signer.opened(PIN) as token:
                return answer(challenge, token.certificate(), token.sign, datetime.now(UTC), "TP07240513000001")

        desk.register(login(Purpose.REGISTER, "u"), "u")
        rows.append(("PIN and signature through OpenSC and pcscd", *milliseconds(lambda: login(Purpose.LOGIN, None))))
        rows.append(
            (
                "whole login: challenge, PIN, signature, chain, list of 20,000",
                *milliseconds(lambda: desk.login(login(Purpose.LOGIN, None))),
            )
        )
        slot.remove()
    print("| what | median ms | 95 % ms |\n|---|---|---|")
    for name, median, slow in rows:
        print(f"| {name} | {median:.1f} | {slow:.1f} |")


if __name__ == "__main__":
    main()
