"""Many invented verifications, made inside DuckDB: ``python -m benchmarks.warehouse_rows --rows 50000000 --out DIR``.

Five years of months, 240 permits, five kinds; errors are normal about a bias of their model, verdicts follow from
them, one filing in twenty is late. Everything comes from hashes of row numbers: the same call makes the same rows.
"""

from __future__ import annotations

import argparse
import time
from dataclasses import dataclass
from pathlib import Path

from warehouse.store import Store

MONTHS = 60
FIRST_MONTH = "2021-11-01"
ROWS_A_RECORD = 200


@dataclass(frozen=True, slots=True)
class KindShare:
    """A kind's share of all rows, its permits, its record's readings as (column, SQL of the value)."""

    kind: str
    share: float
    permits: int
    specification: str
    readings: tuple[tuple[str, str], ...]
    failed: str


def _error(salt: int, limit: float) -> str:
    """A normal deviate of a hundredth, with a standard deviation of limit / 2.8, about the bias of the model."""
    first = f"((hash(i, document_id, {salt}) % 999983 + 1) / 999984.0)"
    second = f"(hash(document_id, i, {salt + 1}) % 999983 / 999983.0)"
    return f"round({limit / 2.8} * sqrt(-2 * ln({first})) * cos(6.283185307 * {second}) + bias, 2)::DECIMAL(18,6)"


def _passes(*tests: tuple[str, float]) -> str:
    return " OR ".join(f"abs({name}) > {limit}" for name, limit in tests)


KINDS = (
    KindShare(
        "electricity_meter",
        0.40,
        20,
        "單相二線 110V 30A",
        tuple(
            (name, _error(10 * number, 2.0))
            for number, name in enumerate(
                ("wh_full_load", "wh_power_factor", "wh_light_load", "varh_full_load", "demand")
            )
        ),
        _passes(("wh_full_load", 2), ("wh_light_load", 2)),
    ),
    KindShare(
        "water_meter",
        0.30,
        60,
        "標稱口徑20mm",
        (
            ("high_error", _error(100, 2.0)),
            ("high_tolerance", "'±2.0'"),
            ("low_error", _error(110, 5.0)),
            ("low_tolerance", "'±5.0'"),
            ("high_indicated", "(100 + hash(i, 3) % 100 / 100.0)::DECIMAL(18,6)"),
            ("high_reference", "100::DECIMAL(18,6)"),
        ),
        _passes(("high_error", 2), ("low_error", 5)),
    ),
    KindShare(
        "gas_meter",
        0.20,
        40,
        "G4 6m3/h",
        (
            ("pressure_absorption", "(80 + hash(i, 5) % 60)::DECIMAL(18,6)"),
            ("qmax_error", _error(200, 1.5)),
            ("qmax_0_2_error", _error(210, 1.5)),
            ("qmin_3_error", _error(220, 3.0)),
        ),
        _passes(("qmax_error", 1.5), ("qmax_0_2_error", 1.5), ("qmin_3_error", 3)),
    ),
    KindShare(
        "weighing_instrument",
        0.08,
        90,
        "Max 15kg e=5g",
        (("increasing_1", _error(300, 5.0)), ("increasing_3", _error(310, 5.0)), ("eccentricity", _error(320, 5.0))),
        _passes(("increasing_1", 5), ("increasing_3", 5)),
    ),
    KindShare(
        "taximeter",
        0.02,
        30,
        "",
        (("distance_bench_initial", "(1250 + hash(i, 7) % 9)::DECIMAL(18,6)"), ("time", _error(400, 2.0))),
        _passes(("time", 2)),
    ),
)


