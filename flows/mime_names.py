"""A message's parts by their names: raw headers, file names from any of them, names made harmless."""

from __future__ import annotations

import re
from email import message_from_bytes
from email.message import Message as Mime
from pathlib import PurePosixPath

from flows.mail_text import parameter

_NAME_LENGTH = 150


def parse(data: bytes) -> Mime:
    """The message as ``email`` sees it; header values keep their 8-bit bytes as surrogates."""
    return message_from_bytes(data.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n"))


def raw_header(part: Mime, name: str) -> str | None:
    """A header's first raw value; ``email``'s own access would put its own reading of 8-bit bytes in its place."""
    return next((value for key, value in part.raw_items() if key.lower() == name), None)


def part_name(part: Mime) -> str | None:
    """``filename`` of Content-Disposition before ``name`` of Content-Type, unless only the latter has a suffix."""
    filename = parameter(raw_header(part, "content-disposition"), "filename")
    name = parameter(raw_header(part, "content-type"), "name")
    if filename and name and ("\ufffd" in filename or ("." not in filename and "." in name)):
        return name
    return filename or name


def safe_name(name: str, fallback: str) -> str:
    """The last part of a path, without anything that a file system or a terminal could take amiss."""
    last = re.split(r"[\\/]", name)[-1]
    kept = "".join(char for char in last if char.isprintable() and char not in '<>:"|?*').strip(" .")
    if len(kept) > _NAME_LENGTH:
        path = PurePosixPath(kept)
        kept = path.stem[: _NAME_LENGTH - len(path.suffix[:12])] + path.suffix[:12]
    return kept or fallback


def member_path(container: str, name: str, number: int, taken: set[str]) -> str:
    """Where a member lies; two members of one name are told apart by their number in the zip."""
    folders = [safe_name(part, "") for part in re.split(r"[\\/]", name)]
    inner = "/".join(part for part in folders if part) or f"member-{number}"
    path = f"{container}!{inner}"
    path = f"{path}#{number}" if path in taken else path
    taken.add(path)
    return path
