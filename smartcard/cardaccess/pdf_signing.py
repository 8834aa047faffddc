"""PAdES signatures on a PDF (ETSI EN 319 142-1, level B-B), and what a reader finds of them; nothing is fetched.

The key lies in a PKCS#12 file or on a PKCS#11 token; whoever holds another kind of key hands in a pyHanko ``Signer``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from schemas.errors import MissingPart, UsageError

if TYPE_CHECKING:
    from pyhanko.sign.signers import Signer

RESERVED = 16384
"""Bytes kept for the signature; without a figure pyHanko signs twice to find out."""
_MISSING = "pip install 'zijian[sign]'"


@dataclass(frozen=True, slots=True)
class PdfSignature:
    """One signature of a PDF.

    ``intact``: what it covers is unchanged. ``whole``: nothing was added to the file after it but what a signature may
    leave. ``trusted``: its chain ends in one of the given anchors and holds at the time of checking; ``problem`` says
    in English why it does not.
    """

    field: str
    signer: str
    signed_at: datetime | None
    intact: bool
    whole: bool
    trusted: bool
    problem: str | None = None

    @property
    def valid(self) -> bool:
        """Whether all of it holds."""
        return self.intact and self.whole and self.trusted


@dataclass(frozen=True, slots=True)
class TokenKey:
    """A key on a PKCS#11 token: its module, the token's label, the labels of key and certificate on it.

    The token is found by its label, never by its slot number: SoftHSM and card drivers show slots that are empty.
    """

    module: Path
    token: str
    certificate: str | None = None
    key: str | None = None


def file_signer(container: bytes, password: str) -> Signer:
    """The key of a PKCS#12 file; ``UsageError`` where it does not open."""
    signers = pyhanko_signers()
    try:
        signer: Signer | None = signers.SimpleSigner.load_pkcs12_data(container, (), password.encode())
    except ValueError:
        signer = None
    if signer is None:
        raise UsageError("憑證檔無法開啟,或密碼錯誤 (the PKCS#12 file does not open: wrong password or damaged)")
    return signer


@contextmanager
def token_signer(key: TokenKey, pin: str) -> Iterator[Signer]:
    """The key of a token, with its session open; the PIN is tried once. ``UsageError`` says what the token says."""
    pyhanko_signers()
    import pkcs11  # noqa: PLC0415 - only for tokens
    from pyhanko.config.pkcs11 import TokenCriteria  # noqa: PLC0415 - the same
    from pyhanko.sign.pkcs11 import PKCS11Signer, open_pkcs11_session  # noqa: PLC0415 - the same

    try:
        session = open_pkcs11_session(str(key.module), token_criteria=TokenCriteria(label=key.token), user_pin=pin)
    except (pkcs11.PKCS11Error, RuntimeError, OSError) as error:
        raise UsageError(
            f"無法使用憑證載具 {key.token} (cannot use the token): {type(error).__name__}",
            hint="請確認模組路徑、載具名稱與 PIN;PIN 不會自動重試。(Check module, label and PIN.)",
        ) from error
    try:
        yield PKCS11Signer(session, cert_label=key.certificate, key_label=key.key or key.certificate)
    finally:
        session.close()


def sign_pdf(pdf: bytes, signer: Signer, *, field: str = "Signature1", reason: str | None = None) -> bytes:
    """The PDF with a PAdES-B-B signature added as an incremental update; ``UsageError`` where it is no PDF."""
    signers = pyhanko_signers()
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter  # noqa: PLC0415 - slow to import
    from pyhanko.pdf_utils.misc import PdfError  # noqa: PLC0415 - the same
    from pyhanko.sign.fields import SigSeedSubFilter  # noqa: PLC0415 - the same

    metadata = signers.PdfSignatureMetadata(
        field_name=field, md_algorithm="sha256", reason=reason, subfilter=SigSeedSubFilter.PADES
    )
    try:
        writer = IncrementalPdfFileWriter(BytesIO(pdf))
        made = signers.sign_pdf(writer, metadata, signer=signer, bytes_reserved=RESERVED)
    except PdfError as error:
        raise UsageError(f"無法簽署此 PDF (cannot sign this PDF): {error}") from error
    data: bytes = made.getvalue()
    return data


def pdf_signatures(pdf: bytes, anchors: Sequence[bytes] = ()) -> list[PdfSignature]:
    """Every signature of a PDF; ``anchors`` are the roots (DER or PEM) that are trusted, nothing else is."""
    pyhanko_signers()
    from pyhanko.pdf_utils.misc import PdfError  # noqa: PLC0415 - slow to import
    from pyhanko.pdf_utils.reader import PdfFileReader  # noqa: PLC0415 - the same
    from pyhanko_certvalidator import ValidationContext  # noqa: PLC0415 - the same

    roots = [_certificate(anchor) for anchor in anchors]
    try:
        found = PdfFileReader(BytesIO(pdf), strict=False).embedded_regular_signatures
    except PdfError as error:
        raise UsageError(f"無法開啟此 PDF (cannot open this PDF): {error}") from error
    context = ValidationContext(trust_roots=roots, allow_fetching=False, revocation_mode="soft-fail")
    return [_judged(signature, context) for signature in found]


def _judged(signature: Any, context: Any) -> PdfSignature:
    from pyhanko.sign.validation import validate_pdf_signature  # noqa: PLC0415 - slow to import
    from pyhanko.sign.validation.errors import SignatureValidationError  # noqa: PLC0415 - the same
    from pyhanko.sign.validation.settings import KeyUsageConstraints  # noqa: PLC0415 - the same

    # the government's signing certificates bear digitalSignature without nonRepudiation
    usage = KeyUsageConstraints(key_usage={"digital_signature"})
    holder = signature.signer_cert.subject.human_friendly if signature.signer_cert else ""
    try:
        status = validate_pdf_signature(signature, context, key_usage_settings=usage)
    except (SignatureValidationError, ValueError) as error:
        return PdfSignature(signature.field_name, holder, None, False, False, False, str(error))
    problem = None if status.trusted else str(status.trust_problem_indic or "no chain to a trusted root")
    return PdfSignature(
        field=signature.field_name,
        signer=holder,
        signed_at=status.signer_reported_dt,
        intact=bool(status.intact and status.valid),
        whole=bool(status.docmdp_ok),
        trusted=bool(status.trusted),
        problem=problem,
    )


def _certificate(data: bytes) -> Any:
    from pyhanko.keys import load_certs_from_pemder_data  # noqa: PLC0415 - slow to import

    found = list(load_certs_from_pemder_data(data))
    if not found:
        raise UsageError("信任起點不是憑證 (a trusted root is no certificate)")
    return found[0]


def pyhanko_signers() -> Any:
    """pyHanko's signers; ``MissingPart`` where the extra is not installed."""
    try:
        from asn1crypto import cms  # noqa: PLC0415 - an optional part
        from pyhanko.sign import signers  # noqa: PLC0415 - the same, slow to import
    except ImportError as error:
        raise MissingPart("簽章套件未安裝 (the signing packages are not installed)", hint=_MISSING) from error
    # asn1crypto turns the table round at its first use; done before pyHanko added its attributes, it would lack them
    cms.CMSAttributeType._reverse_map = {name: oid for oid, name in cms.CMSAttributeType._map.items()}
    return signers
