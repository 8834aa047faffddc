-- zh: 由器號或印證號碼查至原檔案之頁、列
-- en: from a serial or mark number back to file, page and row
-- param number text required | 器號或合格印證號碼 | serial or mark number
-- column instrument_kind | 種類 | instrument kind
-- column serial_number | 器號 | serial number
-- column mark_number | 印證號碼 | mark number
-- column verdict | 合格 | verdict
-- column permit_number | 自檢字號 | permit
-- column period | 月份 | month
-- column verification_date | 檢定日期 | verified on
-- column file_name | 檔名 | file
-- column page | 頁 | page
-- column sheet | 工作表 | sheet
-- column row | 列 | row
-- column in_force | 現行有效 | in force
SELECT v.instrument_kind, v.serial_number, v.mark_number, v.verdict, v.permit_number, v.period, v.verification_date,
    d.file_name, v.page, v.sheet, v."row", v.submission_id IN (SELECT id FROM current_submissions) AS in_force
FROM verifications v
JOIN documents d ON d.id = v.document_id
WHERE v.serial_number = $number OR v.mark_number = $number
ORDER BY v.period, v.submission_id, v."row";
