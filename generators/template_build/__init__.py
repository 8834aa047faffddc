"""Draws the docx templates: ``python -m generators.template_build`` writes ``templates/docx`` anew."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from generators.template_build import notices
from generators.template_build.paper import Paper

TEMPLATES: Mapping[str, Callable[[], Paper]] = {
    "receipt.docx": notices.receipt,
    "acknowledgement.docx": notices.acknowledgement,
    "correction_notice.docx": notices.correction_notice,
}
