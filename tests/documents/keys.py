"""A test authority with a signer's key, as PKCS#12 and on a SoftHSM token."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID

PASSWORD = "test-only-1"  # noqa: S105 (a password of a test key)
PIN = "481516"
MODULE = Path("/usr/lib/softhsm/libsofthsm2.so")


@dataclass(frozen=True)
class Keys:
    """Root and signer; ``p12`` opens with ``PASSWORD``."""

    root: bytes
    p12: bytes
    key_der: bytes
    certificate_der: bytes


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def make_keys(*, hours: int = 720) -> Keys:
    """A root and a signer's certificate valid from two days ago until ``hours`` from now."""
    root_key, key = (rsa.generate_private_key(65537, 2048) for _ in range(2))
    begin, end = datetime.now(UTC) - timedelta(days=2), datetime.now(UTC) + timedelta(hours=hours)

    def signed(subject: str, public: rsa.RSAPublicKey, *, authority: bool) -> x509.Certificate:
        usage = x509.KeyUsage(not authority, not authority, False, False, False, authority, authority, False, False)
        return (
            x509.CertificateBuilder()
            .subject_name(_name(subject))
            .issuer_name(_name("範例根憑證"))
            .public_key(public)
            .serial_number(x509.random_serial_number())
            .not_valid_before(begin)
            .not_valid_after(end)
            .add_extension(x509.BasicConstraints(authority, None), critical=True)
            .add_extension(usage, critical=True)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
            .sign(root_key, hashes.SHA256())
        )

    root = signed("範例根憑證", root_key.public_key(), authority=True)
    certificate = signed("範例簽署人", key.public_key(), authority=False)
    protected = serialization.BestAvailableEncryption(PASSWORD.encode())
    return Keys(
        root.public_bytes(serialization.Encoding.PEM),
        pkcs12.serialize_key_and_certificates(b"signer", key, certificate, [root], protected),
        key.private_bytes(serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()),
        certificate.public_bytes(serialization.Encoding.DER),
    )


def fill_token(keys: Keys, folder: Path, label: str = "office") -> Path:
    """A SoftHSM token of this label with the key and its certificate; returns the configuration for SOFTHSM2_CONF."""
    (folder / "tokens").mkdir(parents=True)
    config = folder / "softhsm2.conf"
    config.write_text(f"directories.tokendir = {folder / 'tokens'}\nobjectstore.backend = file\n", encoding="utf-8")
    environment = {"SOFTHSM2_CONF": str(config), "PATH": "/usr/bin:/bin"}
    key, certificate = folder / "key.der", folder / "certificate.der"
    key.write_bytes(keys.key_der)
    certificate.write_bytes(keys.certificate_der)
    tool = ["pkcs11-tool", "--module", str(MODULE), "--token-label", label, "--login", "--pin", PIN]
    commands = [
        ["softhsm2-util", "--init-token", "--free", "--label", label, "--so-pin", "123456", "--pin", PIN],
        [*tool, "--write-object", str(key), "--type", "privkey", "--id", "01", "--label", "signer"],
        [*tool, "--write-object", str(certificate), "--type", "cert", "--id", "01", "--label", "signer"],
    ]
    for command in commands:
        subprocess.run(command, env=environment, check=True, capture_output=True)
    return config
