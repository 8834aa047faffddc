"""What is held against marks that are to be approved (guide, items 6 and 7; 管理辦法 art. 10)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from schemas.application_case import KIND_WORDS, found
from schemas.findings import Finding
from schemas.identifiers import mark
from schemas.kinds import kind
from schemas.mark_batch import BatchState, run_of
from schemas.permit_state import PermitState
from schemas.register import MarkBatch
from schemas.roc_date import roc_year

SAMPLES = 2


def review_marks(
    batch: MarkBatch, samples: int, permit: PermitState, others: Iterable[BatchState], on: date
) -> list[Finding]:
    """Everything that stands against approving a batch on a day."""
    return [
        *_permit(batch, permit, on),
        *_numbers(batch, on),
        *_overlap(batch, others),
        *([found("P870", "samples", samples)] if samples < SAMPLES else ()),
    ]


def _permit(batch: MarkBatch, permit: PermitState, on: date) -> Iterator[Finding]:
    zh, en = KIND_WORDS[batch.instrument_kind]
    if batch.instrument_kind not in permit.certificate.instrument_kinds:
        yield found("P873", "instrument_kind", permit=permit.permit_number, kind=zh, kind_en=en)
    if not permit.may_verify:
        yield found("P874", "permit_number", permit=permit.permit_number, day=on)
    codes = kind(batch.instrument_kind).mark_codes
    if batch.code and codes and batch.code not in codes:
        yield found("P875", "code", batch.code, kind=zh, kind_en=en, codes="、".join(codes))


def _numbers(batch: MarkBatch, on: date) -> Iterator[Finding]:
    spec, written = kind(batch.instrument_kind), f"{batch.first}~{batch.last}"
    first = mark(batch.first)
    if run_of(batch.first, batch.last) is None or first is None or len(first.digits) != spec.mark_digits:
        yield found("P871", "first", written, digits=spec.mark_digits)
    elif spec.mark_year and first.year_code != f"{roc_year(on) % 100:02d}":
        yield found("P876", "first", written, year=first.year_code, expected=f"{roc_year(on) % 100:02d}")


def _overlap(batch: MarkBatch, others: Iterable[BatchState]) -> Iterator[Finding]:
    run = run_of(batch.first, batch.last)
    for other in others:
        held = other.batch
        same = (held.permit_number, held.instrument_kind) == (batch.permit_number, batch.instrument_kind)
        alike = held.code is None or batch.code is None or held.code == batch.code
        if run and other.run and same and alike and run[0] <= other.run[1] and other.run[0] <= run[1]:
            yield found(
                "P872", "first", f"{batch.first}~{batch.last}", batch=other.number, range=f"{held.first}~{held.last}"
            )
