"""A pattern that is compiled on first use does what the compiled one does."""

from __future__ import annotations

import re

import pytest

from schemas.pattern import lazy

SOURCE = r"(?P<code>[a-z]{2})([0-9]+)"
TEXT = "ab12, CD345"


def test_methods_and_properties_are_those_of_the_compiled_pattern() -> None:
    ours, theirs = lazy(SOURCE, re.IGNORECASE), re.compile(SOURCE, re.IGNORECASE)
    for _ in range(2):
        assert ours.findall(TEXT) == theirs.findall(TEXT) == [("ab", "12"), ("CD", "345")]
        assert ours.sub("-", TEXT, count=1) == theirs.sub("-", TEXT, count=1)
        assert (ours.pattern, ours.flags, ours.groupindex) == (theirs.pattern, theirs.flags, theirs.groupindex)
    found = ours.fullmatch("xy9")
    assert found
    assert found["code"] == "xy"


def test_a_faulty_pattern_is_told_where_it_is_used() -> None:
    faulty = lazy("(")
    with pytest.raises(re.error, match="unterminated"):
        faulty.search("x")
