"""Header text and parameters from the spellings that mail programs really use."""

from __future__ import annotations

import base64
from urllib.parse import quote_from_bytes

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.mail_text import decode_bytes, decode_header, parameter

NAME = "檢定紀錄-電度表.pdf"


def raw(data: bytes) -> str:
    """As the standard library hands over an 8-bit header."""
    return data.decode("ascii", "surrogateescape")


def word(data: bytes, charset: str, encoding: str = "B") -> str:
    payload = base64.b64encode(data).decode() if encoding == "B" else "".join(f"={byte:02X}" for byte in data)
    return f"=?{charset}?{encoding}?{payload}?="


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (word("十月份月報表".encode(), "UTF-8"), "十月份月報表"),
        (word("十月份月報表".encode("big5"), "big5"), "十月份月報表"),
        (word("十月份月報表".encode("big5"), "Big5", "Q"), "十月份月報表"),
        (word("碁恒銹粧".encode("cp950"), "big5"), "碁恒銹粧"),
        (word("許功蓋".encode("big5"), "big5", "Q"), "許功蓋"),
        (word("十月份".encode("big5"), "utf-8"), "十月份"),
        (word("十月份".encode(), "big5"), "十月份"),
        (word("十月份".encode("big5"), "us-ascii"), "十月份"),
        (word("十月份".encode("big5"), "iso-8859-1"), "十月份"),
        (word("十月份".encode("gb2312"), "gb2312"), "十月份"),
        (word("月報".encode(), "x-no-such-charset"), "月報"),
        (word("résumé".encode("latin-1"), "iso-8859-1"), "résumé"),
        (raw("檢定紀錄".encode()), "檢定紀錄"),
        (raw("檢定紀錄成功".encode("big5")), "檢定紀錄成功"),
        (f"Re: {word('月'.encode(), 'utf-8')} {word('報'.encode('big5'), 'big5')} ok", "Re: 月報 ok"),
        (f"{word('月'.encode(), 'utf-8')}\r\n {word('報表'.encode(), 'utf-8')}", "月報表"),
        ("=?utf-8?B?5pyI5aCx?= =?utf-8?B?***", "月報 =?utf-8?B?***"),
        ("=?utf-8?B?5pyI5aCx6?=", "月報"),
        ("plain\r\n  folded", "plain folded"),
        ("evil\u202egpj.exe\x00", "evil gpj.exe"),
        (None, ""),
    ],
)
def test_header_text(value: str | None, expected: str) -> None:
    assert decode_header(value) == expected


@pytest.mark.parametrize("charset", ["utf-8", "big5"])
@pytest.mark.parametrize("cut", range(1, 8))
def test_an_encoded_word_cut_in_the_middle_of_a_character(charset: str, cut: int) -> None:
    data = "檢定紀錄".encode(charset)
    value = f"{word(data[:cut], charset)}\r\n\t{word(data[cut:], charset.upper())}"
    assert decode_header(value) == "檢定紀錄"


def _extended(charset: str) -> str:
    return f"{charset}''{quote_from_bytes(NAME.encode(charset))}"


@pytest.mark.parametrize(
    "value",
    [
        f'attachment; filename="{word(NAME.encode(), "utf-8")}"',
        f"attachment; filename={word(NAME.encode('big5'), 'big5')}",
        f'attachment; filename="{word(NAME.encode()[:8], "utf-8")}\r\n {word(NAME.encode()[8:], "utf-8")}"',
        f"attachment; filename*={_extended('UTF-8')}",
        f"attachment; filename*={_extended('big5')}",
        f'attachment; filename="x.pdf"; filename*={_extended("UTF-8")}',
        f"attachment; FileName*0*={_extended('UTF-8')[:20]};\r\n filename*1*={_extended('UTF-8')[20:]}",
        f"attachment; filename*1*={_extended('big5')[19:]}; filename*0*={_extended('big5')[:19]}",
        f'attachment; filename*0*={_extended("UTF-8").removesuffix(".pdf")}; filename*1=".pdf"',
        raw(f'attachment; filename="{NAME}"'.encode()),
        raw(f'attachment; filename="{NAME}"'.encode("big5")),
        raw(f"attachment; filename={NAME}".encode("big5")),
        f'attachment; size=3; filename="{word(NAME.encode(), "utf-8")}"; x=y',
    ],
)
def test_file_name(value: str) -> None:
    assert parameter(value, "filename") == NAME


def test_a_big5_name_that_ends_in_a_backslash_byte_keeps_its_quote() -> None:
    assert "成功".encode("big5").endswith(b"\\")
    assert parameter(raw('attachment; filename="成功"; size=1'.encode("big5")), "filename") == "成功"


def test_names_with_semicolons_quotes_and_spaces() -> None:
    assert parameter('attachment; filename="a; b \\"c\\".pdf"', "filename") == 'a; b "c".pdf'
    assert parameter("attachment; filename=my report.pdf; size=1", "filename") == "my report.pdf"
    assert parameter("attachment", "filename") is None
    assert parameter('attachment; filename=""', "filename") is None
    assert parameter(None, "filename") is None


BIG5_TEXT = st.text(
    st.sampled_from([chr(code) for code in range(0x4E00, 0x9FA6) if chr(code).encode("cp950", "ignore")]),
    min_size=3,
    max_size=30,
)


@given(BIG5_TEXT, st.sampled_from(["big5", None, "utf-8", "us-ascii"]))
def test_chinese_in_utf8_is_never_taken_for_another_charset(text: str, label: str | None) -> None:
    assert decode_bytes(text.encode(), label) == text


@given(BIG5_TEXT, st.sampled_from(["big5", "cp950", "MS950"]))
def test_chinese_in_big5_with_its_label(text: str, label: str) -> None:
    assert decode_bytes(text.encode("cp950"), label) == text


@given(st.binary(max_size=200), st.sampled_from(["big5", "utf-8", "hex", "idna", "", None, "\x00", "iso-2022-jp"]))
def test_any_bytes_give_text(data: bytes, label: str | None) -> None:
    assert isinstance(decode_bytes(data, label), str)


@given(st.text(max_size=300))
def test_any_header_gives_one_printable_line(value: str) -> None:
    text = decode_header(value.encode("utf-8", "surrogatepass").decode("ascii", "surrogateescape"))
    assert "\n" not in text
    assert "\r" not in text
    parameter(value, "filename")
