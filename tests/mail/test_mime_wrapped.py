"""What Outlook and signing programs wrap files in: opened where it can be, named where it cannot."""

from __future__ import annotations

import base64
import contextlib
import io
from pathlib import Path

import pytest
import pyzipper
from hypothesis import given
from hypothesis import strategies as st
from tnefparse import TNEF

from flows.mime_parts import FoundFile, Role, files_of
from flows.mime_smime import Encrypted, NotSmime, signed_content
from flows.mime_tnef import NotTnef, wrapped_files
from flows.settings import MailSettings
from tests.mail.build import PDF, TEXT, attached, message, part, zipped
from tests.mail.wrapped import Signer, tnef

NAME = "檢定紀錄.pdf"


def names(files: list[FoundFile], role: Role = Role.FILE) -> list[str]:
    return [file.attachment.name for file in files if file.role is role]


def codes(files: list[FoundFile]) -> list[str]:
    return [finding.code for file in files for finding in file.findings]


def mail(data: bytes, name: str = "winmail.dat") -> bytes:
    return message(TEXT, attached(data, f'; filename="{name}"'.encode()))


@pytest.fixture(scope="module")
def signer(tmp_path_factory: pytest.TempPathFactory) -> Signer:
    return Signer(tmp_path_factory.mktemp("signer"))


@pytest.mark.parametrize("long_names", [True, False])
def test_the_files_of_a_winmail_dat(*, long_names: bool) -> None:
    files = files_of(mail(tnef((NAME, PDF), ("b.zip", zipped(("c.pdf", PDF))), long_names=long_names)))
    assert [(file.attachment.path, file.attachment.name, file.data) for file in files if file.role is Role.FILE] == [
        (f"2!{NAME}", NAME, PDF),
        ("2!b.zip!c.pdf", "c.pdf", PDF),
    ]
    assert names(files, Role.CONTAINER) == ["b.zip", "winmail.dat"]
    assert codes(files) == []


def test_a_winmail_dat_in_a_forwarded_outlook_message() -> None:
    inner = tnef(("a.pdf", PDF))
    assert names(files_of(mail(tnef(("b.pdf", PDF), embedded=inner)))) == ["b.pdf", "a.pdf"]


def test_a_winmail_dat_without_files_goes_along() -> None:
    files = files_of(mail(tnef()))
    assert names(files, Role.ASIDE) == ["winmail.dat"]
    assert names(files) == []


@pytest.mark.parametrize("long_names", [True, False])
@pytest.mark.parametrize("names", [(NAME, "b.pdf"), ("a.pdf",), ()])
def test_the_same_files_as_an_independent_reader_finds(names: tuple[str, ...], *, long_names: bool) -> None:
    whole = tnef(*((name, PDF + name.encode()) for name in names), long_names=long_names)
    other = TNEF(whole)
    assert [data for _, data in wrapped_files(whole)] == [attachment.data for attachment in other.attachments]
    assert [name for name, _ in wrapped_files(whole)] == list(names)


def test_a_winmail_dat_that_was_cut_off_is_named_after_the_files_that_are_whole() -> None:
    whole = tnef(("a.pdf", PDF), ("b.pdf", PDF))
    files = files_of(mail(whole[:-20]))
    assert (names(files), names(files, Role.CONTAINER), codes(files)) == (["a.pdf"], ["winmail.dat"], ["F111"])


@given(st.data())
def test_no_damage_to_a_winmail_dat_gets_through(data: st.DataObject) -> None:
    whole = tnef((NAME, PDF), ("b.txt", b"text"), embedded=tnef(("c.txt", b"c")))
    cut = data.draw(st.integers(0, len(whole)))
    noise = data.draw(st.binary(max_size=6))
    damaged = whole[:cut] + noise + whole[cut + len(noise) :]
    with contextlib.suppress(NotTnef):
        assert sum(len(content) for _, content in wrapped_files(damaged)) <= len(damaged)


def test_numbers_that_promise_more_than_there_is() -> None:
    prop = (2**32 - 1).to_bytes(4, "little") + bytes.fromhex("0210 0100") + (2**32 - 1).to_bytes(4, "little")
    parts = [(2, 0x00069002, bytes(14)), (2, 0x00069005, prop)]
    body = b"".join(
        bytes([level]) + number.to_bytes(4, "little") + len(value).to_bytes(4, "little") + value + b"\0\0"
        for level, number, value in parts
    )
    with pytest.raises(NotTnef):
        list(wrapped_files(tnef() + body))
    many = tnef()
    for _ in range(8):
        many = tnef(embedded=many)
    with pytest.raises(NotTnef, match="nesting"):
        list(wrapped_files(many))


