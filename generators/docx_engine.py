"""Fills a docx template: docxtpl's tags, compiled once, in a sandbox, with nothing lost on the way.

Against plain docxtpl: ``A&B`` and ``<`` stay what they are, a variable without a value is an error that names its
tag, a template cannot reach Python's objects, and a table of 20,000 rows costs linear time.

Values are text, whole numbers, ``Decimal``, ``bool``, ``None``, and lists and mappings of them. ``None`` prints as
nothing, a ``bool`` as a ticked or an empty box, a line break as a line break.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from types import TracebackType
from typing import Any
from xml.parsers import expat
from zipfile import BadZipFile

import jinja2
import jinja2.meta
from docxtpl import DocxTemplate
from jinja2.exceptions import SecurityError
from lxml import etree

from generators import docx_zip
from generators.docx_pictures import places
from generators.docx_sandbox import environment, plain
from schemas.errors import TemplateError

_PART = re.compile(r"word/(document|header\d*|footer\d*|footnotes|endnotes)\.xml")
_TAG = re.compile(r"\{\{(?:(?!\}\}).)*\}\}|\{%(?:(?!%\}).)*%\}", re.DOTALL)
_OPENING = re.compile(r"\A(\{[{%][-+]?)")
_MOVES_COLUMNS = re.compile(r"\{[{%]tc |\{%\s*(colspan|hm)\b")

_STATEMENT = re.compile(r"\{%[-+]?\s*(\w+)")
_BLOCKS = ("for", "if", "macro", "call", "filter", "block", "with", "autoescape")

_DECLARATION = b"<?xml version='1.0' encoding='UTF-8' standalone='yes'?>\n"
_DATA_FAULTS = (TypeError, ValueError, ArithmeticError, AttributeError, LookupError, RecursionError)


@dataclass(frozen=True, slots=True)
class _Part:
    """A compiled XML part; ``tags[line]`` is the tag that begins on that line of the jinja source."""

    name: str
    template: jinja2.Template
    tags: Mapping[int, str]
    variables: frozenset[str]
    moves_columns: bool


@dataclass(frozen=True, slots=True)
class _Compiled:
    members: tuple[docx_zip.Member, ...]
    parts: Mapping[str, _Part]
    pictures: Mapping[str, str]


def render(template: Path, values: Mapping[str, Any], pictures: Mapping[str, bytes] | None = None) -> bytes:
    """The docx that ``template`` gives with ``values``; the same input gives the same bytes.

    ``pictures`` (PNG by name) take the place of those whose alternative text in the template is ``zijian:NAME``.
    Raises ``TemplateError`` naming the template and, where one is at fault, the tag.
    """
    compiled = _load(template)
    data = {key: plain(value, key, template.name) for key, value in values.items()}
    return docx_zip.archive_of(_filled(compiled, data, pictures or {}, template.name))


def variables(template: Path) -> frozenset[str]:
    """The names that a template asks for."""
    return frozenset().union(*(part.variables for part in _load(template).parts.values()))


def _filled(
    compiled: _Compiled, data: Mapping[str, Any], pictures: Mapping[str, bytes], name: str
) -> Iterator[docx_zip.Member]:
    for member in compiled.members:
        part = compiled.parts.get(member.name)
        picture = pictures.get(compiled.pictures.get(member.name, ""))
        if part:
            yield docx_zip.packed(member.name, _render_part(part, data, name))
        else:
            yield docx_zip.packed(member.name, picture) if picture is not None else member


def _load(template: Path) -> _Compiled:
    try:
        content = template.read_bytes()
    except OSError as error:
        raise TemplateError(f"找不到範本 {template.name}。", hint="請確認 templates/docx 內有此檔。") from error
    return _compile(content, template.name)


@lru_cache(maxsize=64)
def _compile(content: bytes, name: str) -> _Compiled:
    try:
        files = list(docx_zip.members(content))
    except (BadZipFile, OSError, NotImplementedError, RuntimeError) as error:
        raise TemplateError(f"範本 {name} 不是 Word 文件 (.docx)。", hint="請以 Word 另存為 .docx。") from error
    parts = {file.name: _compile_part(file.name, data, name) for file, data in files if _PART.fullmatch(file.name)}
    if "word/document.xml" not in parts:
        raise TemplateError(f"範本 {name} 沒有內文 (word/document.xml)。", hint="請以 Word 另存為 .docx。")
    return _Compiled(tuple(file for file, _ in files), parts, _pictures({file.name: data for file, data in files}))


def _pictures(files: Mapping[str, bytes]) -> Mapping[str, str]:
    relations = files.get("word/_rels/document.xml.rels")
    return places(files["word/document.xml"], relations) if relations else {}


def _compile_part(part: str, content: bytes, name: str) -> _Part:
    xml = etree.tostring(_parse(content, part, name), encoding="unicode")
    patched = DocxTemplate(BytesIO()).patch_xml(xml)
    source, tags = _one_tag_a_line(patched)
    jinja = environment()
    try:
        wanted = jinja2.meta.find_undeclared_variables(jinja.parse(source))
        template = jinja.from_string(source)
    except jinja2.TemplateSyntaxError as error:
        unfinished = (error.message or "").startswith("Unexpected end of template")
        line = _unclosed(tags) if unfinished else error.lineno
        raise _fault(name, tags, line, f"無法解讀 ({error.message})") from error
    return _Part(part, template, tags, frozenset(wanted), bool(_MOVES_COLUMNS.search(xml)))


def _unclosed(tags: Mapping[int, str]) -> int:
    """The line of the innermost block that is never closed."""
    open_blocks: list[int] = []
    for line, tag in tags.items():
        word = _STATEMENT.match(tag)
        if word and word[1] in _BLOCKS:
            open_blocks.append(line)
        elif word and word[1].startswith("end") and open_blocks:
            open_blocks.pop()
    return open_blocks[-1] if open_blocks else 0


def _parse(content: bytes, part: str, name: str) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    try:
        return etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise _not_xml(name, part, error.msg or "") from error


def _not_xml(name: str, part: str, what: str) -> TemplateError:
    hint = "請檢查範本的標籤是否成對，且整列、整段的標籤寫作 {%tr … %}、{%p … %}。"
    return TemplateError(f"範本 {name} 產生的 {part} 不是有效的 XML（{what}）。", hint=hint)


def _one_tag_a_line(xml: str) -> tuple[str, Mapping[int, str]]:
    """The jinja source with a line break inside each tag, so that a line number names one tag."""
    out: list[str] = []
    tags: dict[int, str] = {}
    line, end = 1, 0
    for match in _TAG.finditer(xml):
        out.append(_literal_braces(xml[end : match.start()]))
        tag = match.group().replace("&amp;", "&").replace("&quot;", '"')
        line += out[-1].count("\n") + 1
        tags[line] = " ".join(tag.split())
        out.append(_OPENING.sub(r"\1\n", " ".join(tag.split())))
        end = match.end()
    out.append(_literal_braces(xml[end:]))
    return "".join(out), tags


def _literal_braces(text: str) -> str:
    """``{_{`` and its like stand for braces that are no tag (docxtpl's way to write them)."""
    for written, meant in (("{_{", "{{"), ("}_}", "}}"), ("{_%", "{%"), ("%_}", "%}")):
        text = text.replace(written, f"{{{{ '{meant}' }}}}" if meant[0] == "{" else f'{{{{ "{meant}" }}}}')
    return text


def _render_part(part: _Part, data: Mapping[str, Any], name: str) -> bytes:
    """The filled XML. It is held against the parser without a tree being built: a record may have 20,000 rows."""
    xml = _filled_xml(part, data, name).encode()
    _check_xml(xml, part.name, name)
    if part.moves_columns:
        xml = etree.tostring(DocxTemplate(BytesIO()).fix_tables(xml), encoding="UTF-8")
    return _DECLARATION + xml


def _check_xml(xml: bytes, part: str, name: str) -> None:
    try:
        expat.ParserCreate(namespace_separator=" ").Parse(xml, True)
    except expat.ExpatError as error:
        raise _not_xml(name, part, str(error)) from error


def _filled_xml(part: _Part, data: Mapping[str, Any], name: str) -> str:
    try:
        return part.template.render(data)
    except jinja2.UndefinedError as error:
        raise _fault(name, part.tags, _line(error.__traceback__), f"沒有資料 ({error.message})") from error
    except SecurityError as error:
        raise _fault(name, part.tags, _line(error.__traceback__), f"不得使用 ({error.message})") from error
    except (jinja2.TemplateError, *_DATA_FAULTS) as error:
        raise _fault(name, part.tags, _line(error.__traceback__), f"無法填入 ({error})") from error


def _line(trace: TracebackType | None) -> int:
    line = 0
    while trace:
        if trace.tb_frame.f_code.co_filename == "<template>":
            line = trace.tb_lineno
        trace = trace.tb_next
    return line


def _fault(name: str, tags: Mapping[int, str], line: int, what: str) -> TemplateError:
    tag = tags.get(line) or tags.get(max((known for known in tags if known <= line), default=0), "")
    return TemplateError(f"範本 {name} 的標籤 {tag} {what}。", hint="請補上該項資料，或更正範本的標籤。")
