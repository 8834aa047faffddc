"""``zijian document``: a Word file as PDF, a PDF with its signature, and whether a permit or receipt is genuine."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from flows.command_parts import day, print_json, read_file
from flows.secret_input import PIN_VARIABLE, asked_pin
from schemas.errors import UsageError

if TYPE_CHECKING:
    from pyhanko.sign.signers import Signer

    from flows.document_check import Verdict

_TAIPEI = ZoneInfo("Asia/Taipei")
_STATES = {
    "valid": ("與登記相符,有效", "genuine and in force"),
    "void": ("收據已作廢", "the receipt is void"),
    "expired": ("許可證書已屆期", "the permit has expired"),
    "suspended": ("許可停止中", "the permit is suspended"),
    "revoked": ("許可已廢止", "the permit is revoked"),
    "altered": (
        "與現行登記不符:內容遭變造,或為換發前之舊件",
        "differs from the register: altered, or replaced by a newer one",
    ),
    "unknown": ("登記中無此號碼", "the register has no such number"),
    "no_code": ("檔案中找不到驗證碼", "no code was found in the file"),
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """``pdf``, ``sign`` and ``verify``."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    pdf = actions.add_parser("pdf", help="Word、Excel 轉 PDF (LibreOffice) | to PDF")
    pdf.add_argument("files", nargs="+", type=Path, metavar="FILE", help=".docx | .xlsx")
    pdf.add_argument("--out", type=Path, metavar="DIR", help="輸出資料夾 | output folder (default: beside each file)")
    sign = actions.add_parser("sign", help="簽署 PDF (PAdES) | sign a PDF")
    sign.add_argument("file", type=Path, metavar="FILE.pdf")
    sign.add_argument("--out", type=Path, required=True, metavar="FILE.pdf")
    key = sign.add_mutually_exclusive_group(required=True)
    key.add_argument("--p12", type=Path, metavar="FILE", help="PKCS#12 憑證檔 | key file")
    key.add_argument("--pkcs11", type=Path, metavar="MODULE", help="PKCS#11 模組 | module of the token")
    sign.add_argument("--token", metavar="LABEL", help="載具名稱 | label of the token")
    sign.add_argument("--certificate", metavar="LABEL", help="憑證名稱 | label of the certificate on it")
    sign.add_argument("--reason", metavar="TEXT", help="簽署事由 | reason")
    sign.add_argument(
        "--pin-file", type=Path, metavar="FILE", help=f"PIN 或密碼檔 | file with the PIN [${PIN_VARIABLE}, or asked]"
    )
    verify = actions.add_parser("verify", help="查驗許可證書、收據 | is a permit or receipt genuine?")
    verify.add_argument("what", metavar="FILE|CODE", help="檔案或驗證碼 | a file or the code printed on it")
    verify.add_argument(
        "--warehouse",
        type=Path,
        default=Path(os.environ.get("ZIJIAN_WAREHOUSE") or "zijian.duckdb"),
        metavar="DB",
        help="資料庫 | the warehouse",
    )
    verify.add_argument(
        "--anchor", type=Path, action="append", default=[], metavar="CERT", help="信任之根憑證 | trusted root"
    )
    verify.add_argument("--today", type=day, metavar="DATE", help="YYYY-MM-DD")
    for action in (pdf, sign, verify):
        action.add_argument("--json", action="store_true", help="JSON")
        action.add_argument("--lang", choices=("zh", "en"), default=argparse.SUPPRESS, help="zh | en")


def run(args: argparse.Namespace) -> int:
    """Exit status 0; 1 where a paper does not hold or a file gave no PDF; 2 where it could not be done."""
    return {"pdf": _pdf, "sign": _sign, "verify": _verify}[args.action](args)


def _pdf(args: argparse.Namespace) -> int:
    from flows.safe_write import write_new  # noqa: PLC0415 - only here
    from generators.libreoffice import NoPdf, OfficeFile, to_pdf  # noqa: PLC0415 - the same

    made = to_pdf([OfficeFile(path.name, read_file(path)) for path in args.files])
    outcomes = []
    for path, pdf in zip(args.files, made, strict=True):
        target = (args.out or path.parent) / f"{path.stem}.pdf"
        if not isinstance(pdf, NoPdf):
            write_new(target, pdf)
        outcomes.append(
            {"file": str(path), "pdf": None, "problem": pdf.reason}
            if isinstance(pdf, NoPdf)
            else {"file": str(path), "pdf": str(target), "problem": None}
        )
    if args.json:
        print_json(outcomes)
    else:
        for one in outcomes:
            print(one["pdf"] or f"{one['file']}: {one['problem']}", file=sys.stdout if one["pdf"] else sys.stderr)
    return 1 if any(one["problem"] for one in outcomes) else 0


def _sign(args: argparse.Namespace) -> int:
    from cardaccess.pdf_signing import sign_pdf  # noqa: PLC0415 - slow to import
    from flows.safe_write import write_new  # noqa: PLC0415 - only here

    pdf = read_file(args.file)
    with _signer(args) as signer:
        write_new(args.out, sign_pdf(pdf, signer, reason=args.reason))
    if args.json:
        print_json({"file": str(args.out)})
    else:
        print(f"已簽署 {args.out}" if args.lang == "zh" else f"signed {args.out}")
    return 0


@contextmanager
def _signer(args: argparse.Namespace) -> Iterator[Signer]:
    from cardaccess.pdf_signing import TokenKey, file_signer, token_signer  # noqa: PLC0415 - slow to import

    if args.p12:
        yield file_signer(read_file(args.p12), _secret(args))
        return
    if not args.token:
        raise UsageError("請以 --token 指定載具名稱。(Name the token by --token.)")
    with token_signer(TokenKey(args.pkcs11, args.token, args.certificate), _secret(args)) as signer:
        yield signer


def _secret(args: argparse.Namespace) -> str:
    """From a file, the environment or the keyboard, never from the arguments."""
    if args.pin_file:
        return read_file(args.pin_file).decode("utf-8").strip("\r\n")
    return asked_pin()


def _verify(args: argparse.Namespace) -> int:
    from flows.document_check import verify  # noqa: PLC0415 - DuckDB is slow to import
    from warehouse.store import Store  # noqa: PLC0415 - the same

    if not args.warehouse.exists():
        raise UsageError(
            f"查無資料庫 {args.warehouse} (no such warehouse)", hint="以 --warehouse 指定。(Name it by --warehouse.)"
        )
    today = args.today or datetime.now(_TAIPEI).date()
    with Store(args.warehouse, read_only=True) as store:
        verdict = verify(store, args.what, today, [read_file(path) for path in args.anchor])
    if args.json:
        print_json({**asdict(verdict), "good": verdict.good})
    else:
        sys.stdout.writelines(f"{line}\n" for line in _lines(verdict, args.lang))
    return 0 if verdict.good else 1


def _lines(verdict: Verdict, lang: str) -> Iterator[str]:
    yield _STATES[verdict.state][lang == "en"]
    for name, value in verdict.register.items():
        yield f"  {name}: {value}"
    if verdict.missing:
        words = "紙上未見" if lang == "zh" else "not on the paper"
        yield f"  {words}: {', '.join(verdict.missing)}"
    for one in verdict.signatures:
        good = (
            ("簽章有效" if one.valid else "簽章無效")
            if lang == "zh"
            else ("signature valid" if one.valid else "signature not valid")
        )
        yield f"  {good}: {one.signer} {one.problem or ''}".rstrip()
