"""The virtual card: the files of both generations, readable as public sources describe, and faults on demand.

For OpenSC it also answers the commands of a PIV card (NIST SP 800-73-4), so that a real PKCS#11 module can prove a PIN to
it and sign. The cards of the government do not work so; their PIN and signature go through their maker's module.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, field

from cardaccess.errors import ProductionRefused
from cardaccess.virtual.piv import Piv
from cardaccess.virtual.pki import Holder

ATR_FIRST = bytes.fromhex("3BB813008131FA524348544D4F494341A5")
ATR_SECOND = bytes.fromhex("3BD8960081B1FE451F074348544750 4B494ADD".replace(" ", ""))
ENVIRONMENT = "ZIJIAN_ENV"
_APPLET = bytes.fromhex("A0000002830000062201696400010101")
_OFFSETS = (0x0000, 0x0700, 0x0E00, 0x1500)
_BLOCK = 0xC8

Fault = Callable[[bytes, bytes], bytes]
"""From a command and its true answer (data and status word) to the answer that is given instead."""


def refuse_production() -> None:
    """``ProductionRefused`` where ``ZIJIAN_ENV`` is ``production``."""
    if os.environ.get(ENVIRONMENT, "").lower() == "production":
        raise ProductionRefused()


@dataclass(slots=True)
class VirtualCard:
    """A card of generation 1 or 2 with a holder's certificates.

    ``fault`` may change any answer; ``locked`` and tries left live in ``piv`` and outlive a re-insertion.
    """

    holder: Holder
    generation: int = 1
    number: str = "TP07240513000001"
    fault: Fault | None = None
    piv: Piv = field(init=False)
    _path: list[int] = field(default_factory=list)
    _applet: bytes = b""

    def __post_init__(self) -> None:
        """Refuses production."""
        refuse_production()
        self.piv = Piv(self.holder)

    @property
    def atr(self) -> bytes:
        """As the public list of ATRs has it for the generation."""
        return ATR_FIRST if self.generation == 1 else ATR_SECOND

    def power(self) -> None:
        """A reset: nothing is selected, no PIN is proved."""
        self._path, self._applet = [], b""
        self.piv.reset()

    def execute(self, command: bytes) -> bytes:
        """The answer to a command APDU; never raises, as a card never does."""
        answer = self._answer(command)
        return self.fault(command, answer) if self.fault else answer

    def _answer(self, command: bytes) -> bytes:
        if len(command) < 4:
            return b"\x67\x00"
        if command[0] in {0x00, 0x10} and command[1:3] == b"\xa4\x04":
            return self._select_applet(command)
        if self.piv.selected:
            return self.piv.execute(command)
        if command[0] != (0x80 if self.generation == 1 else 0x00):
            return b"\x6e\x00"
        return self._file_command(command)

    def _file_command(self, command: bytes) -> bytes:
        if self.generation == 2 and self._applet != _APPLET:
            return b"\x69\x82"
        if command[1] == 0xA4:
            return self._select_file(command)
        return self._read(command) if command[1] == 0xB0 else b"\x6d\x00"

    def _select_applet(self, command: bytes) -> bytes:
        name = command[5 : 5 + command[4]] if len(command) > 4 else b""
        if self.piv.select(name):
            self._applet = name
            return self.piv.answer_to_select
        if self.generation == 2 and name == _APPLET:
            self._applet, self._path = name, []
            return b"\x90\x00"
        return b"\x6a\x82" if self.generation == 2 else b"\x6e\x00"

    def _select_file(self, command: bytes) -> bytes:
        wanted = int.from_bytes(command[5:7], "big")
        path = [0x3F00] if wanted == 0x3F00 else [*self._path, wanted]
        if not any(known[: len(path)] == path for known in self._files()):
            return b"\x6a\x82"
        self._path = path
        return b"\x90\x00"

    def _files(self) -> tuple[list[int], ...]:
        return ([0x3F00, 0x0900, 0x0903], [0x3F00, 0x0900, 0x0905], [0x3F00, 0x5030, 0x08F2])

    def _content(self) -> bytes | None:
        if self._path == [0x3F00, 0x0900, 0x0903]:
            return self.number.encode("ascii")
        if self._path == [0x3F00, 0x0900, 0x0905] and self.generation == 1:
            return b"CHT V32N" + bytes(8)
        if self._path == [0x3F00, 0x5030, 0x08F2]:
            return _laid_out(self.holder.card_certificates)
        return None

    def _read(self, command: bytes) -> bytes:
        content = self._content()
        if content is None:
            return b"\x69\x86"
        offset, length = (command[2] & 0x7F) << 8 | command[3], (command[4] if len(command) > 4 else 0) or 256
        if offset >= len(content):
            return b"\x6b\x00"
        if length > _BLOCK:
            return bytes([0x6C, _BLOCK])
        return content[offset : offset + length] + b"\x90\x00"


def _laid_out(certificates: tuple[bytes, ...]) -> bytes:
    """The file of the certificates, each at its offset, the rest filled with FF."""
    content = bytearray(b"\xff" * (_OFFSETS[-1] + 0x0700))
    for offset, der in zip(_OFFSETS, certificates, strict=True):
        content[offset : offset + len(der)] = der
    return bytes(content)
