"""Logging in: what gets in, and one test for each certificate, answer and account that does not."""

from __future__ import annotations

import multiprocessing as mp
import subprocess
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.x509 import ocsp
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from cardaccess import cms
from cardaccess.accounts import LoginBook
from cardaccess.identity import Authority
from cardaccess.login import Challenge, LoginDesk, Purpose, answer
from cardaccess.login_errors import (
    AccountDisabled,
    BoundToOther,
    ChainInvalid,
    ChallengeExpired,
    ChallengeMismatch,
    ChallengeUnknown,
    ChallengeUsed,
    Expired,
    LoginRefused,
    NotRegistered,
    NotYetValid,
    RevocationUnknown,
    Revoked,
    SignatureInvalid,
    UsageInvalid,
)
from cardaccess.ocsp import over_http
from cardaccess.trust import OcspFetcher, Trust
from cardaccess.virtual.pki import Holder, HolderSpec, Issuer, TestPki, make_authority, make_pki, new_key

CARD = "TP07240513000001"


class Site:
    """A site with its own book and clock."""

    def __init__(self, pki: TestPki, path: Path, fetch: OcspFetcher | None = None) -> None:
        self.pki = pki
        self.now = pki.now
        moica, moeaca = pki.authorities[Authority.MOICA], pki.authorities[Authority.MOEACA]
        self.trust = Trust([pki.root.der], [moica.der, moeaca.der], fetch)
        for issuer in (moica, moeaca):
            self.trust.load_list(pki.revoked(issuer, []))
        self.book = LoginBook(path)
        self.desk = LoginDesk("zijian.example", self.trust, self.book, lambda: self.now)

    def sign(self, challenge: Challenge, holder: Holder) -> bytes:
        return answer(challenge, holder.signing_certificate, holder.sign, self.now, CARD)

    def register(self, holder: Holder, account: str = "u1") -> None:
        self.desk.register(self.sign(self.desk.challenge(Purpose.REGISTER, account), holder), account)

    def login(self, holder: Holder) -> str:
        return self.desk.login(self.sign(self.desk.challenge(), holder)).account


@pytest.fixture
def site(pki: TestPki, tmp_path: Path) -> Site:
    return Site(pki, tmp_path / "book.db")


def test_registered_once_and_logged_in(site: Site, holder: Holder) -> None:
    with pytest.raises(NotRegistered):
        site.login(holder)
    site.register(holder)
    assert site.login(holder) == "u1"
    assert site.book.attempts() == [(None, "login", "NotRegistered"), ("u1", "register", "ok"), ("u1", "login", "ok")]


