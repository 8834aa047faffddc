"""Getting in: certificates, passwords, and that no password ever shows."""

from __future__ import annotations

import base64
import logging
from pathlib import Path

import pytest

from flows.cli import main
from flows.imap_access import MailboxRefused
from schemas.errors import MailboxError
from tests.intake.office import Office, eml
from tests.mailbox.box import outcomes, source, take_in
from tests.mailbox.certificates import Certificates
from tests.mailbox.dovecot import PASSWORD, Dovecot
from tests.mailbox.ports import free_port
from warehouse.store import Store

pytestmark = pytest.mark.xdist_group("mailbox")

MAIL = eml({}, number=1)
WORD = "geheim-7391"


@pytest.mark.parametrize("tls", [True, False])
def test_an_unknown_authority_is_refused(
    tmp_path: Path, dovecot: Dovecot, user: str, certificates: Certificates, *, tls: bool
) -> None:
    with pytest.raises(MailboxRefused, match="certificate cannot be verified"):
        take_in(Office(tmp_path), source(dovecot.url(user, tls=tls), certificates, ca_file=None))


def test_a_certificate_of_another_name_is_refused(
    tmp_path: Path, dovecot: Dovecot, user: str, certificates: Certificates
) -> None:
    url = dovecot.url(user).replace("127.0.0.1", "127.0.0.2")
    with pytest.raises(MailboxError, match=r"127\.0\.0\.2"):
        take_in(Office(tmp_path), source(url, certificates, attempts=0))


def test_a_wrong_password_is_one_line_without_it(
    tmp_path: Path,
    dovecot: Dovecot,
    user: str,
    certificates: Certificates,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    monkeypatch.setenv("ZIJIAN_IMAP_PASSWORD", WORD)
    box = source(dovecot.url(user), certificates)
    with pytest.raises(MailboxRefused, match="refuses the login") as caught:
        take_in(Office(tmp_path), box)
    assert "\n" not in str(caught.value)
    encoded = base64.b64encode(f"\0{user}\0{WORD}".encode()).decode()
    for text in (str(caught.value), repr(caught.value), repr(box), repr(vars(box)), caplog.text):
        assert WORD not in text
        assert encoded not in text
    assert len(caplog.records) > 3


def test_nobody_answers(tmp_path: Path, user: str, certificates: Certificates) -> None:
    url = f"imaps://{user}@127.0.0.1:{free_port()}/"
    with pytest.raises(MailboxError, match="connection lost"):
        take_in(Office(tmp_path), source(url, certificates, attempts=1))


def test_a_folder_that_is_not_there(tmp_path: Path, dovecot: Dovecot, user: str, certificates: Certificates) -> None:
    with pytest.raises(MailboxRefused, match="refuses"):
        take_in(Office(tmp_path), source(dovecot.url(user, "Nowhere"), certificates))


def test_the_command_takes_its_settings_from_a_file(
    tmp_path: Path,
    dovecot: Dovecot,
    user: str,
    certificates: Certificates,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.delenv("ZIJIAN_IMAP_PASSWORD")
    dovecot.post(user, MAIL)
    settings = tmp_path / "office.toml"
    settings.write_text(
        f'[office]\nsource = "x"\n[imap]\npassword = "{PASSWORD}"\nca_file = "{certificates.authority}"\n'
        'move_to = "Done"\n',
        encoding="utf-8",
    )
    warehouse = tmp_path / "office.duckdb"
    call = ["intake", dovecot.url(user), "--warehouse", str(warehouse), "--settings", str(settings), "--lang", "en"]
    assert main(call) == 2
    assert "others can read it" in capsys.readouterr().err
    settings.chmod(0o600)
    assert main(call) == 0
    assert dovecot.messages(user, "Done") == [MAIL]
    out = capsys.readouterr()
    assert PASSWORD not in out.out + out.err
    assert PASSWORD.encode() not in warehouse.read_bytes()


def test_two_intakes_at_once(
    tmp_path: Path, dovecot: Dovecot, user: str, certificates: Certificates, capsys: pytest.CaptureFixture[str]
) -> None:
    dovecot.post(user, MAIL)
    office = Office(tmp_path)
    call = ["intake", dovecot.url(user), "--warehouse", str(office.warehouse), "--ca-file", str(certificates.authority)]
    with Store(office.warehouse):
        assert main(call) == 2
    assert capsys.readouterr().err.count("\n") == 1
    assert dovecot.flags(user) == {1: set()}
    assert outcomes(take_in(office, source(dovecot.url(user), certificates))) == ["nothing_to_load"]
