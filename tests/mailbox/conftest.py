"""One Dovecot and one OpenSMTPD for all tests of this folder."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.mailbox import dovecot as servers
from tests.mailbox import smtpd as mail_servers
from tests.mailbox.certificates import Certificates, make_certificates
from tests.mailbox.dovecot import PASSWORD, Dovecot
from tests.mailbox.ports import free_port
from tests.mailbox.smtpd import Smtpd


@pytest.fixture(scope="session")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    return make_certificates(tmp_path_factory.mktemp("tls"))


@pytest.fixture(scope="session")
def open_folder() -> Iterator[Path]:
    """A folder that other users may enter: servers hand work to users of their own, and pytest closes its folders."""
    with tempfile.TemporaryDirectory(prefix="zijian-mail-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder


@pytest.fixture(scope="session")
def relay_port() -> int:
    return free_port()


@pytest.fixture(scope="session")
def dovecot(open_folder: Path, certificates: Certificates, relay_port: int) -> Iterator[Dovecot]:
    server = servers.start(open_folder / "dovecot", certificates, relay_port)
    yield server
    server.stop()


@pytest.fixture(scope="session")
def old_dovecot(open_folder: Path, certificates: Certificates, relay_port: int) -> Iterator[Dovecot]:
    """A server that says it knows neither MOVE nor UIDPLUS."""
    server = servers.start(open_folder / "old", certificates, relay_port, "IMAP4rev1 LITERAL+ AUTH=PLAIN")
    yield server
    server.stop()


@pytest.fixture(scope="session")
def smtpd(open_folder: Path, dovecot: Dovecot, relay_port: int) -> Iterator[Smtpd]:
    server = mail_servers.start(open_folder / "smtpd", relay_port, dovecot.lmtp_port)
    yield server
    server.stop()


@pytest.fixture
def user(dovecot: Dovecot, monkeypatch: pytest.MonkeyPatch) -> str:
    """A user with an empty mailbox; the password is in the environment."""
    monkeypatch.setenv("ZIJIAN_IMAP_PASSWORD", PASSWORD)
    return dovecot.new_user()
