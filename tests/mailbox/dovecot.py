"""A real Dovecot with a configuration, folders and ports of its own, started once and stopped by its process id."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from imapclient import IMAPClient
from imapclient.imap_utf7 import encode

from tests.mailbox.certificates import Certificates
from tests.mailbox.ports import answers, free_port, until
from tests.mailbox.smtpd import LARGEST

PASSWORD = "correct horse 電池"  # noqa: S105 (of the test's own server)
CONFIG = """
base_dir = {root}/run
state_dir = {root}/state
log_path = {root}/dovecot.log
protocols = imap lmtp submission
submission_relay_host = 127.0.0.1
submission_relay_port = {relay_port}
submission_max_mail_size = {largest}
hostname = office.example.test
listen = 127.0.0.1
ssl = yes
ssl_cert = <{certificate}
ssl_key = <{key}
disable_plaintext_auth = no
auth_mechanisms = plain login
mail_location = maildir:{root}/mail/%u
first_valid_uid = 1
default_internal_user = {internal}
default_internal_group = {internal_group}
default_login_user = {login}
mail_uid = {mail}
mail_gid = {mail_group}
imap_capability = {capability}
lda_mailbox_autocreate = yes
recipient_delimiter = +
lmtp_save_to_detail_mailbox = yes
postmaster_address = postmaster@office.example.test
passdb {{
  driver = passwd-file
  args = username_format=any {root}/passwd
}}
userdb {{
  driver = static
  args = allow_all_users=yes
}}
mail_plugins = acl
plugin {{
  acl = vfile
}}
service anvil {{
  chroot =
}}
service imap-login {{
  chroot =
  process_min_avail = 1
  service_count = 0
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = {tls_port}
    ssl = yes
  }}
}}
service lmtp {{
  inet_listener lmtp {{
    address = 127.0.0.1
    port = {lmtp_port}
  }}
}}
service submission-login {{
  chroot =
  inet_listener submission {{
    port = {submission_port}
  }}
  inet_listener submissions {{
    port = {submissions_port}
    ssl = yes
  }}
}}
service stats {{
  chroot =
}}
"""


def start(root: Path, certificates: Certificates, relay_port: int, capability: str = "") -> Dovecot:
    """A Dovecot that lives in ``root`` and hands submitted mail to ``relay_port``.

    ``capability`` replaces what it tells of itself as an IMAP server, if given.
    """
    ports = [free_port() for _ in range(5)]
    server = Dovecot(root, certificates, relay_port, ports[0], ports[1], ports[2], ports[3], ports[4])
    server.write_config(capability)
    server.start()
    return server


@dataclass
class Dovecot:
    """The running server. Every user exists and has the same password and a mailbox of its own."""

    root: Path
    certificates: Certificates
    relay_port: int
    port: int
    tls_port: int
    lmtp_port: int
    submission_port: int
    submissions_port: int
    users: count[int] = field(default_factory=lambda: count(1))
    pid: int = 0

    def write_config(self, capability: str) -> None:
        internal, login, mail = _users()
        for folder in ("run", "state", "mail"):
            (self.root / folder).mkdir(parents=True, exist_ok=True)
        shutil.chown(self.root / "mail", mail.pw_uid, mail.pw_gid)
        text = CONFIG.format(
            root=self.root,
            certificate=self.certificates.certificate,
            key=self.certificates.key,
            internal=internal.pw_name,
            internal_group=_group(internal),
            login=login.pw_name,
            mail=mail.pw_uid,
            mail_group=mail.pw_gid,
            capability=capability,
            port=self.port,
            tls_port=self.tls_port,
            lmtp_port=self.lmtp_port,
            submission_port=self.submission_port,
            submissions_port=self.submissions_port,
            relay_port=self.relay_port,
            largest=LARGEST,
        )
        (self.root / "passwd").write_text(f"any:{{PLAIN}}{PASSWORD}\n", encoding="utf-8")
        (self.root / "dovecot.conf").write_text(text, encoding="utf-8")

    def start(self) -> None:
        """Start it and wait until it answers."""
        subprocess.run(["/usr/sbin/dovecot", "-c", self.root / "dovecot.conf"], check=True)
        pid = self.root / "run" / "master.pid"
        self.pid = int(until(lambda: pid.is_file() and pid.read_text(), "Dovecot does not start"))
        until(lambda: answers(self.port) and answers(self.lmtp_port), "Dovecot does not answer")

    def stop(self) -> None:
        """Stop it, and wait until it is gone."""
        os.kill(self.pid, signal.SIGTERM)
        until(lambda: not Path(f"/proc/{self.pid}").exists(), "Dovecot does not stop")

    def new_user(self) -> str:
        """A user whose mailbox is empty."""
        return f"office{next(self.users)}@office.example.test"

    def client(self, user: str, folder: str | None = "INBOX") -> IMAPClient:
        """A connection without encryption, in a folder, for the test itself."""
        client = IMAPClient("127.0.0.1", self.port, ssl=False, timeout=30)
        client.plain_login(user, PASSWORD)
        if folder is not None:
            client.select_folder(folder)
        return client

    def post(self, user: str, *messages: bytes, folder: str = "INBOX") -> list[int]:
        """Put messages into a folder as they are; their UIDs."""
        with self.client(user, None) as client:
            if not client.folder_exists(folder):
                client.create_folder(folder)
            for message in messages:
                client.append(folder, message)
            client.select_folder(folder, readonly=True)
            return sorted(client.search("ALL"))[-len(messages) :]

    def close_to_writing(self, user: str, folder: str) -> None:
        """Leave the owner of a folder the rights to see and read it only."""
        path = self.root / "mail" / user / f".{encode(folder).decode()}" / "dovecot-acl"
        path.write_text("owner lr\n", encoding="ascii")

    def flags(self, user: str, folder: str = "INBOX") -> dict[int, set[str]]:
        """The flags of every message of a folder, without \\Recent."""
        with self.client(user, None) as client:
            client.select_folder(folder, readonly=True)
            found = client.get_flags(client.search("ALL"))
        return {uid: {flag.decode() for flag in flags} - {"\\Recent"} for uid, flags in sorted(found.items())}

    def messages(self, user: str, folder: str = "INBOX") -> list[bytes]:
        """The messages of a folder, in order; none where the folder is not there."""
        with self.client(user, None) as client:
            if not client.folder_exists(folder):
                return []
            client.select_folder(folder, readonly=True)
            found = client.fetch(client.search("ALL"), ["BODY.PEEK[]"])
        return [found[uid][b"BODY[]"] for uid in sorted(found)]

    def url(self, user: str, folder: str = "", *, tls: bool = True) -> str:
        """The mailbox as the command line has it."""
        scheme, port = ("imaps", self.tls_port) if tls else ("imap", self.port)
        return f"{scheme}://{user}@127.0.0.1:{port}/{folder}"


def _users() -> tuple[pwd.struct_passwd, pwd.struct_passwd, pwd.struct_passwd]:
    """Internal user, login user, mail user: three where we are root, else ourselves."""
    if os.geteuid():
        me = pwd.getpwuid(os.geteuid())
        return me, me, me
    return pwd.getpwnam("dovecot"), pwd.getpwnam("dovenull"), pwd.getpwnam("nobody")


def _group(user: pwd.struct_passwd) -> str:
    import grp  # noqa: PLC0415 (POSIX only)

    return grp.getgrgid(user.pw_gid).gr_name
