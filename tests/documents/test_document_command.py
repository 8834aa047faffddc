"""Signing with a key file and a token, and verifying permits and receipts by file, by code, void, altered, unknown."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from cardaccess.pdf_signing import PdfSignature, file_signer, pdf_signatures, sign_pdf
from flows.cli import main
from generators.code_picture import code_picture
from generators.libreoffice import OfficeFile, to_pdf
from generators.permit_papers import PermitData, permit_code, permit_docx
from generators.receipt import ReceiptData, ReceiptItem, receipt_code, receipt_docx
from schemas.errors import UsageError
from tests.documents.keys import MODULE, PASSWORD, PIN, Keys, fill_token, make_keys
from tests.intake.office import Office, eml, paper, record, report
from tests.rules import specimens

pytestmark = pytest.mark.xdist_group("documents")


@pytest.fixture(scope="module")
def keys() -> Keys:
    return make_keys()


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """A month with one receipt."""
    office = Office(tmp_path_factory.mktemp("office"))
    office.post(eml({"record.pdf": paper(record()), "report.pdf": paper(report())}))
    office.intake()
    return office


@pytest.fixture(scope="module")
def receipt(office: Office) -> Path:
    (path,) = (office.root / "office.receipts").glob("*.docx")
    return path


@pytest.fixture(scope="module")
def pdf(receipt: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    (made,) = to_pdf([OfficeFile(receipt.name, receipt.read_bytes())])
    assert isinstance(made, bytes)
    path = tmp_path_factory.mktemp("pdf") / "receipt.pdf"
    path.write_bytes(made)
    return path


def verdict(
    capsys: pytest.CaptureFixture[str], office: Office, what: object, *more: str, status: int
) -> dict[str, Any]:
    capsys.readouterr()
    words = ["document", "verify", str(what), "--warehouse", str(office.warehouse), "--today", "2026-11-21", "--json"]
    assert main([*words, *more]) == status
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def test_a_genuine_receipt_is_told_as_word_pdf_picture_and_code(
    office: Office, receipt: Path, pdf: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = verdict(capsys, office, receipt, status=0)
    assert (found["state"], found["register"]["number"]) == ("valid", receipt.stem)
    photo = tmp_path / "photo.png"
    picture = Image.new("RGB", (900, 700), "white")
    picture.paste(
        Image.open(BytesIO(code_picture(found["code"]))).convert("RGB").rotate(7, expand=True, fillcolor="white"),
        (60, 40),
    )
    picture.save(photo)
    for what in (pdf, photo, found["code"], found["code"].lower()):
        assert verdict(capsys, office, what, status=0)["state"] == "valid"


def test_a_receipt_with_another_amount_or_payer_is_told(
    office: Office, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ((number, payer, amount, issued_on),) = office.query("SELECT number, payer, amount, issued_on FROM receipts")
    true = ReceiptData(number, payer, "04595257", issued_on, (ReceiptItem("3160", amount),), "檢定費")
    path = tmp_path / "r.docx"
    for false in (
        replace(true, payer="另一公司"),
        replace(true, items=(ReceiptItem("3160", amount + 1),)),
        replace(true, issued_on=date(2026, 1, 1)),
    ):
        path.write_bytes(receipt_docx(false))
        assert verdict(capsys, office, path, status=1)["state"] == "altered"
    path.write_bytes(receipt_docx(true))
    assert verdict(capsys, office, path, status=0)["state"] == "valid"
    unknown = replace(true, number="115-3160-999999")
    assert verdict(capsys, office, str(receipt_code(unknown)), status=1)["state"] == "unknown"


def test_the_true_code_on_other_words_is_told(
    office: Office, receipt: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from generators.docx_zip import archive_of, members, packed  # noqa: PLC0415

    ((amount,),) = office.query("SELECT amount FROM receipts")
    forged = [
        packed(m.name, c.replace(f"{amount:,}".encode(), b"90,000") if m.name == "word/document.xml" else c)
        for m, c in members(receipt.read_bytes())
    ]
    path = tmp_path / "forged.docx"
    path.write_bytes(archive_of(forged))
    found = verdict(capsys, office, path, status=1)
    assert (found["state"], found["missing"]) == ("altered", ["amount"])


def test_permits_are_told_by_the_register(office: Office, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    permit = specimens.register().permits[0]
    data = PermitData(
        permit.permit_number, "S1", permit.company_name, permit.ubn, "王範例", "x", "x", "x", "計程車計費表",
        permit.valid_from, permit.valid_to, permit.valid_from,
    )  # fmt: skip
    path = tmp_path / "permit.docx"
    path.write_bytes(permit_docx(data))
    assert verdict(capsys, office, path, status=0)["state"] == "valid"
    assert verdict(capsys, office, path, "--today", "2099-01-01", status=1)["state"] == "expired"
    longer = replace(data, valid_to=date(2098, 12, 31))
    assert verdict(capsys, office, str(permit_code(longer)), status=1)["state"] == "altered"


def test_files_without_a_code_and_words_that_are_none(
    office: Office, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for content in (b"", b"%PDF-1.7 nothing", b"PK\3\4 nothing", os.urandom(2000)):
        path = tmp_path / "x"
        path.write_bytes(content)
        assert verdict(capsys, office, path, status=1)["state"] == "no_code"
    assert main(["document", "verify", "ZJ-R-1", "--warehouse", str(office.warehouse)]) == 2
    assert "不是檔案,也不是驗證碼" in capsys.readouterr().err


def test_a_void_receipt_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    office = Office(tmp_path)
    office.post(eml({"record.pdf": paper(record()), "report.pdf": paper(report())}))
    office.intake()
    (path,) = (office.root / "office.receipts").glob("*.docx")
    copy = tmp_path / "copy.docx"
    copy.write_bytes(path.read_bytes())
    assert main(["receipt", "void", path.stem, "--reason", "退票", "--warehouse", str(office.warehouse)]) == 0
    assert verdict(capsys, office, copy, status=1)["state"] == "void"


def test_signed_with_a_key_file_and_checked_by_another_program(
    office: Office,
    keys: Keys,
    pdf: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    p12, signed, root = tmp_path / "k.p12", tmp_path / "signed.pdf", tmp_path / "root.pem"
    p12.write_bytes(keys.p12)
    root.write_bytes(keys.root)
    monkeypatch.setenv("ZIJIAN_PIN", PASSWORD)
    assert main(["document", "sign", str(pdf), "--p12", str(p12), "--out", str(signed)]) == 0
    assert signed.read_bytes().startswith(pdf.read_bytes())
    found = verdict(capsys, office, signed, "--anchor", str(root), status=0)
    assert [one["trusted"] for one in found["signatures"]] == [True]
    assert "範例簽署人" in found["signatures"][0]["signer"]
    assert verdict(capsys, office, signed, status=1)["signatures"][0]["trusted"] is False
    said = subprocess.run(["pdfsig", str(signed)], capture_output=True, text=True, check=False).stdout
    assert "Signature is Valid" in said
    assert "ETSI.CAdES.detached" in said


def test_signed_on_a_token(keys: Keys, pdf: Path, tmp_path: Path) -> None:
    config = fill_token(keys, tmp_path)
    signed, pin = tmp_path / "signed.pdf", tmp_path / "pin"
    pin.write_text(PIN + "\n", encoding="utf-8")
    words = ["document", "sign", str(pdf), "--pkcs11", str(MODULE), "--token", "office", "--certificate", "signer"]
    command = [sys.executable, "-m", "flows.cli", *words, "--pin-file", str(pin), "--out", str(signed)]
    environment = {**os.environ, "SOFTHSM2_CONF": str(config)}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    (found,) = pdf_signatures(signed.read_bytes(), [keys.root])
    assert found.valid, found
    pin.write_text("000000", encoding="utf-8")
    signed.unlink()
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "000000" not in done.stderr
    assert not signed.exists()


def signature(pdf: bytes, *anchors: bytes) -> PdfSignature:
    (found,) = pdf_signatures(pdf, anchors)
    return found


def test_a_changed_byte_an_added_page_and_an_expired_key_are_told(keys: Keys, pdf: Path) -> None:
    signed = sign_pdf(pdf.read_bytes(), file_signer(keys.p12, PASSWORD))
    assert signature(signed, keys.root).valid
    middle = signed.index(b"stream") + 40
    changed = signed[:middle] + bytes([signed[middle] ^ 1]) + signed[middle + 1 :]
    assert not signature(changed, keys.root).intact
    import pikepdf  # noqa: PLC0415

    with pikepdf.open(BytesIO(signed)) as document:
        document.add_blank_page()
        out = BytesIO()
        document.save(out)
    assert not any(one.valid for one in pdf_signatures(out.getvalue(), [keys.root]))
    old = make_keys(hours=-1)
    late = sign_pdf(pdf.read_bytes(), file_signer(old.p12, PASSWORD))
    assert not signature(late, old.root).trusted
    assert not signature(signed, old.root).trusted


def test_wrong_passwords_and_files_have_one_line(keys: Keys, pdf: Path) -> None:
    with pytest.raises(UsageError, match="密碼錯誤"):
        file_signer(keys.p12, "wrong")
    with pytest.raises(UsageError, match="密碼錯誤"):
        file_signer(b"no key", PASSWORD)
    with pytest.raises(UsageError, match="無法簽署"):
        sign_pdf(b"no pdf", file_signer(keys.p12, PASSWORD))
