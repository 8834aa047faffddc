"""PIN and signature through PKCS#11 (OASIS PKCS #11 2.40), the only way in which a PIN ever reaches a card.

The module is the card maker's (HiCOS) or one that the operator chose; its place is a setting. A PIN is tried once a
call, never sent where it cannot be right, and never kept, logged or shown.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from cardaccess.errors import (
    CardError,
    CardRemoved,
    CertificateMissing,
    ModuleMissing,
    NoCard,
    PinFormat,
    PinLastTry,
    PinLocked,
    PinWrong,
    SignFailed,
)

MODULE_VARIABLE = "ZIJIAN_PKCS11"
SIGN_ID = bytes.fromhex("5349474E")
"""The identifier ``SIGN`` of the signing key on the government's cards."""

_PLACES: dict[str, tuple[str, ...]] = {
    "win32": (
        r"C:\Windows\System32\HiCOSPKCS11.dll",
        r"C:\Program Files (x86)\Chunghwa Telecom\HiCOS PKI Smart Card\HiCOSPKCS11.dll",
    ),
    "darwin": ("/usr/local/lib/libHicos_p11v1.dylib", "/Library/FBTokenLib/libHicos_p11v1.dylib"),
    "linux": ("/usr/lib/libHicos_p11v1.so", "/usr/local/HiPKILocalSignServerApp/libHicos_p11v1.so"),
}
_PIN = re.compile(r"[\x21-\x7e]{6,8}")
_VENDOR = re.compile(r"0x(8[0-9a-fA-F]{7})\b")
_VENDOR_LEFT = {0x80000001: 1, 0x80000002: 2}
_VENDOR_WRONG, _VENDOR_LENGTH, _VENDOR_LOCKED = 0x800000A0, 0x800000A2, 0x800000A4


class PinState(StrEnum):
    """What the token says of its PIN."""

    OK = "ok"
    LOW = "low"
    FINAL = "final"
    LOCKED = "locked"

    @property
    def left(self) -> int | None:
        """Tries left where that is certain (three lock a card)."""
        return {PinState.LOW: None, PinState.FINAL: 1, PinState.LOCKED: 0}.get(self)


@dataclass(frozen=True, slots=True)
class Token:
    """A token in a slot: its label, serial number (the card number on the government's cards) and PIN state."""

    label: str
    serial: str
    manufacturer: str
    pin: PinState


def module_path(wanted: Path | None = None) -> Path:
    """The module named, in ``ZIJIAN_PKCS11``, or at the usual places; ``ModuleMissing`` names where was looked."""
    named = wanted or os.environ.get(MODULE_VARIABLE)
    places = [str(named)] if named else list(_PLACES.get(sys.platform, ()))
    for place in places:
        if Path(place).is_file():
            return Path(place)
    raise ModuleMissing("、".join(places))


class CardSigner:
    """One token of a module."""

    def __init__(self, module: Path, *, label: str | None = None, serial: str | None = None) -> None:
        """The token by label or serial number; else the only one with a certificate. ``ModuleMissing``, ``NoCard``."""
        self._library = _library(module)
        self._label, self._serial = label, serial

    def token(self) -> Token:
        """What the token says of itself now."""
        found = self._token()
        return Token(found.label, _text(found.serial), _text(found.manufacturer_id), _pin_state(found))

    def certificates(self) -> list[bytes]:
        """The certificates that the token shows without a PIN, DER."""
        with _translated(), self._token().open() as session:
            return [bytes(one[_pkcs11().Attribute.VALUE]) for one in _objects(session, "CERTIFICATE")]

    @contextmanager
    def opened(self, pin: str, *, last_try: bool = False) -> Iterator[OpenToken]:
        """The PIN is proved once. ``PinFormat`` before anything is sent, ``PinLastTry`` unless ``last_try`` says so.

        ``PinWrong`` with what is left, ``PinLocked``.
        """
        if not _PIN.fullmatch(pin):
            raise PinFormat()
        token = self._token()
        self._may_try(_pin_state(token), last_try=last_try)
        with _translated(lambda: _pin_state(self._token())):
            session = token.open(user_pin=pin)
        try:
            yield OpenToken(session)
        finally:
            _closed(session)

    def _may_try(self, state: PinState, *, last_try: bool) -> None:
        if state is PinState.LOCKED:
            raise PinLocked()
        if state is PinState.FINAL and not last_try:
            raise PinLastTry()

    def _token(self) -> Any:
        with _translated():
            found = [slot.get_token() for slot in self._library.get_slots(token_present=True)]
        fitting = [one for one in found if self._fits(one)]
        if not fitting:
            raise NoCard(self._label or self._serial or "")
        return fitting[0]

    def _fits(self, token: Any) -> bool:
        flags = _pkcs11().TokenFlag
        if not token.flags & flags.TOKEN_INITIALIZED:
            return False  # SoftHSM always shows one such slot more
        return (self._label is None or token.label == self._label) and (
            self._serial is None or _text(token.serial) == self._serial
        )


