"""Words that an engineer in Taiwan may use for the items of a record: the form's own first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

Words = Mapping[str, Sequence[str]]

HEAD: Words = {
    "permit_number": ("自檢號", "自檢字號", "自檢許可字號", "許可證書字號", "自行檢定許可字號", "自檢證號", "許可證號"),
    "verification_site": ("檢定場所", "檢定地點", "檢測地點", "檢定處所", "檢驗場所"),
    "verifier": ("檢定人員", "檢定技術人員", "檢定員", "檢驗員", "檢驗人員", "檢定者"),
    "verification_date": ("檢定日期", "檢驗日期", "日期", "測試日期", "檢測日期"),
    "quantity": ("檢定數量", "數量", "檢定具數", "檢定總數", "檢定台數"),
    "brand": ("廠牌", "品牌", "廠　　牌", "商標"),
    "model": ("型號", "器具型號", "型式", "機型", "產品型號"),
    "specification": ("規格", "器具規格", "規　格", "型式規格", "產品規格"),
    "technical_specification": ("檢定依據", "依據", "檢定規範", "依據規範", "技術規範"),
    "bench_number": ("機台編號", "檢定台編號", "檢定機台", "機台號碼"),
    "name": ("名稱", "器具名稱", "品名", "電表名稱"),
    "accuracy_class": ("準確度等級", "等級", "精度等級"),
    "circuit": ("使用回路", "回路", "使用迴路", "相線式"),
    "meter_constant": ("電表常數", "計器常數", "表常數"),
    "year": ("年份", "製造年份", "出廠年份"),
    "rated_voltage_and_current": ("額定電壓、基準(額定)電流", "額定電壓電流", "額定電壓、額定電流"),
    "pulse_constant": ("設定脈波數", "脈波常數", "脈波數"),
    "fare_jurisdiction": ("適用運價結構轄區", "適用運價轄區", "運價轄區", "適用地區"),
    "reference_standard.name": ("標準器名稱", "標準件名稱", "標準設備名稱"),
    "reference_standard.serial_number": ("標準器編號", "標準器器號", "標準件編號", "標準器序號"),
    "reference_standard.calibration_date": ("標準器校正日期", "校正日期", "標準器檢校日期"),
    "reference_standard.certificate_number": ("標準器檢校報告編號", "校正報告編號", "檢校報告號碼", "校正證書編號"),
}
COLUMN: Words = {
    "serial_number": ("器號", "製造號碼", "表號", "器具號碼", "機號", "產品序號", "出廠編號", "器具序號", "機器序號"),
    "mark_number": ("合格印證號碼", "檢定合格號碼", "合格標識號碼", "合格印證編號", "檢定合格印證號碼", "合格單號碼"),
    "rejection_reason": ("不合格原因", "不合格事由", "不合格理由", "不良原因"),
    "verdict": ("是否合格", "判定", "檢定結果", "合格與否", "結果", "綜合判定"),
    "eccentricity": ("偏載檢定", "偏載", "偏置檢定", "偏載誤差"),
    "up": ("衡量檢定(遞增)", "遞增", "衡量遞增", "加載"),
    "down": ("衡量檢定(遞減)", "遞減", "衡量遞減", "減載"),
    "point": ("第{}點", "點{}", "第{zh}點", "{}點"),
    "shows_above_max_9e": ("超過Max+9e,顯示器有無數字顯示", "超過Max+9e顯示", "超載顯示", "Max+9e顯示"),
    "bench": ("計程(定置)", "定置計程", "定置"),
    "roller": ("計程(輪行)", "輪行計程", "輪行"),
    "night_bench": ("夜間加成計程(定置)", "夜間定置", "夜間加成(定置)"),
    "night_roller": ("夜間加成計程(輪行)", "夜間輪行", "夜間加成(輪行)"),
    "initial": ("起跳", "首跳", "起程"),
    "next": ("續跳", "次跳", "續程"),
    "time": ("計時", "計時(秒)", "計時檢定"),
    "changeover_speed": ("轉換計時計費之車速", "轉換車速", "轉換計時計費車速", "轉換車速(km/h)"),
    "pressure_absorption": ("壓力吸收Pa", "壓力吸收(Pa)", "壓力吸收", "壓損(Pa)"),
    "qmax": ("1.0Qmax m³/h", "1.0Qmax", "Qmax"),
    "qmax_0_2": ("0.2Qmax m³/h", "0.2Qmax", "0.2 Qmax"),
    "qmin_3": ("3.0Qmin m³/h", "3.0Qmin", "3Qmin"),
    "indicated": ("器示值", "器示值(L)", "示值", "器示"),
    "reference": ("標準值", "標準值(L)", "標準"),
    "error": ("器差", "器差(%)", "誤差(%)", "器差%"),
    "tolerance": ("公差(%)", "檢定公差", "公差", "容許公差"),
    "start": ("起", "起(L)", "初讀值", "起始"),
    "end": ("止", "止(L)", "末讀值", "終止"),
    "high": ("大流", "大流量", "Q3"),
    "low": ("小流", "小流量", "Q2"),
    "construction": ("構造檢查", "構造", "外觀檢查"),
    "insulation": ("絕緣試驗", "絕緣", "絕緣電阻"),
    "creep": ("潛動試驗", "潛動", "無載潛動"),
    "starting": ("始動試驗", "始動", "起動試驗"),
    "wh": ("瓦時部份", "瓦時部分", "Wh", "瓦時"),
    "varh": ("乏時部份", "乏時部分", "varh", "乏時"),
    "full_load": ("全載", "重載", "滿載"),
    "power_factor": ("功因", "功率因數"),
    "light_load": ("輕載", "輕載"),
    "reverse_load": ("逆載", "逆向"),
    "1s": ("1S",),
    "3s": ("3S",),
    "demand": ("需量試驗(%)", "需量(%)", "需量誤差", "需量"),
}
REPORT: Words = {
    "item": ("項次", "序號", "No."),
    "verification_date": ("檢定日期", "日期", "檢驗日期"),
    "brand": ("廠牌", "品牌"),
    "model": ("型號", "型式"),
    "specification": ("規格", "器具規格"),
    "serial_numbers": ("器號", "製造號碼", "器具號碼", "表號"),
    "quantity": ("數量", "檢定數量", "具數"),
    "mark_numbers": ("合格印證號碼", "檢定合格號碼", "合格單號碼", "合格標識號碼"),
    "fee": ("檢定費", "檢定規費", "規費(元)", "檢定費(元)"),
    "remarks": ("備註", "備考"),
}
TITLES: Mapping[str, Sequence[str]] = {
    "electricity_meter": ("電度表自行檢定檢定紀錄表", "電子式電度表自行檢定紀錄表", "電度表檢定記錄"),
    "water_meter": ("水量計自行檢定紀錄表", "水量計檢定紀錄", "自來水表自行檢定記錄表"),
    "gas_meter": ("膜式氣量計自行檢定紀錄表", "膜式氣量計檢定紀錄", "瓦斯表自行檢定紀錄表"),
    "taximeter": ("計程車計費表自行檢定紀錄表", "計程車計費表檢定紀錄"),
}
KINDS: Mapping[str, str] = {
    "electricity_meter": "電度表",
    "water_meter": "水量計",
    "gas_meter": "膜式氣量計",
    "taximeter": "計程車計費表",
    "weighing_instrument": "非自動衡器",
}
EXTRA = (("備註", ""), ("環境溫度(℃)", "23.5"), ("測試員", "A"), ("檢定時間", "10:30"), ("單位", "只"))
"""Columns of a firm's own, and what stands in them."""
