"""Messages as raw bytes, so that a test says exactly what is on the wire."""

from __future__ import annotations

import base64
import io
import zipfile

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(40)
CRLF = b"\r\n"


def part(headers: list[bytes], body: bytes) -> bytes:
    """One MIME part (or a whole message) with its headers as given."""
    return CRLF.join(headers) + CRLF * 2 + body


def b64(data: bytes) -> bytes:
    """base64 in lines of 76 characters."""
    return base64.encodebytes(data).replace(b"\n", CRLF)


def attached(data: bytes, disposition: bytes, content_type: bytes = b"application/octet-stream") -> bytes:
    """A base64 part with a Content-Disposition as given after ``attachment``."""
    return part(
        [
            b"Content-Type: " + content_type,
            b"Content-Disposition: attachment" + disposition,
            b"Content-Transfer-Encoding: base64",
        ],
        b64(data),
    )


TEXT = part([b"Content-Type: text/plain; charset=utf-8", b"Content-Transfer-Encoding: 8bit"], "請查收附件".encode())


def message(
    *parts: bytes, headers: list[bytes] | None = None, boundary: bytes = b"=_b1", kind: bytes = b"mixed"
) -> bytes:
    """A multipart message of the given parts."""
    head = headers if headers is not None else [b"From: a@example.tw", b"Subject: x", b"Message-ID: <1@example.tw>"]
    lines = [*head, b"MIME-Version: 1.0", b"Content-Type: multipart/" + kind + b'; boundary="' + boundary + b'"', b""]
    for one in parts:
        lines += [b"--" + boundary, one]
    return CRLF.join([*lines, b"--" + boundary + b"--", b""])


def zipped(*members: tuple[str | bytes, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip; a name given as bytes is written as it is, without the UTF-8 flag."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as archive:
        for index, (name, data) in enumerate(members):
            info = zipfile.ZipInfo(name if isinstance(name, str) else f"{'x' * (len(name) - 1)}{index % 10}")
            info.compress_type = compression
            archive.writestr(info, data)
    raw = buffer.getvalue()
    for index, (name, _) in enumerate(members):
        if isinstance(name, bytes):
            raw = raw.replace(f"{'x' * (len(name) - 1)}{index % 10}".encode(), name)
    return raw
