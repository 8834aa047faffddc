"""A real OpenSMTPD with a configuration and spool of its own; it hands mail to the Dovecot of the tests.

Its control socket and spool lie at fixed places, so it runs in a mount namespace where others are mounted over them.
Debian 12's build cannot speak TLS (OpenSMTPD issue 1171): Dovecot's submission service stands before it for that.
"""

from __future__ import annotations

import os
import signal
import subprocess
from dataclasses import dataclass
from pathlib import Path

from tests.mailbox.ports import answers, free_port, until

LARGEST = 300_000
CONFIG = """
table people {{ "@" = "nobody" }}
smtp max-message-size "{largest}"
filter "full" phase rcpt-to match rcpt-to regex {{ "^full@" }} reject "452 4.2.2 mailbox full"
filter "unknown" phase rcpt-to match rcpt-to regex {{ "^unknown@" }} reject "550 5.1.1 no such user"
filter "foreign" phase mail-from match mail-from regex {{ "^foreign@" }} reject "553 5.7.1 not your address"
filter "gone" phase rcpt-to match rcpt-to regex {{ ".*" }} reject "550 5.1.1 gone"
filter "all" chain {{ "full", "unknown", "foreign" }}
listen on 127.0.0.1 port {port} filter "all"
listen on 127.0.0.1 port {far_port} filter "gone"
action "hand over" lmtp "127.0.0.1:{lmtp_port}" rcpt-to virtual <people>
action "far" relay host "smtp://127.0.0.1:{far_port}"
match from any for domain "far.example.test" action "far"
match from any for any action "hand over"
"""
SCRIPT = """
mkdir -p /var/spool/smtpd
mount --bind "$1/spool" /var/spool/smtpd
mount --bind "$1/run" "$(readlink -f /var/run)"
exec /usr/sbin/smtpd -d -f "$1/smtpd.conf"
"""


@dataclass
class Smtpd:
    """The running server. It refuses ``full@`` for now and ``unknown@`` for good, and the sender ``foreign@``.

    It takes mail for ``far.example.test`` and cannot hand it on: a notice of that comes back.
    """

    root: Path
    port: int
    process: subprocess.Popen[bytes]

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    def stop(self) -> None:
        """Stop it, and wait until it is gone."""
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(60)


def start(root: Path, port: int, lmtp_port: int) -> Smtpd:
    """An OpenSMTPD that lives in ``root`` and hands all mail over by LMTP; it answers when this returns."""
    root.mkdir()
    (root / "spool").mkdir(mode=0o711)
    (root / "run").mkdir()
    config = CONFIG.format(largest=LARGEST, port=port, lmtp_port=lmtp_port, far_port=free_port())
    (root / "smtpd.conf").write_text(config, encoding="utf-8")
    command = ["unshare", "--mount", "--propagation", "private", "sh", "-e", "-c", SCRIPT, "sh", str(root)]
    if os.geteuid():
        command[1:1] = ["--map-root-user"]
    with (root / "smtpd.log").open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log, start_new_session=True)
    until(lambda: answers(port), "OpenSMTPD does not answer")
    return Smtpd(root, port, process)
