"""The invented firms: names, 統一編號 (``0000…``, valid check digits under both rules), permits, marks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

PERIOD = "2026-10"
ROC_YEAR = 115
SAMPLE_NOTE = "範例資料，非真實檢定紀錄"


@dataclass(frozen=True, slots=True)
class Marks:
    """A run of approved mark numbers (digits only); ``code`` is the instrument code on the mark, if it has one."""

    kind: str
    code: str | None
    first: str
    last: str
    approved_on: date


@dataclass(frozen=True, slots=True)
class Firm:
    """An invented manufacturer (``MV``) or importer (``IV``)."""

    name: str
    ubn: str
    permit: str
    company_code: str
    kinds: tuple[str, ...]
    mail: str
    address: str
    site: str
    verifier: str
    supervisor: str
    responsible: str
    prepared_by: str
    valid_from: date
    valid_to: date
    marks: tuple[Marks, ...]


SCALES = Firm(
    "霽川衡器股份有限公司", "00000108", "MV113901", "SZ", ("weighing_instrument",), "report@jichuan.example",
    "桃園市中壢區範例路一段12號(範例資料)", "桃園市中壢區範例路一段12號", "林樣甲", "許樣乙", "周範例", "林樣丙",
    date(2024, 5, 20), date(2027, 5, 19),
    (
        Marks("weighing_instrument", "BA", "1500001", "1500400", date(2026, 1, 12)),
        Marks("weighing_instrument", "BB", "1500401", "1500500", date(2026, 1, 12)),
    ),
)  # fmt: skip
TAXIMETERS = Firm(
    "樟瀾計程儀器有限公司", "00000445", "MV112903", "SY", ("taximeter",), "lab@zhanglan.example",
    "新北市三重區樣本街35號(範例資料)", "新北市三重區樣本街35號2樓", "陳樣甲", "陳樣乙", "吳範例", "陳樣丙",
    date(2023, 12, 1), date(2026, 11, 30),
    (Marks("taximeter", "AB", "1500001", "1500200", date(2026, 2, 3)),),
)  # fmt: skip
WATER = Firm(
    "嵐曜水表工業股份有限公司", "00000613", "MV114902", "SX", ("water_meter",), "qa@lanyao.example",
    "臺中市霧峰區範例路201號(範例資料)", "臺中市霧峰區範例路201號", "張樣甲", "張樣乙", "鄭範例", "張樣丙",
    date(2025, 3, 3), date(2028, 3, 2),
    (Marks("water_meter", None, "0451001", "0452000", date(2026, 8, 17)),),
)  # fmt: skip
GAS = Firm(
    "榆硯瓦斯儀表股份有限公司", "00000780", "MV113904", "SW", ("gas_meter",), "verify@yuyan.example",
    "臺南市新營區樣本路88號(範例資料)", "臺南市新營區樣本路88號", "黃樣甲", "黃樣乙", "謝範例", "黃樣丙",
    date(2024, 9, 9), date(2027, 9, 8),
    (Marks("gas_meter", "FC", "1520001", "1520311", date(2026, 3, 25)),),
)  # fmt: skip
ELECTRICITY = Firm(
    "澔筠電表股份有限公司", "00000959", "MV114905", "SV", ("electricity_meter",), "meter@haoyun.example",
    "新竹縣湖口鄉範例路6號(範例資料)", "新竹縣湖口鄉範例路6號", "郭樣甲", "郭樣乙", "蔡範例", "郭樣丙",
    date(2025, 7, 1), date(2028, 6, 30),
    (Marks("electricity_meter", "LH", "15000201", "15000700", date(2026, 6, 15)),),
)  # fmt: skip
IMPORTER = Firm(
    "禾磬計量貿易有限公司", "00001129", "IV114901", "SU", ("weighing_instrument", "water_meter"), "office@heqing.example",
    "高雄市仁武區樣本路150號(範例資料)", "高雄市仁武區樣本路150號", "劉樣甲", "劉樣乙", "洪範例", "劉樣丙",
    date(2025, 10, 13), date(2028, 10, 12),
    (
        Marks("weighing_instrument", "BA", "1500001", "1500100", date(2026, 4, 8)),
        Marks("water_meter", None, "0870001", "0870200", date(2026, 4, 8)),
    ),
)  # fmt: skip
SILENT = Firm(
    "苧晨儀器股份有限公司", "00001296", "MV113906", "ST", ("gas_meter", "water_meter"), "post@zhuchen.example",
    "宜蘭縣五結鄉範例路77號(範例資料)", "宜蘭縣五結鄉範例路77號", "江樣甲", "江樣乙", "簡範例", "江樣丙",
    date(2024, 11, 18), date(2027, 11, 17),
    (
        Marks("gas_meter", "FC", "1500001", "1500300", date(2026, 1, 20)),
        Marks("water_meter", None, "0610001", "0610400", date(2026, 1, 20)),
    ),
)  # fmt: skip

FIRMS = (SCALES, TAXIMETERS, WATER, GAS, ELECTRICITY, IMPORTER, SILENT)