def generate(path: Path, rows: int) -> float:
    """Make a warehouse of about ``rows`` verifications; returns the seconds that the verifications took."""
    with Store(path) as store:
        store.run("SET preserve_insertion_order = false")
        for statement in _frame():
            store.run(statement)
        for kind in KINDS:
            store.run(_submissions(kind))
        store.run(_documents(rows))
        store.run("UPDATE documents SET rows_loaded = rows")
        started = time.perf_counter()
        for kind in KINDS:
            store.run(_verifications(kind))
            store.run("CHECKPOINT")
        seconds = time.perf_counter() - started
        store.run(_receipts())
    return seconds


def _frame() -> tuple[str, ...]:
    """Register, permits, marks, limits, one message a month."""
    kinds = ", ".join(f"('{kind.kind}', {kind.permits}, {number})" for number, kind in enumerate(KINDS))
    permits = f"(SELECT k.kind, k.place, n FROM (VALUES {kinds}) AS k(kind, many, place), range(k.many) AS r(n))"  # noqa: S608 (our own)
    number = "'MV1' || lpad((10 + place)::VARCHAR, 2, '0') || lpad(n::VARCHAR, 3, '0')"
    return (
        "INSERT INTO registers VALUES (1, '2026-11-01', true, 'generated', '2026-11-01')",
        f"INSERT INTO permits SELECT 1, {number}, 'S' || (1 + n % 9), '測試' || kind || n || '股份有限公司', lpad((place * 1000 + n)::VARCHAR, 8, '0'),"  # noqa: S608
        f" NULL, '臺中市範例路' || n || '號', [kind], '2020-01-01', '2029-12-31', 'valid', NULL, '2026-11-01' FROM {permits}",
        f"INSERT INTO mark_batches SELECT 1, {number}, kind, NULL, '00000000', '99999999', '2020-01-01', '2026-11-01' FROM {permits}",  # noqa: S608
        "INSERT INTO reading_limits VALUES ('electricity_meter', 'wh_full_load', NULL, 2, '%', 'example', 'example', '2000-01-01', '9999-12-31', false, '2026-11-01'),"
        " ('gas_meter', 'qmax_error', NULL, 1.5, '%', 'example', 'example', '2000-01-01', '9999-12-31', false, '2026-11-01')",
        f"INSERT INTO messages SELECT lpad(n::VARCHAR, 64, '0'), NULL, 'generated', NULL, NULL, NULL, NULL, DATE '{FIRST_MONTH}' + to_months(n + 1), 1, NULL, NULL, false,"  # noqa: S608
        f" NULL, DATE '{FIRST_MONTH}' + to_months(n + 1), 'loaded', NULL, DATE '{FIRST_MONTH}' + to_months(n + 1) FROM range({MONTHS}) AS r(n)",
    )


def _submissions(kind: KindShare) -> str:
    return f"""
    INSERT INTO submissions (id, permit_number, period, instrument_kind, message_sha256, content_sha256, state, received_at,
        late_days, ruleset, fee_scheduled, fee_payable, fee_missing, fee_basis, loaded_at)
    SELECT (SELECT coalesce(max(id), 0) FROM submissions) + row_number() OVER (ORDER BY n, p.permit_number), p.permit_number,
        strftime(DATE '{FIRST_MONTH}' + to_months(n), '%Y-%m'), '{kind.kind}', lpad(n::VARCHAR, 64, '0'), 'generated',
        CASE WHEN hash(n, p.permit_number) % 50 = 0 THEN 'accepted_with_warnings' ELSE 'accepted' END,
        DATE '{FIRST_MONTH}' + to_months(n + 1) + to_days((hash(n, p.permit_number) % 10)::INTEGER),
        CASE WHEN hash(p.permit_number, n) % 20 = 0 THEN 3 ELSE 0 END, 'generated', 5000, 1000, [], 'example',
        DATE '{FIRST_MONTH}' + to_months(n + 1) + to_days((hash(n, p.permit_number) % 14)::INTEGER)
    FROM permits p, range({MONTHS}) AS r(n)
    WHERE p.instrument_kinds[1] = '{kind.kind}'"""  # noqa: S608 (our own)


