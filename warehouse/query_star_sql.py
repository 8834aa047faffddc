"""The SQL of the views that follow from the models: ``dim_kind``, ``dim_reading`` and the long ``measurements``.

``python -m warehouse.query_star_sql`` prints them; where a kind or a reading is new, put its output into the next
numbered file of ``warehouse/migrations`` as ``CREATE OR REPLACE VIEW``. A test tells when that is due.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from schemas.column import FieldInfo, fields_of
from schemas.kinds import KINDS
from schemas.spec import KindSpec

_UNITS = {"weighing_instrument": "g, kg"}
_TAXIMETER_UNITS = {"time": "s", "changeover_speed": "km/h"}
_QUANTITIES = {
    "_error": "error",
    "_rate": "flow_rate",
    "_indicated": "volume",
    "_reference": "volume",
    "_start": "index",
    "_end": "index",
}
_ALONE = {"time": "time", "changeover_speed": "speed", "pressure_absorption": "pressure"}


@dataclass(frozen=True, slots=True)
class Reading:
    """A measured field of a kind: what it is called, what quantity it is, at which test point, in which unit."""

    kind: str
    name: str
    position: int
    zh: str
    en: str
    unit: str
    quantity: str
    test_point: str


def readings() -> list[Reading]:
    """All numeric readings of all kinds, in the order of their tables."""
    return [
        _reading(spec, info, position)
        for spec in KINDS
        for position, info in enumerate((i for i in fields_of(spec.row) if i.type is Decimal), start=1)
    ]


def _reading(spec: KindSpec, info: FieldInfo, position: int) -> Reading:
    quantity, point = _quantity(spec.name, info.name)
    unit = info.column.unit or _UNITS.get(spec.name) or _TAXIMETER_UNITS.get(info.name, "m")
    return Reading(spec.name, info.name, position, info.column.zh, info.column.en, unit, quantity, point)


def _quantity(kind: str, name: str) -> tuple[str, str]:
    if name in _ALONE:
        return _ALONE[name], name
    for end, quantity in _QUANTITIES.items():
        if name.endswith(end):
            return quantity, name.removesuffix(end)
    return ("distance" if kind == "taximeter" else "error"), name


def dim_kind() -> str:
    """One line a kind: its names, technical specification and mark codes."""
    lines = [
        f"    ({_text(s.name)}, {_text(s.zh)}, {_text(s.en)}, {_text(s.technical_specification)},"
        f" [{', '.join(map(_text, s.mark_codes))}]::VARCHAR[])"
        for s in KINDS
    ]
    return _values("dim_kind", ("instrument_kind", "zh", "en", "technical_specification", "mark_codes"), lines)


def dim_reading() -> str:
    """One line a reading."""
    lines = [
        f"    ({_text(r.kind)}, {_text(r.name)}, {r.position}, {_text(r.zh)}, {_text(r.en)}, {_text(r.unit)},"
        f" {_text(r.quantity)}, {_text(r.test_point)})"
        for r in readings()
    ]
    columns = ("instrument_kind", "reading", "position", "zh", "en", "unit", "quantity", "test_point")
    return _values("dim_reading", columns, lines)


def measurements() -> str:
    """The long view: what is in force, one line a reading, with the limits that are known."""
    branches = "\n    UNION ALL\n".join(_branch(reading) for reading in readings())
    return _MEASUREMENTS.replace("{branches}", branches)


def statements() -> Iterator[str]:
    """All three."""
    yield from (dim_kind(), dim_reading(), measurements())


def _branch(reading: Reading) -> str:
    tolerance = "NULL::VARCHAR"
    if reading.kind == "water_meter" and reading.quantity == "error":
        tolerance = f"{reading.test_point}_tolerance"
    constants = f"{_text(reading.kind)} AS instrument_kind, {_text(reading.name)} AS reading"
    facts = f"{_text(reading.quantity)} AS quantity, {_text(reading.test_point)} AS test_point, {_text(reading.unit)} AS unit"
    return (
        f'    SELECT {constants}, {facts}, "{reading.name}" AS value, {tolerance} AS tolerance,\n'  # noqa: S608 (our own names)
        f'        submission_id, document_id, page, sheet, "row", serial_number, mark_number, verdict\n'
        f'    FROM verifications_{reading.kind} WHERE "{reading.name}" IS NOT NULL'
    )


def _values(view: str, columns: tuple[str, ...], lines: list[str]) -> str:
    body = ",\n".join(lines)
    return f"CREATE OR REPLACE VIEW {view} AS\nSELECT * FROM (VALUES\n{body}\n) AS v({', '.join(columns)});\n"


def _text(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


_MEASUREMENTS = """CREATE OR REPLACE VIEW measurements AS
WITH every_reading AS (
{branches}
)
SELECT
    s.permit_number,
    s.period,
    m.instrument_kind,
    d.verification_date,
    d.brand,
    d.model,
    d.specification,
    m.serial_number,
    m.mark_number,
    m.verdict,
    m.reading,
    m.quantity,
    m.test_point,
    m.value,
    m.unit,
    coalesce(printed_low(m.tolerance), printed_low(d.tolerances ->> m.reading), -c.max_error, -g.max_error) AS limit_low,
    coalesce(printed_high(m.tolerance), printed_high(d.tolerances ->> m.reading), c.max_error, g.max_error) AS limit_high,
    CASE
        WHEN printed_high(coalesce(m.tolerance, d.tolerances ->> m.reading)) IS NOT NULL THEN 'record'
        WHEN coalesce(c.confirmed, g.confirmed) THEN 'confirmed'
        WHEN coalesce(c.max_error, g.max_error) IS NOT NULL THEN 'reference'
    END AS limit_source,
    m.value < limit_low OR m.value > limit_high AS beyond_limit,
    m.submission_id,
    m.document_id,
    m.page,
    m.sheet,
    m."row"
FROM every_reading m
JOIN current_submissions s ON s.id = m.submission_id
JOIN documents d ON d.id = m.document_id
LEFT JOIN reading_limits g
    ON g.instrument_kind = m.instrument_kind AND g.reading = m.reading AND g.unit = m.unit AND g.accuracy_class IS NULL
    AND d.verification_date BETWEEN g.valid_from AND g.valid_to
LEFT JOIN reading_limits c
    ON c.instrument_kind = m.instrument_kind AND c.reading = m.reading AND c.unit = m.unit
    AND c.accuracy_class = d.accuracy_class AND d.verification_date BETWEEN c.valid_from AND c.valid_to;
"""


def main() -> None:
    """Print the views."""
    print("\n".join(statements()))


if __name__ == "__main__":
    main()
