"""Every code of the catalogue is planted by a test that names it and asks for its place; a new one without fails here."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from schemas.catalogue import CATALOGUE
from tests.rules import seeds_records, seeds_reports
from tests.rules.no_place import NO_PLACE

TESTS = Path(__file__).parents[1]
SEEDED = {seed.code for seed in (*seeds_records.SEEDS, *seeds_reports.SEEDS)}
"""Planted by the seeds beside this file, in specimens and in files of three formats, each with its exact place."""
ELSEWHERE: dict[str, str] = {
    "hostile/corpus.py::_empty": "F101",
    "hostile/corpus.py::_renamed_exe": "F102",
    "hostile/corpus.py::_user_password": "F104",
    "hostile/corpus.py::_truncated": "F105",
    "hostile/corpus.py::_many_pages": "F106",
    "hostile/corpus.py::_old_word": "F108",
    "hostile/corpus.py::_active": "F110",
    "hostile/test_isolation.py::test_a_hanging_worker_is_stopped_on_time": "F107",
    "files/test_sniff.py::test_a_name_that_says_otherwise_is_named": "F103",
    "pdf/test_pdf_files.py::test_a_scan_is_doubted": "F109",
    "mail/test_mime_parts.py::test_a_damaged_and_an_encrypted_zip_are_named": "F111",
    "files/test_word.py::test_what_lies_outside_the_file_is_named_and_not_fetched": "F112",
    "files/test_workbooks.py::test_hidden_parts_are_read_and_named": "F113",
    "files/test_workbooks.py::test_formulas_give_their_stored_result_or_are_named": "F114",
    "pdf/test_pdf_samples.py::test_characters_that_cannot_be_told_are_doubted": "F115",
    "fallback/test_fallback.py::test_glyphs_without_unicode_are_learned_and_marked": "F116",
    "files/test_seeded_cells.py::test_a_reader_that_is_not_installed_is_named": "F117",
    "profiles/test_profiles.py::test_what_was_taught_is_read_and_told": "F118",
    "profiles/test_profiles.py::test_a_known_word_keeps_its_meaning": "F119",
    "mail/test_mime_wrapped.py::test_an_encrypted_message_is_named": "F120",
    "files/test_seeded_cells.py::test_a_fault_of_the_program_is_named_and_costs_this_file_only": "F199",
    "files/test_seeded_tables.py::test_a_fault_is_the_only_finding_and_named_where_it_stands": (
        "T201 T202 T203 T204 T205 T206 T207 T208 T209"
    ),
    "files/test_seeded_tables.py::test_columns_that_only_their_order_tells_apart_are_each_named": "T212",
    "files/test_seeded_grids.py::test_a_grid_in_doubt_is_named_with_its_page_and_no_error_follows": "T210",
    "files/test_seeded_cells.py::test_a_faulty_cell_is_the_only_finding_and_named_where_it_stands": (
        "C301 C302 C303 C304 C305 C306 C307 C309"
    ),
    "files/test_seeded_cells.py::test_words_read_by_eye_are_to_be_confirmed_where_they_stand": "C308",
    "files/test_seeded_cells.py::test_an_item_that_was_not_found_by_eye_is_named": "T213",
    "labels/test_label.py::test_a_payload_is_never_trusted": "L701 L702 L703 L704",
    "labels/test_label_pictures.py::test_another_symbology_is_read_and_named": "L705",
    "labels/test_label_lookup.py::test_what_the_warehouse_says": "L706 L707 L708 L714",
    "labels/test_label_sheets.py::test_numbers_that_were_not_granted": "L709 L710 L715",
    "labels/test_label_sheets.py::test_repeated_numbers_and_serials": "L711",
    "labels/test_label_lists.py::test_a_fault_is_named_at_its_line": "L712 L716",
    "labels/test_label_sheets.py::test_a_symbol_that_says_something_else_is_found": "L713",
    "permits/test_application_rules.py::test_a_fault_of_a_first_application_is_the_only_finding": (
        "P801 P802 P803 P804 P805 P806 P807 P808 P809 P810 P811 P812 P813 P814 P815 P816 "
        "P817 P818 P819 P820 P821 P822 P823 P852"
    ),
    "permits/test_application_rules.py::test_a_fault_of_an_extension_is_the_only_finding": "P830 P831 P832 P835 P837",
    "permits/test_application_rules.py::test_a_fault_of_a_change_is_found": "P840 P841 P842 P843 P844 P845",
    "permits/test_application_rules.py::test_a_permit_that_is_not_there_or_has_ended": "P833 P834",
    "permits/test_application_rules.py::test_kinds_are_added_by_a_new_application_only": "P836",
    "permits/test_application_rules.py::test_a_kind_left_out_is_pointed_out": "P838",
    "permits/test_application_rules.py::test_a_year_without_applications_after_abolition": "P850",
    "permits/test_application_rules.py::test_the_same_laboratory_is_pointed_out": "P851",
    "permits/test_application_rules.py::test_staff_reported_after_the_tenth_day_are_reported_too_late": "P860",
    "permits/test_application_rules.py::test_a_fault_of_a_batch_is_the_only_finding": (
        "P870 P871 P872 P873 P874 P875 P876"
    ),
    "permits/test_permit_life.py::_ended_and_marks_destroyed": "P877",
}
"""``file::function`` and the codes that it plants (in the corpus of hostile files: the function that makes the file)."""


def constants(tree: ast.Module) -> dict[str, ast.stmt]:
    """The values that a module gives to names of its own."""
    found: dict[str, ast.stmt] = {}
    for statement in tree.body:
        if isinstance(statement, ast.Assign | ast.AnnAssign):
            targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
            found |= {target.id: statement for target in targets if isinstance(target, ast.Name)}
    return found


def parts(name: str) -> Iterator[ast.AST]:
    """What a function is made of, its decorators and the module's values that it uses."""
    file, _, function = name.partition("::")
    tree = ast.parse((TESTS / file).read_text("utf-8"))
    [made] = [part for part in tree.body if isinstance(part, ast.FunctionDef) and part.name == function]
    known, todo = constants(tree), list[ast.stmt]([made])
    while todo:
        for part in ast.walk(todo.pop()):
            yield part
            if isinstance(part, ast.Name) and part.id in known:
                todo.append(known.pop(part.id))


