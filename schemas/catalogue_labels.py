"""L7xx: what is wrong with a label's QR code (guide, item 7 (1) 6)."""

from __future__ import annotations

from schemas.catalogue_entry import ERROR, WARNING, Entry

_BASIS = "度量衡業自行檢定申請須知(108.01.18)第七點(一)6.(3)c"
_KINDS = ("electricity_meter",)

ENTRIES: tuple[Entry, ...] = (
    Entry(
        "L701",
        ERROR,
        "QR 碼內容不是「檢定合格編號;器號」:{value}",
        "The code does not hold certificate number and serial with a semicolon between: {value}",
        "請依格式重製標籤,例如 S1LH07123456;18000000。",
        "Make the label again, like S1LH07123456;18000000.",
        _BASIS,
        _KINDS,
    ),
    Entry(
        "L702",
        ERROR,
        "檢定合格編號格式不符:{value}",
        "The certificate number has the wrong form: {value}",
        "應為業者代碼、LG 或 LH、2 碼年份代碼及 6 碼流水號。",
        "It is company code, LG or LH, a 2-digit year code and a 6-digit serial.",
        _BASIS,
        _KINDS,
    ),
    Entry(
        "L703",
        ERROR,
        "器號不可用:{value}",
        "The meter's serial number cannot be used: {value}",
        "器號為 1 至 11 碼英數字,不含空白、分號及控制字元。",
        "A serial has 1 to 11 letters and digits, no blank, semicolon or control character.",
        _BASIS,
        _KINDS,
    ),
    Entry(
        "L704",
        WARNING,
        "QR 碼以全形字或多餘空白書寫,已轉換判讀:{value}",
        "The code is written with full-width characters or blanks; read after conversion: {value}",
        "請改用半形字重製。",
        "Make it again with half-width characters.",
        _BASIS,
        _KINDS,
    ),
    Entry(
        "L705",
        WARNING,
        "符號不是 QR 碼:{value}",
        "The symbol is not a QR code: {value}",
        "標籤應使用 ISO/IEC 18004 (CNS 15964) 之 QR 碼。",
        "A label carries a QR code (ISO/IEC 18004, CNS 15964).",
        _BASIS,
        _KINDS,
    ),
    Entry(
        "L706",
        WARNING,
        "資料庫中查無此檢定合格編號:{value}",
        "The warehouse does not know this certificate number: {value}",
        "請確認陳報是否已入庫,或標籤是否為偽造。",
        "Check whether its submission was loaded, or whether the label is forged.",
        _BASIS,
        _KINDS,
    ),
    Entry(
        "L707",
        ERROR,
        "標籤器號與檢定紀錄不符,紀錄為 {recorded}:{value}",
        "The serial differs from the verification record, which has {recorded}: {value}",
        "請查明標籤是否貼錯或被移用。",
        "Find out whether the label was put on another meter.",
        _BASIS,
        _KINDS,
    ),
    Entry(
        "L708",
        ERROR,
        "同一檢定合格編號有多具電度表:{value}",
        "Several meters carry this certificate number: {value}",
        "請要求業者說明並更正陳報。",
        "Ask the manufacturer to explain and to correct the submission.",
        _BASIS,
        _KINDS,
    ),
)
