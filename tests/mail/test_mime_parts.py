"""Files are found wherever a message carries them, under the names that the sender saw."""

from __future__ import annotations

import base64
import binascii
import hashlib
import io
import time
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.isolation import Limits
from flows.mime_names import safe_name
from flows.mime_parts import FoundFile, Role, files_of
from flows.reading_pool import reading_pool
from flows.unpack import MailLimits
from tests.mail.build import CRLF, PDF, PNG, TEXT, attached, b64, message, part, zipped

NAME = "檢定紀錄.pdf"


def named(files: list[FoundFile], role: Role = Role.FILE) -> list[tuple[str, str, bytes]]:
    return [(file.attachment.path, file.attachment.name, file.data) for file in files if file.role is role]


def codes(files: list[FoundFile]) -> list[str]:
    return [finding.code for file in files for finding in file.findings]


def test_an_attachment_beside_the_text() -> None:
    data = message(TEXT, attached(PDF, b'; filename="a.pdf"'))
    (file,) = files_of(data)
    assert file.data == PDF
    assert file.attachment.sha256 == hashlib.sha256(PDF).hexdigest()
    assert file.attachment.message_sha256 == hashlib.sha256(data).hexdigest()
    assert (file.attachment.path, file.attachment.declared_type) == ("2", "application/octet-stream")
    assert file.attachment.size == len(PDF)


@pytest.mark.parametrize(
    ("disposition", "content_type"),
    [
        (b'; filename="' + NAME.encode("big5") + b'"', b"application/pdf"),
        (b"", b'application/pdf; name="=?big5?B?' + base64.b64encode(NAME.encode("big5")) + b'?="'),
        (b'; filename="ATT00001"', b'application/pdf; name="' + NAME.encode() + b'"'),
        (b'; filename="../../' + NAME.encode() + b'"', b"application/pdf"),
        (b'; filename="C:\\\\temp\\\\' + NAME.encode() + b'"', b"application/pdf"),
    ],
)
def test_names_from_either_header(disposition: bytes, content_type: bytes) -> None:
    assert [name for _, name, _ in named(files_of(message(TEXT, attached(PDF, disposition, content_type))))] == [NAME]


def test_a_message_that_is_the_file_itself() -> None:
    data = part([b"From: a@b.tw", b"Content-Type: application/pdf", b"Content-Transfer-Encoding: base64"], b64(PDF))
    assert named(files_of(data)) == [("1", "part-1.pdf", PDF)]


def test_a_pdf_declared_as_text_is_a_file_and_text_is_not() -> None:
    fake = part([b"Content-Type: text/plain", b"Content-Transfer-Encoding: base64"], b64(PDF))
    assert [data for *_, data in named(files_of(message(TEXT, fake)))] == [PDF]


def test_inline_picture_and_signature_go_along() -> None:
    picture = part([b"Content-Type: image/png", b"Content-ID: <logo>", b"Content-Transfer-Encoding: base64"], b64(PNG))
    signature = attached(b"\x30\x82" + bytes(200), b'; filename="smime.p7s"', b"application/pkcs7-signature")
    files = files_of(message(TEXT, picture, attached(PDF, b'; filename="a.pdf"'), signature))
    assert [name for _, name, _ in named(files)] == ["a.pdf"]
    assert [name for _, name, _ in named(files, Role.ASIDE)] == ["part-2", "smime.p7s"]


def test_a_photographed_form_is_answered_where_there_is_nothing_else() -> None:
    photo = attached(b"\xff\xd8\xff" + bytes(150_000), b'; filename="form.jpg"', b"image/jpeg")
    small = attached(PNG, b'; filename="logo.png"', b"image/png")
    pdf = attached(PDF, b'; filename="a.pdf"')
    assert [name for _, name, _ in named(files_of(message(TEXT, photo, small)))] == ["form.jpg"]
    assert [name for _, name, _ in named(files_of(message(TEXT, photo, small, pdf)))] == ["a.pdf"]


def test_an_inline_pdf_inside_related_inside_alternative() -> None:
    related = message(TEXT, attached(PDF, b'; filename="a.pdf"'), headers=[], boundary=b"=_r", kind=b"related")
    inner = message(TEXT, related, headers=[], boundary=b"=_a", kind=b"alternative")
    assert [data for *_, data in named(files_of(message(inner)))] == [PDF]


def test_a_renamed_program_is_a_file_to_be_refused_by_name() -> None:
    program = attached(b"MZ" + bytes(100), b'; filename="record.pdf"', b"application/pdf")
    assert [name for _, name, _ in named(files_of(message(TEXT, program)))] == ["record.pdf"]