def _documents(rows: int) -> str:
    """Records of 200 rows, as many a submission as the kind's share asks."""
    wanted = " ".join(
        f"WHEN '{kind.kind}' THEN {max(1, round(rows * kind.share / kind.permits / MONTHS))}" for kind in KINDS
    )
    sizes = " ".join(f"WHEN '{kind.kind}' THEN '{kind.specification}'" for kind in KINDS)
    return f"""
    INSERT INTO documents (id, submission_id, message_sha256, attachment_path, file_sha256, file_name, document_kind,
        instrument_kind, engine, pages, "rows", rows_loaded, state, permit_number, verification_date, brand, model, specification)
    SELECT row_number() OVER (ORDER BY s.id, n), s.id, s.message_sha256, n::VARCHAR, md5(s.id || '-' || n) || md5(n || '-' || s.id),
        n || '.pdf', 'verification_record', s.instrument_kind, 'generated', 7,
        least({ROWS_A_RECORD}, CASE s.instrument_kind {wanted} END - n * {ROWS_A_RECORD}), 0, 'accepted', s.permit_number,
        (strptime(s.period || '-01', '%Y-%m-%d') + to_days((n % 27)::INTEGER))::DATE, 'B' || s.permit_number[6:],
        'M-' || (hash(s.permit_number, n) % 4), CASE s.instrument_kind {sizes} END
    FROM submissions s, range(100000) AS r(n)
    WHERE n * {ROWS_A_RECORD} < CASE s.instrument_kind {wanted} END"""  # noqa: S608


def _verifications(kind: KindShare) -> str:
    names = ", ".join(f'"{name}"' for name, _ in kind.readings)
    values = ", ".join(f'{sql} AS "{name}"' for name, sql in kind.readings)
    return f"""
    INSERT INTO verifications_{kind.kind} (submission_id, document_id, file_sha256, page, "row", serial_number, verdict,
        mark_number, rejection_reason, {names})
    WITH made AS (
        SELECT d.submission_id, d.id AS document_id, d.file_sha256, (1 + i // 30)::INTEGER AS page, (i + 1)::INTEGER AS "row",
            lpad((d.id * {ROWS_A_RECORD} + i)::VARCHAR, 10, '0') AS number, i,
            (hash(d.brand, d.model) % 41 / 100.0 - 0.2) AS bias
        FROM documents d, range({ROWS_A_RECORD}) AS r(i)
        WHERE d.instrument_kind = '{kind.kind}' AND i < d."rows"
    ), measured AS (
        SELECT *, {values} FROM made
    )
    SELECT submission_id, document_id, file_sha256, page, "row", number, CASE WHEN {kind.failed} THEN 'fail' ELSE 'pass' END,
        CASE WHEN NOT ({kind.failed}) THEN number[3:] END, CASE WHEN {kind.failed} THEN '器差超出公差' END, {names}
    FROM measured"""  # noqa: S608


def _receipts() -> str:
    return """
    INSERT INTO receipts (number, roc_year, revenue_code, serial, submission_id, payer, amount, issued_on, reference)
    SELECT printf('%d-3160-%06d', 115, row_number() OVER (ORDER BY id)), 115, '3160', row_number() OVER (ORDER BY id), id,
        permit_number, fee_payable, received_at::DATE, concat_ws('/', permit_number, period, instrument_kind)
    FROM submissions"""


def main() -> None:
    """Make one and say how long it took."""
    parser = argparse.ArgumentParser(description="invented verifications, many of them")
    parser.add_argument("--rows", type=int, default=50_000_000)
    parser.add_argument("--out", type=Path, required=True, metavar="DB")
    args = parser.parse_args()
    seconds = generate(args.out, args.rows)
    print(
        f"{args.out}: {args.rows:,} rows in {seconds:.0f} s, {args.rows / seconds:,.0f} rows/s, {args.out.stat().st_size:,} bytes"
    )


if __name__ == "__main__":
    main()
