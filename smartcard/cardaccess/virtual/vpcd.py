"""A virtual card in a virtual reader of pcscd (vsmartcard's vpcd): for tests and the demo, on this machine only.

vpcd speaks TCP: two bytes of length, then a control byte (0 off, 1 on, 2 reset, 4 ATR) or a command. Closing the
connection takes the card out. vpcd listens on every address of the machine, so it never runs where it could be reached.
"""

from __future__ import annotations

import contextlib
import socket
import struct
import threading

from cardaccess.virtual.card import VirtualCard, refuse_production

_ATR = 4
_QUICK = getattr(socket, "TCP_QUICKACK", None)


class VpcdLink:
    """The card's side of the connection, in a thread of its own that always answers."""

    def __init__(self, card: VirtualCard, port: int, host: str = "127.0.0.1") -> None:
        """Inserts the card; ``OSError`` where no vpcd listens."""
        refuse_production()
        self._card = card
        self._socket = socket.create_connection((host, port), timeout=5)
        self._socket.settimeout(None)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def remove(self) -> None:
        """Takes the card out, whatever it is doing."""
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        if self._thread is not threading.current_thread():
            self._thread.join(5)

    def _serve(self) -> None:
        with contextlib.suppress(OSError, EOFError):
            while True:
                message = self._receive()
                answer = self._answer(message)
                if answer is not None:
                    self._socket.sendall(struct.pack(">H", len(answer)) + answer)

    def _answer(self, message: bytes) -> bytes | None:
        if len(message) > 1:
            return self._card.execute(message)
        if message[0] == _ATR:
            return self._card.atr
        self._card.power()
        return None

    def _receive(self) -> bytes:
        (size,) = struct.unpack(">H", self._exactly(2))
        return self._exactly(size)

    def _exactly(self, size: int) -> bytes:
        found = b""
        while len(found) < size:
            if _QUICK is not None:
                self._socket.setsockopt(socket.IPPROTO_TCP, _QUICK, 1)  # vpcd sends in two parts: 40 ms saved each
            piece = self._socket.recv(size - len(found))
            if not piece:
                raise EOFError
            found += piece
        return found