def test_the_signature_holds_for_another_program_too(site: Site, holder: Holder, tmp_path: Path) -> None:
    challenge = site.desk.challenge()
    message, root, out = tmp_path / "m.der", tmp_path / "root.pem", tmp_path / "out"
    message.write_bytes(site.sign(challenge, holder))
    chain = [site.pki.root.certificate, site.pki.authorities[Authority.MOICA].certificate]
    root.write_bytes(b"".join(one.public_bytes(serialization.Encoding.PEM) for one in chain))
    words = ["-inform", "DER", "-in", str(message), "-CAfile", str(root), "-purpose", "any", "-out", str(out)]
    done = subprocess.run(["openssl", "cms", "-verify", *words], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    assert out.read_bytes() == challenge.text()


def test_a_renewed_card_is_bound_anew(site: Site, holder: Holder) -> None:
    site.register(holder)
    renewed = site.pki.holder()
    assert site.desk.login(site.sign(site.desk.challenge(), renewed)).renewed
    assert not site.desk.login(site.sign(site.desk.challenge(), renewed)).renewed


def test_a_replayed_answer_is_refused(site: Site, holder: Holder) -> None:
    site.register(holder)
    message = site.sign(site.desk.challenge(), holder)
    assert site.desk.login(message).account == "u1"
    with pytest.raises(ChallengeUsed):
        site.desk.login(message)


def test_a_wrong_answer_uses_the_challenge_up(site: Site, holder: Holder) -> None:
    site.register(holder)
    challenge = site.desk.challenge()
    with pytest.raises(SignatureInvalid):
        site.desk.login(site.sign(replace(challenge, nonce=bytes(32)), holder))
    with pytest.raises(ChallengeUsed):
        site.desk.login(site.sign(challenge, holder))


def test_an_answer_after_two_minutes_is_refused(site: Site, holder: Holder) -> None:
    challenge = site.desk.challenge()
    site.now += timedelta(minutes=2, seconds=1)
    with pytest.raises(ChallengeExpired):
        site.desk.login(site.sign(challenge, holder))


def test_a_challenge_that_nobody_gave_out_is_refused(site: Site, holder: Holder) -> None:
    with pytest.raises(ChallengeUnknown):
        site.desk.login(site.sign(replace(site.desk.challenge(), id="other"), holder))


@pytest.mark.parametrize("change", ["purpose", "account", "audience"])
def test_a_challenge_for_something_else_is_refused(site: Site, holder: Holder, change: str) -> None:
    if change == "purpose":
        with pytest.raises(ChallengeMismatch):
            site.desk.login(site.sign(site.desk.challenge(Purpose.REGISTER), holder))
        return
    if change == "account":
        with pytest.raises(ChallengeMismatch):
            site.desk.register(site.sign(site.desk.challenge(Purpose.REGISTER, "u1"), holder), "u2")
        return
    other = LoginDesk("other.example", site.trust, site.book, lambda: site.now)
    with pytest.raises(ChallengeMismatch):
        site.desk.login(site.sign(other.challenge(), holder))


def test_a_certificate_is_bound_to_one_account(site: Site, holder: Holder) -> None:
    site.register(holder)
    site.register(holder)
    with pytest.raises(BoundToOther):
        site.register(holder, "u2")


def test_a_disabled_account_stays_out(site: Site, holder: Holder) -> None:
    site.register(holder)
    site.book.disable("u1")
    with pytest.raises(AccountDisabled):
        site.login(holder)


def look_alike(pki: TestPki) -> Issuer:
    """An authority with MOICA's very name under a root with the root's very name."""
    false = make_pki(pki.now)
    return make_authority(false.root, "測試內政部憑證管理中心", pki.now)


def authority_by_a_holder(pki: TestPki) -> Issuer:
    """A holder's certificate used as an authority."""
    return Issuer(pki.holder().certificate, new_key())


REFUSED: dict[str, tuple[Callable[[TestPki], Holder], type[LoginRefused]]] = {
    "expired": (lambda pki: pki.holder(HolderSpec(days=(-400, -1))), Expired),
    "not yet valid": (lambda pki: pki.holder(HolderSpec(days=(1, 400))), NotYetValid),
    "enciphering": (lambda pki: pki.holder(HolderSpec(signs=False)), UsageInvalid),
    "look-alike authority": (lambda pki: pki.holder(HolderSpec(issuer=look_alike(pki))), ChainInvalid),
    "holder as authority": (lambda pki: pki.holder(HolderSpec(issuer=authority_by_a_holder(pki))), ChainInvalid),
    "unknown authority": (
        lambda pki: pki.holder(HolderSpec(issuer=make_authority(pki.root, "測試組織及團體憑證管理中心", pki.now))),
        ChainInvalid,
    ),
    "signed by the root itself": (lambda pki: pki.holder(HolderSpec(issuer=pki.root)), ChainInvalid),
}


@pytest.mark.parametrize("name", REFUSED)
def test_certificates_that_are_refused(site: Site, name: str) -> None:
    make, expected = REFUSED[name]
    with pytest.raises(expected):
        site.login(make(site.pki))


def test_an_expired_authority_is_refused(tmp_path: Path) -> None:
    pki = make_pki(datetime.now(UTC) - timedelta(days=5000))
    site = Site(pki, tmp_path / "book.db")
    holder = pki.holder(HolderSpec(days=(0, 9000)))
    site.now = datetime.now(UTC)
    with pytest.raises(ChainInvalid):
        site.login(holder)


def test_a_revoked_certificate_is_refused_by_the_list(site: Site, holder: Holder) -> None:
    moica = site.pki.authorities[Authority.MOICA]
    site.trust.load_list(site.pki.revoked(moica, [1, holder.certificate.serial_number, 2]))
    with pytest.raises(Revoked):
        site.login(holder)
    site.trust.load_list(site.pki.revoked(moica, [], hours=(-2, 24)))
    with pytest.raises(Revoked):
        site.login(holder)


@pytest.mark.parametrize("hours", [(-48.0, -1.0), (1.0, 24.0)], ids=["stale", "from the future"])
def test_without_a_current_list_nobody_gets_in(
    pki: TestPki, holder: Holder, tmp_path: Path, hours: tuple[float, float]
) -> None:
    site = Site(pki, tmp_path / "book.db")
    site.trust._lists.clear()
    with pytest.raises(RevocationUnknown):
        site.login(holder)
    site.trust.load_list(pki.revoked(pki.authorities[Authority.MOICA], [], hours=hours))
    with pytest.raises(RevocationUnknown):
        site.login(holder)


def test_a_list_by_somebody_else_is_refused(site: Site) -> None:
    with pytest.raises(ChainInvalid):
        site.trust.load_list(site.pki.revoked(look_alike(site.pki), []))
    with pytest.raises(ChainInvalid):
        site.trust.load_list(b"no list")


def responder_of(issuer: Issuer, now: datetime, *, appointed: bool = True) -> Issuer:
    """A responder that the authority appointed for OCSP, or not."""
    key = new_key()
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "測試 OCSP")])
    uses = [ExtendedKeyUsageOID.OCSP_SIGNING if appointed else ExtendedKeyUsageOID.CLIENT_AUTH]
    builder = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(issuer.certificate.subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.ExtendedKeyUsage(uses), critical=False)
    )
    return Issuer(builder.sign(issuer.key, hashes.SHA256()), key)


