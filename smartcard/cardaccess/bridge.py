"""The local bridge between a web page and the card, as the public description of the HiPKI local service has it.

``GET /pkcs11info``, ``POST /sign`` and ``GET /popupForm`` on 127.0.0.1. Unlike what public pages do with it: only listed
origins are answered, the Host header must be this machine's (so no name that was bound anew gets in), one request at a
time, the PIN is tried once, and nothing that was asked is logged.
"""

from __future__ import annotations

import base64
import json
import threading
from collections.abc import Collection
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources import files
from types import TracebackType
from typing import Any
from urllib.parse import parse_qs, urlsplit

from cardaccess import cms
from cardaccess.errors import (
    CardError,
    CertificateMissing,
    ModuleMissing,
    NoCard,
    NoReader,
    OriginDenied,
    PinFormat,
    PinLastTry,
    PinLocked,
    PinWrong,
)
from cardaccess.identity import identify, load
from cardaccess.tokens import CardSigner, OpenToken

ADDRESS = "127.0.0.1"
_MOST = 256 * 1024
_SECONDS = 10
_CODES: tuple[tuple[type[CardError], int, int], ...] = (
    (NoCard, 0x76000006, 0),
    (NoReader, 0x76100003, 0),
    (ModuleMissing, 0x76100001, 0),
    (OriginDenied, 0x7600000F, 0),
    (CertificateMissing, 0x76100009, 0),
    (PinLocked, 0x76100006, 0xA4),
    (PinFormat, 0x76100006, 0xA2),
    (PinLastTry, 0x76100006, -2147483647),
    (PinWrong, 0x76100006, 0xA0),
)
_LEFT = {1: -2147483647, 2: -2147483646}
_OTHER = 0x76100006
_NO_PIN = 0x76000998


class Bridge:
    """The service; use it as a context manager, then ``serve`` until it is closed."""

    def __init__(self, signer: CardSigner, origins: Collection[str], *, port: int = 61161) -> None:
        """``origins`` are the sites that may ask (``https://site.example``); ``port`` 0 takes a free one."""
        self._signer, self._origins = signer, frozenset(origins)
        self._busy = threading.Lock()
        bridge = self

        class Handler(_Handler):
            owner = bridge

        self._server = ThreadingHTTPServer((ADDRESS, port), Handler)
        self._server.daemon_threads = True

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self._server.server_address[1])

    @property
    def address(self) -> str:
        """As a browser names it."""
        return f"http://{ADDRESS}:{self.port}"

    def serve(self) -> None:
        """Answer until closed."""
        self._server.serve_forever(poll_interval=0.1)

    def close(self) -> None:
        """Stop answering."""
        self._server.shutdown()
        self._server.server_close()

    def __enter__(self) -> Bridge:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.server_close()

    def allowed(self, origin: str | None, host: str | None) -> bool:
        """Whether a request may be answered: a listed origin (or our own form), asked under this machine's address."""
        ours = {f"{name}:{self.port}" for name in (ADDRESS, "localhost")}
        if host not in ours:
            return False
        return origin in self._origins or origin in {f"http://{one}" for one in ours}

    def info(self, *, certificates: bool) -> dict[str, Any]:
        """``/pkcs11info``: the token, and with it its certificates."""
        with self._busy:
            token = self._signer.token()
            found = self._signer.certificates() if certificates else []
        shown = [_certificate(der) for der in found]
        described = {"label": token.label, "serialNumber": token.serial, "manufacturerID": token.manufacturer}
        slot = {"slotDescription": token.label, "token": {**described, "certs": [one for one in shown if one]}}
        return {"ret_code": 0, "slots": [slot]}

    def sign(self, package: dict[str, Any]) -> dict[str, Any]:
        """``/sign``: what ``tbsPackage`` says, as CMS (PKCS7) or a bare signature (PKCS1)."""
        pin = str(package.get("pin") or "")
        if not pin:
            return {"ret_code": _NO_PIN, "last_error": 0}
        data = _data(package)
        with self._busy, self._signer.opened(pin) as token:
            return self._signed(token, data, package)

    def _signed(self, token: OpenToken, data: bytes, package: dict[str, Any]) -> dict[str, Any]:
        certificate, number = token.certificate(), self._signer.token().serial
        if package.get("signatureType") == "PKCS1":
            signature = token.sign(data)
        else:
            nonce = bytes.fromhex(str(package.get("nonce") or ""))
            signature = cms.make(data, certificate, token.sign, nonce=nonce, now=datetime.now(UTC), card_number=number)
        return {
            "ret_code": 0,
            "last_error": 0,
            "signature": base64.b64encode(signature).decode("ascii"),
            "certb64": base64.b64encode(certificate).decode("ascii"),
            "cardSN": number,
        }


