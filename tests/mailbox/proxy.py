"""A TCP proxy that lets a connection through and cuts it where a test wants it."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass
class Proxy:
    """Forwards to ``target`` on loopback and cuts a connection, ``cuts`` times in all, by one of two rules.

    ``after_bytes``: so many bytes came from the server. ``at``: the client sent these bytes; they are passed on, the
    server's answer to them is awaited and swallowed.
    """

    target: int
    after_bytes: int | None = None
    at: bytes | None = None
    cuts: int = 1
    connections: int = 0
    done: int = 0
    listener: socket.socket = field(default_factory=lambda: socket.create_server(("127.0.0.1", 0)))

    @property
    def port(self) -> int:
        return int(self.listener.getsockname()[1])

    def serve(self) -> None:
        """Accept connections until the listener is closed."""
        with contextlib.suppress(OSError):
            while True:
                client, _ = self.listener.accept()
                self.connections += 1
                server = socket.create_connection(("127.0.0.1", self.target))
                line = Line(self, client, server)
                for work in (line.up, line.down):
                    threading.Thread(target=work, daemon=True).start()

    def may_cut(self) -> bool:
        """Whether a cut is left; it is taken."""
        if self.done >= self.cuts:
            return False
        self.done += 1
        return True


@dataclass
class Line:
    """One connection through the proxy."""

    proxy: Proxy
    client: socket.socket
    server: socket.socket
    severed: bool = False

    def up(self) -> None:
        """From the client to the server."""
        seen = b""
        with contextlib.suppress(OSError):
            while data := self.client.recv(65536):
                seen = (seen + data)[-4096:]
                self.severed = self.proxy.at is not None and self.proxy.at in seen and self.proxy.may_cut()
                self.server.sendall(data)
                if self.severed:
                    return
        self.close()

    def down(self) -> None:
        """From the server to the client."""
        passed = 0
        with contextlib.suppress(OSError):
            while data := self.server.recv(4096):
                limit = self.proxy.after_bytes
                if self.severed:
                    break
                if limit is not None and passed + len(data) > limit and self.proxy.may_cut():
                    self.client.sendall(data[: limit - passed])
                    break
                self.client.sendall(data)
                passed += len(data)
        self.close()

    def close(self) -> None:
        """Both ends."""
        for one in (self.client, self.server):
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()


@contextlib.contextmanager
def proxy(target: int, *, after_bytes: int | None = None, at: bytes | None = None, cuts: int = 1) -> Iterator[Proxy]:
    """A proxy before a port, for the time of the block."""
    made = Proxy(target, after_bytes, at, cuts)
    threading.Thread(target=made.serve, daemon=True).start()
    try:
        yield made
    finally:
        made.listener.close()
