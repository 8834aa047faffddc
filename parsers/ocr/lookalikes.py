"""Characters that look alike, told apart by the column they stand in: where nearly all cells are four letters and eight digits, an O among the digits is a 0."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from schemas.raw import RawCell, RawTable

_AS_DIGIT = str.maketrans("OoQDIl|ZSBG", "00001112586")
_AS_LETTER = str.maketrans("01258", "OIZSB")
_CODE = re.compile(r"[A-Za-z0-9\-|]{5,24}")
_NUMBER = re.compile(r"[+\-]?[0-9]+(?:\.[0-9]+)?")
_NUMBER_LIKE = re.compile(r"(?=.*[.+\-])[+\-]?[0-9OoQDIl|ZSBG]+(?:\.[0-9OoQDIl|ZSBG]+)?")
_GROUPED = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+")
_COUNT = re.compile(r"[0-9]{1,4}")
_RANGE = re.compile(r"[0-9]{5,12}~[0-9]{5,12}")
_FEWEST = 4
_MOST = 0.6


def told_apart(table: RawTable) -> Iterator[tuple[RawCell, str]]:
    """The cells whose text has the form of the others in their column once look-alikes and gaps are taken for what they are; and that text."""
    for column in range(len(table.rows[0]) if table.rows else 0):
        cells = list({id(row[column]): row[column] for row in table.rows}.values())
        texts = ["".join(cell.text.split()) for cell in cells]
        form = _usual_form(texts)
        if form == "0":
            written = [cell.text.strip() for cell in cells]
            form = "0" * max((len(text) for text in written if _COUNT.fullmatch(text)), default=1)
        for cell, text in zip(cells, texts, strict=True):
            found = _in_form(text, form) if form else None
            if form and found and found != (cell.text if form[0] in "#,0" else text):
                yield cell, found


def _usual_form(texts: list[str]) -> str | None:
    """The form that most cells of a column have, where these are enough."""
    known = (_CODE, _NUMBER_LIKE, _GROUPED, _COUNT, _RANGE)
    forms = Counter(_form(text) for text in texts if any(each.fullmatch(text) for each in known))
    form, count = forms.most_common(1)[0] if forms else ("", 0)
    return form if count >= _FEWEST and count > _MOST * forms.total() else None


def _form(text: str) -> str:
    """``A`` for a letter, ``9`` for a digit; ``#`` and how many decimals a measured value has, ``,`` an amount, ``0`` a count."""
    if _COUNT.fullmatch(text):
        return "0"
    if _GROUPED.fullmatch(text):
        return ","
    if _NUMBER.fullmatch(text) and ("." in text or text[0] in "+-"):
        return f"#{len(text.partition('.')[2])}"
    return "".join("9" if c.isdigit() else "A" if c.isalpha() else c for c in text)


def _in_form(text: str, form: str) -> str | None:
    """The text as the form has it, ``None`` where more than look-alikes would have to change."""
    if form[0] == "#":
        number = text.translate(_AS_DIGIT) if _NUMBER_LIKE.fullmatch(text) else ""
        return number if number and _form(number) == form else None
    if form == ",":
        amount = text.translate(_AS_DIGIT).replace(".", ",")
        return amount if _GROUPED.fullmatch(amount) else None
    if form[0] == "0":
        whole = text.translate(_AS_DIGIT) if any(map(str.isdigit, text)) else ""
        return whole if len(whole) <= len(form) and _COUNT.fullmatch(whole) else None
    if "~" in form:
        start = form.index("~")
        whole = f"{text[:start]}~{text[start:]}" if text.isdigit() else ""
        return whole if _form(whole) == form else None
    if len(text) != len(form) or not _CODE.fullmatch(text):
        return None
    fitted = "".join(
        c.translate(_AS_DIGIT) if kind == "9" else c.translate(_AS_LETTER) if kind == "A" else c
        for c, kind in zip(text, form, strict=True)
    )
    return fitted if _form(fitted) == form else None
