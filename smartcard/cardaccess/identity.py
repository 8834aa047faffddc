"""Whose certificate it is: the authority by its issuer (never by the card's ATR), holder, 統一編號 or last four digits.

Extensions: SubjectDirectoryAttributes (2.5.29.9, RFC 5280 4.2.1.8) with the attributes of the government's PKI:
2.16.886.1.100.2.51 last four characters of the ID number, .101 統一編號, .102 organisation, .2 rank of the card.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from cardaccess.errors import BadAnswer

if TYPE_CHECKING:
    from cryptography.x509 import Certificate

_ARC = "2.16.886.1.100.2."
LAST_FOUR, UBN, ORGANISATION, RANK = f"{_ARC}51", f"{_ARC}101", f"{_ARC}102", f"{_ARC}2"


class Authority(StrEnum):
    """The kinds of card; ``OTHER`` is a certificate of none of them."""

    MOICA = "MOICA"
    MOEACA = "MOEACA"
    GCA = "GCA"
    XCA = "XCA"
    OTHER = "other"

    @property
    def zh(self) -> str:
        """The card's name."""
        return _NAMES[self]


_NAMES = {
    Authority.MOICA: "自然人憑證",
    Authority.MOEACA: "工商憑證",
    Authority.GCA: "政府機關憑證",
    Authority.XCA: "組織及團體憑證",
    Authority.OTHER: "其他憑證",
}
_ISSUERS = (
    ("內政部憑證管理中心", Authority.MOICA),
    ("工商憑證管理中心", Authority.MOEACA),
    ("政府憑證管理中心", Authority.GCA),
    ("組織及團體憑證管理中心", Authority.XCA),
)


@dataclass(frozen=True, slots=True)
class Identity:
    """What a certificate says of its holder; times are aware (UTC). ``key`` is the SHA-256 of its public key."""

    authority: Authority
    holder: str
    subject_serial: str | None
    ubn: str | None
    last_four: str | None
    rank: str | None
    not_before: datetime
    not_after: datetime
    usages: tuple[str, ...]
    serial: int
    issuer_key: str | None
    key: str

    @property
    def signs(self) -> bool:
        """Whether the certificate may sign (digitalSignature)."""
        return "digital_signature" in self.usages


def load(der: bytes) -> Certificate:
    """The certificate; ``BadAnswer`` where it is none."""
    from cryptography import x509  # noqa: PLC0415 - an optional part, slow to import

    try:
        return x509.load_der_x509_certificate(der)
    except ValueError as error:
        raise BadAnswer("certificate") from error


def identify(certificate: Certificate) -> Identity:
    """What the certificate says; ``BadAnswer`` where its extensions cannot be read."""
    from cryptography.hazmat.primitives import serialization  # noqa: PLC0415 - slow to import
    from cryptography.x509.oid import NameOID  # noqa: PLC0415 - the same

    try:
        attributes = _directory_attributes(certificate)
        usages = _usages(certificate)
        issuer_key = _issuer_key(certificate)
    except ValueError as error:
        raise BadAnswer("certificate extensions") from error
    authority = authority_of(certificate)
    serial = _name(certificate.subject, NameOID.SERIAL_NUMBER)
    public = certificate.public_key().public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return Identity(
        authority=authority,
        holder=_name(certificate.subject, NameOID.COMMON_NAME)
        or _name(certificate.subject, NameOID.ORGANIZATION_NAME)
        or "",
        subject_serial=serial,
        ubn=attributes.get(UBN) or (serial if authority is Authority.MOEACA else None),
        last_four=attributes.get(LAST_FOUR),
        rank=attributes.get(RANK),
        not_before=certificate.not_valid_before_utc,
        not_after=certificate.not_valid_after_utc,
        usages=usages,
        serial=certificate.serial_number,
        issuer_key=issuer_key,
        key=hashlib.sha256(public).hexdigest(),
    )


def authority_of(certificate: Certificate) -> Authority:
    """The kind of card by the issuer's name; whether that issuer is genuine, the chain says."""
    issuer = certificate.issuer.rfc4514_string()
    return next((authority for words, authority in _ISSUERS if words in issuer), Authority.OTHER)


def _name(name: Any, oid: Any) -> str | None:
    found = name.get_attributes_for_oid(oid)
    return str(found[0].value) if found else None


def _usages(certificate: Certificate) -> tuple[str, ...]:
    from cryptography import x509  # noqa: PLC0415 - slow to import

    try:
        usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    except x509.ExtensionNotFound:
        return ()
    names = ("digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_cert_sign")
    return tuple(name for name in names if getattr(usage, name))


def _issuer_key(certificate: Certificate) -> str | None:
    from cryptography import x509  # noqa: PLC0415 - slow to import

    try:
        found = certificate.extensions.get_extension_for_class(x509.AuthorityKeyIdentifier).value.key_identifier
    except x509.ExtensionNotFound:
        return None
    return found.hex() if found else None


def _directory_attributes(certificate: Certificate) -> dict[str, str]:
    """Attribute identifier → its first value as text."""
    from asn1crypto.core import Any as AnyValue  # noqa: PLC0415 - an optional part
    from asn1crypto.core import ObjectIdentifier, Sequence, SequenceOf, SetOf  # noqa: PLC0415 - the same
    from cryptography import x509  # noqa: PLC0415 - slow to import

    class Values(SetOf):  # type: ignore[misc]
        _child_spec = AnyValue

    class Attribute(Sequence):  # type: ignore[misc]
        _fields = [("type", ObjectIdentifier), ("values", Values)]  # noqa: RUF012 (asn1crypto's way)

    class Attributes(SequenceOf):  # type: ignore[misc]
        _child_spec = Attribute

    try:
        extension: Any = certificate.extensions.get_extension_for_oid(x509.ObjectIdentifier("2.5.29.9")).value
    except x509.ExtensionNotFound:
        return {}
    attributes = Attributes.load(extension.value, strict=True)
    return {one["type"].dotted: _text(one["values"][0].native) for one in attributes if len(one["values"])}


def _text(value: Any) -> str:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
