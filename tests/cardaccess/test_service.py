"""What only a real PC/SC service can show: it is gone, it stops in the middle, others hold the card; and the commands."""

from __future__ import annotations

import json
import multiprocessing as mp
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from multiprocessing.synchronize import Event
from pathlib import Path

import pytest

from cardaccess.errors import CardError, CardInUse, CardReset, NoReader, NoService, ProductionRefused
from cardaccess.pcsc import PcscTransport
from cardaccess.reading import CardDesk
from cardaccess.states import ReaderState
from cardaccess.virtual.card import VirtualCard
from cardaccess.virtual.pki import Holder
from cardaccess.virtual.transport import VirtualTransport
from tests.cardaccess.pcscd import PcscSlot, Service, until


@pytest.fixture
def slot(pcscd: Service, holder: Holder) -> Iterator[PcscSlot]:
    made = PcscSlot(pcscd, 0)
    made.insert(VirtualCard(holder))
    yield made
    made.remove()


def zijian(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "flows.cli", "card", *words],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_the_commands_show_readers_and_cards(slot: PcscSlot, tmp_path: Path) -> None:
    assert json.loads(zijian("readers", "--json").stdout) == list(slot.transport.readers())
    states = json.loads(zijian("status", "--json").stdout)
    assert [one["zh"] for one in states] == ["卡片存在", "卡片不存在"]
    shown = json.loads(zijian("show", "--json", "--transcript", str(tmp_path / "t")).stdout)
    assert (shown["number"], shown["kind"], shown["holder"]) == ("TP07240513000001", "自然人憑證", "測試王")
    assert (tmp_path / "t").read_text(encoding="ascii").startswith("= 3BB8")
    slot.remove()
    gone = zijian("status")
    assert gone.returncode == 1
    assert "請檢查卡片是否插好" in gone.stdout
    empty = zijian("show", "--lang", "en")
    assert (empty.returncode, empty.stderr.count("\n")) == (2, 1)
    assert "no card in the reader" in empty.stderr


