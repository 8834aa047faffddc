"""A glyph of which a file does not say what it shows stays visible, whoever reads it: it may be a sign."""

from __future__ import annotations

import pytest

from parsers.peers.grid import readable


@pytest.mark.parametrize(
    ("text", "shown"),
    [("\x002.5", "\ufffd2.5"), ("(cid:17)2.5", "\ufffd2.5"), ("2.5\n合格", "2.5\n合格"), ("A\t1\r\n", "A\t1\r\n")],
)
def test_control_characters_in_place_of_glyphs_are_lost_characters(text: str, shown: str) -> None:
    assert readable(text) == shown