class _Handler(BaseHTTPRequestHandler):
    owner: Bridge
    timeout = _SECONDS
    server_version = "zijian-bridge"
    sys_version = ""

    def do_OPTIONS(self) -> None:
        """A browser asks whether it may ask."""
        if self._may():
            self._answer(204, b"", "text/plain")

    def do_GET(self) -> None:
        """Information and the form."""
        url = urlsplit(self.path)
        if url.path == "/popupForm":
            form = files("cardaccess").joinpath("popup.html").read_bytes()
            self._answer(200, form, "text/html; charset=utf-8")
        elif url.path == "/allowed":
            origin = parse_qs(url.query).get("origin", [""])[0]
            listed = self.owner.allowed(origin, self.headers.get("Host"))
            self._answer(204 if listed else 403, b"", "text/plain")
        elif url.path == "/pkcs11info":
            if self._may():
                certificates = parse_qs(url.query).get("withcert") == ["true"]
                self._do(lambda: self.owner.info(certificates=certificates))
        else:
            self._answer(404, b"", "text/plain")

    def do_POST(self) -> None:
        """A signature."""
        if not self._may():
            return
        size = self.headers.get("Content-Length") or ""
        if self.path != "/sign" or not size.isdigit() or int(size) > _MOST:
            self._answer(400, b"", "text/plain")
            return
        body = self.rfile.read(int(size)).decode("utf-8", "replace")
        package = _package(body)
        if package is None:
            self._answer(400, b"", "text/plain")
        else:
            self._do(lambda: self.owner.sign(package))

    def _may(self) -> bool:
        if self.owner.allowed(self.headers.get("Origin"), self.headers.get("Host")):
            return True
        self._answer(403, json.dumps(_error(OriginDenied())).encode(), "application/json")
        return False

    def _do(self, work: Any) -> None:
        try:
            said = work()
        except CardError as error:
            said = _error(error)
        except ValueError:
            self._answer(400, b"", "text/plain")
            return
        self._answer(200, json.dumps(said, ensure_ascii=False).encode("utf-8"), "application/json; charset=utf-8")

    def _answer(self, status: int, body: bytes, kind: str) -> None:
        self.send_response(status)
        origin = self.headers.get("Origin")
        if origin and self.owner.allowed(origin, self.headers.get("Host")):
            self.send_header("Access-Control-Allow-Origin", origin)
            self.send_header("Access-Control-Allow-Headers", "Content-Type")
            self.send_header("Access-Control-Allow-Private-Network", "true")
        self.send_header("Vary", "Origin")
        self.send_header("Content-Type", kind)
        self.send_header("Cache-Control", "no-store")
        self.send_header(
            "Content-Security-Policy",
            "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; connect-src 'self'",
        )
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 (its name in the base class)
        """Nothing: a request may hold a PIN."""


def _package(body: str) -> dict[str, Any] | None:
    """The JSON of ``tbsPackage=``; as a form field or alone."""
    text = parse_qs(body).get("tbsPackage", [body])[0] if body.startswith("tbsPackage=") else body
    try:
        found = json.loads(text)
    except ValueError:
        return None
    return found if isinstance(found, dict) else None


def _data(package: dict[str, Any]) -> bytes:
    if package.get("hashAlgorithm", "SHA256") != "SHA256":
        raise ValueError("SHA-256 only")
    text = str(package.get("tbs") or "")
    return base64.b64decode(text, validate=True) if package.get("tbsEncoding") == "base64" else text.encode("utf-8")


def _certificate(der: bytes) -> dict[str, str] | None:
    identity = identify(load(der))
    if "key_cert_sign" in identity.usages:
        return None
    return {
        "label": "cert1" if identity.signs else "cert2",
        "subjectDN": load(der).subject.rfc4514_string(),
        "sn": f"{identity.serial:X}",
        "usage": "digitalSignature" if identity.signs else "keyEncipherment|dataEncipherment",
        "notBeforeT": str(int(identity.not_before.timestamp())),
        "notAfterT": str(int(identity.not_after.timestamp())),
        "certb64": base64.b64encode(der).decode("ascii"),
    }


def _error(error: CardError) -> dict[str, Any]:
    for kind, code, last in _CODES:
        if isinstance(error, kind):
            left = error.left if isinstance(error, PinWrong) else None
            return {"ret_code": code, "last_error": _LEFT.get(left or 0, last), "message": error.zh}
    return {"ret_code": _OTHER, "last_error": 0, "message": error.zh}
