"""Word and Excel files to PDF by LibreOffice: own profile, no network, limits, killed as a group, output checked.

LibreOffice says 0 for a file that it could not open, fetches pictures that a document names by address, and may hang
(seen with 7.4); so nothing is believed but the PDF that lies there in the end.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path
from xml.sax.saxutils import escape

from defusedxml.ElementTree import ParseError, fromstring

from generators.long_tables import cut_long_tables
from schemas.errors import MissingPart

PROGRAM_VARIABLE = "ZIJIAN_SOFFICE"
_PLACES = (
    "/usr/lib/libreoffice/program/soffice.bin",
    "/usr/lib64/libreoffice/program/soffice.bin",
    "/opt/libreoffice/program/soffice.bin",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.bin",
)
_FILTERS = {".docx": ("MS Word 2007 XML", "writer_pdf_Export"), ".xlsx": ("Calc MS Excel 2007 XML", "calc_pdf_Export")}
_BATCH = 40
_SECONDS = 30.0
_SECONDS_EACH = 15.0
_MEMORY = 4 << 30
_RESTART = 81
_KAI = ("標楷體", "DFKai-SB", "BiauKai", "Kaiti TC")
_KAI_HERE = ("TW-Kai", "TW-Kai-Ext-B", "TW-Kai-Plus")
_SETTINGS = (
    ("/org.openoffice.Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("/org.openoffice.Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("/org.openoffice.Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("/org.openoffice.Office.Common/Misc", "FirstRun", "false"),
    ("/org.openoffice.Office.Writer/Content/Update", "Link", "0"),
    ("/org.openoffice.Office.Calc/Content/Update", "Link", "2"),
)


@dataclass(frozen=True, slots=True)
class OfficeFile:
    """A .docx or .xlsx to be made a PDF; ``name`` is only for messages, its ending says the format."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class NoPdf:
    """A file of which no PDF could be made, and why (中文 (English))."""

    name: str
    reason: str


def to_pdf(files: Sequence[OfficeFile]) -> list[bytes | NoPdf]:
    """A PDF for each file, in order; one that fails costs only itself.

    ``MissingPart`` where LibreOffice is not installed. Files go through one instance in batches; what a batch leaves
    without a PDF is tried once more alone.
    """
    program = soffice()
    done: list[bytes | NoPdf] = []
    for start in range(0, len(files), _BATCH):
        done.extend(_batch(program, files[start : start + _BATCH]))
    return done


def soffice() -> str:
    """The program file; ``$ZIJIAN_SOFFICE`` first. ``MissingPart`` names what to install."""
    named = os.environ.get(PROGRAM_VARIABLE)
    places = [named] if named else [*_PLACES, *_on_path()]
    for place in places:
        if Path(place).is_file():
            return place
    raise MissingPart(
        "找不到 LibreOffice (LibreOffice is not installed)",
        hint="Debian: apt install libreoffice-writer-nogui libreoffice-calc-nogui;"
        f" 其他系統請安裝 LibreOffice,或以 {PROGRAM_VARIABLE} 指定 soffice 之位置。",
    )


def _on_path() -> list[str]:
    found = shutil.which("soffice")
    return [str(Path(found).resolve().with_name("soffice.bin"))] if found else []


def _batch(program: str, files: Sequence[OfficeFile]) -> list[bytes | NoPdf]:
    results: list[bytes | NoPdf | None] = [_refused(file) for file in files]
    for ending in _FILTERS:
        chosen = [i for i, file in enumerate(files) if results[i] is None and _ending(file) == ending]
        for index, pdf in zip(chosen, _converted(program, [files[i] for i in chosen], ending), strict=True):
            results[index] = pdf if pdf is not None else _alone(program, files[index], ending)
    return [result for result in results if result is not None]


def _alone(program: str, file: OfficeFile, ending: str) -> bytes | NoPdf:
    (pdf,) = _converted(program, [file], ending)
    return pdf if pdf is not None else NoPdf(file.name, "LibreOffice 未能轉成 PDF (LibreOffice made no PDF of it)")


def _ending(file: OfficeFile) -> str:
    return Path(file.name).suffix.lower()


def _refused(file: OfficeFile) -> NoPdf | None:
    """Why a file is not given to LibreOffice at all: no such format, damaged, or it would fetch something."""
    if _ending(file) not in _FILTERS:
        return NoPdf(file.name, "須為 .docx 或 .xlsx (neither .docx nor .xlsx)")
    try:
        outside = next(_outside(file.content), None)
    except (zipfile.BadZipFile, ParseError, OSError, ValueError) as error:
        return NoPdf(file.name, f"檔案損壞 (damaged): {type(error).__name__}")
    if outside is not None:
        return NoPdf(file.name, f"含外部連結 {outside} (it would fetch something from outside)")
    return None


