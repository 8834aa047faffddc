"""The codes of which nothing stands in a document, each with what it is about instead."""

from __future__ import annotations

_FILE = "the file as a whole, which was not opened or not read"
_LABEL = "a payload or a number that somebody asked about, or a line of a list; its value names it"
_CASE = "an application or a permit; the field, or the person's number in the list, names the spot"


def _each(reason: str, *codes: str) -> dict[str, str]:
    return dict.fromkeys(codes, reason)


NO_PLACE: dict[str, str] = {
    **_each(_FILE, "F101", "F102", "F103", "F104", "F105", "F106", "F107", "F108", "F111", "F117", "F120", "F199"),
    **_each("the file as a whole, all of which was read by eye", "F116"),
    **_each("parts of the package that are no page and no sheet; they are named", "F110", "F112"),
    "B558": "the report, which is not there",
    "B559": "the records, which are not there",
    "B561": "the file as a whole, which is another one again",
    "X608": "the register, which lacks the permit's marks",
    "X612": "the register, which is older than the document",
    "X614": "the register, which lacks a list of the permit's",
    "X690": "a legal table, which is missing",
    "X691": "a legal table, which is not confirmed",
    **_each(_LABEL, *(f"L7{number:02}" for number in range(1, 17))),
    **_each(_CASE, *(f"P8{number:02}" for number in (*range(1, 24), *range(30, 39), *range(40, 46)))),
    **_each(_CASE, "P850", "P851", "P852", "P860", *(f"P87{number}" for number in range(8))),
}
