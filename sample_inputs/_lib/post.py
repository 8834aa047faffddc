"""The ten messages of the month, and what becomes of each: known here because it was planted here."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from email.utils import format_datetime

from sample_inputs._lib import firms, mime
from sample_inputs._lib.firms import Firm
from sample_inputs._lib.month import SAME_SERIAL, WRONG_ERROR, Paper
from sample_inputs._lib.zips import archive

OFFICE = "metrology@bsmi.example"
TAIPEI = timezone(timedelta(hours=8))
PDF = "application/pdf"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TAIL = "\n(範例資料,公司、人員、號碼均為虛構。Sample data: firms, persons and numbers are invented.)\n"
Papers = Mapping[str, Paper]


@dataclass(frozen=True, slots=True)
class Expected:
    """A finding that must be there: in which file, and where in it. ``seek`` is a text that only its page has."""

    file: str
    code: str
    row: int | None = None
    field: str | None = None
    seek: str | None = None


@dataclass(frozen=True, slots=True)
class Filed:
    """A submission that comes out of a message; ``files`` gives the stem of each file by its name in the mail."""

    firm: Firm
    kind: str
    state: str
    report: str
    files: Mapping[str, str]
    receipt: bool
    late_days: int = 0


@dataclass(frozen=True, slots=True)
class Letter:
    """A message and what becomes of it."""

    name: str
    data: bytes
    outcome: str
    about: str
    filed: Sequence[Filed] = ()
    others: Mapping[str, str] = field(default_factory=dict)
    findings: Sequence[Expected] = ()


def _headers(firm: Firm, subject: str, when: datetime, number: str, charset: str = "utf-8", **more: str) -> list[str]:
    stamp = format_datetime(when)
    host = firm.mail.partition("@")[2]
    return [
        f"Received: from mail.{host} (mail.{host} [192.0.2.{int(number[:2])}])\r\n"
        f" by mx.bsmi.example with ESMTPS id {number}; {stamp}",
        f"Date: {format_datetime(when - timedelta(seconds=41))}",
        f"From: {mime.words(firm.name, charset)} <{firm.mail}>",
        f"To: {OFFICE}",
        f"Subject: {mime.words(subject, charset)}",
        f"Message-ID: <{number}@{host}>",
        "X-Sample: invented firms, persons and numbers",
        *(f"{name.replace('_', '-')}: {value}" for name, value in more.items()),
        "MIME-Version: 1.0",
    ]


def _at(day: int, hour: int, minute: int) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=TAIPEI)


def letters(papers: Papers) -> list[Letter]:
    """All messages, in the order in which they came in."""
    first = _scales(papers)
    again = Letter(
        "04-scales-again.eml",
        first.data,
        "duplicate",
        "與 01 完全相同的郵件再寄一次 / message 01 once more, byte by byte",
    )
    made = [make(papers) for make in _MAKERS]
    return [first, *made[:2], again, *made[2:]]


def _scales(papers: Papers) -> Letter:
    files = {
        "霽川衡器_電子式非自動衡器_自行檢定紀錄表_1151006.pdf": "scales-1006",
        "霽川衡器_電子式非自動衡器_自行檢定紀錄表_1151020.pdf": "scales-1020",
        "霽川衡器_機械式非自動衡器_自行檢定紀錄表_1151022.pdf": "scales-mechanical-1022",
        "霽川衡器_115年10月份月報表.xlsx": "scales-report",
    }
    text = f"貴局承辦人您好:\n檢送本公司 115 年 10 月份非自動衡器檢定紀錄 3 份及月報表 1 份,請查收。\n{TAIL}"
    parts = [mime.text_part(text, "big5")]
    parts += [mime.attachment(name, papers[stem].data, _type(name)) for name, stem in files.items()]
    headers = _headers(
        firms.SCALES, "陳報115年10月份非自動衡器自行檢定紀錄及月報表", _at(3, 10, 12), "01-20261103", "big5"
    )
    return Letter(
        "01-scales.eml", mime.multipart(headers, parts, "----=_Part_01"), "loaded",
        "全部正確;主旨為 Big5,檔名依 RFC 2231 / all right; subject in Big5, names after RFC 2231",
        [Filed(firms.SCALES, "weighing_instrument", "accepted", "scales-report", files, receipt=True)],
    )  # fmt: skip


def _taximeters(papers: Papers) -> Letter:
    files = {
        "檢定紀錄1008.pdf": "taximeters-1008",
        "檢定紀錄1021.pdf": "taximeters-1021",
        "月報表.pdf": "taximeters-report",
    }
    parts = [mime.text_part(f"檢送計程車計費表 10 月份資料如附。\n{TAIL}")]
    for name, stem in files.items():
        disposition = "inline" if stem.endswith("report") else "attachment"
        kind = "application/octet-stream" if stem.endswith("1021") else PDF
        parts.append(mime.attachment(name, papers[stem].data, kind, "both", disposition))
    headers = _headers(firms.TAXIMETERS, "10月份計費表月報表", _at(4, 15, 3), "02-20261104")
    return Letter(
        "02-taximeters.eml", mime.multipart(headers, parts, "----=_Part_02"), "loaded",
        "月報表總計檢定數量錯誤;附件有 inline 及 octet-stream / the report's total quantity is wrong; inline and octet-stream parts",
        [Filed(firms.TAXIMETERS, "taximeter", "partly_accepted", "taximeters-report", files, receipt=False)],
        findings=[Expected("月報表.pdf", "B510", None, "total_quantity", "總計檢定數量")],
    )  # fmt: skip


def _water_first(papers: Papers) -> Letter:
    names = ("水表檢定紀錄1151007.pdf", "水表檢定紀錄1151019.pdf", "水表月報表11510.pdf")
    files = dict(zip(names, ("water-1007-first", "water-1019-first", "water-report-first"), strict=True))
    parts = [mime.text_part(f"檢送水量計 115 年 10 月檢定紀錄及月報表。\n{TAIL}", "big5")]
    parts += [mime.attachment(name, papers[stem].data, PDF, "outlook") for name, stem in files.items()]
    headers = _headers(firms.WATER, "水量計115年10月檢定資料", _at(5, 17, 48), "03-20261105", "big5")
    marks = [papers[files[name]].truth["rows"] for name in names[:2]]
    return Letter(
        "03-water-first.eml", mime.multipart(headers, parts, "----=_NextPart_03"), "loaded",
        "器號重複、器差與讀值不符、超出公差卻判合格;檔名為引號內 Big5 / a serial number twice, an error that its readings do "
        "not give, a pass beyond the tolerance; names in Big5 within quotes",
        [Filed(firms.WATER, "water_meter", "partly_accepted", "water-report-first", files, receipt=False)],
        findings=[
            Expected(names[0], "B502", SAME_SERIAL, "serial_number", marks[0][SAME_SERIAL - 1]["mark_number"]),
            Expected(names[1], "R433", WRONG_ERROR, "high_error", marks[1][WRONG_ERROR - 1]["mark_number"]),
            Expected(names[2], "B552", 1, "serial_numbers", "W26-30001"),
        ],
    )  # fmt: skip


def _gas(papers: Papers) -> Letter:
    files = {
        "膜式氣量計檢定紀錄_1013.pdf": "gas-1013",
        "膜式氣量計檢定紀錄_1027.pdf": "gas-1027",
        "膜式氣量計月報表.xlsx": "gas-report",
    }
    parts = [mime.text_part(f"測試實驗室 115 年 10 月資料,請轉陳標準檢驗局。\n{TAIL}")]
    parts += [mime.attachment(name, papers[stem].data, _type(name), "both") for name, stem in files.items()]
    inner = mime.multipart(
        _headers(firms.GAS, "10月份氣量計檢定資料", _at(6, 9, 2), "05-20261106a"), parts, "----=_inner_05"
    )
    forwarded = b"Content-Type: message/rfc822\r\nContent-Disposition: attachment\r\n\r\n" + inner
    headers = _headers(firms.GAS, "轉寄:10月份氣量計檢定資料", _at(6, 11, 30), "05-20261106")
    rows = papers["gas-1027"].truth["rows"]
    outside = [
        Expected("膜式氣量計檢定紀錄_1027.pdf", "X607", number, "mark_number", row["serial_number"])
        for number, row in enumerate(rows, 1)
        if row["verdict"] == "pass" and row["mark_number"] > firms.GAS.marks[0].last
    ]
    return Letter(
        "05-gas-forwarded.eml",
        mime.multipart(headers, [mime.text_part(f"如附件轉寄,請查收。\n{TAIL}"), forwarded], "----=_outer_05"), "loaded",
        "附件在轉寄的郵件裡;合格印證超出核准範圍 / attachments inside a forwarded message; marks beyond the granted range",
        [Filed(firms.GAS, "gas_meter", "partly_accepted", "gas-report", files, receipt=False)],
        findings=[*outside, Expected("膜式氣量計月報表.xlsx", "X607", 3, "mark_numbers")],
    )  # fmt: skip


def _locked(papers: Papers) -> Letter:
    name = "電度表月報表(加密).pdf"
    parts = [mime.text_part(f"月報表如附,密碼另行通知。\n{TAIL}")]
    parts.append(mime.attachment(name, papers["electricity-report-locked"].data, PDF))
    headers = _headers(firms.ELECTRICITY, "電度表10月份月報表", _at(9, 14, 20), "06-20261109")
    return Letter(
        "06-electricity-locked.eml", mime.multipart(headers, parts, "----=_Part_06"), "quarantined",
        "PDF 加密,無法讀取 / an encrypted PDF", others={name: "electricity-report-locked"},
        findings=[Expected(name, "F104")],
    )  # fmt: skip


def _away(_: Papers) -> Letter:
    subject = "自動回覆:本人休假中"
    extra = {"Auto_Submitted": "auto-replied", "X_Auto_Response_Suppress": "All"}
    headers = _headers(firms.WATER, subject, _at(9, 15, 0), "07-20261109", **extra)
    body = mime.text_part(f"您好,本人 11 月 9 日至 11 日休假,急事請洽代理人。\n{TAIL}")
    return Letter(
        "07-out-of-office.eml", "\r\n".join(headers).encode("ascii") + b"\r\n" + body, "nothing_to_load",
        "與陳報無關的自動回覆 / an automatic reply that has nothing to do with it",
    )  # fmt: skip


def _importer(papers: Papers) -> Letter:
    scales = {"電子秤檢定紀錄.xlsx": "import-scales-1014", "電子秤月報表.xlsx": "import-scales-report"}
    water = {"水表檢定紀錄.pdf": "import-water-1015", "水表月報表.xlsx": "import-water-report"}
    packed = archive({name: papers[stem].data for name, stem in (scales | water).items()})
    parts = [
        mime.text_part(f"兩種度量衡器之資料如壓縮檔,另附補充資料。\n{TAIL}"),
        mime.attachment("禾磬11510.zip", packed, "application/x-zip-compressed", "both"),
        mime.attachment("補充資料.pdf", papers["renamed-program"].data, PDF, "both"),
    ]
    headers = _headers(firms.IMPORTER, "禾磬計量 115年10月 自行檢定資料", _at(10, 10, 20), "08-20261110")
    filed = [
        Filed(firms.IMPORTER, "weighing_instrument", "accepted", "import-scales-report", scales, receipt=True),
        Filed(firms.IMPORTER, "water_meter", "accepted", "import-water-report", water, receipt=True),
    ]
    return Letter(
        "08-importer-zip.eml", mime.multipart(headers, parts, "----=_Part_08"), "loaded",
        "兩種度量衡器在一個 zip 裡(Big5 檔名);另有一個改名為 .pdf 的執行檔 / two kinds in one zip with Big5 names; beside it "
        "a program renamed to .pdf",
        filed, {"補充資料.pdf": "renamed-program"}, [Expected("補充資料.pdf", "F102")],
    )  # fmt: skip


def _water_corrected(papers: Papers) -> Letter:
    files = {
        "水表檢定紀錄1151007(更正).pdf": "water-1007-corrected",
        "水表檢定紀錄1151019(更正).pdf": "water-1019-corrected",
        "水表月報表11510(更正).pdf": "water-report-corrected",
    }
    parts = [mime.text_part(f"依貴局通知更正後重新陳報,請查收。\n{TAIL}")]
    parts += [mime.attachment(name, papers[stem].data, PDF) for name, stem in files.items()]
    host = firms.WATER.mail.partition("@")[2]
    headers = _headers(
        firms.WATER, "更正:水量計115年10月檢定資料", _at(10, 16, 45), "09-20261110", References=f"<03-20261105@{host}>"
    )
    return Letter(
        "09-water-corrected.eml", mime.multipart(headers, parts, "----=_Part_09"), "loaded",
        "更正後重新陳報,取代 03 / the corrected submission that takes the place of 03",
        [Filed(firms.WATER, "water_meter", "accepted", "water-report-corrected", files, receipt=True)],
    )  # fmt: skip


def _late(papers: Papers) -> Letter:
    files = {
        "電度表自行檢定紀錄1151005.pdf": "electricity-1005",
        "電度表自行檢定紀錄1151023.xlsx": "electricity-1023",
        "電度表月報表11510.pdf": "electricity-report",
    }
    parts = [mime.text_part(f"補送電度表資料,檔案未加密。\n{TAIL}")]
    parts += [mime.attachment(name, papers[stem].data, _type(name), "both") for name, stem in files.items()]
    headers = _headers(firms.ELECTRICITY, "補送電度表115年10月份檢定紀錄及月報表", _at(11, 9, 12), "10-20261111")
    state = "accepted_with_warnings"
    return Letter(
        "10-electricity-late.eml", mime.multipart(headers, parts, "----=_Part_10"), "loaded",
        "逾期一日 / one day late",
        [Filed(firms.ELECTRICITY, "electricity_meter", state, "electricity-report", files, receipt=True, late_days=1)],
    )  # fmt: skip


_MAKERS: tuple[Callable[[Papers], Letter], ...] = (
    _taximeters, _water_first, _gas, _locked, _away, _importer, _water_corrected, _late,
)  # fmt: skip


def _type(name: str) -> str:
    return PDF if name.endswith(".pdf") else XLSX
