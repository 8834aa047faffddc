"""The files in a message, wherever they are: parts, forwarded messages, zip files, uuencoded text.

The types that a sender declares are kept for the record and never believed; names come from any header that has
one and are made harmless. A file inside a zip or a forwarded message has its own path, so nothing is found twice
and everything can be found again.
"""

from __future__ import annotations

import binascii
import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from email.message import Message as Mime
from enum import StrEnum

from flows.file_kinds import Shape, is_picture, shape_of
from flows.mail_text import eight_bit
from flows.mime_containers import CONTAINERS, Walk, contents
from flows.mime_names import member_path, parse, part_name, raw_header, safe_name
from flows.unpack import Budget, MailLimits, TooMuch
from schemas.findings import Finding
from schemas.submission import Attachment

_PHOTOGRAPH = 100_000
_UU_BEGIN = re.compile(rb"begin [0-7]{3,4} (.+?)\s*")
_SUFFIXES = {"message/rfc822": ".eml", "application/pdf": ".pdf", "text/plain": ".txt", "text/html": ".html"}
_NOTICES = frozenset({"message/delivery-status", "message/disposition-notification"})
"""A mail server's notice sends back what it tells of: our own reply with its enclosures, which is no submission."""
_REPORTS = ("message/delivery-status", "message/disposition-notification", "text/rfc822-headers")


class Role(StrEnum):
    """What a file in a message is for us: to be read, opened for the files in it, or only named."""

    FILE = "file"
    CONTAINER = "container"
    ASIDE = "aside"


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file in a message. ``findings`` tell why a container could not be opened (F104, F106, F111, F120)."""

    attachment: Attachment
    data: bytes
    role: Role
    findings: tuple[Finding, ...] = ()


def files_of(data: bytes, passwords: Sequence[str] = (), limits: MailLimits | None = None) -> list[FoundFile]:
    """All files of a message, in the order in which a mail program shows them; ``passwords`` are tried on its zips.

    Never raises for what a sender can put into a message: where a limit is reached, the container carries F106 and
    what lies behind the limit is not taken.
    """
    walk = Walk(hashlib.sha256(data).hexdigest(), Budget(limits or MailLimits()), passwords)
    found: list[FoundFile] = []
    try:
        for file in _in_message(parse(data), "", 0, walk):
            walk.budget.take_file()
            found.append(file)
    except TooMuch as error:
        found.append(unopened_message(data, error.finding))
    except RecursionError:
        found.append(unopened_message(data, TooMuch("nesting", walk.budget.limits.depth).finding))
    return found if any(file.role is Role.FILE for file in found) else [_photographed(file) for file in found]


def _photographed(file: FoundFile) -> FoundFile:
    """Where a message holds nothing else, a large picture is no signature but somebody's form: it is to be answered."""
    large = file.role is Role.ASIDE and file.attachment.size >= _PHOTOGRAPH and is_picture(file.data)
    return replace(file, role=Role.FILE) if large else file


def unopened_message(data: bytes, finding: Finding) -> FoundFile:
    """The whole message as a container that could not be taken apart, or not to its end."""
    digest = hashlib.sha256(data).hexdigest()
    attachment = Attachment(digest, digest, "0", "message.eml", "message/rfc822", len(data))
    return FoundFile(attachment, data, Role.CONTAINER, (finding,))


def too_large(header: bytes, size: int) -> FoundFile:
    """A message of ``size`` bytes of which only the header was fetched, as a container that nobody opened."""
    file = unopened_message(header, Finding("F106", params={"what": "bytes", "limit": f"{size:,}"}))
    return replace(file, attachment=replace(file.attachment, size=size))


def _in_message(message: Mime, prefix: str, depth: int, walk: Walk) -> Iterator[FoundFile]:
    if depth > walk.budget.limits.depth:
        raise TooMuch("nesting", walk.budget.limits.depth)
    leaves = list(_leaves(message))
    notice = depth == 0 and any(part.get_content_type() in _NOTICES for part in leaves)
    for number, part in enumerate(leaves, start=1):
        if not (notice and part.get_content_maintype() == "message"):
            yield from _in_part(part, f"{prefix}{number}", depth, walk)


def _leaves(part: Mime) -> Iterator[Mime]:
    """The parts that are not multiparts, from left to right; a forwarded message is one of them."""
    stack = [part]
    while stack:
        here = stack.pop()
        if here.is_multipart() and here.get_content_maintype() != "message":
            stack.extend(child for child in reversed(list(_inside(here))) if isinstance(child, Mime))
        else:
            yield here


def _inside(part: Mime) -> list[object]:
    """The parts of a multipart; ``get_payload`` without ``decode`` on any other would believe its charset."""
    payload: object = part.get_payload() if part.is_multipart() else []
    return payload if isinstance(payload, list) else []


