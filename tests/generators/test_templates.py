"""The committed templates are what their script draws, and the forms' fonts are the ones asked for."""

from __future__ import annotations

import zipfile
from io import BytesIO

import pytest
from lxml import etree

from generators.template_build import TEMPLATES
from generators.templates import BUILT_IN_FOLDER as FOLDER


def contents(archive: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(archive)) as source:
        return {
            name: etree.tostring(etree.fromstring(source.read(name)), method="c14n")
            for name in source.namelist()
            if name.endswith((".xml", ".rels"))
        }


@pytest.mark.parametrize("name", TEMPLATES)
def test_the_committed_template_is_what_the_script_draws(name: str) -> None:
    assert contents((FOLDER / name).read_bytes()) == contents(TEMPLATES[name]().to_bytes())


def test_no_template_is_without_its_script() -> None:
    assert {path.name for path in FOLDER.glob("*.docx")} == set(TEMPLATES)


@pytest.mark.parametrize("name", TEMPLATES)
def test_fonts_are_kai_and_times(name: str) -> None:
    styles = contents((FOLDER / name).read_bytes())["word/styles.xml"].decode()
    assert 'w:eastAsia="標楷體"' in styles
    assert 'w:ascii="Times New Roman"' in styles