def test_what_a_notice_sends_back_is_not_taken_for_a_submission() -> None:
    status = part([b"Content-Type: message/delivery-status"], b"Action: failed\r\n")
    ours = forwarded(message(TEXT, attached(PDF, b'; filename="a.pdf"'), boundary=b"=_inner"))
    notice = message(TEXT, status, ours, kind=b"report")
    assert files_of(notice) == []
    again = message(TEXT, forwarded(notice), boundary=b"=_outer")
    assert [name for _, name, _ in named(files_of(again))] == ["a.pdf"]


def test_the_same_file_twice_is_two_attachments() -> None:
    files = files_of(message(TEXT, attached(PDF, b'; filename="a.pdf"'), attached(PDF, b'; filename="b.pdf"')))
    assert [(path, name) for path, name, _ in named(files)] == [("2", "a.pdf"), ("3", "b.pdf")]


def forwarded(inner: bytes, encoding: bytes = b"8bit") -> bytes:
    body = b64(inner) if encoding == b"base64" else inner
    return part([b"Content-Type: message/rfc822", b"Content-Transfer-Encoding: " + encoding], body)


@pytest.mark.parametrize("encoding", [b"8bit", b"base64"])
def test_files_in_a_forwarded_message(encoding: bytes) -> None:
    inner = message(TEXT, attached(PDF, b'; filename="a.pdf"'), boundary=b"=_in")
    assert named(files_of(message(TEXT, forwarded(inner, encoding)))) == [("2/2", "a.pdf", PDF)]


def test_a_forward_of_a_forward() -> None:
    inner = message(TEXT, attached(PDF, b'; filename="a.pdf"'), boundary=b"=_1")
    middle = message(TEXT, forwarded(inner), boundary=b"=_2")
    assert named(files_of(message(TEXT, forwarded(middle)))) == [("2/2/2", "a.pdf", PDF)]


def test_an_eml_attached_as_octet_stream() -> None:
    inner = message(TEXT, attached(PDF, b'; filename="a.pdf"'), boundary=b"=_in")
    files = files_of(message(TEXT, attached(inner, b'; filename="fwd.eml"')))
    assert [(path, name) for path, name, _ in named(files, Role.CONTAINER)] == [("2", "fwd.eml")]
    assert named(files) == [("2/2", "a.pdf", PDF)]


@pytest.mark.parametrize("name", [NAME, NAME.encode("cp950"), NAME.encode(), "碁恒.pdf".encode("cp950")])
def test_files_in_a_zip_with_names_in_any_charset(name: str | bytes) -> None:
    files = files_of(message(TEXT, attached(zipped((name, PDF)), b'; filename="a.zip"')))
    wanted = "碁恒.pdf" if name == "碁恒.pdf".encode("cp950") else NAME
    assert named(files) == [(f"2!{wanted}", wanted, PDF)]


def test_zip_in_zip_folders_and_names_that_leave_the_folder() -> None:
    inner = zipped(("../../etc/a.pdf", PDF), ("x/a.pdf", PDF + b"1"), ("y\\a.pdf", PDF + b"2"))
    files = files_of(message(TEXT, attached(zipped(("in.zip", inner), ("b.pdf", PDF)), b'; filename="out.zip"')))
    assert [(path, name) for path, name, _ in named(files)] == [
        ("2!in.zip!etc/a.pdf", "a.pdf"),
        ("2!in.zip!x/a.pdf", "a.pdf"),
        ("2!in.zip!y/a.pdf", "a.pdf"),
        ("2!b.pdf", "b.pdf"),
    ]
    assert codes(files) == []


def test_two_members_of_one_name_keep_two_paths() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("a.pdf", PDF)
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("a.pdf", PDF + b"2")
    files = files_of(message(TEXT, attached(buffer.getvalue(), b'; filename="a.zip"')))
    assert [path for path, *_ in named(files)] == ["2!a.pdf", "2!a.pdf#2"]


def test_an_xlsx_is_a_file_and_not_a_zip_of_files() -> None:
    from openpyxl import Workbook  # noqa: PLC0415

    buffer = io.BytesIO()
    Workbook().save(buffer)
    files = files_of(message(TEXT, attached(buffer.getvalue(), b'; filename="a.zip"')))
    assert [name for _, name, _ in named(files)] == ["a.zip"]