def ocsp_answer(
    responder: Issuer,
    now: datetime,
    status: ocsp.OCSPCertStatus,
    *,
    nonce: bool = True,
    other: x509.Certificate | None = None,
    hours: float = -1,
) -> OcspFetcher:
    """An authority's answer with planted faults."""

    def fetch(request: bytes, certificate: x509.Certificate, issuer: x509.Certificate) -> bytes:
        asked = ocsp.load_der_ocsp_request(request)
        revoked = status is ocsp.OCSPCertStatus.REVOKED
        builder = ocsp.OCSPResponseBuilder().add_response(
            other or certificate,
            issuer,
            hashes.SHA256(),
            status,
            now + timedelta(hours=hours),
            now + timedelta(hours=hours + 2),
            now - timedelta(days=1) if revoked else None,
            x509.ReasonFlags.key_compromise if revoked else None,
        )
        said = asked.extensions.get_extension_for_class(x509.OCSPNonce).value if nonce else x509.OCSPNonce(bytes(16))
        builder = builder.responder_id(ocsp.OCSPResponderEncoding.HASH, responder.certificate)
        builder = builder.certificates([responder.certificate]).add_extension(said, critical=False)
        return builder.sign(responder.key, hashes.SHA256()).public_bytes(serialization.Encoding.DER)

    return fetch


def test_the_authority_is_asked_and_a_true_answer_counts(pki: TestPki, holder: Holder, tmp_path: Path) -> None:
    responder = responder_of(pki.authorities[Authority.MOICA], pki.now)
    good = Site(pki, tmp_path / "good.db", ocsp_answer(responder, pki.now, ocsp.OCSPCertStatus.GOOD))
    good.trust._lists.clear()
    good.register(holder)
    assert good.login(holder) == "u1"
    bad = Site(pki, tmp_path / "bad.db", ocsp_answer(responder, pki.now, ocsp.OCSPCertStatus.REVOKED))
    with pytest.raises(Revoked):
        bad.login(holder)


