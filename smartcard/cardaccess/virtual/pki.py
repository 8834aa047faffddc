"""A test PKI in the shape of the government's: root, authorities with the same names marked as tests, holders' cards.

Every name says 測試, so that no certificate is taken for a real one; the key words by which authorities are told are
kept in the issuers' names.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from asn1crypto.core import ObjectIdentifier, PrintableString, UTF8String
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.x509.oid import AuthorityInformationAccessOID, NameOID

from cardaccess.identity import LAST_FOUR, RANK, UBN, Authority
from cardaccess.virtual.tlv import tlv

POLICY = x509.ObjectIdentifier("2.16.886.101.0.3.3")
_WORDS = {Authority.MOICA: "內政部憑證管理中心", Authority.MOEACA: "工商憑證管理中心"}


@dataclass(frozen=True, slots=True)
class Issuer:
    """An authority of the test PKI with its key."""

    certificate: x509.Certificate
    key: rsa.RSAPrivateKey

    @property
    def der(self) -> bytes:
        """Its certificate."""
        return self.certificate.public_bytes(serialization.Encoding.DER)


@dataclass(frozen=True, slots=True)
class Holder:
    """A card's content: its signing key and the four certificates in the order of the card's file."""

    certificate: x509.Certificate
    key: rsa.RSAPrivateKey
    card_certificates: tuple[bytes, ...]

    @property
    def signing_certificate(self) -> bytes:
        """DER."""
        return self.certificate.public_bytes(serialization.Encoding.DER)

    def sign(self, data: bytes) -> bytes:
        """RSA PKCS #1 v1.5 over the SHA-256 of ``data``."""
        return self.key.sign(data, padding.PKCS1v15(), hashes.SHA256())

    def raw_rsa(self, block: bytes) -> bytes:
        """The private operation on a padded block, as a chip does it."""
        numbers = self.key.private_numbers()
        number = pow(int.from_bytes(block, "big"), numbers.d, numbers.public_numbers.n)
        return number.to_bytes(self.key.key_size // 8, "big")


@dataclass(frozen=True, slots=True)
class HolderSpec:
    """Who a card is made for: ``identity`` is the last four of an ID number or a 統一編號, ``days`` the validity from now.

    ``signs`` false gives a certificate that may only encipher; ``issuer`` and ``key`` replace the usual ones,
    ``ocsp`` is the address of a responder.
    """

    authority: Authority = Authority.MOICA
    name: str = "測試王"
    serial: str = "0000000000000001"
    identity: str = "6789"
    days: tuple[int, int] = (-30, 365)
    signs: bool = True
    issuer: Issuer | None = None
    key: rsa.RSAPrivateKey | None = None
    ocsp: str | None = None


@dataclass(frozen=True, slots=True)
class TestPki:
    """Root and authorities; ``now`` is the moment that validity is counted from."""

    __test__ = False

    root: Issuer
    authorities: Mapping[Authority, Issuer]
    now: datetime

    def holder(self, spec: HolderSpec | None = None) -> Holder:
        """A card with the certificates of a holder."""
        wanted = spec or HolderSpec()
        issuer = wanted.issuer or self.authorities[wanted.authority]
        own = wanted.key or new_key()
        certificate, encipher = (self._leaf(issuer, own, wanted, signs=signs) for signs in (wanted.signs, False))
        return Holder(certificate, own, (self.root.der, issuer.der, _der(encipher), _der(certificate)))

    def revoked(self, issuer: Issuer, serials: Sequence[int], *, hours: tuple[float, float] = (-1, 24)) -> bytes:
        """A revocation list (DER) with ``thisUpdate`` and ``nextUpdate`` in hours from now."""
        builder = (
            x509.CertificateRevocationListBuilder()
            .issuer_name(issuer.certificate.subject)
            .last_update(self.now + timedelta(hours=hours[0]))
            .next_update(self.now + timedelta(hours=hours[1]))
        )
        for serial in serials:
            entry = x509.RevokedCertificateBuilder().serial_number(serial).revocation_date(self.now - timedelta(days=1))
            builder = builder.add_revoked_certificate(entry.build())
        return builder.sign(issuer.key, hashes.SHA256()).public_bytes(serialization.Encoding.DER)

    def _leaf(self, issuer: Issuer, key: rsa.RSAPrivateKey, spec: HolderSpec, *, signs: bool) -> x509.Certificate:
        personal = spec.authority is not Authority.MOEACA
        holder = NameOID.COMMON_NAME if personal else NameOID.ORGANIZATION_NAME
        subject = [(NameOID.COUNTRY_NAME, "TW"), (holder, spec.name), (NameOID.SERIAL_NUMBER, spec.serial)]
        attribute = (LAST_FOUR if personal else UBN, spec.identity)
        builder = _builder(_dn(subject), issuer.certificate.subject, key.public_key(), self.now, spec.days)
        if spec.ocsp:
            builder = builder.add_extension(_responder_at(spec.ocsp), critical=False)
        return (
            builder.add_extension(
                x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer.key.public_key()), critical=False
            )
            .add_extension(_usage(signs=signs, enciphers=not signs), critical=True)
            .add_extension(x509.CertificatePolicies([x509.PolicyInformation(POLICY, None)]), critical=False)
            .add_extension(_directory(attribute, (RANK, "primary")), critical=False)
            .sign(issuer.key, hashes.SHA256())
        )


