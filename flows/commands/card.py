"""``zijian card``: readers, presence, what a card shows, PIN state, signatures, and the login shown with a virtual card."""

from __future__ import annotations

import argparse
import importlib.util
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flows.command_parts import print_json, read_file
from flows.secret_input import asked_pin

if TYPE_CHECKING:
    from cardaccess.reading import CardContent, CardDesk
    from cardaccess.states import ReaderStatus
    from cardaccess.tokens import CardSigner, OpenToken

_LONGEST_WATCH = 3600.0
_PARTS = ("asn1crypto", "cryptography")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """One subcommand for each thing that can be done with a card."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    _action(actions, "readers", "讀卡機 | the readers")
    status = _action(actions, "status", "卡片狀態 | is a card there?")
    status.add_argument("--watch", action="store_true", help="持續顯示插卡與取卡 | follow insertions and removals")
    status.add_argument("--seconds", type=float, default=_LONGEST_WATCH, metavar="S", help="最長秒數 | at most")
    show = _action(actions, "show", "卡號與憑證(不需 PIN) | number and certificates, no PIN")
    show.add_argument("--reader", metavar="NAME", help="讀卡機名稱 | part of a reader's name")
    show.add_argument(
        "--transcript", type=Path, metavar="FILE", help="記錄與卡片之對話(無 PIN) | write down the conversation"
    )
    pin = _action(actions, "pin", "PIN 剩餘次數 | PIN state")
    sign = _action(actions, "sign", "以卡片簽署檔案或 PDF | sign a file or a PDF with the card")
    sign.add_argument("file", type=Path, metavar="FILE")
    sign.add_argument(
        "--out", type=Path, required=True, metavar="FILE", help="PDF,或 .sig | the signed PDF, or the signature"
    )
    sign.add_argument("--last-try", action="store_true", help="PIN 只剩一次時仍嘗試 | spend the last try")
    for action in (pin, sign):
        action.add_argument("--module", type=Path, metavar="FILE", help="PKCS#11 模組 | module [$ZIJIAN_PKCS11, HiCOS]")
        action.add_argument("--token", metavar="LABEL", help="載具名稱 | label of the token")
    login = _action(actions, "login", "以卡片登入之示範 | card login, shown whole")
    login.add_argument("--demo", action="store_true", required=True, help="以虛擬卡示範 | with a virtual card")
    bridge = _action(actions, "bridge", "本機元件 (127.0.0.1) | the local bridge for web pages")
    bridge.add_argument("--port", type=int, default=61161, help="連接埠 | port (default 61161)")
    bridge.add_argument("--origin", action="append", default=[], metavar="URL", help="允許之網站 | allowed origin")
    bridge.add_argument("--module", type=Path, metavar="FILE", help="PKCS#11 模組 | module")
    bridge.add_argument("--token", metavar="LABEL", help="載具名稱 | label of the token")


def _action(actions: Any, name: str, text: str) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = actions.add_parser(name, help=text, description=text)
    parser.add_argument("--json", action="store_true", help="JSON")
    parser.add_argument("--lang", choices=("zh", "en"), default=argparse.SUPPRESS, help="zh | en")
    return parser


def run(args: argparse.Namespace) -> int:
    """Exit status 0; 1 where no card can be used now; 2 where it cannot be done."""
    from cardaccess.errors import NoLibrary  # noqa: PLC0415 - only here

    if not all(importlib.util.find_spec(part) for part in _PARTS):
        raise NoLibrary()
    return int(globals()[f"_{args.action}"](args))


def _readers(args: argparse.Namespace) -> int:
    names = list(_transport().readers())
    if args.json:
        print_json(names)
    else:
        print(
            "\n".join(names)
            if names
            else _words(args, "找不到讀卡機。請插上讀卡機並安裝驅動程式。", "no reader: plug one in")
        )
    return 0 if names else 1


def _status(args: argparse.Namespace) -> int:
    from cardaccess.reading import CardDesk  # noqa: PLC0415 - only with a reader

    desk = CardDesk(_transport())
    seen = desk.statuses()
    looked = [desk.looked_at(one) for one in seen]
    _say(args, looked)
    if args.watch:
        _follow(args, desk, desk.statuses())
    return 0 if any(one.state.problem is None for one in looked) else 1


def _follow(args: argparse.Namespace, desk: CardDesk, seen: list[ReaderStatus]) -> None:
    import time  # noqa: PLC0415 - only here

    end = time.monotonic() + args.seconds
    while time.monotonic() < end:
        now = list(desk.transport.wait(seen, min(1.0, max(end - time.monotonic(), 0.01))))
        changed = [one for one in now if one.state not in [old.state for old in seen if old.reader == one.reader]]
        if changed or len(now) != len(seen):
            _say(args, [desk.looked_at(one) for one in changed or now])
        seen = now


def _say(args: argparse.Namespace, statuses: list[ReaderStatus]) -> None:
    if args.json:
        print_json(
            [
                {"reader": one.reader, "state": one.state.value, "zh": one.state.zh, "en": one.state.en}
                for one in statuses
            ]
        )
        return
    if not statuses:
        print(_words(args, "找不到讀卡機。請插上讀卡機並安裝驅動程式。", "no reader: plug one in"))
    for one in statuses:
        problem = one.state.problem
        todo = "" if problem is None else _words(args, problem.todo_zh, problem.todo_en)
        print(f"{one.reader}: {_words(args, one.state.zh, one.state.en)} {todo}".rstrip(), flush=True)


def _show(args: argparse.Namespace) -> int:
    from cardaccess.reading import CardDesk  # noqa: PLC0415 - only with a card

    desk = CardDesk(_transport())
    reader = desk.choose(args.reader)
    if args.transcript:
        _write_transcript(desk, reader, args.transcript)
    content = desk.read(reader)
    if args.json:
        print_json(_described(content))
    else:
        for name, value in _described(content).items():
            print(f"{name}: {value}")
    return 0


def _write_transcript(desk: Any, reader: str, path: Path) -> None:
    from cardaccess.profiles import profile_of  # noqa: PLC0415 - only with a card
    from cardaccess.transcript import RecordingChannel  # noqa: PLC0415 - the same
    from flows.safe_write import write_new  # noqa: PLC0415 - the same

    with desk.alone(reader), desk.transport.open(reader) as channel:
        recording = RecordingChannel(channel)
        profile = profile_of(recording)
        profile.number(recording)
        profile.certificates(recording)
    write_new(path, ("\n".join(recording.lines) + "\n").encode("ascii"))


def _described(content: CardContent) -> dict[str, object]:
    said: dict[str, object] = {"reader": content.reader, "generation": content.generation, "number": content.number}
    if content.identity is not None:
        identity = asdict(content.identity)
        identity["kind"] = content.identity.authority.zh
        said |= {name: str(value) for name, value in identity.items() if value is not None and name != "usages"}
    return said | {"certificates": len(content.certificates)}


def _pin(args: argparse.Namespace) -> int:
    token = _signer(args).token()
    left = token.pin.left
    words = {"ok": "正常", "low": "曾輸入錯誤", "final": "只剩一次", "locked": "已鎖卡"}
    if args.json:
        print_json({"token": token.label, "pin": token.pin.value, "left": left})
    else:
        print(f"{token.label}: {_words(args, words[token.pin.value], token.pin.value)}")
    return 0 if token.pin.value != "locked" else 1


def _sign(args: argparse.Namespace) -> int:
    from flows.safe_write import write_new  # noqa: PLC0415 - only here

    data = read_file(args.file)
    with _opened(args) as token:
        write_new(args.out, _signed_pdf(data, token) if data.startswith(b"%PDF-") else token.sign(data))
    if args.json:
        print_json({"file": str(args.out)})
    else:
        print(_words(args, f"已簽署 {args.out}", f"signed {args.out}"))
    return 0


def _signed_pdf(pdf: bytes, token: OpenToken) -> bytes:
    from cardaccess.two_step import finish, prepare  # noqa: PLC0415 - slow to import

    prepared = prepare(pdf, token.certificate())
    return finish(prepared, token.sign(prepared.to_sign))


def _login(args: argparse.Namespace) -> int:
    from flows.card_demo import login_demo  # noqa: PLC0415 - slow to import

    steps = []
    for step in login_demo():
        steps.append(step)
        if not args.json:
            print(f"{'✓' if step.good else '✗'} {_words(args, step.zh, step.en)}")
    if args.json:
        print_json([asdict(step) for step in steps])
    return 0 if all(step.good for step in steps) else 1


def _bridge(args: argparse.Namespace) -> int:
    from cardaccess.bridge import Bridge  # noqa: PLC0415 - only here

    _no_core_dump()
    with Bridge(_signer(args), args.origin, port=args.port) as bridge:
        print(_words(args, f"本機元件:{bridge.address}", f"local bridge: {bridge.address}"), flush=True)
        bridge.serve()
    return 0


@contextmanager
def _opened(args: argparse.Namespace) -> Iterator[OpenToken]:
    signer = _signer(args)
    _no_core_dump()
    with signer.opened(asked_pin(), last_try=args.last_try) as token:
        yield token


def _no_core_dump() -> None:
    """A crash from here on leaves no image of the memory that holds a PIN."""
    if sys.platform != "win32":
        import resource  # noqa: PLC0415 - not on Windows

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _signer(args: argparse.Namespace) -> CardSigner:
    from cardaccess.tokens import CardSigner, module_path  # noqa: PLC0415 - only with a card

    return CardSigner(module_path(args.module), label=args.token)


def _transport() -> Any:
    from cardaccess.pcsc import PcscTransport  # noqa: PLC0415 - only with a reader

    return PcscTransport()


def _words(args: argparse.Namespace, zh: str, en: str) -> str:
    return zh if args.lang == "zh" else en
