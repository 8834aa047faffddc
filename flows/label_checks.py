"""What must hold before labels are drawn, and after: numbers approved and unused, symbols that decode again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from generators.label_sheet import Sticker
from schemas.findings import Finding
from schemas.identifiers import mark
from schemas.place import NOWHERE, Place
from schemas.register import MarkBatch, Register

if TYPE_CHECKING:
    from warehouse.meters import Meters

_KIND = "electricity_meter"
_LEAST_SAMPLE = 512
_RENDER_DPI = 300


@dataclass(frozen=True, slots=True)
class Planned:
    """A sticker and the line of the list it comes from."""

    sticker: Sticker
    place: Place = NOWHERE

    def fault(self, code: str, **params: str) -> Finding:
        """A finding on this sticker's certificate number."""
        value = self.sticker.label.certificate_number
        return Finding(code, self.place, "mark_number", value, params)


def before_drawing(plans: Sequence[Planned], register: Register | None, meters: Meters | None) -> list[Finding]:
    """L708 to L712, L715: repeated numbers; the permit, its company code and its approved ranges; numbers in use."""
    findings = list(_repeated(plans))
    findings += [plan.fault("L715") for plan in plans if not plan.sticker.permit_number]
    if register is not None:
        findings += _register_faults(plans, register)
    if meters is not None:
        findings += _used(plans, meters)
    return findings


def _repeated(plans: Sequence[Planned]) -> Iterator[Finding]:
    marks: set[str] = set()
    serials: set[str] = set()
    for plan in plans:
        label = plan.sticker.label
        if label.certificate_number in marks:
            yield plan.fault("L708")
        elif label.serial_number in serials:
            yield Finding("L711", plan.place, "serial_number", label.serial_number)
        marks.add(label.certificate_number)
        serials.add(label.serial_number)


def _register_faults(plans: Sequence[Planned], register: Register) -> Iterator[Finding]:
    ranges = {
        permit.permit_number: list(_ranges(register.mark_batches, permit.permit_number)) for permit in register.permits
    }
    for plan in plans:
        number, label = plan.sticker.permit_number, plan.sticker.label
        permit = register.permit(number)
        if permit is None:
            if number:
                yield Finding("L715", plan.place, "permit_number", number)
            continue
        if permit.company_code not in {None, label.company_code}:
            yield plan.fault("L710", permit=number, registered=permit.company_code or "")
        digits = f"{label.year_code}{label.number}"
        if not any(code in {None, label.mark_code} and low <= digits <= high for code, low, high in ranges[number]):
            yield plan.fault("L709")


def _ranges(batches: Iterable[MarkBatch], permit_number: str) -> Iterator[tuple[str | None, str, str]]:
    for batch in batches:
        first, last = mark(batch.first), mark(batch.last)
        if batch.permit_number == permit_number and batch.instrument_kind == _KIND and first and last:
            yield batch.code or first.code, first.digits, last.digits


def _used(plans: Sequence[Planned], meters: Meters) -> Iterator[Finding]:
    """L712: the warehouse has the number for another serial, or the serial, passed, for another number."""
    marked = meters.marked([plan.sticker.label.certificate_number for plan in plans])
    reported = meters.with_serials([plan.sticker.label.serial_number for plan in plans])
    for plan in plans:
        label = plan.sticker.label
        others = [each.serial_number or "" for each in marked.get(label.certificate_number, [])]
        others = [serial for serial in others if serial != label.serial_number]
        passed = [each for each in reported.get(label.serial_number, []) if each.verdict == "pass"]
        others += [each.mark_number for each in passed if each.mark_number not in {label.certificate_number, None}]
        if others:
            yield plan.fault("L712", recorded=others[0])


def after_drawing(pdf: bytes, plans: Sequence[Planned], each_page: int, *, every: bool) -> list[Finding]:
    """L713 for each symbol that zxing-cpp does not find on the rendered page; ``every`` page or a spread of them."""
    import pypdfium2  # noqa: PLC0415 (only when sheets are verified)

    findings: list[Finding] = []
    with pypdfium2.PdfDocument(pdf) as document:
        for number in pages_to_verify(len(document), each_page, every=every):
            shown = _payloads(document[number].render(scale=_RENDER_DPI / 72, grayscale=True).to_pil())
            drawn = plans[number * each_page : (number + 1) * each_page]
            findings += [plan.fault("L713") for plan in drawn if shown[plan.sticker.label.payload] != 1]
    return findings


def pages_to_verify(pages: int, each_page: int, *, every: bool) -> list[int]:
    """All pages, or evenly spread ones, the first and the last among them, with 512 stickers or more."""
    wanted = pages if every else max(2, -(-_LEAST_SAMPLE // each_page))
    if wanted >= pages:
        return list(range(pages))
    return sorted({round(step * (pages - 1) / (wanted - 1)) for step in range(wanted)})


def _payloads(picture: object) -> Counter[str]:
    import zxingcpp  # noqa: PLC0415

    found = zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode))
    return Counter(bytes(code.bytes).decode("latin-1") for code in found)
