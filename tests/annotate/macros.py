"""Files with macros: the package as Excel and Word write it, the project itself any bytes, for nobody may look at them."""

from __future__ import annotations

import io
import zipfile

from tests.annotate.workbooks import parts

_DOCX, _DOCM = (
    b"vnd.openxmlformats-officedocument.wordprocessingml.document.main",
    b"vnd.ms-word.document.macroEnabled.main",
)
_MICROSOFT = b"http://schemas.microsoft.com/office/2006/relationships/"
RELATION = b'<Relationship Id="rIdVba" Type="' + _MICROSOFT + b'%s" Target="%s"/></Relationships>'


def with_macros(data: bytes) -> bytes:
    """The workbook as a macro-enabled one; the project is any bytes, for nobody may look at them."""
    out, members = io.BytesIO(), parts(data)
    members["[Content_Types].xml"] = (
        members["[Content_Types].xml"]
        .replace(b"vnd.openxmlformats-officedocument.spreadsheetml.sheet.main", b"vnd.ms-excel.sheet.macroEnabled.main")
        .replace(b"</Types>", b'<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/></Types>')
    )
    kind = b"http://schemas.microsoft.com/office/2006/relationships/vbaProject"
    made = b'<Relationship Id="rIdVba" Type="' + kind + b'" Target="vbaProject.bin"/></Relationships>'
    relations = "xl/_rels/workbook.xml.rels"
    members[relations] = members[relations].replace(b"</Relationships>", made)
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
        archive.writestr("xl/vbaProject.bin", bytes(range(256)) * 20)
    return out.getvalue()


def as_docm(data: bytes) -> bytes:
    """The Word file as Word saves one with macros: the project, its data as a part of its own, the project's relations."""
    out, members = io.BytesIO(), parts(data)
    types = b"""<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/>
        <Override PartName="/word/vbaData.xml" ContentType="application/vnd.ms-word.vbaData+xml"/></Types>"""
    said = members["[Content_Types].xml"].replace(_DOCX, _DOCM)
    relations = members["word/_rels/document.xml.rels"]
    members |= {
        "[Content_Types].xml": said.replace(b"</Types>", types),
        "word/_rels/document.xml.rels": relations.replace(
            b"</Relationships>", RELATION % (b"vbaProject", b"vbaProject.bin")
        ),
        "word/vbaProject.bin": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(range(256)) * 20,
        "word/_rels/vbaProject.bin.rels": (
            b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n'
            b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            + RELATION
            % (b"wordVbaData", b"vbaData.xml")
        ),
        "word/vbaData.xml": (
            b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n'
            b'<wne:vbaSuppData xmlns:wne="http://schemas.microsoft.com/office/word/2006/wordml"><wne:docEvents>'
            b"<wne:eventDocOpen/></wne:docEvents></wne:vbaSuppData>"
        ),
    }
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def without_macros(data: bytes) -> bytes:
    """The same file with the type of one without macros: python-docx opens no other."""
    out, members = io.BytesIO(), parts(data)
    members["[Content_Types].xml"] = members["[Content_Types].xml"].replace(_DOCM, _DOCX)
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()
