"""Logging in with a card: a challenge that is used once, signed by the card, held against trust and accounts.

What is signed is the text of the challenge, which names audience, purpose and account; so a signature for a login is good
for nothing else. The portal uses this; ``zijian card login --demo`` shows it whole.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from cardaccess import cms
from cardaccess.accounts import Binding, LoginBook
from cardaccess.errors import BadAnswer
from cardaccess.identity import Identity
from cardaccess.login_errors import (
    ChallengeExpired,
    ChallengeMismatch,
    ChallengeUnknown,
    ChallengeUsed,
    LoginRefused,
    SignatureInvalid,
)
from cardaccess.trust import Trust

LIFETIME = timedelta(minutes=2)


class Purpose(StrEnum):
    """What a signature is for; one never serves for another."""

    LOGIN = "login"
    REGISTER = "register"


@dataclass(frozen=True, slots=True)
class Challenge:
    """A question that only the card can answer; ``account`` is set where it is known before (registration)."""

    id: str
    nonce: bytes
    audience: str
    purpose: Purpose
    account: str | None
    expires: datetime

    def text(self) -> bytes:
        """What the card signs: canonical JSON in UTF-8."""
        said = {
            "account": self.account,
            "audience": self.audience,
            "expires": self.expires.isoformat(),
            "id": self.id,
            "nonce": self.nonce.hex(),
            "purpose": self.purpose.value,
        }
        return json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode("utf-8")


@dataclass(frozen=True, slots=True)
class LoggedIn:
    """Who is in; ``renewed`` where the card was renewed since the last time and its new certificate is bound now."""

    account: str
    identity: Identity
    renewed: bool = False


class LoginDesk:
    """Gives out challenges and judges what comes back; every attempt is written in the book, without personal data."""

    def __init__(self, audience: str, trust: Trust, book: LoginBook, clock: Callable[[], datetime]) -> None:
        """``audience`` is the site's own name; ``clock`` gives an aware time."""
        self._audience, self._trust, self._book, self._clock = audience, trust, book, clock

    def challenge(self, purpose: Purpose = Purpose.LOGIN, account: str | None = None) -> Challenge:
        """A new one, good once and for two minutes."""
        made = Challenge(
            secrets.token_urlsafe(16),
            secrets.token_bytes(32),
            self._audience,
            purpose,
            account,
            (self._clock() + LIFETIME).replace(microsecond=0),
        )
        self._book.put_challenge(made.id, made.text(), made.expires)
        return made

    def login(self, message: bytes) -> LoggedIn:
        """Who signed a login challenge; ``LoginRefused`` (its subclass says why), written down either way."""
        try:
            identity = self._judge(message, Purpose.LOGIN, None)
            binding, renewed = self._book.find(_binding(identity))
        except LoginRefused as refused:
            self._book.note(self._clock(), None, Purpose.LOGIN.value, type(refused).__name__)
            raise
        self._book.note(self._clock(), binding.account, Purpose.LOGIN.value, "ok")
        return LoggedIn(binding.account, identity, renewed)

    def register(self, message: bytes, account: str) -> Identity:
        """Bind the certificate that signed a registration challenge to an account; ``BoundToOther``."""
        try:
            identity = self._judge(message, Purpose.REGISTER, account)
            self._book.bind(account, _binding(identity))
        except LoginRefused as refused:
            self._book.note(self._clock(), account, Purpose.REGISTER.value, type(refused).__name__)
            raise
        self._book.note(self._clock(), account, Purpose.REGISTER.value, "ok")
        return identity

    def _judge(self, message: bytes, purpose: Purpose, account: str | None) -> Identity:
        signed = cms.verify(message)
        said = _parsed(signed.content)
        self._spend(str(said.get("id")), signed)
        wanted = (self._audience, purpose.value, account)
        if (said.get("audience"), said.get("purpose"), said.get("account")) != wanted:
            raise ChallengeMismatch()
        try:
            return self._trust.check(signed.certificate, self._clock())
        except BadAnswer as error:
            raise SignatureInvalid("certificate") from error

    def _spend(self, identifier: str, signed: cms.SignedMessage) -> None:
        """The challenge is used up by its first answer, right or wrong."""
        found = self._book.take_challenge(identifier)
        if found is None:
            raise ChallengeUnknown()
        if found.used:
            raise ChallengeUsed()
        if self._clock() > found.expires:
            raise ChallengeExpired()
        if found.text != signed.content or signed.nonce is None or signed.nonce.hex() != _parsed(found.text)["nonce"]:
            raise SignatureInvalid("another text was signed")


def answer(challenge: Challenge, certificate: bytes, sign: Callable[[bytes], bytes], now: datetime, card: str) -> bytes:
    """The card's answer to a challenge, as CMS; ``sign`` is the card's (``OpenToken.sign``), ``card`` its number."""
    return cms.make(challenge.text(), certificate, sign, nonce=challenge.nonce, now=now, card_number=card)


def _binding(identity: Identity) -> Binding:
    return Binding(identity.issuer_key or "", identity.authority.value, identity.subject_serial or "", identity.key)


def _parsed(text: bytes) -> dict[str, object]:
    try:
        said = json.loads(text)
    except ValueError as error:
        raise SignatureInvalid("no challenge was signed") from error
    if not isinstance(said, dict):
        raise SignatureInvalid("no challenge was signed")
    return said
