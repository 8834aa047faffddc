"""What is inside a zip, a ``winmail.dat`` or an S/MIME envelope, one thing after the other."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from flows.file_kinds import Shape
from flows.mime_names import safe_name
from flows.mime_smime import Encrypted, NotSmime, signed_content
from flows.mime_tnef import NotTnef, wrapped_files
from flows.unpack import Budget, members
from schemas.findings import Finding

CONTAINERS = frozenset({Shape.ZIP, Shape.TNEF, Shape.SMIME})
_HEADER = re.compile(rb"[!-9;-~]{1,76}:[ \t]")
_SIGNED_NAME = re.compile(r"\.p7[ms]$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Walk:
    """What one walk over a message shares: whose files they are, what is left of the limits, passwords to try."""

    message_sha256: str
    budget: Budget
    passwords: Sequence[str] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class Inside:
    """A file in a container, or a whole message (the content of a signed one)."""

    name: str
    data: bytes
    message: bool = False


def contents(shape: Shape, name: str, data: bytes, walk: Walk) -> Iterator[Inside | Finding]:
    """The things in a container of this shape and name; a finding for each that cannot be taken out, or for the whole.

    Nothing for a ``winmail.dat`` without files and for a signature that stands beside what it signs. Raises ``TooMuch``
    where the limits are reached.
    """
    if shape is Shape.ZIP:
        yield from _zip(data, walk)
    elif shape is Shape.TNEF:
        yield from _tnef(data, walk)
    else:
        yield from _smime(name, data, walk)


def _zip(data: bytes, walk: Walk) -> Iterator[Inside | Finding]:
    try:
        for number, (name, content, finding) in enumerate(members(data, walk.budget, walk.passwords), start=1):
            if content is None:
                yield replace(finding or Finding("F111"), value=safe_name(name, f"member-{number}"))
            else:
                yield Inside(name, content)
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        yield Finding("F111", params={"why": str(error) or type(error).__name__})


def _tnef(data: bytes, walk: Walk) -> Iterator[Inside | Finding]:
    try:
        for name, content in wrapped_files(data):
            walk.budget.take_bytes(len(content))
            yield Inside(name, content)
    except NotTnef as error:
        yield Finding("F111", params={"why": f"TNEF: {error}"})


def _smime(name: str, data: bytes, walk: Walk) -> Iterator[Inside | Finding]:
    try:
        content = signed_content(data)
    except Encrypted:
        yield Finding("F120")
        return
    except NotSmime as error:
        yield Finding("F111", params={"why": f"S/MIME: {error}"})
        return
    if content is not None:
        walk.budget.take_bytes(len(content))
        yield Inside(_SIGNED_NAME.sub("", name) or "signed", content, message=_HEADER.match(content) is not None)