def test_watching_follows_a_removal(slot: PcscSlot) -> None:
    command = [sys.executable, "-u", "-m", "flows.cli", "card", "status", "--watch", "--seconds", "20", "--json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as watching:
        assert watching.stdout is not None
        seen = ""
        while "]" not in seen:
            seen += watching.stdout.readline()
        slot.remove()
        later = ""
        while "]" not in later:
            later += watching.stdout.readline()
        watching.terminate()
    assert '"absent"' in later
    assert '"present"' not in later


def hold(reader: str, taken: Event, end: Event) -> None:
    """Another program that has the card for itself."""
    from smartcard import scard  # type: ignore[attr-defined]  # noqa: PLC0415

    _, context = scard.SCardEstablishContext(scard.SCARD_SCOPE_USER)
    result, card, _ = scard.SCardConnect(context, reader, scard.SCARD_SHARE_EXCLUSIVE, scard.SCARD_PROTOCOL_ANY)
    assert result == 0, hex(result)
    taken.set()
    end.wait(60)
    scard.SCardDisconnect(card, scard.SCARD_LEAVE_CARD)


def test_a_card_that_another_program_holds_is_named(pcscd: Service, holder: Holder) -> None:
    slot = PcscSlot(pcscd, 1)  # a PKCS#11 module in this process may still have a hand on the first
    slot.insert(VirtualCard(holder))
    context = mp.get_context("spawn")
    taken, end = context.Event(), context.Event()
    other = context.Process(target=hold, args=(slot.reader, taken, end))
    other.start()
    assert taken.wait(60)
    until(lambda: slot.transport.status(slot.reader).state is ReaderState.IN_USE, "the card is seen to be in use")
    assert slot.transport.status(slot.reader).state is ReaderState.IN_USE
    with pytest.raises(CardInUse):
        CardDesk(slot.transport).read(slot.reader)
    end.set()
    other.join(20)
    assert CardDesk(slot.transport).read(slot.reader).number == "TP07240513000001"
    slot.remove()


def reset(reader: str) -> None:
    """Another program that has the card by its side and resets it."""
    from smartcard import scard  # type: ignore[attr-defined]  # noqa: PLC0415

    _, context = scard.SCardEstablishContext(scard.SCARD_SCOPE_USER)
    _, card, _ = scard.SCardConnect(context, reader, scard.SCARD_SHARE_SHARED, scard.SCARD_PROTOCOL_ANY)
    scard.SCardDisconnect(card, scard.SCARD_RESET_CARD)


def test_a_card_that_another_program_resets_is_named(slot: PcscSlot) -> None:
    with slot.transport.open(slot.reader) as channel:
        channel.transmit(b"\x80\xa4\x00\x00\x02\x3f\x00")
        channel._scard.SCardEndTransaction(channel._card, channel._scard.SCARD_LEAVE_CARD)
        other = mp.get_context("spawn").Process(target=reset, args=(slot.reader,))
        other.start()
        other.join(30)
        with pytest.raises(CardReset):
            channel.transmit(b"\x80\xa4\x00\x00\x02\x09\x00")
    assert CardDesk(slot.transport).read(slot.reader).number == "TP07240513000001"


def test_without_the_service_one_line_says_what_to_do(pcscd: Service) -> None:
    pcscd.stop()
    try:
        with pytest.raises(NoService):
            PcscTransport().readers()
        assert PcscTransport().status("x").state is ReaderState.NO_SERVICE
        done = zijian("status")
        assert (done.returncode, done.stderr.count("\n")) == (2, 1)
        assert "pcscd" in done.stderr
    finally:
        pcscd.start()


def test_a_service_killed_in_the_middle_is_named_and_works_again_after(pcscd: Service, holder: Holder) -> None:
    slot = PcscSlot(pcscd, 0)
    slot.insert(VirtualCard(holder))
    with slot.transport.open(slot.reader) as channel:
        channel.transmit(b"\x80\xa4\x00\x00\x02\x3f\x00")
        pcscd.stop(signal.SIGKILL)
        with pytest.raises(CardError):
            channel.transmit(b"\x80\xa4\x00\x00\x02\x09\x00")
    slot.pull()
    pcscd.start()
    again = PcscSlot(pcscd, 0)
    again.insert(VirtualCard(holder))
    assert CardDesk(again.transport).read(again.reader).number == "TP07240513000001"
    again.remove()


def test_a_service_without_readers_is_named(pcscd: Service, tmp_path: Path) -> None:
    pcscd.stop()
    empty = tmp_path / "none"
    empty.mkdir()
    process = subprocess.Popen(["/usr/sbin/pcscd", "--foreground", "--error", "--config", str(empty)])
    try:
        until(lambda: _answers(), "the service answers")
        assert PcscTransport().readers() == []
        with pytest.raises(NoReader):
            CardDesk(PcscTransport()).choose()
        assert "請插上讀卡機" in zijian("readers").stdout
    finally:
        process.terminate()
        process.wait(10)
        pcscd.start()


def _answers() -> bool:
    try:
        PcscTransport().readers()
    except CardError:
        return False
    return True


def test_the_virtual_card_refuses_production(holder: Holder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZIJIAN_ENV", "production")
    with pytest.raises(ProductionRefused):
        VirtualCard(holder)
    with pytest.raises(ProductionRefused):
        VirtualTransport("x")
    done = zijian("login", "--demo")
    assert done.returncode == 2
    assert "虛擬卡" in done.stderr


def test_the_login_is_shown_whole() -> None:
    steps = json.loads(zijian("login", "--demo", "--json").stdout)
    assert len(steps) == 6
    assert all(step["good"] for step in steps)


def test_without_a_keyboard_one_line_says_how_to_give_the_pin(tmp_path: Path) -> None:
    page = tmp_path / "page.pdf"
    page.write_bytes(b"%PDF-1.4")
    words = [
        sys.executable,
        "-m",
        "flows.cli",
        "card",
        "sign",
        str(page),
        "--module",
        "/usr/lib/softhsm/libsofthsm2.so",
    ]
    known = {name: value for name, value in os.environ.items() if name != "ZIJIAN_PIN"}
    done = subprocess.run(
        [*words, "--out", str(tmp_path / "o.pdf")],
        env=known,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        start_new_session=True,
        check=False,
    )
    assert done.returncode == 2
    assert "ZIJIAN_PIN" in done.stderr.splitlines()[-1]
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("missing", ["asn1crypto", "cryptography"])
def test_without_a_package_of_the_extra_one_line_names_the_extra(missing: str, tmp_path: Path) -> None:
    code = (
        "import importlib.util as u, sys\n"
        "find = u.find_spec\n"
        f"u.find_spec = lambda name, package=None: None if name == {missing!r} else find(name, package)\n"
        "from flows.cli import main\n"
        "sys.exit(main(['card', 'login', '--demo']))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "zijian[card]" in done.stderr


def test_without_the_card_packages_one_line_says_what_is_missing_and_the_rest_works(tmp_path: Path) -> None:
    (tmp_path / "smartcard.py").write_text("raise ImportError('not installed')\n", encoding="utf-8")
    path = os.pathsep.join([str(tmp_path), os.environ.get("PYTHONPATH", "")])
    done = zijian("readers", PYTHONPATH=path)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "pip install 'zijian[card]'" in done.stderr
    other = subprocess.run(
        [sys.executable, "-m", "flows.cli", "rules"],
        env={**os.environ, "PYTHONPATH": path},
        capture_output=True,
        check=False,
    )
    assert other.returncode == 0
