"""Words that head a column or stand before a value, as manufacturers write them; the form's own word first."""

from __future__ import annotations

STANDARD_NAME = (
    "標準器名稱|標準器|標準器具|標準器具名稱|標準設備名稱|標準設備|標準件名稱|標準器種類|reference standard|"
    "standard name|standard",
)

STANDARD_SERIAL_NUMBER = (
    "標準器編號|標準器器號|標準器序號|標準器號碼|標準器具編號|標準器具號碼|標準器製造號碼|標準設備編號|"
    "標準件編號|standard serial number|standard serial no|standard no",
)

STANDARD_CALIBRATION_DATE = (
    "標準器校正日期|校正日期|標準器檢校日期|檢校日期|標準器校驗日期|校驗日期|標準器校準日期|校準日期|"
    "標準器具校正日期|標準設備校正日期|標準件校正日期|calibration date|calibrated on",
)

STANDARD_CERTIFICATE_NUMBER = (
    "標準器檢校報告編號|檢校報告編號|標準器校正報告編號|校正報告編號|標準器檢校報告號碼|標準器校正報告號碼|"
    "校正報告號碼|校正報告|檢校報告號碼|標準器校正證書編號|標準器校正證書號碼|校正證書編號|校正證書號碼|"
    "標準器校驗報告編號|校驗報告編號|報告編號|calibration certificate|calibration report|certificate number|"
    "certificate no|report no",
)

COMPANY_NAME = (
    "公司名稱|公司行號|廠商名稱|業者名稱|公司廠商名稱|製造廠商|製造商|輸入業者|自檢業者|檢定業者|申請人|公司|"
    "廠商|company name|company|manufacturer",
)

PERMIT_NUMBER = (
    "自檢號|自檢字號|自檢許可字號|自檢許可號|自檢證號|自檢號碼|自檢編號|自檢許可證號|自檢許可證號碼|"
    "自行檢定字號|自行檢定號碼|自行檢定許可字號|自行檢定許可證號|自行檢定許可證號碼|自行檢定許可證書號碼|"
    "自行檢定許可證書字號|許可證書字號|許可證書號碼|許可證字號|許可證號碼|許可證號|許可字號|許可號碼|"
    "permit number|permit no|permit",
)

VERIFICATION_DATE = (
    "檢定日期|日期|檢定年月日|檢定日|檢驗日期|檢測日期|測試日期|試驗日期|自檢日期|verification date|"
    "date of verification|date",
)

VERIFICATION_SITE = (
    "檢定場所|檢定地點|檢定處所|檢定場地|檢定地址|檢驗場所|檢驗地點|檢測地點|測試地點|場所|地點|"
    "verification site|place of verification|site|place|location",
)

VERIFIER = (
    "檢定人員|檢定員|檢定技術人員|檢定人|檢定者|檢驗員|檢驗人員|檢測人員|測試人員|檢定人員簽名|檢定人員姓名|"
    "操作人員|verifier|verified by|verifying person|inspector",
)

QUANTITY = (
    "檢定數量|檢定具數|檢定台數|檢定只數|檢定個數|檢定總數|檢定總數量|數量|具數|總數量|總數|台數|只數|"
    "quantity|qty|number of instruments",
)

BRAND = ("廠牌|品牌|廠牌名稱|廠牌商標|商標|brand|make",)

MODEL = ("型號|器具型號|產品型號|型式|型別|機型|model|type",)

SPECIFICATION = ("規格|器具規格|產品規格|規格容量|容量規格|型式規格|器量|specification|spec",)

TECHNICAL_SPECIFICATION = (
    "檢定依據|檢定規範|檢定依據規範|依據規範|依據|技術規範|檢定技術規範|檢定檢查技術規範|檢定標準|"
    "technical specification|verified according to",
)

REMARKS = ("其他|其它|備註|備考|附註|說明|remarks|notes|other",)

SERIAL_NUMBER = (
    "器號|表號|機號|器具號碼|製造號碼|產品序號|出廠編號|出廠號碼|製造編號|產品編號|儀器序號|器具編號|器具序號|"
    "電表器號|電表號碼|水表號碼|水表器號|氣表號碼|瓦斯表號碼|計費表號碼|計費表器號|衡器號碼|衡器器號|表身號碼|"
    "機身號碼|機器號碼|機器序號|序列號|序列號碼|流水號|產品號碼|表碼|編號|序號|serial number|serial no|serial|"
    "serials|serial numbers|meter number|meter no|instrument number|instrument no|SN",
)

