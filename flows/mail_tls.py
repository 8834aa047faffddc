"""TLS towards mail servers: always verified, with the system's authorities or with the office's own."""

from __future__ import annotations

import ssl
from pathlib import Path

from schemas.errors import UsageError


def client_context(ca_file: Path | None) -> ssl.SSLContext:
    """A context that checks chain and host name; ``ca_file`` (PEM) holds the authorities to trust instead."""
    try:
        return ssl.create_default_context(cafile=ca_file)
    except (OSError, ssl.SSLError) as error:
        raise UsageError(
            f"讀不到憑證檔 {ca_file}:{error.strerror or error} (cannot read the certificates)",
            hint="請指定 PEM 檔。(Name a PEM file.)",
        ) from None
