"""A PAdES signature in two steps: the server prepares the PDF, the card signs some 250 bytes, the server finishes.

The PDF never leaves the server and the key never leaves the card.
"""

from __future__ import annotations

import asyncio
import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from cardaccess.errors import SignFailed
from cardaccess.pdf_signing import RESERVED, pyhanko_signers


@dataclass(slots=True)
class PreparedPdf:
    """A PDF that waits for its signature; ``to_sign`` (DER) is what the card signs with RSA PKCS #1 v1.5 and SHA-256."""

    to_sign: bytes
    certificate: bytes
    _output: Any
    _digest: Any
    _signer: Any
    _attributes: Any


def prepare(pdf: bytes, certificate: bytes, chain: Sequence[bytes] = (), *, field: str = "Signature1") -> PreparedPdf:
    """The PDF with its place for the signature of ``certificate`` (DER)."""
    return asyncio.run(_prepare(pdf, certificate, chain, field))


def finish(prepared: PreparedPdf, signature: bytes) -> bytes:
    """The signed PDF; ``SignFailed`` where the signature is not the certificate's over what was to be signed."""
    _check(prepared, signature)
    return asyncio.run(_finish(prepared, signature))


async def _prepare(pdf: bytes, certificate: bytes, chain: Sequence[bytes], field: str) -> PreparedPdf:
    signers = pyhanko_signers()
    from asn1crypto import x509  # noqa: PLC0415 - slow to import
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter  # noqa: PLC0415 - the same
    from pyhanko.sign.fields import SigSeedSubFilter  # noqa: PLC0415 - the same
    from pyhanko_certvalidator.registry import SimpleCertificateStore  # noqa: PLC0415 - the same

    store: Any = SimpleCertificateStore()  # type: ignore[no-untyped-call]
    store.register_multiple([x509.Certificate.load(one) for one in chain])
    signer = signers.ExternalSigner(
        signing_cert=x509.Certificate.load(certificate), cert_registry=store, signature_value=bytes(256)
    )
    metadata = signers.PdfSignatureMetadata(field_name=field, md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES)
    pdf_signer = signers.PdfSigner(metadata, signer)
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    digest, _, output = await pdf_signer.async_digest_doc_for_signing(writer, bytes_reserved=RESERVED)
    attributes = await signer.signed_attrs(digest.document_digest, "sha256", use_pades=True)
    return PreparedPdf(attributes.dump(), certificate, output, digest, signer, attributes)


async def _finish(prepared: PreparedPdf, signature: bytes) -> bytes:
    signer = pyhanko_signers().ExternalSigner(
        signing_cert=prepared._signer.signing_cert,
        cert_registry=prepared._signer.cert_registry,
        signature_value=signature,
    )
    cms = await signer.async_sign_prescribed_attributes("sha256", signed_attrs=prepared._attributes)
    prepared._digest.fill_with_cms(prepared._output, cms)
    data: bytes = prepared._output.getvalue()
    return data


def _check(prepared: PreparedPdf, signature: bytes) -> None:
    from cryptography import x509  # noqa: PLC0415 - slow to import
    from cryptography.exceptions import InvalidSignature  # noqa: PLC0415 - the same
    from cryptography.hazmat.primitives import hashes  # noqa: PLC0415 - the same
    from cryptography.hazmat.primitives.asymmetric import padding, rsa  # noqa: PLC0415 - the same

    public = x509.load_der_x509_certificate(prepared.certificate).public_key()
    try:
        if not isinstance(public, rsa.RSAPublicKey):
            raise SignFailed("RSA")
        public.verify(signature, prepared.to_sign, padding.PKCS1v15(), hashes.SHA256())
    except InvalidSignature as error:
        raise SignFailed("signature") from error