VERDICT = (
    "是否合格|判定|檢定結果|合格與否|合格否|判定結果|結果判定|綜合判定|檢定判定|合格判定|總判定|檢驗結果|"
    "檢測結果|結果|合格不合格|合格|verdict|result|pass fail|passed|judgement|judgment|pass",
)

MARK_NUMBER = (
    "合格印證號碼|合格印證編號|合格單號碼|合格單編號|檢定合格編號|檢定合格號碼|檢定合格單號碼|"
    "檢定合格印證號碼|檢定合格證號|合格標識號碼|合格標識編號|合格標示號碼|合格標籤號碼|合格貼紙號碼|"
    "合格證號碼|合格證號|合格證編號|合格號碼|合格編號|合格印證|印證號碼|印證編號|鉛封號碼|鉛封編號|封印號碼|"
    "標識號碼|檢定標識號碼|檢定印證號碼|mark number|mark no|verification mark|mark numbers|marks|"
    "certificate number|certificate no|seal number|seal no|label number|label no",
)

REJECTION_REASON = (
    "不合格原因|不合格理由|不合格說明|不合格事由|不合格項目|不良原因|退件原因|rejection reason|"
    "reason for rejection|failure reason|reason|cause",
)

REPORT_COMPANY_NAME = ("公司名稱|公司行號|廠商名稱|業者名稱|製造廠商|自檢業者|公司|廠商|company name|company",)

INSTRUMENT_KIND = ("度量衡器種類|度量衡器名稱|器具種類|器具名稱|種類|instrument kind|kind of instrument|kind",)

PERIOD = ("月份|報表月份|檢定月份|陳報月份|年月|檢定年月|報表年月|month|period",)

REPORT_DATE = ("製表日期|製表日|填表日期|填報日期|報表日期|陳報日期|列印日期|report date|date of report|date prepared",)

TOTAL_QUANTITY = (
    "總計檢定數量|檢定數量總計|檢定數量合計|總計數量|合計數量|總檢定數量|檢定總數量|檢定總數|總數量|"
    "total quantity|total number",
)

TOTAL_FEE = (
    "總計應繳檢定費|應繳檢定費總計|應繳檢定費合計|應繳檢定費|總計檢定費|檢定費總計|檢定費合計|應繳金額|"
    "應繳費用|合計金額|總金額|total fee|fee due",
)

REPORT_PERMIT_NUMBER = (
    "自檢號|自檢字號|自檢許可字號|自檢許可號|自檢證號|自檢號碼|自檢編號|自檢許可證號|自檢許可證號碼|"
    "自行檢定字號|自行檢定許可字號|自行檢定許可證號|自行檢定許可證號碼|自行檢定許可證書號碼|許可證書字號|"
    "許可證書號碼|許可證字號|許可證號碼|許可證號|許可字號|permit number|permit no|permit",
)

RESPONSIBLE_PERSON = (
    "負責人|公司(廠)負責人|公司負責人|廠負責人|公司廠負責人|代表人|負責人姓名|responsible person|person in charge",
)

PREPARED_BY = ("製表人|製表人員|製表者|製表|填表人|填報人|承辦人|經辦人|prepared by",)

ITEM = ("項次|序號|順序|項目|編號|no|item|item no",)

REPORT_VERIFICATION_DATE = (
    "檢定日期|日期|檢定年月日|檢定日|檢驗日期|自檢日期|verification date|date of verification|date",
)

REPORT_BRAND = ("廠牌|品牌|廠牌名稱|商標|brand|make",)

REPORT_SPECIFICATION = ("規格|器具規格|產品規格|型式規格|specification|spec",)

SERIAL_NUMBERS = (
    "器號|表號|機號|器具號碼|製造號碼|產品序號|出廠編號|出廠號碼|製造編號|產品編號|儀器序號|器具編號|器具序號|"
    "電表器號|電表號碼|水表號碼|水表器號|氣表號碼|瓦斯表號碼|計費表號碼|計費表器號|衡器號碼|衡器器號|表身號碼|"
    "機身號碼|機器號碼|機器序號|序列號|序列號碼|流水號|產品號碼|表碼|serial number|serial no|serial|serials|"
    "serial numbers|meter number|meter no|instrument number|instrument no|SN",
)

REPORT_QUANTITY = ("數量|具數|檢定數量|檢定具數|只數|台數|檢定台數|檢定只數|個數|件數|quantity|qty",)

FEE = ("檢定費|檢定費用|應繳檢定費|檢定規費|規費|費用|金額|費額|fee|fees|amount",)

REPORT_REMARKS = ("備註|備考|附註|說明|其他|remarks|remark|notes|note",)
