"""The office's settings for mail, from the TOML file that it keeps all its settings in: mailbox, replies, zip passwords.

A file that holds a password is refused unless it is its owner's alone. Passwords are ``SecretStr``: no repr, log
or error shows them.
"""

from __future__ import annotations

import os
import stat
import sys
import tomllib
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, SecretStr, ValidationError

from schemas.document import Strict
from schemas.errors import UsageError

VARIABLE = "ZIJIAN_SETTINGS"
_TABLES = ("imap", "smtp", "zip_password")
_MOST_BYTES = 1_000_000

Mark = Literal["keyword", "seen", "none"]


class Server(Strict):
    """What both servers need. ``timeout`` in seconds; ``plain`` allows a connection without TLS beyond loopback."""

    password: SecretStr | None = None
    password_file: Path | None = None
    ca_file: Path | None = None
    plain: bool = False
    timeout: float = Field(default=60, gt=0, le=600)


class ImapSettings(Server):
    """The mailbox. A settled message gets ``mark`` or is moved to the folder ``move_to``.

    ``largest`` in bytes: of a larger message only the header is fetched. A lost connection is tried again ``attempts``
    times, the first time after ``pause`` seconds, each time after twice as long.
    """

    mark: Mark = "keyword"
    move_to: str | None = None
    largest: int = Field(default=64 << 20, ge=1024)
    attempts: int = Field(default=5, ge=0, le=20)
    pause: float = Field(default=1, ge=0, le=60)


class SmtpSettings(Server):
    """The mail server for replies. ``user`` logs in where the URL names nobody.

    ``daily_limit``: replies a day to one address. ``copy_to``: an address of the office that gets a copy of each
    reply; ``copies`` is the folder (an IMAP URL) where those copies arrive, by which a reply whose end is not known
    is found again, ``copy_minutes`` after it was handed over at the latest.
    """

    url: str | None = None
    user: str | None = None
    daily_limit: int = Field(default=20, ge=1, le=10_000)
    retry_minutes: int = Field(default=15, ge=0, le=1440)
    give_up_hours: int = Field(default=72, ge=1, le=720)
    copy_to: str | None = None
    copies: str | None = None
    copy_minutes: float = Field(default=10, ge=0, le=1440)


class ZipPassword(Strict):
    """Passwords of the zips that a sender sends: an address, or a domain with its ``@``."""

    sender: str = Field(pattern=r"^[^@\s]*@[^@\s]+$")
    passwords: list[SecretStr] = Field(min_length=1, max_length=10)


class MailSettings(Strict):
    """All of it; every part has its defaults."""

    imap: ImapSettings = Field(default_factory=ImapSettings)
    smtp: SmtpSettings = Field(default_factory=SmtpSettings)
    zip_password: list[ZipPassword] = Field(default_factory=list)

    def zip_passwords(self, sender: str | None) -> tuple[str, ...]:
        """The passwords to try on zips of this sender: those of the address before those of its domain."""
        address = (sender or "").lower()
        domain = address[address.rfind("@") :] if "@" in address else ""
        wanted = dict.fromkeys(key for key in (address, domain) if key)
        found = [one for key in wanted for one in self.zip_password if one.sender.lower() == key]
        return tuple(password.get_secret_value() for one in found for password in one.passwords)

    @property
    def secret(self) -> bool:
        """Whether a password stands in it."""
        return bool(self.imap.password or self.smtp.password or self.zip_password)


def load(path: Path | None) -> MailSettings:
    """The settings of a file, by default of the one that ``ZIJIAN_SETTINGS`` names; without a file the defaults.

    Tables that are not about mail are left alone. ``UsageError`` with the entry where one is wrong.
    """
    named = path or (Path(os.environ[VARIABLE]) if os.environ.get(VARIABLE) else None)
    if named is None:
        return MailSettings()
    data = _toml(named)
    try:
        settings = MailSettings.model_validate({name: data[name] for name in _TABLES if name in data})
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False, include_context=False)[0]
        where = ".".join(map(str, first["loc"]))
        raise UsageError(
            f"{named}: {where}: {first['msg']}", hint="見 docs/mailbox.md。(See docs/mailbox.md.)"
        ) from None
    if settings.secret:
        require_private(named)
    return _placed(settings, named.absolute().parent)


def password(server: Server, variable: str) -> SecretStr | None:
    """The password for a server: from the environment, a file of its own, or the settings, in this order.

    The file is the one that ``<variable>_FILE`` names, else ``password_file``; it holds one line.
    """
    if os.environ.get(variable):
        return SecretStr(os.environ[variable])
    named = os.environ.get(f"{variable}_FILE")
    path = Path(named) if named else server.password_file
    return _from_file(path) if path else server.password


def require_private(path: Path) -> None:
    """``UsageError`` where anybody but its owner could read a file that holds a password."""
    if sys.platform == "win32":
        return  # there the folder's access list decides
    if path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise UsageError(
            f"{path} 內有密碼,但他人可讀取。(It holds a password and others can read it.)",
            hint=f"請執行 chmod 600 {path}。",
        )


def _from_file(path: Path) -> SecretStr:
    try:
        require_private(path)
        with path.open("rb") as stream:
            text = stream.read(_MOST_BYTES).decode("utf-8-sig")
    except OSError as error:
        raise UsageError(f"讀不到密碼檔 {path}:{error.strerror}。", hint="請檢查路徑。(Check the path.)") from error
    except UnicodeDecodeError:
        raise UsageError(f"密碼檔 {path} 不是 UTF-8。(The password file is not UTF-8.)") from None
    line = text.rstrip("\r\n")
    if not line or "\n" in line or "\0" in line:
        raise UsageError(f"密碼檔 {path} 應為一行。(The password file has to be one line.)")
    return SecretStr(line)


def _toml(path: Path) -> dict[str, Any]:
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise UsageError(f"{path}: 檔案過大 (too large)", hint="請指定設定檔。(Name the settings file.)")
        return tomllib.loads(path.read_text("utf-8-sig"))
    except OSError as error:
        raise UsageError(
            f"{path}: {error.strerror}", hint=f"請以 --settings 或 ${VARIABLE} 指定設定檔。(Name the settings file.)"
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError):
        raise UsageError(
            f"{path}: TOML 語法錯誤 (not TOML in UTF-8)", hint="請更正語法,存成 UTF-8。(Save it as TOML in UTF-8.)"
        ) from None


def _placed(settings: MailSettings, folder: Path) -> MailSettings:
    """Relative paths count from the file's folder."""
    return settings.model_copy(
        update={"imap": _from_folder(settings.imap, folder), "smtp": _from_folder(settings.smtp, folder)}
    )


def _from_folder(server: Server, folder: Path) -> Server:
    paths = {name: folder / value for name, value in server if isinstance(value, Path)}
    return server.model_copy(update=paths)
