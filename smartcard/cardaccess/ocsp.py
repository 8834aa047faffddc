"""Asking an authority whether a certificate is revoked (OCSP, RFC 6960), with a nonce; only a true answer counts."""

from __future__ import annotations

import http.client
import os
import urllib.request
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from cardaccess.login_errors import Revoked

if TYPE_CHECKING:
    from cryptography.x509 import Certificate

_SECONDS = 10
_LARGEST = 64 * 1024


def ask(
    certificate: Certificate,
    issuer: Certificate,
    now: datetime,
    fetch: Callable[[bytes, Certificate, Certificate], bytes | None],
) -> bool:
    """``True`` where the authority says good, ``False`` where no answer can be believed; ``Revoked``."""
    from cryptography import x509  # noqa: PLC0415 - slow to import
    from cryptography.hazmat.primitives import hashes, serialization  # noqa: PLC0415 - the same
    from cryptography.x509 import ocsp  # noqa: PLC0415 - the same

    nonce = x509.OCSPNonce(os.urandom(16))
    builder = ocsp.OCSPRequestBuilder().add_certificate(certificate, issuer, hashes.SHA256())
    request = builder.add_extension(nonce, critical=False).build()
    answer = fetch(request.public_bytes(serialization.Encoding.DER), certificate, issuer)
    if answer is None:
        return False
    try:
        response = ocsp.load_der_ocsp_response(answer)
        believed = response.response_status is ocsp.OCSPResponseStatus.SUCCESSFUL and _believed(
            response, certificate, issuer, nonce, now
        )
    except ValueError:
        return False
    if not believed:
        return False
    if response.certificate_status is ocsp.OCSPCertStatus.REVOKED:
        raise Revoked()
    return response.certificate_status is ocsp.OCSPCertStatus.GOOD


def over_http(request: bytes, certificate: Certificate, issuer: Certificate) -> bytes | None:
    """The answer of the responder that the certificate names (RFC 6960 appendix A.1), for ``Trust.ocsp``.

    ``None`` where it names none or nobody answers within ``_SECONDS``; the caller then goes by its revocation list.
    """
    del issuer
    address = _address(certificate)
    if address is None:
        return None
    headers = {"Content-Type": "application/ocsp-request"}
    asked = urllib.request.Request(address, request, headers)  # noqa: S310 (http only, see _address)
    try:
        with urllib.request.urlopen(asked, timeout=_SECONDS) as answer:  # noqa: S310 (the same)
            found: bytes = answer.read(_LARGEST)
    except (OSError, ValueError, http.client.HTTPException):
        return None
    return found


def _address(certificate: Certificate) -> str | None:
    from cryptography import x509  # noqa: PLC0415 - slow to import
    from cryptography.x509.oid import AuthorityInformationAccessOID  # noqa: PLC0415 - the same

    try:
        places = certificate.extensions.get_extension_for_class(x509.AuthorityInformationAccess).value
    except (x509.ExtensionNotFound, ValueError):
        return None
    named = (place for place in places if place.access_method == AuthorityInformationAccessOID.OCSP)
    return next(
        (str(one.access_location.value) for one in named if str(one.access_location.value).startswith("http://")), None
    )


def _believed(response: Any, certificate: Certificate, issuer: Certificate, nonce: Any, now: datetime) -> bool:
    from cryptography import x509  # noqa: PLC0415 - slow to import

    try:
        same = response.extensions.get_extension_for_class(x509.OCSPNonce).value == nonce
    except x509.ExtensionNotFound:
        return False
    fresh = response.this_update_utc <= now and (response.next_update_utc is None or now <= response.next_update_utc)
    if not (same and fresh and response.serial_number == certificate.serial_number):
        return False
    responder = _responder(response, issuer, now)
    return responder is not None and _signed(response, responder)


def _responder(response: Any, issuer: Certificate, now: datetime) -> Certificate | None:
    """The authority itself, or one that it appointed for OCSP and that is valid now."""
    from cryptography import x509  # noqa: PLC0415 - slow to import
    from cryptography.x509.oid import ExtendedKeyUsageOID  # noqa: PLC0415 - the same

    from cardaccess.trust import issued_by  # noqa: PLC0415 - the other way round at import

    for one in response.certificates:
        if one == issuer:
            continue
        try:
            uses = one.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
        except x509.ExtensionNotFound:
            continue
        valid = one.not_valid_before_utc <= now <= one.not_valid_after_utc
        if ExtendedKeyUsageOID.OCSP_SIGNING in uses and valid and issued_by(one, issuer):
            found: Certificate = one
            return found
    return None if response.certificates and issuer not in response.certificates else issuer


def _signed(response: Any, responder: Certificate) -> bool:
    from cryptography.exceptions import InvalidSignature  # noqa: PLC0415 - slow to import
    from cryptography.hazmat.primitives.asymmetric import padding, rsa  # noqa: PLC0415 - the same

    public = responder.public_key()
    if not isinstance(public, rsa.RSAPublicKey):
        return False
    try:
        public.verify(
            response.signature, response.tbs_response_bytes, padding.PKCS1v15(), response.signature_hash_algorithm
        )
    except InvalidSignature:
        return False
    return True
