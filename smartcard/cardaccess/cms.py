"""CMS signed data (RFC 5652) as a card's login makes it: one signer, SHA-256, the challenge inside, a nonce, the card number.

Signed attributes beside the usual ones: 1.2.840.113549.1.9.25.3 (nonce), 2.16.886.1.100.2.204 (card number).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cardaccess.login_errors import SignatureInvalid

NONCE = "1.2.840.113549.1.9.25.3"
CARD_NUMBER = "2.16.886.1.100.2.204"
_LARGEST = 64 * 1024


@dataclass(frozen=True, slots=True)
class SignedMessage:
    """What a CMS says after its signature was verified with the certificate in it; the chain is another matter."""

    content: bytes
    certificate: bytes
    nonce: bytes | None
    card_number: str | None
    signed_at: datetime | None


def make(
    content: bytes, certificate: bytes, sign: Callable[[bytes], bytes], *, nonce: bytes, now: datetime, card_number: str
) -> bytes:
    """A CMS in DER; ``sign`` gives RSA PKCS #1 v1.5 over the SHA-256 of its argument."""
    from asn1crypto import algos, cms, core, x509  # noqa: PLC0415 - an optional part

    holder = x509.Certificate.load(certificate)
    attributes = cms.CMSAttributes(
        [
            _attribute("content_type", ["data"]),
            _attribute("message_digest", [hashlib.sha256(content).digest()]),
            _attribute("signing_time", [cms.Time({"utc_time": now})]),
            _attribute(NONCE, [core.OctetString(nonce)]),
            _attribute(CARD_NUMBER, [core.PrintableString(card_number)]),
        ]
    )
    signer = cms.SignerInfo(
        {
            "version": "v1",
            "sid": cms.SignerIdentifier(
                {"issuer_and_serial_number": {"issuer": holder.issuer, "serial_number": holder.serial_number}}
            ),
            "digest_algorithm": algos.DigestAlgorithm({"algorithm": "sha256"}),
            "signed_attrs": attributes,
            "signature_algorithm": algos.SignedDigestAlgorithm({"algorithm": "sha256_rsa"}),
            "signature": sign(attributes.dump()),
        }
    )
    signed = cms.SignedData(
        {
            "version": "v1",
            "digest_algorithms": [algos.DigestAlgorithm({"algorithm": "sha256"})],
            "encap_content_info": {"content_type": "data", "content": content},
            "certificates": [holder],
            "signer_infos": [signer],
        }
    )
    message: bytes = cms.ContentInfo({"content_type": "signed_data", "content": signed}).dump()
    return message


def verify(message: bytes) -> SignedMessage:
    """The content of a CMS whose only signature holds; ``SignatureInvalid`` says what does not."""
    if len(message) > _LARGEST:
        raise SignatureInvalid("too large")
    try:
        return _verified(message)
    except (ValueError, KeyError, TypeError, IndexError, OverflowError) as error:
        raise SignatureInvalid("no CMS signed data") from error


def _verified(message: bytes) -> SignedMessage:
    from asn1crypto import cms  # noqa: PLC0415 - an optional part

    info = cms.ContentInfo.load(message, strict=True)
    if info["content_type"].native != "signed_data":
        raise SignatureInvalid("no signed data")
    signed = info["content"]
    if len(signed["signer_infos"]) != 1:
        raise SignatureInvalid("not exactly one signer")
    signer = signed["signer_infos"][0]
    content: bytes = signed["encap_content_info"]["content"].native or b""
    certificate = _certificate_of(signer, signed)
    attributes = {one["type"].dotted: one["values"] for one in signer["signed_attrs"]}
    _check_digest(signer, attributes, content)
    _check_signature(signer, certificate)
    return SignedMessage(
        content,
        certificate,
        _first(attributes, NONCE),
        _number(_first(attributes, CARD_NUMBER)),
        _first(attributes, "1.2.840.113549.1.9.5"),
    )


def _check_digest(signer: Any, attributes: dict[str, Any], content: bytes) -> None:
    if signer["digest_algorithm"]["algorithm"].native != "sha256":
        raise SignatureInvalid("digest is not SHA-256")
    if _first(attributes, "1.2.840.113549.1.9.4") != hashlib.sha256(content).digest():
        raise SignatureInvalid("message digest")
    if _first(attributes, "1.2.840.113549.1.9.3") != "data":
        raise SignatureInvalid("content type")


def _check_signature(signer: Any, certificate: bytes) -> None:
    from cryptography import x509  # noqa: PLC0415 - slow to import
    from cryptography.exceptions import InvalidSignature  # noqa: PLC0415 - the same
    from cryptography.hazmat.primitives import hashes  # noqa: PLC0415 - the same
    from cryptography.hazmat.primitives.asymmetric import padding, rsa  # noqa: PLC0415 - the same

    if signer["signature_algorithm"]["algorithm"].native not in {"sha256_rsa", "rsassa_pkcs1v15"}:
        raise SignatureInvalid("algorithm")
    public = x509.load_der_x509_certificate(certificate).public_key()
    if not isinstance(public, rsa.RSAPublicKey) or public.key_size < 2048:
        raise SignatureInvalid("key")
    try:
        public.verify(
            signer["signature"].native, signer["signed_attrs"].untag().dump(), padding.PKCS1v15(), hashes.SHA256()
        )
    except InvalidSignature as error:
        raise SignatureInvalid("signature") from error


def _certificate_of(signer: Any, signed: Any) -> bytes:
    """The certificate that the signer names, out of those that came along."""
    wanted = signer["sid"]
    if wanted.name != "issuer_and_serial_number":
        raise SignatureInvalid("signer identifier")
    for one in signed["certificates"]:
        certificate = one.chosen
        named = wanted.chosen
        if certificate.serial_number == named["serial_number"].native and certificate.issuer == named["issuer"]:
            der: bytes = certificate.dump()
            return der
    raise SignatureInvalid("certificate is not enclosed")


def _attribute(name: str, values: list[Any]) -> Any:
    from asn1crypto import cms, core  # noqa: PLC0415 - an optional part

    if "." in name:
        return cms.CMSAttribute({"type": name, "values": cms.SetOfAny([core.Any(value) for value in values])})
    return cms.CMSAttribute({"type": name, "values": values})


def _first(attributes: dict[str, Any], name: str) -> Any:
    values = attributes.get(name)
    found = values.native if values is not None else None
    return found[0] if isinstance(found, list) and found else found


def _number(value: Any) -> str | None:
    return value.decode("ascii", "replace") if isinstance(value, bytes) else value
