"""The whole of a card login, shown with a virtual card and a test PKI: challenge, signature, chain, account, replay."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from cardaccess.accounts import LoginBook
from cardaccess.identity import Authority
from cardaccess.login import LoginDesk, Purpose, answer
from cardaccess.login_errors import LoginRefused
from cardaccess.reading import CardDesk
from cardaccess.trust import Trust
from cardaccess.virtual.card import VirtualCard
from cardaccess.virtual.pki import make_pki
from cardaccess.virtual.transport import VirtualTransport

READER = "Virtual Reader 0"


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the demo in both languages, and whether it went as it should."""

    zh: str
    en: str
    good: bool = True


def login_demo() -> Iterator[Step]:
    """The steps in order; everything in it is a test."""
    pki = make_pki(datetime.now(UTC))
    holder = pki.holder()
    transport = VirtualTransport(READER)
    yield Step(f"{READER}:{transport.status(READER).state.zh}", f"{READER}: {transport.status(READER).state.en}")
    transport.insert(READER, VirtualCard(holder))
    content = CardDesk(transport).read(READER)
    yield Step(f"卡片存在,卡號 {content.number[:4]}…{content.number[-2:]}", "card present, number read")
    identity = content.identity
    if identity is not None:
        yield Step(f"{identity.authority.zh}:{identity.holder}", f"{identity.authority}: {identity.holder}")
    with tempfile.TemporaryDirectory() as folder:
        trust = Trust([pki.root.der], [one.der for one in pki.authorities.values()])
        trust.load_list(pki.revoked(pki.authorities[Authority.MOICA], []))
        desk = LoginDesk("zijian.demo", trust, LoginBook(Path(folder) / "book.db"), lambda: datetime.now(UTC))

        def signed(purpose: Purpose, account: str | None) -> bytes:
            challenge = desk.challenge(purpose, account)
            return answer(challenge, holder.signing_certificate, holder.sign, datetime.now(UTC), content.number)

        desk.register(signed(Purpose.REGISTER, "demo"), "demo")
        yield Step("憑證已註冊至帳號 demo", "the certificate is bound to the account demo")
        message = signed(Purpose.LOGIN, None)
        entered = desk.login(message)
        yield Step(f"登入成功:{entered.account}", f"logged in: {entered.account}")
        yield from _refused(desk, message)


def _refused(desk: LoginDesk, message: bytes) -> Iterator[Step]:
    try:
        desk.login(message)
    except LoginRefused as refused:
        yield Step(f"重送同一簽章:拒絕({refused.zh})", f"the same answer again: refused ({refused.en})")
    else:
        yield Step("重送同一簽章:竟被接受", "the same answer again: accepted", good=False)
