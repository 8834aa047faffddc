"""The shipped tables say where they come from; an office's file is read strictly."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from flows.legal_tables import SHIPPED, load, load_register
from schemas.errors import UsageError

ROOT = Path(__file__).parents[2]


def test_shipped_tables_hold_only_what_the_articles_fix() -> None:
    tables = load()
    assert [(entry.kind, entry.unit_fee, entry.confirmed) for entry in tables.unit_fees] == [("taximeter", 35, False)]
    assert {limit.kind for limit in tables.limits} == {"gas_meter", "weighing_instrument"}
    assert not any(limit.confirmed for limit in tables.limits), "a foreign reference is no law here"
    assert tables.calibration_intervals == []
    assert tables.addressee(date(2023, 9, 25)) == "第四組"
    assert tables.addressee(date(2023, 9, 26)) == "度量衡行政組"
    assert tables.addressee(date(2000, 1, 1)) is None
    years = {
        kind: entry.years
        for kind in ("taximeter", "gas_meter")
        if (entry := tables.validity_years(kind, date(2026, 1, 1)))
    }
    assert years == {"taximeter": 2, "gas_meter": 10}
    assert tables.validity_years("electricity_meter", date(2026, 1, 1)) is None


def test_every_shipped_file_is_loaded() -> None:
    assert {path.name for path in (ROOT / "schemas" / "legal").glob("*.toml")} == set(SHIPPED)


def test_the_documented_example_loads(tmp_path: Path) -> None:
    documented = (ROOT / "docs" / "legal-tables.md").read_text("utf-8")
    example = re.search(r"```toml\n(.*?)```", documented, re.DOTALL)
    assert example is not None
    path = tmp_path / "fees.toml"
    path.write_text(example[1], encoding="utf-8")
    fees = load(path).unit_fees
    assert [entry.kind for entry in fees] == ["water_meter", "electricity_meter", "taximeter"]
    assert all(entry.example for entry in fees[:2])
    assert not any(entry.confirmed for entry in fees)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[[unit_fees]]\nkind = "oil_meter"\nunit_fee = 1\narticle = "a"\nvalid_from = 2020-01-01', "unit_fees.1.kind"),
        ('[[unit_fees]]\nkind = "gas_meter"\nunit_fee = -1\narticle = "a"\nvalid_from = 2020-01-01', "unit_fees.1.unit_fee"),
        ('[[unit_fees]]\nkind = "gas_meter"\nunit_fee = 1\narticle = ""\nvalid_from = 2020-01-01', "unit_fees.1.article"),
        ('[[unit_fees]]\nkind = "gas_meter"\nunit_fee = 1\narticle = "a"\nvalid_from = 2020-01-01\nvalid_to = 2019-01-01', "valid_to"),
        ("[[fees]]\nkind = 1", "fees"),
        ("unit_fees = [", "Invalid value"),
        ("\x00", "line 1"),
    ],
)  # fmt: skip
def test_a_wrong_table_is_one_line_that_names_it(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "office.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UsageError) as raised:
        load(path)
    assert said in str(raised.value)
    assert "office.toml" in str(raised.value)
    assert "\n" not in str(raised.value)


def test_a_missing_file_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"none\.toml"):
        load_register(tmp_path / "none.toml")


def test_a_register_is_read(tmp_path: Path) -> None:
    path = tmp_path / "register.toml"
    path.write_text(
        'example = true\nas_of = 2026-11-01\n[[permits]]\npermit_number = "MV113001"\ncompany_name = "範例"\n'
        'ubn = "22099131"\ninstrument_kinds = ["gas_meter"]\nvalid_from = 2024-05-01\nvalid_to = 2027-04-30\n',
        encoding="utf-8",
    )
    register = load_register(path)
    permit = register.permit("MV113001")
    assert permit is not None
    assert permit.instrument_kinds == ["gas_meter"]
    assert register.permit("MV113002") is None
