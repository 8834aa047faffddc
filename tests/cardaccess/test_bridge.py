"""The local bridge: over HTTP, and from a page in a real Chromium; who is not listed gets nothing."""

from __future__ import annotations

import base64
import http.client
import json
import os
import re
import subprocess
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from cardaccess import cms
from cardaccess.bridge import Bridge
from cardaccess.tokens import CardSigner
from tests.documents.keys import MODULE, PIN, Keys, fill_token, make_keys

CHROMIUM = "/usr/bin/chromium"
ORIGIN = "https://portal.example"


@pytest.fixture(scope="module")
def keys() -> Keys:
    return make_keys()


@pytest.fixture(scope="module")
def signer(keys: Keys, tmp_path_factory: pytest.TempPathFactory) -> Iterator[CardSigner]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOFTHSM2_CONF", str(fill_token(keys, tmp_path_factory.mktemp("token"))))
        yield CardSigner(MODULE, label="office")


@pytest.fixture
def pages(tmp_path: Path) -> Iterator[str]:
    """A site on loopback, with what a test writes into ``tmp_path``."""

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
            """Nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(tmp_path))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


@pytest.fixture
def bridge(signer: CardSigner, pages: str) -> Iterator[Bridge]:
    with Bridge(signer, [ORIGIN, pages], port=0) as made:
        thread = threading.Thread(target=made.serve)
        thread.start()
        yield made
        made.close()
        thread.join(10)


def ask(
    bridge: Bridge, method: str, path: str, body: str | None = None, **headers: str
) -> tuple[int, dict[str, Any], dict[str, str]]:
    connection = http.client.HTTPConnection("127.0.0.1", bridge.port, timeout=20)
    sent = {"Origin": ORIGIN, "Host": f"127.0.0.1:{bridge.port}", **headers}
    connection.putrequest(method, path, skip_host=True)
    for name, value in sent.items():
        if value:
            connection.putheader(name, value)
    if body is not None:
        connection.putheader("Content-Length", str(len(body.encode())))
    connection.endheaders(body.encode() if body else None)
    answer = connection.getresponse()
    content = answer.read()
    said = json.loads(content) if "json" in (answer.getheader("Content-Type") or "") else {}
    return answer.status, said, dict(answer.getheaders())


def package(**changes: Any) -> str:
    said = {
        "tbs": "什麼",
        "hashAlgorithm": "SHA256",
        "pin": PIN,
        "nonce": "00ff",
        "func": "MakeSignature",
        "signatureType": "PKCS7",
        **changes,
    }
    return "tbsPackage=" + quote(json.dumps(said))


def test_a_listed_site_sees_the_token_and_has_its_words_signed(bridge: Bridge, keys: Keys) -> None:
    status, said, headers = ask(bridge, "GET", "/pkcs11info?withcert=true")
    assert (status, said["ret_code"], headers["Access-Control-Allow-Origin"]) == (200, 0, ORIGIN)
    (slot,) = said["slots"]
    assert [one["label"] for one in slot["token"]["certs"]] == ["cert1"]
    status, said, _ = ask(bridge, "POST", "/sign", package())
    assert (status, said["ret_code"]) == (200, 0)
    signed = cms.verify(base64.b64decode(said["signature"]))
    assert (signed.content.decode(), signed.nonce, signed.certificate) == ("什麼", b"\x00\xff", keys.certificate_der)
    assert base64.b64decode(said["certb64"]) == keys.certificate_der


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": ""},
        {"Origin": "null"},
        {"Origin": ORIGIN + ".evil.example"},
        {"Host": "evil.example"},
        {"Host": "evil.example:61161"},
        {"Host": ""},
    ],
)
def test_who_is_not_listed_gets_nothing(bridge: Bridge, headers: dict[str, str]) -> None:
    for method, path, body in (("GET", "/pkcs11info", None), ("POST", "/sign", package()), ("OPTIONS", "/sign", None)):
        status, said, answered = ask(bridge, method, path, body, **headers)
        assert status == 403
        assert said["ret_code"] == 0x7600000F
        assert "Access-Control-Allow-Origin" not in answered


@pytest.mark.parametrize(
    ("change", "code"),
    [({"pin": ""}, 0x76000998), ({"pin": "12"}, 0x76100006), ({"pin": "999999"}, 0x76100006)],
)
def test_pins_that_do_not_do_have_their_codes(bridge: Bridge, change: dict[str, str], code: int) -> None:
    _, said, _ = ask(bridge, "POST", "/sign", package(**change))
    assert said["ret_code"] == code
    assert "999999" not in json.dumps(said)


@pytest.mark.parametrize(
    "body",
    [
        "",
        "tbsPackage=",
        "tbsPackage=%7B",
        "[1]",
        package(hashAlgorithm="SHA1"),
        package(nonce="zz"),
        package(tbsEncoding="base64", tbs="%%"),
    ],
)
def test_what_is_no_request_is_refused(bridge: Bridge, body: str) -> None:
    assert ask(bridge, "POST", "/sign", body)[0] == 400


def test_it_listens_on_this_machine_only(bridge: Bridge) -> None:
    assert bridge._server.server_address[0] == "127.0.0.1"


PAGE = """<!doctype html><pre id="said">waiting</pre><script>
window.addEventListener("message", (event) => {
  const message = JSON.parse(event.data);
  if (message.func === "getTbs") event.source.postMessage(JSON.stringify(%s), "*");
  else document.getElementById("said").textContent = JSON.stringify(message);
});
window.open("%s/popupForm", "card", "width=300,height=200");
</script>"""


def chromium(address: str, profile: Path) -> str:
    """What stands in a page after its scripts have run."""
    words = (
        "--headless --no-sandbox --disable-gpu --disable-popup-blocking --no-first-run --disable-background-networking"
    )
    words += " --disable-component-update --disable-sync --disable-features=LocalNetworkAccessChecks --timeout=15000"
    done = subprocess.run(
        [CHROMIUM, *words.split(), "--virtual-time-budget=10000", f"--user-data-dir={profile}", "--dump-dom", address],
        env={**os.environ, "HOME": str(profile)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    return done.stdout


def test_a_page_in_a_browser_has_its_words_signed_through_the_popup(
    bridge: Bridge, pages: str, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    said = {"tbs": "from a page", "hashAlgorithm": "SHA256", "pin": PIN, "nonce": "01", "signatureType": "PKCS7"}
    (tmp_path / "page.html").write_text(PAGE % (json.dumps(said), bridge.address), encoding="utf-8")
    found = re.search(
        r'<pre id="said">(\{.*?\})</pre>', chromium(f"{pages}/page.html", tmp_path_factory.mktemp("profile"))
    )
    assert found
    assert cms.verify(base64.b64decode(json.loads(found[1])["signature"])).content == b"from a page"


def test_a_page_that_is_not_listed_has_nothing_signed(
    signer: CardSigner, pages: str, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    with Bridge(signer, [ORIGIN], port=0) as bridge:
        thread = threading.Thread(target=bridge.serve)
        thread.start()
        said = {"tbs": "from a page", "hashAlgorithm": "SHA256", "pin": PIN, "nonce": "01", "signatureType": "PKCS7"}
        (tmp_path / "page.html").write_text(PAGE % (json.dumps(said), bridge.address), encoding="utf-8")
        page = chromium(f"{pages}/page.html", tmp_path_factory.mktemp("profile"))
        bridge.close()
        thread.join(10)
    assert '<pre id="said">waiting</pre>' in page
