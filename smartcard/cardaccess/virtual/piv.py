"""The few commands of a PIV card (NIST SP 800-73-4) that OpenSC needs to prove a PIN and sign with a test key."""

from __future__ import annotations

from cardaccess.virtual.pki import Holder
from cardaccess.virtual.tlv import tlv

NAME = bytes.fromhex("A000000308000010000100")
TRIES = 3
_CHAIN = 0x10
_OBJECTS = {
    "chuid": bytes.fromhex("5FC102"),
    "authentication": bytes.fromhex("5FC105"),
    "signature": bytes.fromhex("5FC10A"),
}
_TEMPLATE = bytes.fromhex("611A4F0600001000010079074F05A0000003085F500C7A696A69616E2D54455354")


class Piv:
    """The applet: PIN with three tries, two certificates, RSA signatures."""

    def __init__(self, holder: Holder, pin: str = "246810") -> None:
        """``pin`` is a test PIN."""
        self._holder, self._pin = holder, pin
        self.left = TRIES
        self.selected = False
        self._proved = False
        self._chained = b""
        self._rest = b""

    @property
    def answer_to_select(self) -> bytes:
        """The application property template."""
        return _TEMPLATE[:2] + _TEMPLATE[2 : 2 + _TEMPLATE[1]] + b"\x90\x00"

    def reset(self) -> None:
        """Power was cut: the PIN is no longer proved; tries stay as they are."""
        self.selected = self._proved = False
        self._chained = self._rest = b""

    def select(self, name: bytes) -> bool:
        """Whether the applet is named; the PIN stays proved when it is selected again."""
        self.selected = bool(name) and NAME.startswith(name[: len(NAME)]) and len(name) >= 5
        return self.selected

    def execute(self, command: bytes) -> bytes:
        """The answer to a command while the applet is selected."""
        cla, instruction = command[0], command[1]
        if instruction == 0xC0:
            return self._piece(command[4] if len(command) > 4 else 0)
        data = command[5 : 5 + command[4]] if len(command) > 5 else b""
        if cla & _CHAIN:
            self._chained += data
            return b"\x90\x00"
        whole, self._chained = self._chained + data, b""
        if instruction == 0xCB:
            return self._object(whole)
        if instruction == 0x20:
            return self._verify(whole)
        return self._sign(command, whole) if instruction == 0x87 else b"\x6d\x00"

    def _object(self, data: bytes) -> bytes:
        name = data[2 : 2 + data[1]] if len(data) > 1 else b""
        if name == _OBJECTS["chuid"]:
            return self._long(tlv(b"\x53", tlv(b"\x30", bytes(25)) + tlv(b"\x34", bytes(16)) + b"\xfe\x00"))
        if name in {_OBJECTS["authentication"], _OBJECTS["signature"]}:
            certificate = tlv(b"\x70", self._holder.signing_certificate) + tlv(b"\x71", b"\x00") + b"\xfe\x00"
            return self._long(tlv(b"\x53", certificate))
        return b"\x6a\x82"

    def _verify(self, data: bytes) -> bytes:
        if not self.left:
            return b"\x69\x83"
        if not data:
            return b"\x90\x00" if self._proved else bytes([0x63, 0xC0 | self.left])
        self._proved = data.rstrip(b"\xff") == self._pin.encode()
        self.left = TRIES if self._proved else self.left - 1
        if self._proved:
            return b"\x90\x00"
        return bytes([0x63, 0xC0 | self.left]) if self.left else b"\x69\x83"

    def _sign(self, command: bytes, data: bytes) -> bytes:
        if not self._proved:
            return b"\x69\x82"
        at = data.find(b"\x81\x82\x01\x00")
        if command[2] != 0x07 or at < 0:
            return b"\x6a\x80"
        block = data[at + 4 : at + 260]
        return self._long(tlv(b"\x7c", tlv(b"\x82", self._holder.raw_rsa(block))))

    def _long(self, data: bytes) -> bytes:
        self._rest = data
        return self._piece(0)

    def _piece(self, length: int) -> bytes:
        size = length or 256
        piece, self._rest = self._rest[:size], self._rest[size:]
        left = len(self._rest)
        return piece + (bytes([0x61, left if left < 256 else 0]) if left else b"\x90\x00")
