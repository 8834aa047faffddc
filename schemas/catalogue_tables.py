"""T2xx: the table of instruments or its headings are not as the form has them."""

from __future__ import annotations

from schemas.catalogue_entry import ERROR, FATAL, GUIDE_8, GUIDE_9, RECORD, WARNING, Entry

_FORM = f"{GUIDE_8};{GUIDE_9}"

ENTRIES: tuple[Entry, ...] = (
    Entry(
        "T201",
        FATAL,
        "找不到器具明細表。",
        "No table of instruments was found.",
        "請依 FIF-03(檢定紀錄)或 FIF-04(月報表)格式製作表格。",
        "Lay the table out as in FIF-03 (record) or FIF-04 (monthly report).",
        _FORM,
    ),
    Entry(
        "T202",
        FATAL,
        "無法判定度量衡器種類。",
        "The kind of instrument cannot be told.",
        "請於表頭載明度量衡器種類,例如「水量計自行檢定紀錄表」。",
        "State the kind of instrument in the title, for example 水量計自行檢定紀錄表.",
        RECORD,
    ),
    Entry(
        "T203",
        FATAL,
        "缺少欄位「{column}」。",
        "Column missing: {column}.",
        "請補上該欄位後重新寄送。",
        "Add the column and send the file again.",
        RECORD,
    ),
    Entry(
        "T204",
        WARNING,
        "無法辨識欄位名稱「{value}」,該欄未讀取。",
        "Heading not understood: {value}; the column was not read.",
        "請依表單所定欄位名稱填寫;如屬自行增列之欄位可不予處理。",
        "Use the heading that the form has; a column of your own may stay.",
        _FORM,
    ),
    Entry(
        "T205",
        ERROR,
        "欄位「{column}」重複出現。",
        "The same column appears twice: {column}.",
        "請刪除重複的欄位後重新寄送。",
        "Remove the second column and send the file again.",
        _FORM,
    ),
    Entry(
        "T206",
        WARNING,
        "表格範圍內有未能歸入任何儲存格的文字「{value}」。",
        "Text in the area of the table belongs to no cell: {value}.",
        "請確認該文字是否應填入表格;如屬註記,請移至備註欄。",
        "Check whether it belongs into the table; if it is a remark, move it to the remarks.",
        _FORM,
    ),
    Entry(
        "T207",
        ERROR,
        "此列與表格欄位不符「{value}」。",
        "This row does not fit the columns of the table: {value}.",
        "請檢查該列是否缺漏或多出儲存格。",
        "Check the row for missing or surplus cells.",
        _FORM,
    ),
    Entry(
        "T208",
        FATAL,
        "無法判定度量衡器種類,下列種類皆有可能:{kinds}。",
        "More than one kind of instrument fits: {kinds}.",
        "一份檔案請只陳報一種度量衡器,並於表頭載明種類。",
        "Report one kind of instrument in a file and state it in the title.",
        RECORD,
    ),
    Entry(
        "T209",
        ERROR,
        "表頭缺少「{field}」。",
        "Header item missing: {field}.",
        "請補填後重新寄送。",
        "Fill it in and send the file again.",
        RECORD,
    ),
    Entry(
        "T210",
        WARNING,
        "第 {page} 頁的表格框線無法確定,內容已儘量讀取。",
        "The grid on page {page} is doubtful; its content was read as well as possible.",
        "請核對本頁讀取結果;表格請使用完整框線。",
        "Check what was read from this page; draw tables with complete rules.",
        _FORM,
    ),
    Entry(
        "T212",
        WARNING,
        "標題「{value}」可指數個欄位,係依其排列順序判讀。",
        "The heading {value} may mean several columns; it was read by the order of the columns.",
        "請於上層標題載明各欄所屬群組,例如「瓦時部份」及「乏時部份」。",
        "Name the group of each column in a heading above it, for example 瓦時部份 and 乏時部份.",
        _FORM,
    ),
)
