"""Zip files that come by mail: their members, within limits, under the names that the sender saw."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import IO

import pyzipper

from flows.mail_text import decode_bytes
from schemas.findings import Finding

_CHUNK = 1 << 16
_UTF8_FLAG = 0x800
_ENCRYPTED_FLAG = 0x1
_UNICODE_PATH = 0x7075
_DIRECTORY_ENTRY = 46
_END_RECORD = b"PK\x05\x06"


@dataclass(frozen=True, slots=True)
class MailLimits:
    """What one message may hold: levels of nesting, files, unpacked bytes, and the ratio of unpacked to packed."""

    depth: int = 5
    files: int = 300
    unpacked: int = 256 << 20
    ratio: int = 300


@dataclass(slots=True)
class Budget:
    """What is left of the limits while one message is walked."""

    limits: MailLimits
    files: int = field(init=False)
    unpacked: int = field(init=False)

    def __post_init__(self) -> None:
        self.files = self.limits.files
        self.unpacked = self.limits.unpacked

    def take_file(self) -> None:
        """Count one file; ``TooMuch`` where the limit is reached."""
        if not self.files:
            raise TooMuch("files", self.limits.files)
        self.files -= 1

    def take_bytes(self, count: int) -> None:
        """Count unpacked bytes; ``TooMuch`` where the limit is reached."""
        if count > self.unpacked:
            raise TooMuch("bytes", self.limits.unpacked)
        self.unpacked -= count


class TooMuch(Exception):
    """A limit is reached; ``what`` and ``limit`` are the parameters of finding F106."""

    def __init__(self, what: str, limit: int) -> None:
        """``what`` is counted, ``limit`` is how much of it is allowed."""
        super().__init__(what, limit)
        self.finding = Finding("F106", params={"what": what, "limit": str(limit)})


def members(
    data: bytes, budget: Budget, passwords: Sequence[str] = ()
) -> Iterator[tuple[str, bytes | None, Finding | None]]:
    """Each file in a zip: its full name, its bytes, and a finding where it cannot be read.

    ``passwords`` are tried on encrypted ones (ZipCrypto and AES), in the encodings that zip programs use here.
    Raises ``TooMuch`` where the limits are reached, ``zipfile.BadZipFile`` where this is no zip that can be read.
    """
    _refuse_huge_directory(data, budget)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for info in archive.infolist():
            if info.is_dir() or info.filename.startswith("__MACOSX/"):
                continue
            if info.flag_bits & _ENCRYPTED_FLAG:
                content, finding = _decrypted(data, info, budget, passwords)
            else:
                content, finding = _content(archive, info, budget)
            yield member_name(info), content, finding


def member_name(info: zipfile.ZipInfo) -> str:
    """The name: UTF-8 where the zip says so or it can only be that, else CP950 (Windows in Taiwan)."""
    if info.flag_bits & _UTF8_FLAG:
        return info.filename
    unicode_path = _unicode_path(info.extra)
    if unicode_path is not None:
        return unicode_path
    try:
        return decode_bytes(info.orig_filename.encode("cp437"))
    except UnicodeEncodeError:
        return info.filename


def _content(archive: zipfile.ZipFile, info: zipfile.ZipInfo, budget: Budget) -> tuple[bytes | None, Finding | None]:
    try:
        with archive.open(info) as stream:
            return _inflate(stream, info, budget), None
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError) as error:
        return None, Finding("F111", params={"why": str(error) or type(error).__name__})


def _decrypted(
    data: bytes, info: zipfile.ZipInfo, budget: Budget, passwords: Sequence[str]
) -> tuple[bytes | None, Finding | None]:
    """The member by the first password that gives bytes of the right checksum; F104 where there is none."""
    for word in dict.fromkeys(_as_typed(passwords)):
        try:
            with pyzipper.AESZipFile(io.BytesIO(data)) as archive:
                same = next(one for one in archive.infolist() if one.header_offset == info.header_offset)
                with archive.open(same, pwd=word) as stream:
                    return _inflate(stream, info, budget), None
        except (RuntimeError, zipfile.BadZipFile, pyzipper.BadZipFile, zlib.error, EOFError, OSError, ValueError):
            continue
    return None, Finding("F104")


def _as_typed(passwords: Sequence[str]) -> Iterator[bytes]:
    """Each password as bytes: UTF-8, and Big5 as Windows in Taiwan writes it."""
    for word in passwords:
        yield word.encode("utf-8")
        yield word.encode("cp950", "ignore")


def _inflate(stream: IO[bytes], info: zipfile.ZipInfo, budget: Budget) -> bytes:
    allowed = max(info.compress_size, _CHUNK) * budget.limits.ratio
    parts: list[bytes] = []
    size = 0
    while chunk := stream.read(_CHUNK):
        size += len(chunk)
        if size > allowed:
            raise TooMuch("ratio", budget.limits.ratio)
        if size > budget.unpacked:
            raise TooMuch("bytes", budget.limits.unpacked)
        parts.append(chunk)
    budget.take_bytes(size)
    return b"".join(parts)


def _refuse_huge_directory(data: bytes, budget: Budget) -> None:
    """``zipfile`` builds an object for every directory entry before it can be asked how many there are."""
    end = data.rfind(_END_RECORD)
    size = int.from_bytes(data[end + 12 : end + 16], "little") if end >= 0 else 0
    if size > budget.limits.files * 40 * _DIRECTORY_ENTRY:
        raise TooMuch("files", budget.limits.files)


def _unicode_path(extra: bytes) -> str | None:
    """Info-ZIP's Unicode path field: tag, length, version, CRC of the old name, name in UTF-8."""
    while len(extra) >= 4:
        tag, length = int.from_bytes(extra[:2], "little"), int.from_bytes(extra[2:4], "little")
        if tag == _UNICODE_PATH and length > 5:
            return extra[9 : 4 + length].decode("utf-8", "replace")
        extra = extra[4 + length :]
    return None
