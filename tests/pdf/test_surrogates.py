"""Characters beyond the first plane come as two halves from pdfium and are one."""

from __future__ import annotations

import numpy as np

from parsers.pdf.codes import _whole


def test_two_halves_are_one_character_and_a_space_that_is_left_out() -> None:
    pair = [*"𠮷".encode("utf-16-le")]
    halves = [pair[0] | pair[1] << 8, pair[2] | pair[3] << 8]
    code = _whole(np.array([0x41, *halves, 0x42], dtype=np.int64))
    assert [chr(each) for each in code.tolist()] == ["A", "𠮷", "\u200b", "B"]


def test_a_half_alone_stays_as_it_is() -> None:
    assert _whole(np.array([0xD842, 0x41], dtype=np.int64)).tolist() == [0xD842, 0x41]
