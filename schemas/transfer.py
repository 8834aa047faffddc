"""The mapping of a transfer file: which field of a record goes in which column, written how; and the way back.

The bureau's conversion rule for electricity meters is not public, so all of it is data of the mapping file.
"""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, Literal, get_origin

from pydantic import BaseModel, Field, ValidationError, model_validator

from schemas import roc_date
from schemas.column import core_type
from schemas.document import Strict
from schemas.errors import UsageError
from schemas.kinds import kind

KIND = "electricity_meter"
FORMAT = "zijian-transfer/1"
MANIFEST, MAPPING = "MANIFEST.JSON", "MAPPING.TOML"
Encoding = Literal["utf-8", "big5"]
CODECS: Mapping[str, str] = {"utf-8": "utf-8", "big5": "cp950"}


class Unwritable(Exception):
    """Why a value does not go into its column, in both languages."""


class TransferColumn(Strict):
    """One column: ``field`` is a row's field of the document JSON, or ``header.`` and a header's.

    ``width`` is counted in bytes of the file's encoding; with ``pad`` every value is filled up to it, on the side
    named. ``words`` writes a value (``true``, ``pass``) by another word. ``decimals`` fixes the digits after the point.
    """

    field: str
    heading: str | None = None
    width: int | None = Field(None, ge=1, le=4000)
    pad: Literal["left", "right"] | None = None
    fill: str = Field(" ", pattern=r"^[ -~]$")
    words: dict[str, str] = Field(default_factory=dict)
    decimals: int | None = Field(None, ge=0, le=12)
    date: Literal["iso", "roc7"] = "iso"
    required: bool = False

    @model_validator(mode="after")
    def _known(self) -> TransferColumn:
        self.type  # noqa: B018 - an unknown field is a fault of the mapping
        if self.pad and not self.width:
            raise ValueError("pad without width")
        if len(set(self.words.values())) < len(self.words):
            raise ValueError("words: two values have one word")
        return self

    @property
    def type(self) -> type:
        """The type of the field's values; ``list`` for the numbered checks."""
        names = self.field.split(".")
        model: Any = kind(KIND).header if names[0] == "header" else kind(KIND).row
        names = names[1:] if names[0] == "header" else names
        for name in names:
            info = model.model_fields.get(name) if issubclass(model, BaseModel) else None
            if info is None or info.exclude:
                raise ValueError(f"{self.field}: no such field")
            model = list if get_origin(info.annotation) is list else core_type(info.annotation)
        if not names or issubclass(model, BaseModel):
            raise ValueError(f"{self.field}: not one value")
        return model  # type: ignore[no-any-return]


class TransferMapping(Strict):
    """A mapping file. ``sample``: made to show the notation, and in no way the bureau's rule."""

    name: str
    sample: bool = False
    encoding: Encoding = "utf-8"
    delimiter: str = Field(",", pattern=r"^[\t -~]$")
    heading: bool = True
    line_end: Literal["crlf", "lf"] = "crlf"
    prefix: str = Field("EM", pattern=r"^[A-Z0-9]{1,4}$")
    columns: list[TransferColumn] = Field(min_length=1, max_length=400)

    @model_validator(mode="after")
    def _once(self) -> TransferMapping:
        fields = [column.field for column in self.columns]
        twice = sorted({name for name in fields if fields.count(name) > 1})
        if twice:
            raise ValueError(f"{', '.join(twice)}: twice")
        if self.delimiter in "\"'":
            raise ValueError("delimiter: a quotation mark")
        return self


def mapping_from(data: bytes, name: str) -> TransferMapping:
    """The mapping in a TOML file. Raises ``UsageError`` that names place and fault."""
    try:
        return TransferMapping.model_validate(tomllib.loads(data.decode("utf-8-sig")))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UsageError(f"{name}:不是 UTF-8 之 TOML 檔 (not a TOML file in UTF-8): {error}") from error
    except ValidationError as error:
        said = "; ".join(f"{'.'.join(map(str, one['loc'])) or '—'}: {one['msg']}" for one in error.errors())
        raise UsageError(f"{name}:對照檔有誤 (mapping): {said}", hint="說明見 docs/transfer.md。") from error


def manifest_digest(manifest: Mapping[str, Any]) -> str:
    """SHA-256 over all of a manifest but its own ``digest``."""
    rest = {name: value for name, value in manifest.items() if name != "digest"}
    said = json.dumps(rest, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()


def written(column: TransferColumn, value: object, encoding: Encoding) -> str:
    """The cell of a value. Raises ``Unwritable`` unless reading the cell gives the same value again."""
    text = _padded(column, _text(column, value), encoding)
    if not _reads_back(column, text, value):
        raise Unwritable(f"「{value}」寫出後讀不回原值 (would not read back as the same value)")
    return text


def _reads_back(column: TransferColumn, text: str, value: object) -> bool:
    try:
        return meaning(column, text) == value
    except (ValueError, KeyError):
        return False


def meaning(column: TransferColumn, text: str) -> object:
    """The value that a cell stands for. Raises ``ValueError`` where it stands for none."""
    bare = _stripped(column, text)
    if not bare:
        return None
    backwards = {word: said for said, word in column.words.items()}
    return _value(column, backwards.get(bare, bare))


def _text(column: TransferColumn, value: object) -> str:
    if value is None:
        if column.required:
            raise Unwritable("必填而無值 (required, and empty)")
        return ""
    return column.words.get(said := _said(column, value), said)


def _said(column: TransferColumn, value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return _decimal(column, value)
    if isinstance(value, date):
        return value.isoformat() if column.date == "iso" else roc_date.digits_form(value)
    if isinstance(value, list):
        return json.dumps(value, ensure_ascii=False, separators=(",", ":")) if value else ""
    return str(value)


def _decimal(column: TransferColumn, value: Decimal) -> str:
    if column.decimals is None:
        return f"{value:f}"
    fixed = f"{value:.{column.decimals}f}"
    if Decimal(fixed) != value:
        raise Unwritable(f"「{value}」之小數超過 {column.decimals} 位 (more digits than that)")
    return fixed


def _padded(column: TransferColumn, text: str, encoding: Encoding) -> str:
    try:
        size = len(text.encode(CODECS[encoding]))
    except UnicodeEncodeError as error:
        bad = text[error.start]
        raise Unwritable(f"「{bad}」(U+{ord(bad):04X})不在 {encoding} 字集 (not in {encoding})") from None
    if column.width is None:
        return text
    if size > column.width:
        raise Unwritable(f"「{text}」計 {size} 位元組,欄寬 {column.width} (too wide)")
    fill = (column.fill if text else " ") * (column.width - size)
    if column.pad == "left":
        sign = text[:1] if column.fill == "0" and text[:1] in "+-" else ""
        return sign + fill + text[len(sign) :]
    return text + fill if column.pad else text


def _stripped(column: TransferColumn, text: str) -> str:
    if not column.pad or not text.strip(" "):
        return text if not column.pad else ""
    if column.type in (int, Decimal) and column.fill == "0":
        return text
    return text.lstrip(column.fill) if column.pad == "left" else text.rstrip(column.fill)


def _value(column: TransferColumn, text: str) -> object:
    form = column.type
    if form is bool:
        return {"true": True, "false": False}[text]
    if form is Decimal:
        try:
            return Decimal(text)
        except InvalidOperation:
            raise ValueError(text) from None
    if form is date:
        return date.fromisoformat(text) if column.date == "iso" else roc_date.parse(text)
    return json.loads(text) if form is list else form(text)