@pytest.mark.parametrize(
    "fault", ["rogue", "not appointed", "nonce", "stale", "other certificate", "unknown", "garbage", "silence"]
)
def test_an_answer_that_cannot_be_believed_does_not_count(
    pki: TestPki, holder: Holder, tmp_path: Path, fault: str
) -> None:
    moica, good = pki.authorities[Authority.MOICA], ocsp.OCSPCertStatus.GOOD
    true = responder_of(moica, pki.now)
    answers: dict[str, OcspFetcher] = {
        "rogue": ocsp_answer(responder_of(look_alike(pki), pki.now), pki.now, good),
        "not appointed": ocsp_answer(responder_of(moica, pki.now, appointed=False), pki.now, good),
        "nonce": ocsp_answer(true, pki.now, good, nonce=False),
        "stale": ocsp_answer(true, pki.now, good, hours=-50),
        "other certificate": ocsp_answer(true, pki.now, good, other=pki.holder().certificate),
        "unknown": ocsp_answer(true, pki.now, ocsp.OCSPCertStatus.UNKNOWN),
        "garbage": lambda request, certificate, issuer: b"garbage",
        "silence": lambda request, certificate, issuer: None,
    }
    site = Site(pki, tmp_path / "book.db", answers[fault])
    site.trust._lists.clear()
    with pytest.raises(RevocationUnknown):
        site.login(holder)


def test_a_responder_is_asked_over_http(pki: TestPki, tmp_path: Path) -> None:
    moica = pki.authorities[Authority.MOICA]
    responder = responder_of(moica, pki.now)
    cards: dict[str, Holder] = {}

    class Responder(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            request = self.rfile.read(int(self.headers["Content-Length"]))
            status = ocsp.OCSPCertStatus.REVOKED if "revoked" in self.path else ocsp.OCSPCertStatus.GOOD
            fetch = ocsp_answer(responder, pki.now, status)
            answer = fetch(request, cards[self.path.strip("/")].certificate, moica.certificate) or b""
            self.send_response(200)
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Nothing."""

    site = Site(pki, tmp_path / "book.db", over_http)
    site.trust._lists.clear()
    with ThreadingHTTPServer(("127.0.0.1", 0), Responder) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        for name in ("good", "revoked"):
            cards[name] = pki.holder(HolderSpec(ocsp=f"http://127.0.0.1:{server.server_address[1]}/{name}"))
        site.register(cards["good"])
        assert site.login(cards["good"]) == "u1"
        with pytest.raises(Revoked):
            site.login(cards["revoked"])
        server.shutdown()
    with pytest.raises(RevocationUnknown):
        site.login(cards["good"])


def test_forged_messages_are_refused(site: Site, holder: Holder) -> None:
    other = site.pki.holder(HolderSpec(serial="0000000000000002"))
    challenge = site.desk.challenge
    forged = [
        answer(challenge(), holder.signing_certificate, other.sign, site.now, CARD),
        b"",
        b"\x30\x80garbage",
        b"0" * 200_000,
        site.sign(challenge(), holder).replace(b"zijian.example", b"zijian.exampl3"),
        cms.make(
            b"not a challenge", holder.signing_certificate, holder.sign, nonce=b"1", now=site.now, card_number=CARD
        ),
        cms.make(b"[1]", holder.signing_certificate, holder.sign, nonce=b"1", now=site.now, card_number=CARD),
    ]
    for message in forged:
        with pytest.raises(SignatureInvalid):
            site.desk.login(message)
    whole = site.sign(challenge(), holder)
    seen = 0
    for at in range(0, len(whole), 97):
        changed = whole[:at] + bytes([whole[at] ^ 0x41]) + whole[at + 1 :]
        with pytest.raises(LoginRefused):
            site.desk.login(changed)
        seen += 1
    assert seen > 15


def _spend(path: str, identifier: str, start: object, results: object) -> None:
    start.wait()  # type: ignore[attr-defined]
    held = LoginBook(path).take_challenge(identifier)
    results.put(held is not None and not held.used)  # type: ignore[attr-defined]


def test_of_answers_at_the_same_time_one_alone_counts(site: Site, tmp_path: Path) -> None:
    challenge = site.desk.challenge()
    context = mp.get_context("spawn")
    start, results = context.Event(), context.Queue()
    workers = [
        context.Process(target=_spend, args=(str(tmp_path / "book.db"), challenge.id, start, results)) for _ in range(4)
    ]
    for worker in workers:
        worker.start()
    start.set()
    assert sorted(results.get(timeout=60) for _ in workers) == [False, False, False, True]
    for worker in workers:
        worker.join(10)
