"""Cells of two lines in a head without rules, set to the middle of their row: half a line above and below the others."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from schemas.assemble import assemble
from schemas.document import Document, Source
from schemas.raw import RawLine, RawSegment
from tests.schemas.drawn import GAS_TABLE, GAS_TITLE, raw

SOURCE = Source(file="x.pdf", sha256="0" * 64, pages=1, engine="drawn")


def _line(top: float, *parts: tuple[float, str], bottom: float = 0.0) -> RawLine:
    segments = [RawSegment(t, x, x + sum(8.0 / (1 + c.isascii()) for c in t)) for x, t in parts]
    return RawLine(tuple(segments), 1, None, top, bottom or top + 7.5)


def _read(lines: Sequence[RawLine]) -> Document:
    return assemble(raw([*GAS_TITLE, *lines, GAS_TABLE]), SOURCE)


SITE = ((389.0, "臺南市永康區中正北路"), (389.0, "8-1號2F"))
ROW = ((51.0, "許可證號"), (117.0, "MV104004"), (216.0, "檢定場所"), (475.0, "檢定者"), (561.0, "王俊翰"))
NEXT = (
    (51.0, "檢定日期"),
    (117.0, "107年9月3日"),
    (216.0, "檢定數量"),
    (389.0, "1具"),
    (475.0, "廠牌"),
    (561.0, "FUJI"),
)


def test_a_value_between_its_lines() -> None:
    header = _read([_line(82.4, SITE[0]), _line(88.2, *ROW), _line(94.0, SITE[1]), _line(103.2, *NEXT)]).header
    assert (header.permit_number, header.verification_site) == ("MV104004", "臺南市永康區中正北路8-1號2F")
    assert (header.verifier, header.quantity) == ("王俊翰", 1)


def test_a_value_below_its_label() -> None:
    labels = _line(70.0, (51.0, "許可證號"), (389.0, "檢定場所"), (561.0, "檢定者"))
    values = _line(88.2, (51.0, "MV104004"), (561.0, "王俊翰"))
    header = _read([labels, _line(82.4, SITE[0]), values, _line(94.0, SITE[1])]).header
    assert (header.permit_number, header.verifier) == ("MV104004", "王俊翰")
    assert header.verification_site == "臺南市永康區中正北路8-1號2F"


def test_a_label_and_a_value_of_two_rows_on_one_line() -> None:
    """The end of a value stands as high as the beginning of the next row's label."""
    lines = [
        _line(82.0, *ROW[:3], (389.0, "臺南市"), *ROW[3:]),
        _line(127.4, (389.0, "中華民國105年10月13")),
        _line(133.2, (51.0, "標準器名稱"), (117.0, "標準流量計"), (216.0, "標準器校正日期")),
        _line(139.1, (51.0, "標準器檢校報告"), (389.0, "日"), bottom=149.9),
        _line(148.3, (117.0, "ETL-104W5610"), bottom=155.3),
        _line(154.1, (51.0, "編號")),
    ]
    standard = _read(lines).header.reference_standard
    assert (standard.name, standard.certificate_number) == ("標準流量計", "ETL-104W5610")
    assert str(standard.calibration_date) == "2016-10-13"


@pytest.mark.parametrize("pitch", [9.0, 12.0])
def test_lines_of_their_own_stay_apart(pitch: float) -> None:
    lines = [
        _line(80.0, (51.0, "許可證號：MV104004"), (389.0, "檢定場所：臺南市永康區")),
        _line(80.0 + pitch, (51.0, "檢定日期：107年9月3日")),
        _line(80.0 + 2 * pitch, (51.0, "廠牌：FUJI"), (389.0, "型號：MF828")),
    ]
    header = _read(lines).header
    assert (header.verification_site, header.brand, header.model) == ("臺南市永康區", "FUJI", "MF828")
