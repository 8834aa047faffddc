"""What every way to a card must do, in process and through a real pcscd: presence, reading, faults at each step."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest

from cardaccess.apdu import exchange
from cardaccess.errors import (
    BadAnswer,
    CardChanged,
    CardError,
    CardInUse,
    CardMute,
    CardRemoved,
    NoCard,
    NoReader,
    NoService,
    UnsupportedCard,
)
from cardaccess.identity import Authority
from cardaccess.profiles import profile_of
from cardaccess.reading import CardDesk
from cardaccess.states import ReaderState
from cardaccess.transcript import RecordingChannel, ReplayedChannel
from cardaccess.virtual.card import VirtualCard
from cardaccess.virtual.pki import Holder, HolderSpec, TestPki
from cardaccess.virtual.transport import VirtualTransport
from tests.cardaccess.conftest import Slot


def test_insertion_and_removal_are_seen(slot: Slot, desk: CardDesk, holder: Holder) -> None:
    assert slot.transport.status(slot.reader).state is ReaderState.ABSENT
    slot.insert(VirtualCard(holder))
    status = slot.transport.status(slot.reader)
    assert (status.state, status.state.zh) == (ReaderState.PRESENT, "卡片存在")
    assert status.atr == VirtualCard(holder).atr
    slot.remove()
    status = slot.transport.status(slot.reader)
    assert (status.state, status.state.zh) == (ReaderState.ABSENT, "卡片不存在")
    assert len(desk.statuses()) == 2


def test_whoever_waits_is_told(slot: Slot, holder: Holder) -> None:
    before = [slot.transport.status(name) for name in slot.transport.readers()]
    inserting = threading.Timer(0.05, slot.insert, [VirtualCard(holder)])
    inserting.start()
    seen = slot.transport.wait(before, 20)
    inserting.join()
    assert [one.state for one in seen].count(ReaderState.PRESENT) == 1


@pytest.mark.parametrize("generation", [1, 2])
def test_number_and_certificates_are_read(slot: Slot, desk: CardDesk, holder: Holder, generation: int) -> None:
    slot.insert(VirtualCard(holder, generation))
    content = desk.read(slot.reader)
    assert content.generation == f"generation {generation}"
    assert content.number == "TP07240513000001"
    assert content.certificates == holder.card_certificates
    assert content.signing == holder.signing_certificate
    identity = content.identity
    assert identity is not None
    assert (identity.authority, identity.holder, identity.last_four) == (Authority.MOICA, "測試王", "6789")
    assert (identity.ubn, identity.rank, identity.signs) == (None, "primary", True)


def test_a_business_card_is_told_by_its_issuer_not_by_its_atr(slot: Slot, desk: CardDesk, pki: TestPki) -> None:
    spec = HolderSpec(Authority.MOEACA, "測試公司", "04595257", "04595257")
    slot.insert(VirtualCard(pki.holder(spec)))
    identity = desk.read(slot.reader).identity
    assert identity is not None
    assert (identity.authority, identity.holder, identity.ubn) == (Authority.MOEACA, "測試公司", "04595257")


def commands_of(slot: Slot) -> int:
    """How many commands reading a card takes."""
    with slot.transport.open(slot.reader) as channel:
        recording = RecordingChannel(channel)
        profile = profile_of(recording)
        profile.number(recording)
        profile.certificates(recording)
    return len(recording.lines) // 2


def test_a_card_pulled_at_any_step_is_named_and_another_is_read_after(
    slot: Slot, desk: CardDesk, holder: Holder
) -> None:
    slot.insert(VirtualCard(holder))
    steps = commands_of(slot)
    assert steps > 30
    slot.remove()
    for step in (1, 2, 4, steps // 2, steps):
        left = [step]

        def fault(command: bytes, answer: bytes, left: list[int] = left) -> bytes:
            left[0] -= 1
            if left[0] == 0:
                slot.pull()
            return answer

        slot.insert(VirtualCard(holder, fault=fault))
        with pytest.raises((CardRemoved, NoCard)):
            desk.read(slot.reader)
        slot.remove()
    slot.insert(VirtualCard(holder))
    assert desk.read(slot.reader).number == "TP07240513000001"


def endless(command: bytes, answer: bytes) -> bytes:
    return b"\x00" * 8 + b"\x61\xff"


def garbage(command: bytes, answer: bytes) -> bytes:
    return bytes((byte * 7 + 3) & 0xFF for byte in answer[:-2]) + answer[-2:]


def refused(command: bytes, answer: bytes) -> bytes:
    return b"\x6f\x00"


def wrong_length(command: bytes, answer: bytes) -> bytes:
    return b"\x6c\x10"


def oversized(command: bytes, answer: bytes) -> bytes:
    return b"\x30\x82\xff\xff" + answer[4:] if answer[:2] == b"\x30\x82" else answer


def cut(command: bytes, answer: bytes) -> bytes:
    return b"\x90\x00" if command[1] == 0xB0 and len(command) > 4 and command[4] == 0xC8 else answer


@pytest.mark.parametrize("fault", [endless, garbage, refused, wrong_length, oversized, cut])
def test_strange_answers_end_in_one_error(
    slot: Slot, desk: CardDesk, holder: Holder, fault: Callable[[bytes, bytes], bytes]
) -> None:
    slot.insert(VirtualCard(holder, fault=fault))
    with pytest.raises((BadAnswer, UnsupportedCard)) as raised:
        desk.read(slot.reader)
    assert str(raised.value)


def test_a_certificate_that_is_none_is_named(slot: Slot, desk: CardDesk, holder: Holder) -> None:
    def fault(command: bytes, answer: bytes) -> bytes:
        return answer[:8] + bytes(len(answer) - 10) + answer[-2:] if len(answer) > 100 else answer

    slot.insert(VirtualCard(holder, fault=fault))
    with pytest.raises(BadAnswer, match="certificate"):
        desk.read(slot.reader)


def test_another_card_than_expected_is_named(slot: Slot, desk: CardDesk, holder: Holder) -> None:
    slot.insert(VirtualCard(holder, number="TP07240513000002"))
    with pytest.raises(CardChanged):
        desk.read(slot.reader, expected="TP07240513000001")


def test_empty_and_unknown_readers_are_named(slot: Slot, desk: CardDesk) -> None:
    with pytest.raises(NoCard):
        desk.read(slot.reader)
    with pytest.raises(NoCard):
        desk.choose()
    with pytest.raises(NoReader):
        desk.choose("Other")
    with pytest.raises(NoReader):
        slot.transport.open("Other").close()
    assert slot.transport.status("Other").state is ReaderState.NO_READER


def test_a_conversation_is_written_down_and_played_again_without_the_card(slot: Slot, holder: Holder) -> None:
    slot.insert(VirtualCard(holder))
    with slot.transport.open(slot.reader) as channel:
        recording = RecordingChannel(channel)
        profile = profile_of(recording)
        number, certificates = profile.number(recording), profile.certificates(recording)
        exchange(recording, b"\x80\x20\x00\x01\x06246810")
    assert not [line for line in recording.lines if "323436383130" in line]
    replayed = ReplayedChannel(recording.lines)
    profile = profile_of(replayed)
    assert (profile.number(replayed), profile.certificates(replayed)) == (number, certificates)
    with pytest.raises(BadAnswer):
        replayed.transmit(b"\x80\xa4\x00\x00\x02\x3f\x00")


def test_no_pin_is_ever_sent_by_command(slot: Slot, desk: CardDesk, holder: Holder) -> None:
    seen: list[int] = []

    def fault(command: bytes, answer: bytes) -> bytes:
        seen.append(command[1])
        return answer

    for generation in (1, 2):
        slot.insert(VirtualCard(holder, generation, fault=fault))
        desk.read(slot.reader)
        slot.remove()
    assert len(seen) > 60
    assert set(seen) <= {0xA4, 0xB0, 0xC0}


def test_a_card_that_nobody_knows_is_named(slot: Slot, desk: CardDesk, holder: Holder) -> None:
    slot.insert(VirtualCard(holder, fault=refused))
    status = slot.transport.status(slot.reader)
    assert status.state is ReaderState.PRESENT
    assert desk.looked_at(status).state is ReaderState.UNSUPPORTED
    slot.remove()
    slot.insert(VirtualCard(holder))
    assert desk.looked_at(slot.transport.status(slot.reader)).state is ReaderState.PRESENT


def test_a_reader_unplugged_and_mute_and_held_cards_are_named(holder: Holder) -> None:
    transport = VirtualTransport("one", "two")
    desk = CardDesk(transport)
    transport.insert("one", VirtualCard(holder))
    transport.mute.add("one")
    assert desk.statuses()[0].state is ReaderState.MUTE
    with pytest.raises(CardMute):
        desk.read("one")
    transport.mute.clear()
    transport.held.add("one")
    assert desk.statuses()[0].state is ReaderState.IN_USE
    with pytest.raises(CardInUse):
        desk.read("one")
    transport.held.clear()
    with transport.open("one") as channel:
        transport.unplug("one")
        with pytest.raises(CardRemoved):
            channel.transmit(b"\x80\xa4\x00\x00\x02\x3f\x00")
    with pytest.raises(NoReader):
        desk.read("one")
    assert [one.reader for one in transport.wait([], 5)] == ["two"]
    transport.service = False
    with pytest.raises(NoService):
        desk.statuses()


def test_every_error_has_words_and_says_what_to_do() -> None:
    kinds = [CardError]
    for kind in kinds:
        kinds.extend(kind.__subclasses__())
    assert len(kinds) > 20
    for kind in kinds[1:]:
        assert kind.zh != CardError.zh, kind
        assert kind.en != CardError.en, kind
        assert kind.todo_zh, kind
        assert kind.todo_en, kind