@pytest.mark.parametrize("options", [("-nodetach",), ("-nodetach", "-stream"), ("-nodetach", "-nocerts")])
def test_a_signed_message_is_opened(signer: Signer, options: tuple[str, ...]) -> None:
    inner = message(TEXT, attached(PDF, b'; filename="a.pdf"'), headers=[])
    envelope = signer.signed(inner, *options)
    files = files_of(
        part(
            [
                b"From: a@example.tw",
                b'Content-Type: application/pkcs7-mime; smime-type=signed-data; name="smime.p7m"',
                b"Content-Transfer-Encoding: base64",
            ],
            base64.encodebytes(envelope),
        )
    )
    assert [(file.attachment.path, file.data) for file in files if file.role is Role.FILE] == [("1/2", PDF)]
    assert names(files, Role.CONTAINER) == ["smime.p7m"]


def test_a_signed_file_is_opened(signer: Signer) -> None:
    files = files_of(mail(signer.signed(PDF, "-nodetach"), "record.pdf.p7m"))
    assert names(files) == ["record.pdf"]


def test_a_signature_beside_its_file_goes_along(signer: Signer) -> None:
    signature = signer.signed(PDF)
    files = files_of(message(TEXT, attached(PDF, b'; filename="a.pdf"'), attached(signature, b'; filename="s.bin"')))
    assert (names(files), names(files, Role.ASIDE)) == (["a.pdf"], ["s.bin"])


def test_an_armoured_signature(signer: Signer) -> None:
    armour = b"-----BEGIN PKCS7-----\n" + base64.encodebytes(signer.signed(PDF, "-nodetach")) + b"-----END PKCS7-----\n"
    assert signed_content(armour) == PDF


def test_an_encrypted_message_is_named(signer: Signer) -> None:
    files = files_of(mail(signer.encrypted(PDF), "smime.p7m"))
    assert (names(files, Role.CONTAINER), codes(files)) == (["smime.p7m"], ["F120"])


@given(st.data())
def test_no_damage_to_a_signed_message_gets_through(signer: Signer, data: st.DataObject) -> None:
    whole = signer.signed(b"x" * 40, "-nodetach", "-stream", "-nocerts")
    cut = data.draw(st.integers(0, len(whole)))
    noise = data.draw(st.binary(max_size=5))
    try:
        found = signed_content(whole[:cut] + noise + whole[cut + len(noise) :])
    except (NotSmime, Encrypted):
        return
    assert found is None or len(found) <= len(whole)


def test_asn1_that_nests_without_end() -> None:
    with pytest.raises(NotSmime):
        signed_content(b"\x30\x80" * 100_000)


def locked(password: bytes, encryption: int | None, *members: tuple[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with pyzipper.AESZipFile(buffer, "w", compression=pyzipper.ZIP_DEFLATED, encryption=encryption) as archive:
        archive.setpassword(password)
        for name, data in members:
            archive.writestr(name, data)
    return buffer.getvalue()


@pytest.mark.parametrize("coding", ["utf-8", "cp950"])
def test_a_zip_opens_with_the_password_of_its_sender(coding: str) -> None:
    data = mail(locked("通關密語".encode(coding), pyzipper.WZ_AES, ("a.pdf", PDF), ("b.txt", b"b")), "a.zip")
    assert codes(files_of(data)) == ["F104", "F104"]
    assert codes(files_of(data, ["wrong"])) == ["F104", "F104"]
    files = files_of(data, ["wrong", "通關密語"])
    assert (names(files), codes(files)) == (["a.pdf"], [])


def test_a_zip_of_the_old_encryption(tmp_path: Path) -> None:
    raw = (Path(__file__).parent / "zipcrypto.zip").read_bytes()
    files = files_of(mail(raw, "a.zip"), ["no", "test-1234"])
    assert (names(files), [file.data for file in files if file.role is Role.FILE]) == (["a.pdf"], [PDF])
    assert codes(files_of(mail(raw, "a.zip"), ["no"])) == ["F104"]


def test_passwords_go_by_address_before_domain() -> None:
    settings = MailSettings.model_validate(
        {
            "zip_password": [
                {"sender": "@Factory.example", "passwords": ["domain"]},
                {"sender": "boss@factory.example", "passwords": ["one", "two"]},
            ]
        }
    )
    assert settings.zip_passwords("Boss@factory.example") == ("one", "two", "domain")
    assert settings.zip_passwords("x@factory.example") == ("domain",)
    assert settings.zip_passwords("x@evil-factory.example") == ()
    assert settings.zip_passwords(None) == ()
    assert "domain" not in repr(settings)
