"""The code on a permit and a receipt that leads to its verification: kind, number, and a digest of what the paper says.

``ZJ-R-115-3160-000001-8FQ2K7MDA3``: R is a receipt, P a permit; the last group is the first 50 bits of the SHA-256 of
what stands on the paper, in base 32. The office recomputes it from its own register, so a paper with another amount or
holder than the register has is told, whoever made its code. It is no signature: who has no access to the register
verifies the signature of the PDF instead.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from dataclasses import dataclass
from enum import StrEnum

_CODE = re.compile(r"ZJ-([RP])-([0-9A-Z]+(?:-[0-9A-Z]+)*)-([A-Z2-7]{10})")


class PaperKind(StrEnum):
    """What a code stands on."""

    RECEIPT = "R"
    PERMIT = "P"


@dataclass(frozen=True, slots=True)
class DocumentCode:
    """A code taken apart; ``str()`` writes it."""

    kind: PaperKind
    number: str
    digest: str

    def __str__(self) -> str:
        return f"ZJ-{self.kind.value}-{self.number}-{self.digest}"


def code_of(kind: PaperKind, number: str, *said: object) -> DocumentCode:
    """The code of a paper that says ``said`` (in the order that its kind fixes)."""
    text = json.dumps([kind.value, number, *map(str, said)], ensure_ascii=False, separators=(",", ":"))
    digest = base64.b32encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")[:10]
    return DocumentCode(kind, number, digest)


def find_code(text: str) -> DocumentCode | None:
    """The first code in a text; spaces and line breaks within it do not matter."""
    found = _CODE.search(re.sub(r"\s+", "", text.upper()))
    return DocumentCode(PaperKind(found[1]), found[2], found[3]) if found else None
