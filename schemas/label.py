"""The QR code on an electricity meter's label: ``S1LH07123456;18000000`` (guide, item 7 (1) 6 (3) c).

Certificate number, half-width semicolon, meter's serial number; 21 characters for an 8-digit serial.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from schemas.findings import Finding

_CERTIFICATE = re.compile(r"(S[1-9A-Z])(L[GH])([0-9]{2})([0-9]{6})")
_SERIAL = re.compile(r"[0-9A-Z](?:[0-9A-Z-]{0,9}[0-9A-Z])?")
LONGEST = 64
"""A payload longer than this is no label; what is shown of it is cut here."""


@dataclass(frozen=True, slots=True)
class Label:
    """The parts of a label's code. ``year_code``: ROC year modulo 100 (07 is 107)."""

    company_code: str
    mark_code: str
    year_code: str
    number: str
    serial_number: str

    @property
    def certificate_number(self) -> str:
        """檢定合格編號, as in the verification record."""
        return f"{self.company_code}{self.mark_code}{self.year_code}{self.number}"

    @property
    def payload(self) -> str:
        """What the symbol holds."""
        return f"{self.certificate_number};{self.serial_number}"


def label(certificate_number: str, serial_number: str) -> tuple[Label | None, list[Finding]]:
    """The label of a meter, or what is wrong with its numbers (L702, L703)."""
    certificate = _CERTIFICATE.fullmatch(certificate_number)
    findings = []
    if not certificate:
        findings.append(Finding("L702", field="mark_number", value=_shown(certificate_number)))
    if not _SERIAL.fullmatch(serial_number):
        findings.append(Finding("L703", field="serial_number", value=_shown(serial_number)))
    if findings or not certificate:
        return None, findings
    company, code, year, number = certificate.groups()
    return Label(company, code, year, number, serial_number), []


def read_payload(data: bytes) -> tuple[Label | None, list[Finding]]:
    """What a symbol's bytes say; they are untrusted: any bytes give a label or findings, never an exception."""
    text = _decoded(data[: 4 * LONGEST])
    if len(data) > LONGEST:
        return None, [Finding("L701", value=_shown(text))]
    plain = "".join(unicodedata.normalize("NFKC", text).split()).upper()
    parts = plain.split(";")
    if len(parts) != 2:
        return None, [Finding("L701", value=_shown(text))]
    found, findings = label(*parts)
    if plain != text and found:
        findings.append(Finding("L704", value=_shown(text)))
    return found, findings


def _decoded(data: bytes) -> str:
    for encoding in ("utf-8", "cp950"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode("latin-1")


def _shown(text: str) -> str:
    """Text for people: control characters as dots, cut where it is long."""
    clean = "".join(char if char.isprintable() else "·" for char in text[:LONGEST])
    return clean + ("…" if len(text) > LONGEST else "")