def _outside(content: bytes) -> Iterator[str]:
    """Addresses that the document would fetch; hyperlinks are only followed by people."""
    with zipfile.ZipFile(BytesIO(content)) as archive:
        for name in archive.namelist():
            if name.endswith(".rels"):
                for item in fromstring(archive.read(name)):
                    if item.get("TargetMode") == "External" and not item.get("Type", "").endswith("/hyperlink"):
                        yield item.get("Target", "")


def _converted(program: str, files: Sequence[OfficeFile], ending: str) -> list[bytes | None]:
    if not files:
        return []
    with tempfile.TemporaryDirectory(prefix="zijian-pdf-") as name:
        folder = Path(name)
        (folder / "out").mkdir()
        _write_profile(folder / "profile")
        sources = [folder / f"{index:04}{ending}" for index in range(len(files))]
        for source, file in zip(sources, files, strict=True):
            source.write_bytes(cut_long_tables(file.content) if ending == ".docx" else file.content)
        _run(program, folder, sources, ending)
        return [_checked(folder / "out" / f"{source.stem}.pdf") for source in sources]


def _run(program: str, folder: Path, sources: Sequence[Path], ending: str) -> None:
    import_filter, export_filter = _FILTERS[ending]
    command = [
        *_without_network(),
        program,
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        *("--headless", "--norestore", "--nolockcheck", "--nodefault", "--nologo"),
        f"--infilter={import_filter}",
        *("--convert-to", f"pdf:{export_filter}", "--outdir", str(folder / "out")),
        *map(str, sources),
    ]
    seconds = _SECONDS + _SECONDS_EACH * len(sources)
    for _ in range(2):  # a fresh profile may ask to be started again
        if _run_once(command, folder, seconds) != _RESTART:
            return


def _run_once(command: Sequence[str], folder: Path, seconds: float) -> int | None:
    process = subprocess.Popen(  # noqa: S603 - our own words, no shell
        command,
        cwd=folder,
        env=_environment(folder),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    _limit(process.pid, seconds)
    try:
        return process.wait(seconds)
    except subprocess.TimeoutExpired:
        return None
    finally:
        _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the whole group: the launcher's child would live on."""
    if sys.platform == "win32":
        process.kill()
    else:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _limit(pid: int, seconds: float) -> None:
    if sys.platform == "linux":
        import resource  # noqa: PLC0415 - not on Windows

        limits = (
            (resource.RLIMIT_CPU, int(seconds) * 2),
            (resource.RLIMIT_AS, _MEMORY),
            (resource.RLIMIT_FSIZE, 1 << 30),
        )
        for what, value in limits:
            try:
                resource.prlimit(pid, what, (value, value))
            except ProcessLookupError:
                return


@cache
def _without_network() -> tuple[str, ...]:
    """The words that start a program without any network, where the system offers it."""
    for words in (("unshare", "--net"), ("unshare", "--map-root-user", "--net")):
        tool = shutil.which(words[0])
        if tool and subprocess.run([tool, *words[1:], "true"], capture_output=True, check=False).returncode == 0:  # noqa: S603
            return (tool, *words[1:])
    return ()


def _environment(folder: Path) -> Mapping[str, str]:
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "SYSTEMROOT") if name in os.environ}
    fonts = {"FONTCONFIG_FILE": str(_write_fonts(folder))} if sys.platform == "linux" else {}
    return {
        **kept,
        **fonts,
        "HOME": str(folder),
        "TMPDIR": str(folder),
        "LC_ALL": "C.UTF-8",
        "SAL_USE_VCLPLUGIN": "svp",
    }


def _write_fonts(folder: Path) -> Path:
    """Let the Kai type of Word be Taiwan's standard glyphs (TW-Kai), where they are installed."""
    wanted = "".join(
        f'<match target="pattern"><test name="family" qual="first"><string>{name}</string></test>'
        '<edit name="family" mode="prepend" binding="strong">'
        + "".join(f"<string>{here}</string>" for here in _KAI_HERE)
        + "</edit></match>"
        for name in _KAI
    )
    path = folder / "fonts.conf"
    path.write_text(
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
        f'<include ignore_missing="yes">/etc/fonts/fonts.conf</include>{wanted}</fontconfig>',
        encoding="utf-8",
    )
    return path


def _write_profile(profile: Path) -> None:
    items = "".join(
        f'<item oor:path="{path}"><prop oor:name="{name}" oor:op="fuse"><value>{escape(value)}</value></prop></item>'
        for path, name, value in _SETTINGS
    )
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(
        '<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="http://openoffice.org/2001/registry"'
        f' xmlns:xs="http://www.w3.org/2001/XMLSchema">{items}</oor:items>',
        encoding="utf-8",
    )


def _checked(path: Path) -> bytes | None:
    """The PDF if it is one with at least a page."""
    if not path.is_file():
        return None
    from pypdfium2 import PdfDocument, PdfiumError  # noqa: PLC0415 - only where a PDF was made

    data = path.read_bytes()
    try:
        document = PdfDocument(data)
    except PdfiumError:
        return None
    try:
        return data if len(document) else None
    finally:
        document.close()
