"""Labels in picture files: opened, decoded, and what each payload says."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from parsers.label_cascade import SECONDS, symbols_in
from parsers.label_engines import Symbol
from parsers.label_pictures import pages_of
from schemas.findings import Finding
from schemas.label import Label, read_payload

if TYPE_CHECKING:
    from PIL.Image import Image


@dataclass(frozen=True, slots=True)
class LabelReading:
    """A symbol and what its payload says; ``label`` is ``None`` where it is no label. ``page``: from 1, in PDF and TIFF."""

    symbol: Symbol
    label: Label | None
    findings: tuple[Finding, ...]
    page: int | None = None


def read_label_image(
    data: bytes, *, seconds: float = SECONDS, thorough: bool = False
) -> tuple[list[LabelReading], list[Finding]]:
    """The labels in a picture file, and what is wrong with the file itself (F101, F102, F104 to F107).

    ``seconds``: for the whole file; no further look begins after them.
    """
    end = time.monotonic() + seconds
    readings: list[LabelReading] = []
    findings: list[Finding] = []
    for page in pages_of(data):
        left = end - time.monotonic()
        if isinstance(page, Finding):
            findings.append(page)
        elif left <= 0:
            findings.append(Finding("F107", params={"why": f"{seconds:g} s"}))
            break
        else:
            readings += read_picture(page.picture, page.number, seconds=left, thorough=thorough)
    return readings, findings


def read_picture(
    picture: Image, page: int | None = None, *, seconds: float = SECONDS, thorough: bool = False
) -> list[LabelReading]:
    """The labels in a grey picture."""
    return [_judged(symbol, page) for symbol in symbols_in(picture, seconds=seconds, thorough=thorough)]


def _judged(symbol: Symbol, page: int | None) -> LabelReading:
    label, findings = read_payload(symbol.data)
    if "QR" not in symbol.kind.upper():
        findings = [*findings, Finding("L705", value=symbol.kind)]
    return LabelReading(symbol, label, tuple(findings), page)