def test_a_damaged_and_an_encrypted_zip_are_named() -> None:
    good = zipped(("a.pdf", PDF * 50), ("b.pdf", PDF * 50), compression=zipfile.ZIP_STORED)
    broken = good.replace(PDF, PDF[:-3] + b"xyz", 1)
    assert codes(files_of(message(TEXT, attached(broken, b'; filename="a.zip"')))) == ["F111"]
    assert codes(files_of(message(TEXT, attached(good[: len(good) // 2], b'; filename="a.zip"')))) == ["F111"]
    locked = bytearray(zipped(("a.pdf", PDF)))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        locked[locked.index(signature) + offset] |= 1
    assert codes(files_of(message(TEXT, attached(bytes(locked), b'; filename="a.zip"')))) == ["F104"]


def test_bombs_meet_the_limits() -> None:
    limits = MailLimits(depth=3, files=20, unpacked=1 << 20, ratio=50)
    flat = zipped(("zeros.pdf", bytes(50 << 20)))
    wide = zipped(*((f"{index}.pdf", b"%PDF") for index in range(2000)))
    deep = PDF
    for _ in range(6):
        deep = zipped(("in.zip", deep))
    heavy = zipped(*((f"{index}.pdf", bytes(range(256)) * 800) for index in range(10)), compression=zipfile.ZIP_STORED)
    for bomb in (flat, wide, deep, heavy):
        files = files_of(message(TEXT, attached(bomb, b'; filename="a.zip"')), limits=limits)
        assert codes(files) == ["F106"]
        assert sum(len(file.data) for file in files if file.role is Role.FILE) <= limits.unpacked


def test_a_message_nested_a_thousand_times_is_named() -> None:
    data = message(TEXT, boundary=b"=_0")
    for level in range(1, 1200):
        data = b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n%b\r\n" % (level, level, data)
    assert codes(files_of(b"From: a@b.tw\r\nSubject: x\r\n" + data)) == ["F106"]


def uuencoded(data: bytes, name: bytes) -> bytes:
    lines = [binascii.b2a_uu(data[start : start + 45]).rstrip(b"\n") for start in range(0, len(data), 45)]
    return CRLF.join([b"begin 644 " + name, *lines, b"`", b"end", b""])


def test_uuencoded_files_in_the_text() -> None:
    text = part([b"Content-Type: text/plain"], b"hello\r\n\r\n" + uuencoded(PDF, NAME.encode("big5")) + b"\r\nbye\r\n")
    assert named(files_of(message(text))) == [("1~1", NAME, PDF)]


def test_text_that_begins_a_hundred_thousand_files_is_read_in_one_pass() -> None:
    text = part([b"Content-Type: text/plain"], b"begin 644 x\r\n" * 100_000)
    started = time.process_time()
    assert files_of(message(text)) == []
    assert time.process_time() - started < 5


def test_a_message_taken_apart_in_another_process_is_the_same() -> None:
    data = message(TEXT, attached(zipped((NAME, PDF)), b'; filename="a.zip"'))
    with reading_pool(1) as readers:
        assert readers.files(data) == files_of(data)


def test_a_message_that_cannot_be_taken_apart_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("flows.reading_pool.Limits", lambda: Limits(seconds=0))
    data = message(TEXT, attached(PDF, b'; filename="a.pdf"'))
    with reading_pool(1) as readers:
        (file,) = readers.files(data)
    assert (file.role, codes([file])) == (Role.CONTAINER, ["F107"])


def test_bounces_hold_no_files_but_what_they_return() -> None:
    status = part([b"Content-Type: message/delivery-status"], b"Reporting-MTA: dns; x\r\n\r\nStatus: 5.1.1\r\n")
    returned = part([b"Content-Type: text/rfc822-headers"], b"From: a@b.tw\r\nSubject: x\r\n")
    assert files_of(message(TEXT, status, returned, kind=b"report")) == []


def test_empty_files_with_a_name_are_kept() -> None:
    assert [name for _, name, _ in named(files_of(message(TEXT, attached(b"", b'; filename="a.pdf"'))))] == ["a.pdf"]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\r\n\r\n",
        b"no header at all",
        b"\xef\xbb\xbfFrom: a@b.tw\r\n\r\ntext",
        b"Content-Type: multipart/mixed\r\n\r\nno boundary",
        b"Content-Type: multipart/mixed; boundary=x\r\n\r\nnever opened",
        b"Content-Type: message/rfc822\r\nContent-Transfer-Encoding: base64\r\n\r\n!!!",
        b"Content-Type: text/plain; charset=\xff\r\n\r\n\xff\xfe",
    ],
)
def test_broken_messages_have_no_files(data: bytes) -> None:
    assert files_of(data) == []


@given(st.binary(max_size=400), st.integers(0, 10_000))
def test_damage_anywhere_does_not_stop_the_walk(noise: bytes, position: int) -> None:
    whole = message(TEXT, forwarded(message(TEXT, attached(zipped((NAME, PDF)), b'; filename="a.zip"'), boundary=b"i")))
    cut = position % len(whole)
    for file in files_of(whole[:cut] + noise + whole[cut + len(noise) :]):
        assert file.attachment.size == len(file.data)
        assert "/" not in file.attachment.name


@given(st.text(max_size=400))
def test_safe_names(name: str) -> None:
    safe = safe_name(name, "fallback")
    assert 0 < len(safe) <= 170
    assert not set(safe) & set('/\\<>:"|?*\n\r\0')
    assert safe not in {".", ".."}
