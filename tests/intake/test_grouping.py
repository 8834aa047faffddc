"""Which files make a submission, and which file takes the place of which."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from flows.grouping import ReadFile, by_submission, once, replaces, together
from schemas.document import Document
from schemas.submission import Attachment, SubmissionKey
from tests.intake.office import IN_TIME, LOCKED, paper, read, record, report
from tests.rules import specimens


def file(document: Document, name: str = "a.pdf", days: int = 0, sha256: str | None = None) -> ReadFile:
    digest = sha256 or read(paper(document), name).source.sha256
    return ReadFile(Attachment(digest, "m", name, name, "", 1), document, IN_TIME + timedelta(days=days))


def names(files: list[ReadFile]) -> list[str]:
    return [one.attachment.name for one in files]


def test_files_are_grouped_by_permit_month_and_kind() -> None:
    files = [
        file(record(), "1"),
        file(record("gas_meter"), "2"),
        file(report(), "3"),
        file(read(LOCKED, "4"), "4", sha256="locked"),
    ]
    groups, stray = by_submission(files)
    assert {key.instrument_kind: names(group) for key, group in groups.items()} == {
        "taximeter": ["1", "3"],
        "gas_meter": ["2"],
    }
    assert names(stray) == ["4"]
    assert SubmissionKey(specimens.PERMIT, "2026-10", "taximeter") in groups


def test_nobody_guesses_between_two_months() -> None:
    september = report(period="2026-09")
    undated = record(verification_date=None)
    groups, stray = by_submission([file(report(), "1"), file(september, "2"), file(undated, "3")])
    assert (len(groups), names(stray)) == (2, ["3"])
    groups, stray = by_submission([file(report(), "1"), file(undated, "3")])
    assert [names(group) for group in groups.values()] == [["1", "3"]]
    assert stray == []


def test_the_same_bytes_count_once() -> None:
    one, two = file(record(), "1"), file(record(), "2")
    (kept,) = once([one, two])
    assert (kept.attachment.name, [copy.name for copy in kept.copies]) == ("1", ["2"])


def test_what_replaces_what() -> None:
    first = file(record(), "a.pdf")
    more = file(specimens.record("taximeter", first=100), "b.pdf")
    half = file(specimens.record("taximeter", first=3), "c.pdf")
    same_name = file(specimens.record("taximeter", first=200), "a.pdf")
    other_day = file(specimens.record("taximeter", first=300), "a.pdf")
    other_day.document.header.verification_date = specimens.DAY + timedelta(days=1)
    assert [replaces(new, first) for new in (more, half, same_name, other_day)] == [False, True, True, False]
    assert replaces(file(report(prepared_by="x")), file(report()))
    assert not replaces(file(report()), first)


def test_new_files_come_to_those_in_force() -> None:
    held = [file(record(), "record.pdf"), file(report(), "report.pdf")]
    corrected = file(report(prepared_by="x"), "new.pdf", days=1)
    assert names(together([corrected], held)) == ["new.pdf", "record.pdf"]
    assert names(together([file(record(), "again.pdf", days=1)], held)) == ["again.pdf", "report.pdf"]


def test_an_older_mail_takes_nothing_away() -> None:
    held = [file(report(), "report.pdf", days=3)]
    old = file(report(prepared_by="x"), "old.pdf")
    assert names(together([old], held)) == ["old.pdf"]
    assert names(together([old, file(record(), "record.pdf")], held)) == ["record.pdf", "report.pdf"]


DOCUMENTS = st.builds(
    lambda first, days, name: file(specimens.record("taximeter", first=first), name, days, f"{first}"),
    st.integers(1, 12),
    st.integers(0, 3),
    st.sampled_from("abc"),
)


@given(st.lists(DOCUMENTS, min_size=1, max_size=3), st.lists(DOCUMENTS, max_size=3))
def test_a_submission_has_each_content_once_and_nothing_from_nowhere(new: list[ReadFile], held: list[ReadFile]) -> None:
    new, held = once(new), once(held)
    whole = together(new, held)
    digests = [one.attachment.sha256 for one in whole]
    assert len(digests) == len(set(digests))
    assert set(digests) <= {one.attachment.sha256 for one in (*new, *held)}
    assert any(one in new for one in whole)
