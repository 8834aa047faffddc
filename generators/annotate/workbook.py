"""Notes in a workbook: the cell filled and commented, and a sheet that lists all findings with links to their cells.

Only the parts that this concerns are written anew; the others (pictures, charts, macros, shared strings, other
sheets) go out with the bytes they came in with. A digital signature over the workbook does not survive any change.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from generators.annotate.cells import Cells, Spot, spot_of
from generators.annotate.comments import comment
from generators.annotate.listing import add_listing, plain, spot_text
from generators.annotate.notes import COLOURS, Note
from generators.annotate.package import Package
from generators.annotate.styles import Styles

_WEIGHT = {severity: weight for weight, severity in enumerate(COLOURS)}


def annotate_workbook(data: bytes, notes: Sequence[Note]) -> bytes:
    """The ``.xlsx`` with ``notes`` in it; the same notes give the same bytes.

    ``ValueError``, ``KeyError`` or ``zipfile.BadZipFile`` for what is no workbook.
    """
    package = Package(data)
    styles = Styles(package)
    sheets = _sheets(package)
    for name, on_sheet in _by_sheet(notes).items():
        if sheets.get(name):
            _mark(package, styles, sheets[name], on_sheet)
    add_listing(package, styles, notes, sheets)
    return package.saved()


def _sheets(package: Package) -> dict[str, str]:
    """The part of each sheet by the sheet's name; empty for what has no cells."""
    parts = {found.key: found.target for found in package.relations(package.main) if found.kind == "worksheet"}
    listed = package.look(package.main).iterfind(f"{{{package.namespace}}}sheets/{{{package.namespace}}}sheet")
    key = f"{{{package.relation_base}}}id"
    return {found.get("name", ""): parts.get(found.get(key, ""), "") for found in listed}


def _by_sheet(notes: Sequence[Note]) -> dict[str, list[tuple[Spot, Note]]]:
    placed: dict[str, list[tuple[Spot, Note]]] = defaultdict(list)
    for note in notes:
        spot = spot_of(spot_text(note))
        if note.place.sheet is not None and spot is not None:
            placed[note.place.sheet].append((spot, note))
    return placed


def _mark(package: Package, styles: Styles, part: str, placed: Sequence[tuple[Spot, Note]]) -> None:
    """Each cell in the colour of its heaviest finding, with all of its findings in one comment."""
    cells = Cells(package.tree(part))
    found: dict[Spot, list[Note]] = defaultdict(list)
    for spot, note in placed:
        found[cells.holder(spot)].append(note)
    for spot, notes in found.items():
        cell = cells.cell(spot)
        heaviest = min((note.severity for note in notes), key=_WEIGHT.__getitem__)
        cell.set("s", str(styles.filled(int(cell.get("s", "0")), heaviest)))
    words = ((spot, plain("\n\n".join(note.words for note in notes))) for spot, notes in found.items())
    comment(package, part, words)