def _responder_at(address: str) -> x509.AuthorityInformationAccess:
    place = x509.UniformResourceIdentifier(address)
    return x509.AuthorityInformationAccess([x509.AccessDescription(AuthorityInformationAccessOID.OCSP, place)])


def make_pki(now: datetime | None = None) -> TestPki:
    """A new root with one authority of each kind."""
    moment = (now or datetime.now(UTC)).replace(microsecond=0)
    root = make_authority(None, "測試 Government Root Certification Authority", moment)
    made = {kind: make_authority(root, f"測試{words}", moment) for kind, words in _WORDS.items()}
    return TestPki(root, made, moment)


def make_authority(parent: Issuer | None, unit: str, now: datetime) -> Issuer:
    """An authority under ``parent``, or a root."""
    key = new_key()
    name = _dn(
        [(NameOID.COUNTRY_NAME, "TW"), (NameOID.ORGANIZATION_NAME, "行政院"), (NameOID.ORGANIZATIONAL_UNIT_NAME, unit)]
    )
    issuer = parent.certificate.subject if parent else name
    signer = parent.key if parent else key
    certificate = (
        _builder(name, issuer, key.public_key(), now, (-400, 4000))
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .add_extension(_usage(authority=True), critical=True)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key()), critical=False)
        .sign(signer, hashes.SHA256())
    )
    return Issuer(certificate, key)


def new_key() -> rsa.RSAPrivateKey:
    """RSA-2048, as the cards have."""
    return rsa.generate_private_key(65537, 2048)


def _builder(
    subject: x509.Name, issuer: x509.Name, public: rsa.RSAPublicKey, now: datetime, days: tuple[int, int]
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(public)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now + timedelta(days=days[0]))
        .not_valid_after(now + timedelta(days=days[1]))
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
    )


def _usage(*, signs: bool = False, enciphers: bool = False, authority: bool = False) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=signs,
        content_commitment=False,
        key_encipherment=enciphers,
        data_encipherment=enciphers,
        key_agreement=False,
        key_cert_sign=authority,
        crl_sign=authority,
        encipher_only=False,
        decipher_only=False,
    )


def _directory(*attributes: tuple[str, str]) -> x509.UnrecognizedExtension:
    """SubjectDirectoryAttributes with printable values."""
    parts = []
    for identifier, value in attributes:
        text: Any = PrintableString(value) if value.isascii() else UTF8String(value)
        parts.append(tlv(b"\x30", ObjectIdentifier(identifier).dump() + tlv(b"\x31", text.dump())))
    return x509.UnrecognizedExtension(x509.ObjectIdentifier("2.5.29.9"), tlv(b"\x30", b"".join(parts)))


def _dn(parts: Sequence[tuple[x509.ObjectIdentifier, str]]) -> x509.Name:
    return x509.Name([x509.NameAttribute(oid, value) for oid, value in parts])


def _der(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.DER)