def texts(name: str) -> set[str]:
    """The text constants among them."""
    return {part.value for part in parts(name) if isinstance(part, ast.Constant) and isinstance(part.value, str)}


def test_every_code_is_planted_and_named_once() -> None:
    elsewhere = Counter(code for codes in ELSEWHERE.values() for code in codes.split())
    assert set(elsewhere.values()) == {1}
    assert set(elsewhere) & SEEDED == set()
    assert set(elsewhere) | SEEDED == set(CATALOGUE)


@pytest.mark.parametrize("name", ELSEWHERE, ids=lambda name: name.rpartition("::")[2])
def test_the_test_that_is_named_asks_for_the_code(name: str) -> None:
    assert set(ELSEWHERE[name].split()) <= texts(name)


@pytest.mark.parametrize("name", [name for name, codes in ELSEWHERE.items() if set(codes.split()) - set(NO_PLACE)])
def test_and_for_the_place_of_each_that_has_one(name: str) -> None:
    attributes = {part.attr for part in parts(name) if isinstance(part, ast.Attribute)}
    assert attributes & {"place", "at"}, ELSEWHERE[name]


def test_what_has_no_place_is_listed_with_the_reason() -> None:
    assert set(NO_PLACE) <= set(CATALOGUE)
    assert all(NO_PLACE.values())
    assert {code for code in CATALOGUE if code[0] in "TC"}.isdisjoint(NO_PLACE)
    assert len(set(CATALOGUE) - set(NO_PLACE)) >= 100