class OpenToken:
    """A token whose PIN was proved; for as long as the session is open."""

    def __init__(self, session: Any) -> None:
        """Made by ``CardSigner.opened``."""
        self._session = session

    def certificate(self) -> bytes:
        """The certificate of the signing key, DER; ``CertificateMissing``."""
        attribute = _pkcs11().Attribute
        with _translated():
            found = _objects(self._session, "CERTIFICATE")
            key = self._key()[attribute.ID]
            for one in found:
                if one[attribute.ID] == key:
                    return bytes(one[attribute.VALUE])
        raise CertificateMissing()

    def sign(self, data: bytes) -> bytes:
        """RSA PKCS #1 v1.5 over the SHA-256 of ``data``; ``SignFailed``, ``CardRemoved``."""
        pkcs11 = _pkcs11()
        try:
            signature: bytes = self._key().sign(data, mechanism=pkcs11.Mechanism.SHA256_RSA_PKCS)
        except pkcs11.PKCS11Error as error:
            raise _translate(error, SignFailed, None) from error
        return signature

    def _key(self) -> Any:
        keys = _objects(self._session, "PRIVATE_KEY")
        named = [key for key in keys if bytes(key[_pkcs11().Attribute.ID]) == SIGN_ID]
        if not keys:
            raise CertificateMissing()
        return (named or keys)[0]


def _objects(session: Any, kind: str) -> list[Any]:
    pkcs11 = _pkcs11()
    return list(session.get_objects({pkcs11.Attribute.CLASS: getattr(pkcs11.ObjectClass, kind)}))


def _pin_state(token: Any) -> PinState:
    flags = _pkcs11().TokenFlag
    if token.flags & flags.USER_PIN_LOCKED:
        return PinState.LOCKED
    if token.flags & flags.USER_PIN_FINAL_TRY:
        return PinState.FINAL
    return PinState.LOW if token.flags & flags.USER_PIN_COUNT_LOW else PinState.OK


def _text(value: Any) -> str:
    text = value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
    return text.strip(" \0")


def _closed(session: Any) -> None:
    try:
        session.close()
    except _pkcs11().PKCS11Error:
        return  # the card is gone, and with it the session


@contextmanager
def _translated(state: Any = None) -> Iterator[None]:
    pkcs11 = _pkcs11()
    try:
        yield
    except pkcs11.PKCS11Error as error:
        raise _translate(error, CardRemoved, state) from error


def _translate(error: Exception, otherwise: type[CardError], state: Any) -> CardError:
    """The card's fault behind a return code; vendor codes are told by their number."""
    exceptions = _pkcs11().exceptions
    vendor = _VENDOR.search(str(error))
    code = int(vendor[1], 16) if vendor else 0
    if isinstance(error, exceptions.PinLocked) or code == _VENDOR_LOCKED:
        return PinLocked()
    if isinstance(error, (exceptions.PinLenRange, exceptions.PinInvalid)) or code == _VENDOR_LENGTH:
        return PinFormat()
    if isinstance(error, exceptions.PinIncorrect) or code in _VENDOR_LEFT or code == _VENDOR_WRONG:
        now = state() if state else None
        if now is PinState.LOCKED:
            return PinLocked()
        return PinWrong(_VENDOR_LEFT.get(code, now.left if now else None))
    if isinstance(error, (exceptions.TokenNotPresent, exceptions.DeviceRemoved)):
        return CardRemoved()
    return otherwise(type(error).__name__)


def _library(module: Path) -> Any:
    pkcs11 = _pkcs11()
    try:
        return pkcs11.lib(str(module))
    except (pkcs11.PKCS11Error, RuntimeError, OSError) as error:
        raise ModuleMissing(str(module)) from error


def _pkcs11() -> Any:
    try:
        import pkcs11  # noqa: PLC0415 - an optional part
    except ImportError as error:
        raise ModuleMissing("python-pkcs11", hint="pip install 'zijian[card]'") from error
    return pkcs11
