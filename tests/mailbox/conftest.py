"""One Dovecot for all tests of this folder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.mailbox import dovecot as servers
from tests.mailbox.certificates import Certificates, make_certificates
from tests.mailbox.dovecot import PASSWORD, Dovecot


@pytest.fixture(scope="session")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    return make_certificates(tmp_path_factory.mktemp("tls"))


@pytest.fixture(scope="session")
def dovecot(tmp_path_factory: pytest.TempPathFactory, certificates: Certificates) -> Iterator[Dovecot]:
    server = servers.start(tmp_path_factory.mktemp("dovecot"), certificates)
    yield server
    server.stop()


@pytest.fixture
def user(dovecot: Dovecot, monkeypatch: pytest.MonkeyPatch) -> str:
    """A user with an empty mailbox; the password is in the environment."""
    monkeypatch.setenv("ZIJIAN_IMAP_PASSWORD", PASSWORD)
    return dovecot.new_user()


@pytest.fixture
def secret_file(tmp_path: Path) -> Path:
    path = tmp_path / "password"
    path.write_text(PASSWORD + "\n", encoding="utf-8")
    path.chmod(0o600)
    return path
