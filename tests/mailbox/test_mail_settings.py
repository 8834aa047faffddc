"""The settings file and addresses: what is wrong is said in one line, and passwords are never repeated."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows import settings
from flows.imap_source import imap_source
from flows.mail_url import server_url
from schemas.errors import UsageError

WORD = "geheim-7391"


def written(path: Path, text: str, mode: int = 0o600) -> Path:
    path.write_text(text, encoding="utf-8")
    path.chmod(mode)
    return path


def test_without_a_file_there_are_defaults(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(settings.VARIABLE, raising=False)
    found = settings.load(None)
    assert (found.imap.mark, found.imap.largest, found.smtp.daily_limit) == ("keyword", 64 << 20, 20)


def test_tables_of_others_are_left_alone_and_paths_start_at_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written(tmp_path / "word", WORD + "\n")
    file = written(
        tmp_path / "office.toml", '[office]\nsource = "x"\n[imap]\npassword_file = "word"\nmark = "seen"\n', 0o644
    )
    monkeypatch.setenv(settings.VARIABLE, str(file))
    monkeypatch.delenv("ZIJIAN_IMAP_PASSWORD", raising=False)
    found = settings.load(None)
    assert found.imap.mark == "seen"
    secret = settings.password(found.imap, "ZIJIAN_IMAP_PASSWORD")
    assert secret is not None
    assert secret.get_secret_value() == WORD
    assert WORD not in repr(secret) + repr(found)


def test_where_a_password_comes_from(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    server = settings.ImapSettings.model_validate({"password": "in settings"})
    monkeypatch.delenv("ZIJIAN_IMAP_PASSWORD", raising=False)
    monkeypatch.setenv("ZIJIAN_IMAP_PASSWORD_FILE", str(written(tmp_path / "word", "in file")))
    for expected in ("in file", "in environment"):
        found = settings.password(server, "ZIJIAN_IMAP_PASSWORD")
        assert found is not None
        assert found.get_secret_value() == expected
        monkeypatch.setenv("ZIJIAN_IMAP_PASSWORD", "in environment")


@pytest.mark.parametrize("mode", [0o644, 0o640, 0o604, 0o620])
def test_a_file_with_a_password_that_others_can_read_is_refused(tmp_path: Path, mode: int) -> None:
    for file in (
        written(tmp_path / "a.toml", f'[imap]\npassword = "{WORD}"\n', mode),
        written(tmp_path / "b.toml", f'[[zip_password]]\nsender = "@a.example"\npasswords = ["{WORD}"]\n', mode),
    ):
        with pytest.raises(UsageError, match="chmod 600") as caught:
            settings.load(file)
        assert WORD not in str(caught.value)
    server = settings.ImapSettings(password_file=written(tmp_path / "word", WORD, mode))
    with pytest.raises(UsageError, match="chmod 600"):
        settings.password(server, "ZIJIAN_NOT_SET")


@pytest.mark.parametrize(
    "text",
    [
        f'[imap]\npassword = "{WORD}"\nmark = "star"\n',
        f'[imap]\npassword = ["{WORD}"]\n',
        f'[imap]\npassvord = "{WORD}"\n',
        f'[imap]\npassword = "{WORD}\n',
        f'imap = "{WORD}"\n',
        f'[[zip_password]]\nsender = "nobody"\npasswords = ["{WORD}"]\n',
    ],
)
def test_a_wrong_entry_is_one_line_without_the_password(tmp_path: Path, text: str) -> None:
    with pytest.raises(UsageError, match=r"a\.toml") as caught:
        settings.load(written(tmp_path / "a.toml", text))
    assert WORD not in repr(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("text", ["", "a\nb", "\0"])
def test_a_password_file_holds_one_line(tmp_path: Path, text: str) -> None:
    server = settings.ImapSettings(password_file=written(tmp_path / "word", text))
    with pytest.raises(UsageError):
        settings.password(server, "ZIJIAN_NOT_SET")


@pytest.mark.parametrize(
    ("text", "user", "server", "folder"),
    [
        ("imaps://u@mail.example.tw", "u", "mail.example.tw:993", "INBOX"),
        ("IMAP://u@x.tw@mail.example.tw/", "u@x.tw", "mail.example.tw:143", "INBOX"),
        ("imaps://u%40x.tw@h:99/%E6%94%B6%E4%BB%B6/a b", "u@x.tw", "h:99", "收件/a b"),
        ("imaps://u@[::1]:9/A", "u", "[::1]:9", "A"),
        ("imaps://u@h:993/a@b:c", "u", "h:993", "a@b:c"),
    ],
)
def test_addresses(text: str, user: str, server: str, folder: str) -> None:
    url = server_url(text, "imap")
    assert (url.user, url.server, url.folder) == (user, server, folder)
    assert server_url(str(url), "imap") == url


@pytest.mark.parametrize(
    "text",
    [
        f"imaps://u:{WORD}@h/INBOX",
        f"imaps://u@x.tw:{WORD}@h",
        f"imaps://u:{WORD}/9@h/INBOX",
        f"imaps://u:{WORD}?@h/INBOX",
        "imaps:///INBOX",
        "imaps://u@h:x/",
        "imaps://u@[::1/",
        "imaps://u@h/a%0d%0ab",
        "smtp://u@h",
        "imap:",
    ],
)
def test_what_is_no_address_is_refused_and_its_password_not_repeated(text: str) -> None:
    with pytest.raises(UsageError) as caught:
        imap_source(text)
    assert WORD not in repr(caught.value)
    assert "\n" not in str(caught.value)


@given(st.text(max_size=40))
def test_any_text_is_an_address_or_is_refused(text: str) -> None:
    for start in ("", "imaps://", "imap://u@"):
        try:
            url = server_url(start + text, "imap")
        except UsageError:
            continue
        assert url.host
        assert url.folder.isprintable()
