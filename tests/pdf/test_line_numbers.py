"""Which baselines are one line: a heading half way between two rows of headings does not make one row of both."""

from __future__ import annotations

import numpy as np

from parsers.pdf.chars import _em
from parsers.pdf.textlines import _is_data, _is_label
from parsers.pdf.words import line_numbers


def test_a_heading_half_way_does_not_join_the_lines_above_and_below() -> None:
    base = np.array([10.0, 13.0, 16.0, 10.0, 13.0, 16.0])
    assert line_numbers(base, np.full(6, 7.0)).tolist() == [0, 0, 1, 0, 0, 1]


def test_a_low_character_stays_on_its_line() -> None:
    base, em = np.array([86.25, 83.46, 86.25, 100.0]), np.array([7.0, 0.65, 7.0, 7.0])
    assert line_numbers(base, em).tolist() == [0, 0, 0, 1]


def test_the_size_in_the_file_holds_where_a_box_is_almost_three_times_as_high() -> None:
    size, box = np.array([7.0, 7.0, 0.01]), np.array([7.0, 20.01, 7.0])
    assert _em(np.full(3, ord("0")), size, box)[0].round(2).tolist() == [7.0, 7.0, 5.6]


def test_a_line_of_labels_without_colons_is_no_row_of_a_table() -> None:
    labels, headings = ["標準器名稱", "校正日期", "標準器編號"], ["廠牌", "型號", "規格", "器號"]
    kinds = [
        (_is_label(texts), _is_data(texts))
        for texts in (labels, ["自檢號", "MV102033", "檢定場所", "臺中市"], headings)
    ]
    assert kinds == [(True, False), (True, False), (False, False)]