def _in_part(part: Mime, path: str, depth: int, walk: Walk) -> Iterator[FoundFile]:
    declared = part.get_content_type()
    if declared in _REPORTS:
        return
    if part.is_multipart():
        yield from _in_forwarded(part, path, depth, walk)
        return
    data = _payload(part)
    name = part_name(part)
    if name is None and _is_body(part, data):
        yield from _uuencoded(data, path, depth, walk)
    elif data or name:
        fallback = f"part-{path.replace('/', '-')}{_SUFFIXES.get(declared, '')}"
        yield from _file(data, path, safe_name(name or "", fallback), declared, depth, walk)


def _in_forwarded(part: Mime, path: str, depth: int, walk: Walk) -> Iterator[FoundFile]:
    """message/rfc822; one that is base64 against RFC 2045 comes from ``email`` as a message of base64 lines."""
    inner = part.get_payload(0)
    if str(part.get("content-transfer-encoding", "")).strip().lower() in {"base64", "quoted-printable"}:
        shell = Mime()
        shell["Content-Transfer-Encoding"] = str(part["content-transfer-encoding"])
        shell.set_payload(_payload(inner) if isinstance(inner, Mime) else b"")
        inner = parse(_payload(shell))
    if isinstance(inner, Mime):
        yield from _in_message(inner, f"{path}/", depth + 1, walk)


def _payload(part: Mime) -> bytes:
    """The content's bytes; what is not proper base64 comes as far as it can be read."""
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def _is_body(part: Mime, data: bytes) -> bool:
    """The text that a person reads, not a file: by its declared type *and* by its bytes."""
    disposition = eight_bit(raw_header(part, "content-disposition") or "").strip().lower()
    return (
        part.get_content_maintype() in {"text", "multipart", "message"}
        and not disposition.startswith("attachment")
        and shape_of(data, "") in {Shape.ASIDE, Shape.EMPTY, Shape.MESSAGE}
    )


def _uuencoded(text: bytes, path: str, depth: int, walk: Walk) -> Iterator[FoundFile]:
    for number, (raw, data) in enumerate(_uu_files(text), start=1):
        name = safe_name(eight_bit(raw.decode("ascii", "surrogateescape")), f"uuencoded-{number}")
        yield from _file(data, f"{path}~{number}", name, "text/x-uuencode", depth, walk)


def _uu_files(text: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Name and bytes of each file between ``begin`` and ``end``; one pass, whatever the text holds."""
    name: bytes | None = None
    lines: list[bytes] = []
    for line in text.splitlines():
        start = _UU_BEGIN.fullmatch(line)
        if start:
            name, lines = start[1], []
        elif name is not None and line.rstrip() == b"end":
            yield name, b"".join(map(_uu_line, lines))
            name = None
        elif name is not None:
            lines.append(line)


def _uu_line(line: bytes) -> bytes:
    if not line.strip():
        return b""
    try:
        return binascii.a2b_uu(line)
    except binascii.Error:
        length = ((line[0] - 32) & 63) * 4 // 3 + 1
        try:
            return binascii.a2b_uu(line[: length + 1])
        except binascii.Error:
            return b""


def _file(data: bytes, path: str, name: str, declared: str, depth: int, walk: Walk) -> Iterator[FoundFile]:
    """A file and, if it is a zip or a message, what is in it."""
    attachment = _attachment(data, walk, path, name, declared)
    shape = shape_of(data, name)
    if shape is Shape.MESSAGE:
        yield FoundFile(attachment, data, Role.CONTAINER)
        yield from _in_message(parse(data), f"{path}/", depth + 1, walk)
    elif shape in CONTAINERS:
        yield from _container(attachment, data, shape, depth, walk)
    else:
        yield FoundFile(attachment, data, Role.ASIDE if shape is Shape.ASIDE else Role.FILE)


def _container(attachment: Attachment, data: bytes, shape: Shape, depth: int, walk: Walk) -> Iterator[FoundFile]:
    """What is in a container, then the container with the findings of what could not be taken out."""
    troubles: list[Finding] = []
    taken: set[str] = set()
    number = 0
    try:
        if depth >= walk.budget.limits.depth:
            raise TooMuch("nesting", walk.budget.limits.depth)  # noqa: TRY301  the same answer as for a full budget
        for number, item in enumerate(contents(shape, attachment.name, data, walk), start=1):
            if isinstance(item, Finding):
                troubles.append(item)
            elif item.message:
                yield from _in_message(parse(item.data), f"{attachment.path}/", depth + 1, walk)
            else:
                path = member_path(attachment.path, item.name, number, taken)
                yield from _file(item.data, path, safe_name(item.name, f"member-{number}"), "", depth + 1, walk)
    except TooMuch as error:
        troubles.append(error.finding)
    empty = number == 0 and not troubles and shape is not Shape.ZIP
    yield FoundFile(attachment, data, Role.ASIDE if empty else Role.CONTAINER, tuple(troubles))


def _attachment(data: bytes, walk: Walk, path: str, name: str, declared: str) -> Attachment:
    digest = hashlib.sha256(data).hexdigest()
    return Attachment(digest, walk.message_sha256, path, name, declared, len(data))
