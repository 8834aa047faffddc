"""Whether a certificate may be believed: chain to loaded anchors, validity, usage, and that it is not revoked.

Anchors are the authorities that the operator loaded (GRCA and under it MOICA, MOEACA); they are in no system's store,
and nothing is fetched here. Without a current list or answer on revocation nobody is let in.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from cardaccess.errors import BadAnswer
from cardaccess.identity import Authority, Identity, identify, load
from cardaccess.login_errors import ChainInvalid, Expired, NotYetValid, RevocationUnknown, Revoked, UsageInvalid

if TYPE_CHECKING:
    from cryptography.x509 import Certificate

OcspFetcher = Callable[[bytes, "Certificate", "Certificate"], bytes | None]
"""From an OCSP request (DER), the certificate and its issuer to the answer (DER), or ``None`` where nobody answers."""


@dataclass(slots=True)
class Trust:
    """Roots, authorities and revocation lists that the operator loaded; ``ocsp`` asks the authority where it is given."""

    roots: Sequence[bytes]
    authorities: Sequence[bytes]
    ocsp: OcspFetcher | None = None
    _lists: dict[bytes, _List] = field(default_factory=dict)

    def load_list(self, der: bytes) -> None:
        """Take a revocation list (RFC 5280 5); ``ChainInvalid`` where no loaded authority signed it, never an older one."""
        found = _List.of(der, [load(one) for one in self.authorities])
        held = self._lists.get(found.issuer)
        if held is None or held.this_update <= found.this_update:
            self._lists[found.issuer] = found

    def check(self, der: bytes, now: datetime) -> Identity:
        """What the certificate says of its holder, if all of it holds at ``now`` (aware)."""
        try:
            certificate = load(der)
            identity = identify(certificate)
        except BadAnswer as error:
            raise ChainInvalid("certificate") from error
        _check_time(certificate, now)
        issuer = self._issuer(certificate, now)
        if not identity.signs or identity.authority is Authority.OTHER:
            raise UsageInvalid()
        self._check_revocation(certificate, issuer, now)
        return identity

    def _issuer(self, certificate: Certificate, now: datetime) -> Certificate:
        """The authority that signed it, itself under a root; names alone count for nothing."""
        authority = next((one for one in map(load, self.authorities) if issued_by(certificate, one)), None)
        if authority is None or not _is_authority(authority):
            raise ChainInvalid()
        roots = [load(one) for one in self.roots]
        if not any(_is_authority(root) and (issued_by(authority, root) or root == authority) for root in roots):
            raise ChainInvalid()
        if not authority.not_valid_before_utc <= now <= authority.not_valid_after_utc:
            raise ChainInvalid("authority")
        return authority

    def _check_revocation(self, certificate: Certificate, issuer: Certificate, now: datetime) -> None:
        if self.ocsp is not None and self._asked(certificate, issuer, now, self.ocsp):
            return
        held = self._lists.get(issuer.subject.public_bytes())
        if held is None or held.signer != issuer or not held.this_update <= now <= held.next_update:
            raise RevocationUnknown()
        if certificate.serial_number in held.serials:
            raise Revoked()

    def _asked(self, certificate: Certificate, issuer: Certificate, now: datetime, fetch: OcspFetcher) -> bool:
        """Whether the authority answered that all is well; ``False`` where it did not answer. ``Revoked``."""
        from cardaccess.ocsp import ask  # noqa: PLC0415 - only where it is configured

        return ask(certificate, issuer, now, fetch)


@dataclass(frozen=True, slots=True)
class _List:
    issuer: bytes
    signer: Any
    this_update: datetime
    next_update: datetime
    serials: frozenset[int]

    @classmethod
    def of(cls, der: bytes, authorities: Sequence[Certificate]) -> _List:
        from cryptography import x509  # noqa: PLC0415 - slow to import

        try:
            found = x509.load_der_x509_crl(der)
        except ValueError as error:
            raise ChainInvalid("CRL") from error
        for authority in authorities:
            public: Any = authority.public_key()
            if found.issuer == authority.subject and found.is_signature_valid(public):
                break
        else:
            raise ChainInvalid("CRL")
        if found.next_update_utc is None:
            raise ChainInvalid("CRL without nextUpdate")
        serials = frozenset(entry.serial_number for entry in found)
        return cls(found.issuer.public_bytes(), authority, found.last_update_utc, found.next_update_utc, serials)


def _check_time(certificate: Certificate, now: datetime) -> None:
    if now < certificate.not_valid_before_utc:
        raise NotYetValid()
    if now > certificate.not_valid_after_utc:
        raise Expired()


def issued_by(certificate: Certificate, issuer: Certificate) -> bool:
    """Whether ``issuer`` signed it: name and signature."""
    from cryptography.exceptions import InvalidSignature  # noqa: PLC0415 - slow to import

    try:
        certificate.verify_directly_issued_by(issuer)
    except (ValueError, TypeError, InvalidSignature):
        return False
    return True


def _is_authority(certificate: Certificate) -> bool:
    from cryptography import x509  # noqa: PLC0415 - slow to import

    try:
        constraints = certificate.extensions.get_extension_for_class(x509.BasicConstraints).value
        usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    except (x509.ExtensionNotFound, ValueError):
        return False
    return constraints.ca and usage.key_cert_sign
