"""Whatever a profile says of words that are known: what is read stays. And every engine is given the profile."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.reading import read_document, read_isolated
from flows.teaching import look
from schemas.column import fields_of
from schemas.document import ReferenceStandard
from schemas.kinds import KINDS, kind
from schemas.profile import Profile, header_fields
from tests.fallback import drawn
from tests.profiles.taught_sheets import reworded
from tests.rules import specimens

TODAY = date(2026, 11, 21)
FILES = {spec.name: reworded(specimens.record(spec.name), {"不合格原因": "緣由"}) for spec in KINDS}
HEADINGS = {name: [column.heading for column in look(data, "a.xlsx").columns] for name, data in FILES.items()}


@st.composite
def profiles(draw: st.DrawFn) -> tuple[str, Profile]:
    """A kind, and a profile that says anything of the words that its form has; one word of the file is not known."""
    name = draw(st.sampled_from(sorted(FILES)))
    spec = kind(name)
    words = [word for word in HEADINGS[name] if word != "緣由"]
    labels = [info.column.zh for model in (spec.header, ReferenceStandard) for info in fields_of(model)]
    fields = [info.name for info in fields_of(spec.row)]
    columns = draw(st.dictionaries(st.sampled_from(words), st.sampled_from(fields), max_size=6))
    paths = draw(st.dictionaries(st.sampled_from(labels), st.sampled_from(sorted(header_fields(spec.header)))))
    permit = specimens.record(name).header.permit_number
    return name, Profile(permit_number=permit, columns=columns, labels=paths, taught_on=TODAY)


@settings(max_examples=60, deadline=None)
@given(profiles())
def test_no_profile_changes_what_known_words_say(drawn_profile: tuple[str, Profile]) -> None:
    name, profile = drawn_profile
    before = read_document(FILES[name], "a.xlsx")
    assert [finding.code for finding in before.findings] == ["T204"], "so the profile is asked"
    after = read_document(FILES[name], "a.xlsx", profiles=(profile,))
    assert (after.header, after.rows) == (before.header, before.rows)
    assert {finding.code for finding in after.findings} <= {"T204", "F119"}


def test_the_headings_of_each_kind_were_seen() -> None:
    assert {name: len(words) >= 10 for name, words in HEADINGS.items()} == {spec.name: True for spec in KINDS}


def test_another_engine_is_given_the_profile_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drawn, "HEADS", ("身分碼", *drawn.HEADS[1:]))
    data = drawn.white_cells_on_grey()
    words = Profile(permit_number="MV106030", columns={"身分碼": "serial_number"}, taught_on=TODAY)
    document = read_isolated(data, "紀錄.pdf", profiles=(words,))
    assert document.source.engine == "pdfplumber"
    assert [row.serial_number for row in document.rows] == [row[0] for row in drawn.ROWS]
    assert "F118" in {finding.code for finding in document.findings}
