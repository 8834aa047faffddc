"""PIN and signature through real PKCS#11 modules: SoftHSM, and OpenSC on the virtual card behind a real pcscd."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from cardaccess.errors import (
    CardError,
    CardRemoved,
    ModuleMissing,
    NoCard,
    PinFormat,
    PinLastTry,
    PinLocked,
    PinWrong,
    SignFailed,
)
from cardaccess.pdf_signing import pdf_signatures
from cardaccess.tokens import CardSigner, PinState, _translate, module_path
from cardaccess.two_step import finish, prepare
from cardaccess.virtual.card import VirtualCard
from cardaccess.virtual.pki import Holder, TestPki
from tests.cardaccess.pcscd import PcscSlot, Service
from tests.documents.keys import MODULE as SOFTHSM
from tests.documents.keys import PIN as SOFT_PIN
from tests.documents.keys import fill_token, make_keys

OPENSC = Path("/usr/lib/x86_64-linux-gnu/opensc-pkcs11.so")
PIN = "246810"
DATA = b"what is to be signed"


def holds(certificate: bytes, signature: bytes, data: bytes) -> bool:
    public = x509.load_der_x509_certificate(certificate).public_key()
    assert isinstance(public, rsa.RSAPublicKey)
    public.verify(signature, data, padding.PKCS1v15(), hashes.SHA256())
    return True


@pytest.fixture
def slot(pcscd: Service, holder: Holder) -> Iterator[PcscSlot]:
    made = PcscSlot(pcscd, 0)
    made.insert(VirtualCard(holder))
    yield made
    made.remove()


@pytest.fixture
def signer(slot: PcscSlot) -> CardSigner:
    return CardSigner(OPENSC)


def test_the_card_signs_after_its_pin(signer: CardSigner, holder: Holder) -> None:
    assert signer.token().pin is PinState.OK
    assert holder.signing_certificate in signer.certificates()
    with signer.opened(PIN) as token:
        assert token.certificate() == holder.signing_certificate
        assert holds(token.certificate(), token.sign(DATA), DATA)


def test_three_wrong_pins_lock_the_card_and_the_last_is_asked_for(signer: CardSigner) -> None:
    with pytest.raises(PinWrong), signer.opened("111111"):
        pass
    with pytest.raises(PinWrong) as second, signer.opened("222222"):
        pass
    assert second.value.left == 1
    assert signer.token().pin is PinState.FINAL
    with pytest.raises(PinLastTry), signer.opened(PIN):
        pass
    with pytest.raises(PinLocked), signer.opened("333333", last_try=True):
        pass
    with pytest.raises(PinLocked), signer.opened(PIN):
        pass


def test_the_right_pin_on_the_last_try_gives_all_tries_back(pcscd: Service, holder: Holder) -> None:
    slot, card, signer = PcscSlot(pcscd, 0), VirtualCard(holder), CardSigner(OPENSC)
    slot.insert(card)
    for wrong in ("111111", "222222"):
        with pytest.raises(PinWrong), signer.opened(wrong):
            pass
    with signer.opened(PIN, last_try=True) as token:
        token.sign(DATA)
    slot.remove()
    slot.insert(card)  # the module remembers the state of a card for as long as it is in the reader
    assert signer.token().pin is PinState.OK
    slot.remove()


@pytest.mark.parametrize("pin", ["", "12345", "123456789", "12 456", "１２３４５６", "abc\n123"])
def test_a_pin_that_cannot_be_right_costs_no_try(signer: CardSigner, pin: str) -> None:
    for _ in range(4):
        with pytest.raises(PinFormat) as raised, signer.opened(pin):
            pass
        assert not pin or pin not in str(raised.value)
    assert signer.token().pin is PinState.OK


def test_a_card_pulled_before_signing_is_named(signer: CardSigner, slot: PcscSlot, holder: Holder) -> None:
    with signer.opened(PIN) as token:
        slot.remove()
        with pytest.raises((SignFailed, CardRemoved)):
            token.sign(DATA)
    with pytest.raises(NoCard):
        signer.token()
    slot.insert(VirtualCard(holder))
    with signer.opened(PIN) as token:
        assert holds(holder.signing_certificate, token.sign(DATA), DATA)


def test_pins_are_in_no_error_and_no_repr(signer: CardSigner) -> None:
    with pytest.raises(PinWrong) as raised, signer.opened("135797"):
        pass
    chain: BaseException | None = raised.value
    while chain is not None:
        assert "135797" not in repr(chain) + str(chain)
        chain = chain.__cause__


VENDOR = [
    ("Unmapped error code 0x80000001", PinWrong, 1),
    ("Unmapped error code 0x80000002", PinWrong, 2),
    ("Unmapped error code 0x800000a0", PinWrong, None),
    ("Unmapped error code 0x800000A2", PinFormat, None),
    ("Unmapped error code 0x800000A4", PinLocked, None),
    ("Unmapped error code 0x80001234", SignFailed, None),
]


@pytest.mark.parametrize(("said", "kind", "left"), VENDOR)
def test_the_vendors_codes_are_told(said: str, kind: type[CardError], left: int | None) -> None:
    import pkcs11  # noqa: PLC0415

    found = _translate(pkcs11.PKCS11Error(said), SignFailed, None)
    assert type(found) is kind
    assert getattr(found, "left", None) == left


def test_a_missing_or_wrong_module_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    false = tmp_path / "module.so"
    false.write_bytes(b"no library")
    with pytest.raises(ModuleMissing, match=r"module\.so"):
        CardSigner(false)
    monkeypatch.setenv("ZIJIAN_PKCS11", str(tmp_path / "other.so"))
    with pytest.raises(ModuleMissing, match=r"other\.so"):
        module_path()
    assert module_path(false) == false


def pdf() -> bytes:
    """A page to sign."""
    from io import BytesIO  # noqa: PLC0415

    from reportlab.pdfgen.canvas import Canvas  # noqa: PLC0415

    out = BytesIO()
    canvas = Canvas(out)
    canvas.drawString(100, 700, "zijian")
    canvas.save()
    return out.getvalue()


def test_a_pdf_is_signed_in_two_steps(signer: CardSigner, pki: TestPki) -> None:
    with signer.opened(PIN) as token:
        prepared = prepare(pdf(), token.certificate(), [one.der for one in pki.authorities.values()])
        assert len(prepared.to_sign) < 600
        signature = token.sign(prepared.to_sign)
    signed = finish(prepared, signature)
    (found,) = pdf_signatures(signed, [pki.root.der])
    assert found.valid, found
    with pytest.raises(SignFailed):
        finish(prepared, bytes(256))


def test_the_command_signs_on_a_soft_token(tmp_path: Path) -> None:
    keys = make_keys()
    environment = {**os.environ, "SOFTHSM2_CONF": str(fill_token(keys, tmp_path)), "ZIJIAN_PIN": SOFT_PIN}
    page, out = tmp_path / "page.pdf", tmp_path / "signed.pdf"
    page.write_bytes(pdf())
    words = ["card", "sign", str(page), "--module", str(SOFTHSM), "--token", "office", "--out", str(out)]
    done = subprocess.run(
        [sys.executable, "-m", "flows.cli", *words], env=environment, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    (found,) = pdf_signatures(out.read_bytes(), [keys.root])
    assert found.valid, found
    wrong = {**environment, "ZIJIAN_PIN": "999999"}
    done = subprocess.run(
        [sys.executable, "-m", "flows.cli", *words], env=wrong, capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert "PIN 錯誤" in done.stderr
    assert "999999" not in done.stderr
