"""The rest of the example register: verifiers, laboratories, ranges, type approvals and one suspension, all invented."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date

from sample_inputs._lib.firms import FIRMS, SILENT, Firm
from sample_inputs._lib.month import RECORDS

_ACCREDITED_TO = date(2028, 12, 31)
_CERTIFIED = (date(2024, 4, 1), date(2029, 3, 31))
_APPROVED = (date(2019, 8, 1), date(2029, 7, 31))
_STOPPED = (date(2026, 3, 2), date(2026, 4, 30))
_SPANS = {
    "weighing_instrument": {"capacity_kg": [0, 60]},
    "water_meter": {"bore_mm": [13, 50]},
    "gas_meter": {"flow_m3h": [0, 16]},
}
"""Kinds without a span have a range that says the kind alone."""


def qualification_toml() -> str:
    """The tables beside permits and marks, in the order of the firms."""
    return "\n".join(part for firm in FIRMS for part in _of(firm)) + "\n" + _suspension() + "\n"


def _of(firm: Firm) -> Iterator[str]:
    for number, name in enumerate((firm.verifier, firm.supervisor), 1):
        yield _entry(
            "technicians",
            permit_number=firm.permit,
            name=name,
            certificate_number=f"範例-{firm.company_code}{number:02d}",
            grade="AB"[number == 1],
            instrument_kinds=list(firm.kinds),
            valid_from=_CERTIFIED[0],
            valid_to=_CERTIFIED[1],
        )
    accreditation = f"範例認證-{firm.company_code}"
    yield _entry(
        "laboratories",
        permit_number=firm.permit,
        address=firm.site,
        accreditation=accreditation,
        valid_from=firm.valid_from,
        valid_to=_ACCREDITED_TO,
    )
    for kind in firm.kinds:
        yield _entry("ranges", permit_number=firm.permit, instrument_kind=kind, **_SPANS.get(kind, {}))
    yield from _approvals(firm)


def _approvals(firm: Firm) -> Iterator[str]:
    models = dict.fromkeys((record.kind, record.brand, record.model) for record in RECORDS if record.firm is firm)
    for number, (kind, brand, model) in enumerate(models, 1):
        yield _entry(
            "type_approvals",
            number=f"範例型式-{firm.company_code}{number:02d}",
            instrument_kind=kind,
            brand=brand,
            model=model,
            valid_from=_APPROVED[0],
            valid_to=_APPROVED[1],
        )


def _suspension() -> str:
    return _entry(
        "suspensions", permit_number=SILENT.permit, since=_STOPPED[0], until=_STOPPED[1], reason="範例:實驗室整修"
    )


def _entry(table: str, **values: object) -> str:
    return "\n".join(["", f"[[{table}]]", *(f"{name} = {_value(value)}" for name, value in values.items())])


def _value(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else json.dumps(value, ensure_ascii=False)
