-- Views: what is in force, all kinds together, and the state of each month. None of them shows a person's name.

CREATE VIEW current_submissions AS
SELECT id, permit_number, period, instrument_kind, message_sha256, content_sha256, state, received_at, late_days, ruleset, fee_scheduled, fee_payable, fee_missing, fee_basis, supersedes, superseded_by, loaded_at
FROM submissions
WHERE superseded_by IS NULL
QUALIFY row_number() OVER (
    PARTITION BY permit_number, period, instrument_kind
    ORDER BY state IN ('accepted', 'accepted_with_warnings', 'partly_accepted') DESC, received_at DESC, id DESC
) = 1;
COMMENT ON VIEW current_submissions IS '現行有效之陳報 | submissions in force';
COMMENT ON COLUMN current_submissions.id IS '陳報編號 | submission number';
COMMENT ON COLUMN current_submissions.permit_number IS '自檢字號 | permit number';
COMMENT ON COLUMN current_submissions.period IS '月份 | month | YYYY-MM';
COMMENT ON COLUMN current_submissions.instrument_kind IS '度量衡器種類 | instrument kind';
COMMENT ON COLUMN current_submissions.message_sha256 IS '所屬郵件 | message it came in';
COMMENT ON COLUMN current_submissions.content_sha256 IS '全部檔案之綜合 SHA-256 | SHA-256 over the sorted SHA-256 of its files';
COMMENT ON COLUMN current_submissions.state IS '處理狀態 | state';
COMMENT ON COLUMN current_submissions.received_at IS '收件時間 | time received | Asia/Taipei';
COMMENT ON COLUMN current_submissions.late_days IS '逾期日數 | days late | day';
COMMENT ON COLUMN current_submissions.ruleset IS '檢核規則版本 | version of the rules that judged it';
COMMENT ON COLUMN current_submissions.fee_scheduled IS '規費表總額 | sum of the scheduled fees | NT$';
COMMENT ON COLUMN current_submissions.fee_payable IS '應繳檢定費(五分之一,總額捨去元以下) | fee payable: one fifth, floored once on the total | NT$';
COMMENT ON COLUMN current_submissions.fee_missing IS '無法計費時所缺之費率表 | fee tables to supply where the fee is not computable';
COMMENT ON COLUMN current_submissions.fee_basis IS '計費依據 | legal basis of the fee';
COMMENT ON COLUMN current_submissions.supersedes IS '所取代之前次陳報 | earlier submission that this one replaces';
COMMENT ON COLUMN current_submissions.superseded_by IS '取代本次之陳報 | later submission that replaces this one';
COMMENT ON COLUMN current_submissions.loaded_at IS '入庫時間 | time loaded | Asia/Taipei';

CREATE VIEW current_documents AS
SELECT
    t.id,
    t.submission_id,
    t.message_sha256,
    t.attachment_path,
    t.file_sha256,
    t.file_name,
    t.document_kind,
    t.instrument_kind,
    t.engine,
    t.pages,
    t.rows,
    t.rows_loaded,
    t.state,
    t.company_name,
    t.permit_number,
    t.verification_date,
    t.verification_site,
    t.quantity,
    t.brand,
    t.model,
    t.specification,
    t.technical_specification,
    t.remarks,
    t.period,
    t.report_date,
    t.total_quantity,
    t.total_fee,
    t.pulse_constant,
    t.fare_jurisdiction,
    t.mechanism,
    t.bench_number,
    t."name",
    t.accuracy_class,
    t.circuit,
    t.meter_constant,
    t."year",
    t.rated_voltage_and_current,
    t.reference_standard_name,
    t.reference_standard_serial_number,
    t.reference_standard_calibration_date,
    t.reference_standard_certificate_number,
    t.checks,
    t.tolerances
FROM documents t
SEMI JOIN current_submissions s ON s.id = t.submission_id;
COMMENT ON VIEW current_documents IS '現行有效之文件 | documents in force';
COMMENT ON COLUMN current_documents.id IS '文件編號 | document number';
COMMENT ON COLUMN current_documents.submission_id IS '所屬陳報,空值為未成陳報 | submission, null where none came of it';
COMMENT ON COLUMN current_documents.message_sha256 IS '所屬郵件 | message it came in';
COMMENT ON COLUMN current_documents.attachment_path IS '於郵件中之位置 | where in the message';
COMMENT ON COLUMN current_documents.file_sha256 IS '檔案之 SHA-256 | SHA-256 of the file';
COMMENT ON COLUMN current_documents.file_name IS '檔名 | file name';
COMMENT ON COLUMN current_documents.document_kind IS '文件種類 | document kind: verification_record, monthly_report';
COMMENT ON COLUMN current_documents.instrument_kind IS '度量衡器種類 | instrument kind';
COMMENT ON COLUMN current_documents.engine IS '讀取引擎 | engine that read it';
COMMENT ON COLUMN current_documents.pages IS '頁數 | pages | count';
COMMENT ON COLUMN current_documents.rows IS '列數 | rows read | count';
COMMENT ON COLUMN current_documents.rows_loaded IS '入庫列數 | rows loaded | count';
COMMENT ON COLUMN current_documents.state IS '處理狀態 | state';
COMMENT ON COLUMN current_documents.company_name IS '公司名稱 | company name';
COMMENT ON COLUMN current_documents.permit_number IS '自檢字號 | permit number';
COMMENT ON COLUMN current_documents.verification_date IS '檢定日期 | verification date';
COMMENT ON COLUMN current_documents.verification_site IS '檢定場所 | verification site';
COMMENT ON COLUMN current_documents.quantity IS '檢定數量 | quantity';
COMMENT ON COLUMN current_documents.brand IS '廠牌 | brand';
COMMENT ON COLUMN current_documents.model IS '型號 | model';
COMMENT ON COLUMN current_documents.specification IS '規格 | specification';
COMMENT ON COLUMN current_documents.technical_specification IS '檢定依據 | technical specification';
COMMENT ON COLUMN current_documents.remarks IS '其他 | remarks';
COMMENT ON COLUMN current_documents.period IS '月份 | month (YYYY-MM)';
COMMENT ON COLUMN current_documents.report_date IS '製表日期 | report date';
COMMENT ON COLUMN current_documents.total_quantity IS '總計檢定數量 | total quantity';
COMMENT ON COLUMN current_documents.total_fee IS '總計應繳檢定費 | total fee | NT$';
COMMENT ON COLUMN current_documents.pulse_constant IS '設定脈波數 | pulse constant';
COMMENT ON COLUMN current_documents.fare_jurisdiction IS '適用運價結構轄區 | fare jurisdiction';
COMMENT ON COLUMN current_documents.mechanism IS '型態 | mechanism';
COMMENT ON COLUMN current_documents.bench_number IS '機台編號 | bench number';
COMMENT ON COLUMN current_documents."name" IS '名稱 | name';
COMMENT ON COLUMN current_documents.accuracy_class IS '準確度等級 | accuracy class';
COMMENT ON COLUMN current_documents.circuit IS '使用回路 | circuit';
COMMENT ON COLUMN current_documents.meter_constant IS '電表常數 | meter constant';
COMMENT ON COLUMN current_documents."year" IS '年份 | year of make';
COMMENT ON COLUMN current_documents.rated_voltage_and_current IS '額定電壓、基準(額定)電流 | rated voltage and current';
COMMENT ON COLUMN current_documents.reference_standard_name IS '標準器名稱 | standard''s name';
COMMENT ON COLUMN current_documents.reference_standard_serial_number IS '標準器編號 | standard''s serial number';
COMMENT ON COLUMN current_documents.reference_standard_calibration_date IS '標準器校正日期 | standard''s calibration date';
COMMENT ON COLUMN current_documents.reference_standard_certificate_number IS '標準器檢校報告編號 | standard''s certificate number';
COMMENT ON COLUMN current_documents.checks IS '檢定項目之勾選結果 | numbered checks with their boxes';
COMMENT ON COLUMN current_documents.tolerances IS '公差欄 | row of tolerances';

CREATE VIEW current_monthly_report_lines AS
SELECT
    t.submission_id,
    t.document_id,
    t.file_sha256,
    t.page,
    t.sheet,
    t.line,
    t."row",
    t.item,
    t.verification_date,
    t.brand,
    t.model,
    t.specification,
    t.serial_numbers,
    t.quantity,
    t.mark_numbers,
    t.fee,
    t.remarks,
    t.decimals,
    t.as_written
FROM monthly_report_lines t
SEMI JOIN current_submissions s ON s.id = t.submission_id;
COMMENT ON VIEW current_monthly_report_lines IS '現行有效之月報表各列 | lines of monthly reports in force';
COMMENT ON COLUMN current_monthly_report_lines.submission_id IS '所屬陳報 | submission';
COMMENT ON COLUMN current_monthly_report_lines.document_id IS '所屬文件 | document';
COMMENT ON COLUMN current_monthly_report_lines.file_sha256 IS '所屬檔案之 SHA-256 | SHA-256 of the file';
COMMENT ON COLUMN current_monthly_report_lines.page IS '頁次 | page, from 1';
COMMENT ON COLUMN current_monthly_report_lines.sheet IS '工作表 | sheet';
COMMENT ON COLUMN current_monthly_report_lines.line IS '工作表列號 | row number on the sheet';
COMMENT ON COLUMN current_monthly_report_lines."row" IS '列次(文件內第幾列) | number of the row in the document, from 1';
COMMENT ON COLUMN current_monthly_report_lines.item IS '項次 | item';
COMMENT ON COLUMN current_monthly_report_lines.verification_date IS '檢定日期 | verification date';
COMMENT ON COLUMN current_monthly_report_lines.brand IS '廠牌 | brand';
COMMENT ON COLUMN current_monthly_report_lines.model IS '型號 | model';
COMMENT ON COLUMN current_monthly_report_lines.specification IS '規格 | specification';
COMMENT ON COLUMN current_monthly_report_lines.serial_numbers IS '器號 | serial numbers';
COMMENT ON COLUMN current_monthly_report_lines.quantity IS '數量 | quantity';
COMMENT ON COLUMN current_monthly_report_lines.mark_numbers IS '合格印證號碼 | mark numbers';
COMMENT ON COLUMN current_monthly_report_lines.fee IS '檢定費 | fee | NT$';
COMMENT ON COLUMN current_monthly_report_lines.remarks IS '備註 | remarks';
COMMENT ON COLUMN current_monthly_report_lines.decimals IS '各讀數之小數位數,依欄位順序 | decimals of each reading as written, by column';
COMMENT ON COLUMN current_monthly_report_lines.as_written IS '無法以數值欄重現之原字 | digits of the readings that the columns cannot hold';

CREATE VIEW current_verifications_taximeter AS
SELECT
    t.submission_id,
    t.document_id,
    t.file_sha256,
    t.page,
    t.sheet,
    t.line,
    t."row",
    t.serial_number,
    t.verdict,
    t.mark_number,
    t.rejection_reason,
    t.distance_bench_initial,
    t.distance_bench_next,
    t.night_distance_bench_initial,
    t.night_distance_bench_next,
    t.distance_roller_initial,
    t.distance_roller_next,
    t.night_distance_roller_initial,
    t.night_distance_roller_next,
    t."time",
    t.changeover_speed,
    t.decimals,
    t.as_written
FROM verifications_taximeter t
SEMI JOIN current_submissions s ON s.id = t.submission_id;
COMMENT ON VIEW current_verifications_taximeter IS '現行有效之計程車計費表檢定紀錄 | verifications (taximeter) in force';
COMMENT ON COLUMN current_verifications_taximeter.submission_id IS '所屬陳報 | submission';
COMMENT ON COLUMN current_verifications_taximeter.document_id IS '所屬文件 | document';
COMMENT ON COLUMN current_verifications_taximeter.file_sha256 IS '所屬檔案之 SHA-256 | SHA-256 of the file';
COMMENT ON COLUMN current_verifications_taximeter.page IS '頁次 | page, from 1';
COMMENT ON COLUMN current_verifications_taximeter.sheet IS '工作表 | sheet';
COMMENT ON COLUMN current_verifications_taximeter.line IS '工作表列號 | row number on the sheet';
COMMENT ON COLUMN current_verifications_taximeter."row" IS '列次(文件內第幾列) | number of the row in the document, from 1';
COMMENT ON COLUMN current_verifications_taximeter.serial_number IS '器號 | serial number';
COMMENT ON COLUMN current_verifications_taximeter.verdict IS '是否合格 | verdict';
COMMENT ON COLUMN current_verifications_taximeter.mark_number IS '合格印證號碼 | mark number';
COMMENT ON COLUMN current_verifications_taximeter.rejection_reason IS '不合格原因 | rejection reason';
COMMENT ON COLUMN current_verifications_taximeter.distance_bench_initial IS '計程(定置)起跳 | distance, bench, initial';
COMMENT ON COLUMN current_verifications_taximeter.distance_bench_next IS '計程(定置)續跳 | distance, bench, next';
COMMENT ON COLUMN current_verifications_taximeter.night_distance_bench_initial IS '夜間加成計程(定置)起跳 | night distance, bench, initial';
COMMENT ON COLUMN current_verifications_taximeter.night_distance_bench_next IS '夜間加成計程(定置)續跳 | night distance, bench, next';
COMMENT ON COLUMN current_verifications_taximeter.distance_roller_initial IS '計程(輪行)起跳 | distance, roller, initial';
COMMENT ON COLUMN current_verifications_taximeter.distance_roller_next IS '計程(輪行)續跳 | distance, roller, next';
COMMENT ON COLUMN current_verifications_taximeter.night_distance_roller_initial IS '夜間加成計程(輪行)起跳 | night distance, roller, initial';
COMMENT ON COLUMN current_verifications_taximeter.night_distance_roller_next IS '夜間加成計程(輪行)續跳 | night distance, roller, next';
COMMENT ON COLUMN current_verifications_taximeter."time" IS '計時 | time';
COMMENT ON COLUMN current_verifications_taximeter.changeover_speed IS '轉換計時計費之車速 | changeover speed';
COMMENT ON COLUMN current_verifications_taximeter.decimals IS '各讀數之小數位數,依欄位順序 | decimals of each reading as written, by column';
COMMENT ON COLUMN current_verifications_taximeter.as_written IS '無法以數值欄重現之原字 | digits of the readings that the columns cannot hold';

CREATE VIEW current_verifications_weighing_instrument AS
SELECT
    t.submission_id,
    t.document_id,
    t.file_sha256,
    t.page,
    t.sheet,
    t.line,
    t."row",
    t.serial_number,
    t.verdict,
    t.mark_number,
    t.rejection_reason,
    t.eccentricity,
    t.increasing_1,
    t.increasing_2,
    t.increasing_3,
    t.decreasing_3,
    t.decreasing_2,
    t.decreasing_1,
    t.shows_above_max_9e,
    t.decimals,
    t.as_written
FROM verifications_weighing_instrument t
SEMI JOIN current_submissions s ON s.id = t.submission_id;
COMMENT ON VIEW current_verifications_weighing_instrument IS '現行有效之非自動衡器檢定紀錄 | verifications (non-automatic weighing instrument) in force';
COMMENT ON COLUMN current_verifications_weighing_instrument.submission_id IS '所屬陳報 | submission';
COMMENT ON COLUMN current_verifications_weighing_instrument.document_id IS '所屬文件 | document';
COMMENT ON COLUMN current_verifications_weighing_instrument.file_sha256 IS '所屬檔案之 SHA-256 | SHA-256 of the file';
COMMENT ON COLUMN current_verifications_weighing_instrument.page IS '頁次 | page, from 1';
COMMENT ON COLUMN current_verifications_weighing_instrument.sheet IS '工作表 | sheet';
COMMENT ON COLUMN current_verifications_weighing_instrument.line IS '工作表列號 | row number on the sheet';
COMMENT ON COLUMN current_verifications_weighing_instrument."row" IS '列次(文件內第幾列) | number of the row in the document, from 1';
COMMENT ON COLUMN current_verifications_weighing_instrument.serial_number IS '器號 | serial number';
COMMENT ON COLUMN current_verifications_weighing_instrument.verdict IS '是否合格 | verdict';
COMMENT ON COLUMN current_verifications_weighing_instrument.mark_number IS '合格印證號碼 | mark number';
COMMENT ON COLUMN current_verifications_weighing_instrument.rejection_reason IS '不合格原因 | rejection reason';
COMMENT ON COLUMN current_verifications_weighing_instrument.eccentricity IS '偏載檢定 | eccentricity';
COMMENT ON COLUMN current_verifications_weighing_instrument.increasing_1 IS '遞增第1點 | increasing, point 1';
COMMENT ON COLUMN current_verifications_weighing_instrument.increasing_2 IS '遞增第2點 | increasing, point 2';
COMMENT ON COLUMN current_verifications_weighing_instrument.increasing_3 IS '遞增第3點 | increasing, point 3';
COMMENT ON COLUMN current_verifications_weighing_instrument.decreasing_3 IS '遞減第3點 | decreasing, point 3';
COMMENT ON COLUMN current_verifications_weighing_instrument.decreasing_2 IS '遞減第2點 | decreasing, point 2';
COMMENT ON COLUMN current_verifications_weighing_instrument.decreasing_1 IS '遞減第1點 | decreasing, point 1';
COMMENT ON COLUMN current_verifications_weighing_instrument.shows_above_max_9e IS '超過Max+9e顯示器有無數字顯示 | shows above Max+9e';
COMMENT ON COLUMN current_verifications_weighing_instrument.decimals IS '各讀數之小數位數,依欄位順序 | decimals of each reading as written, by column';
COMMENT ON COLUMN current_verifications_weighing_instrument.as_written IS '無法以數值欄重現之原字 | digits of the readings that the columns cannot hold';

CREATE VIEW current_verifications_gas_meter AS
SELECT
    t.submission_id,
    t.document_id,
    t.file_sha256,
    t.page,
    t.sheet,
    t.line,
    t."row",
    t.serial_number,
    t.verdict,
    t.mark_number,
    t.rejection_reason,
    t.pressure_absorption,
    t.qmax_rate,
    t.qmax_indicated,
    t.qmax_reference,
    t.qmax_error,
    t.qmax_0_2_rate,
    t.qmax_0_2_indicated,
    t.qmax_0_2_reference,
    t.qmax_0_2_error,
    t.qmin_3_rate,
    t.qmin_3_indicated,
    t.qmin_3_reference,
    t.qmin_3_error,
    t.decimals,
    t.as_written
FROM verifications_gas_meter t
SEMI JOIN current_submissions s ON s.id = t.submission_id;
COMMENT ON VIEW current_verifications_gas_meter IS '現行有效之膜式氣量計檢定紀錄 | verifications (diaphragm gas meter) in force';
COMMENT ON COLUMN current_verifications_gas_meter.submission_id IS '所屬陳報 | submission';
COMMENT ON COLUMN current_verifications_gas_meter.document_id IS '所屬文件 | document';
COMMENT ON COLUMN current_verifications_gas_meter.file_sha256 IS '所屬檔案之 SHA-256 | SHA-256 of the file';
COMMENT ON COLUMN current_verifications_gas_meter.page IS '頁次 | page, from 1';
COMMENT ON COLUMN current_verifications_gas_meter.sheet IS '工作表 | sheet';
COMMENT ON COLUMN current_verifications_gas_meter.line IS '工作表列號 | row number on the sheet';
COMMENT ON COLUMN current_verifications_gas_meter."row" IS '列次(文件內第幾列) | number of the row in the document, from 1';
COMMENT ON COLUMN current_verifications_gas_meter.serial_number IS '器號 | serial number';
COMMENT ON COLUMN current_verifications_gas_meter.verdict IS '是否合格 | verdict';
COMMENT ON COLUMN current_verifications_gas_meter.mark_number IS '合格印證號碼 | mark number';
COMMENT ON COLUMN current_verifications_gas_meter.rejection_reason IS '不合格原因 | rejection reason';
COMMENT ON COLUMN current_verifications_gas_meter.pressure_absorption IS '壓力吸收 | pressure absorption | Pa';
COMMENT ON COLUMN current_verifications_gas_meter.qmax_rate IS '1.0Qmax 流量 | 1.0Qmax flow rate | m³/h';
COMMENT ON COLUMN current_verifications_gas_meter.qmax_indicated IS '1.0Qmax 器示值 | 1.0Qmax indicated | L';
COMMENT ON COLUMN current_verifications_gas_meter.qmax_reference IS '1.0Qmax 標準值 | 1.0Qmax reference | L';
COMMENT ON COLUMN current_verifications_gas_meter.qmax_error IS '1.0Qmax 器差 | 1.0Qmax error | %';
COMMENT ON COLUMN current_verifications_gas_meter.qmax_0_2_rate IS '0.2Qmax 流量 | 0.2Qmax flow rate | m³/h';
COMMENT ON COLUMN current_verifications_gas_meter.qmax_0_2_indicated IS '0.2Qmax 器示值 | 0.2Qmax indicated | L';
COMMENT ON COLUMN current_verifications_gas_meter.qmax_0_2_reference IS '0.2Qmax 標準值 | 0.2Qmax reference | L';
COMMENT ON COLUMN current_verifications_gas_meter.qmax_0_2_error IS '0.2Qmax 器差 | 0.2Qmax error | %';
COMMENT ON COLUMN current_verifications_gas_meter.qmin_3_rate IS '3.0Qmin 流量 | 3.0Qmin flow rate | m³/h';
COMMENT ON COLUMN current_verifications_gas_meter.qmin_3_indicated IS '3.0Qmin 器示值 | 3.0Qmin indicated | L';
COMMENT ON COLUMN current_verifications_gas_meter.qmin_3_reference IS '3.0Qmin 標準值 | 3.0Qmin reference | L';
COMMENT ON COLUMN current_verifications_gas_meter.qmin_3_error IS '3.0Qmin 器差 | 3.0Qmin error | %';
COMMENT ON COLUMN current_verifications_gas_meter.decimals IS '各讀數之小數位數,依欄位順序 | decimals of each reading as written, by column';
COMMENT ON COLUMN current_verifications_gas_meter.as_written IS '無法以數值欄重現之原字 | digits of the readings that the columns cannot hold';

CREATE VIEW current_verifications_water_meter AS
SELECT
    t.submission_id,
    t.document_id,
    t.file_sha256,
    t.page,
    t.sheet,
    t.line,
    t."row",
    t.serial_number,
    t.verdict,
    t.mark_number,
    t.rejection_reason,
    t.high_start,
    t.high_end,
    t.high_indicated,
    t.high_reference,
    t.high_error,
    t.high_tolerance,
    t.low_start,
    t.low_end,
    t.low_indicated,
    t.low_reference,
    t.low_error,
    t.low_tolerance,
    t.decimals,
    t.as_written
FROM verifications_water_meter t
SEMI JOIN current_submissions s ON s.id = t.submission_id;
COMMENT ON VIEW current_verifications_water_meter IS '現行有效之水量計檢定紀錄 | verifications (water meter) in force';
COMMENT ON COLUMN current_verifications_water_meter.submission_id IS '所屬陳報 | submission';
COMMENT ON COLUMN current_verifications_water_meter.document_id IS '所屬文件 | document';
COMMENT ON COLUMN current_verifications_water_meter.file_sha256 IS '所屬檔案之 SHA-256 | SHA-256 of the file';
COMMENT ON COLUMN current_verifications_water_meter.page IS '頁次 | page, from 1';
COMMENT ON COLUMN current_verifications_water_meter.sheet IS '工作表 | sheet';
COMMENT ON COLUMN current_verifications_water_meter.line IS '工作表列號 | row number on the sheet';
COMMENT ON COLUMN current_verifications_water_meter."row" IS '列次(文件內第幾列) | number of the row in the document, from 1';
COMMENT ON COLUMN current_verifications_water_meter.serial_number IS '器號 | serial number';
COMMENT ON COLUMN current_verifications_water_meter.verdict IS '是否合格 | verdict';
COMMENT ON COLUMN current_verifications_water_meter.mark_number IS '合格印證號碼 | mark number';
COMMENT ON COLUMN current_verifications_water_meter.rejection_reason IS '不合格原因 | rejection reason';
COMMENT ON COLUMN current_verifications_water_meter.high_start IS '大流 起 | high flow start | L';
COMMENT ON COLUMN current_verifications_water_meter.high_end IS '大流 止 | high flow end | L';
COMMENT ON COLUMN current_verifications_water_meter.high_indicated IS '大流 器示值 | high flow indicated | L';
COMMENT ON COLUMN current_verifications_water_meter.high_reference IS '大流 標準值 | high flow reference | L';
COMMENT ON COLUMN current_verifications_water_meter.high_error IS '大流 器差 | high flow error | %';
COMMENT ON COLUMN current_verifications_water_meter.high_tolerance IS '大流 公差 | high flow tolerance | %';
COMMENT ON COLUMN current_verifications_water_meter.low_start IS '小流 起 | low flow start | L';
COMMENT ON COLUMN current_verifications_water_meter.low_end IS '小流 止 | low flow end | L';
COMMENT ON COLUMN current_verifications_water_meter.low_indicated IS '小流 器示值 | low flow indicated | L';
COMMENT ON COLUMN current_verifications_water_meter.low_reference IS '小流 標準值 | low flow reference | L';
COMMENT ON COLUMN current_verifications_water_meter.low_error IS '小流 器差 | low flow error | %';
COMMENT ON COLUMN current_verifications_water_meter.low_tolerance IS '小流 公差 | low flow tolerance | %';
COMMENT ON COLUMN current_verifications_water_meter.decimals IS '各讀數之小數位數,依欄位順序 | decimals of each reading as written, by column';
COMMENT ON COLUMN current_verifications_water_meter.as_written IS '無法以數值欄重現之原字 | digits of the readings that the columns cannot hold';

CREATE VIEW current_verifications_electricity_meter AS
SELECT
    t.submission_id,
    t.document_id,
    t.file_sha256,
    t.page,
    t.sheet,
    t.line,
    t."row",
    t.serial_number,
    t.verdict,
    t.mark_number,
    t.rejection_reason,
    t.construction,
    t.insulation,
    t.creep,
    t.starting,
    t.wh_full_load,
    t.wh_power_factor,
    t.wh_light_load,
    t.wh_reverse_load,
    t.wh_1s,
    t.wh_3s,
    t.varh_full_load,
    t.varh_power_factor,
    t.varh_light_load,
    t.demand,
    t.decimals,
    t.as_written
FROM verifications_electricity_meter t
SEMI JOIN current_submissions s ON s.id = t.submission_id;
COMMENT ON VIEW current_verifications_electricity_meter IS '現行有效之電度表檢定紀錄 | verifications (electricity meter) in force';
COMMENT ON COLUMN current_verifications_electricity_meter.submission_id IS '所屬陳報 | submission';
COMMENT ON COLUMN current_verifications_electricity_meter.document_id IS '所屬文件 | document';
COMMENT ON COLUMN current_verifications_electricity_meter.file_sha256 IS '所屬檔案之 SHA-256 | SHA-256 of the file';
COMMENT ON COLUMN current_verifications_electricity_meter.page IS '頁次 | page, from 1';
COMMENT ON COLUMN current_verifications_electricity_meter.sheet IS '工作表 | sheet';
COMMENT ON COLUMN current_verifications_electricity_meter.line IS '工作表列號 | row number on the sheet';
COMMENT ON COLUMN current_verifications_electricity_meter."row" IS '列次(文件內第幾列) | number of the row in the document, from 1';
COMMENT ON COLUMN current_verifications_electricity_meter.serial_number IS '器號 | serial number';
COMMENT ON COLUMN current_verifications_electricity_meter.verdict IS '是否合格 | verdict';
COMMENT ON COLUMN current_verifications_electricity_meter.mark_number IS '合格印證號碼 | mark number';
COMMENT ON COLUMN current_verifications_electricity_meter.rejection_reason IS '不合格原因 | rejection reason';
COMMENT ON COLUMN current_verifications_electricity_meter.construction IS '構造檢查 | construction';
COMMENT ON COLUMN current_verifications_electricity_meter.insulation IS '絕緣試驗 | insulation';
COMMENT ON COLUMN current_verifications_electricity_meter.creep IS '潛動試驗 | creep';
COMMENT ON COLUMN current_verifications_electricity_meter.starting IS '始動試驗 | starting';
COMMENT ON COLUMN current_verifications_electricity_meter.wh_full_load IS '瓦時 全載 | active, full load | %';
COMMENT ON COLUMN current_verifications_electricity_meter.wh_power_factor IS '瓦時 功因 | active, power factor | %';
COMMENT ON COLUMN current_verifications_electricity_meter.wh_light_load IS '瓦時 輕載 | active, light load | %';
COMMENT ON COLUMN current_verifications_electricity_meter.wh_reverse_load IS '瓦時 逆載 | active, reverse load | %';
COMMENT ON COLUMN current_verifications_electricity_meter.wh_1s IS '瓦時 1S | active, 1S | %';
COMMENT ON COLUMN current_verifications_electricity_meter.wh_3s IS '瓦時 3S | active, 3S | %';
COMMENT ON COLUMN current_verifications_electricity_meter.varh_full_load IS '乏時 全載 | reactive, full load | %';
COMMENT ON COLUMN current_verifications_electricity_meter.varh_power_factor IS '乏時 功因 | reactive, power factor | %';
COMMENT ON COLUMN current_verifications_electricity_meter.varh_light_load IS '乏時 輕載 | reactive, light load | %';
COMMENT ON COLUMN current_verifications_electricity_meter.demand IS '需量試驗 | demand | %';
COMMENT ON COLUMN current_verifications_electricity_meter.decimals IS '各讀數之小數位數,依欄位順序 | decimals of each reading as written, by column';
COMMENT ON COLUMN current_verifications_electricity_meter.as_written IS '無法以數值欄重現之原字 | digits of the readings that the columns cannot hold';

CREATE VIEW verifications AS
WITH every_kind AS (
    SELECT 'taximeter' AS instrument_kind, submission_id, document_id, file_sha256, page, sheet, line, "row", serial_number, verdict, mark_number, rejection_reason
    FROM verifications_taximeter
    UNION ALL
    SELECT 'weighing_instrument' AS instrument_kind, submission_id, document_id, file_sha256, page, sheet, line, "row", serial_number, verdict, mark_number, rejection_reason
    FROM verifications_weighing_instrument
    UNION ALL
    SELECT 'gas_meter' AS instrument_kind, submission_id, document_id, file_sha256, page, sheet, line, "row", serial_number, verdict, mark_number, rejection_reason
    FROM verifications_gas_meter
    UNION ALL
    SELECT 'water_meter' AS instrument_kind, submission_id, document_id, file_sha256, page, sheet, line, "row", serial_number, verdict, mark_number, rejection_reason
    FROM verifications_water_meter
    UNION ALL
    SELECT 'electricity_meter' AS instrument_kind, submission_id, document_id, file_sha256, page, sheet, line, "row", serial_number, verdict, mark_number, rejection_reason
    FROM verifications_electricity_meter
)
SELECT
    s.permit_number,
    s.period,
    v.instrument_kind,
    d.verification_date,
    d.brand,
    d.model,
    d.specification,
    v.serial_number,
    v.verdict,
    v.mark_number,
    v.rejection_reason,
    v.submission_id,
    v.document_id,
    v.file_sha256,
    v.page,
    v.sheet,
    v.line,
    v."row"
FROM every_kind v
JOIN submissions s ON s.id = v.submission_id
JOIN documents d ON d.id = v.document_id;
COMMENT ON VIEW verifications IS '各種類之檢定紀錄共同欄位,含已取代者 | verifications of all kinds, common columns, superseded ones too';
COMMENT ON COLUMN verifications.permit_number IS '自檢字號 | permit number';
COMMENT ON COLUMN verifications.period IS '月份 | month | YYYY-MM';
COMMENT ON COLUMN verifications.instrument_kind IS '度量衡器種類 | instrument kind';
COMMENT ON COLUMN verifications.verification_date IS '檢定日期 | verification date';
COMMENT ON COLUMN verifications.brand IS '廠牌 | brand';
COMMENT ON COLUMN verifications.model IS '型號 | model';
COMMENT ON COLUMN verifications.specification IS '規格 | specification';
COMMENT ON COLUMN verifications.serial_number IS '器號 | serial number';
COMMENT ON COLUMN verifications.verdict IS '是否合格 | verdict';
COMMENT ON COLUMN verifications.mark_number IS '合格印證號碼 | mark number';
COMMENT ON COLUMN verifications.rejection_reason IS '不合格原因 | rejection reason';
COMMENT ON COLUMN verifications.submission_id IS '所屬陳報 | submission';
COMMENT ON COLUMN verifications.document_id IS '所屬文件 | document';
COMMENT ON COLUMN verifications.file_sha256 IS '所屬檔案之 SHA-256 | SHA-256 of the file';
COMMENT ON COLUMN verifications.page IS '頁次 | page, from 1';
COMMENT ON COLUMN verifications.sheet IS '工作表 | sheet';
COMMENT ON COLUMN verifications.line IS '工作表列號 | row number on the sheet';
COMMENT ON COLUMN verifications."row" IS '列次(文件內第幾列) | number of the row in the document, from 1';

CREATE VIEW current_verifications AS
SELECT
    v.permit_number,
    v.period,
    v.instrument_kind,
    v.verification_date,
    v.brand,
    v.model,
    v.specification,
    v.serial_number,
    v.verdict,
    v.mark_number,
    v.rejection_reason,
    v.submission_id,
    v.document_id,
    v.file_sha256,
    v.page,
    v.sheet,
    v.line,
    v."row"
FROM verifications v
SEMI JOIN current_submissions s ON s.id = v.submission_id;
COMMENT ON VIEW current_verifications IS '現行有效之檢定紀錄共同欄位 | verifications of all kinds in force, common columns';
COMMENT ON COLUMN current_verifications.permit_number IS '自檢字號 | permit number';
COMMENT ON COLUMN current_verifications.period IS '月份 | month | YYYY-MM';
COMMENT ON COLUMN current_verifications.instrument_kind IS '度量衡器種類 | instrument kind';
COMMENT ON COLUMN current_verifications.verification_date IS '檢定日期 | verification date';
COMMENT ON COLUMN current_verifications.brand IS '廠牌 | brand';
COMMENT ON COLUMN current_verifications.model IS '型號 | model';
COMMENT ON COLUMN current_verifications.specification IS '規格 | specification';
COMMENT ON COLUMN current_verifications.serial_number IS '器號 | serial number';
COMMENT ON COLUMN current_verifications.verdict IS '是否合格 | verdict';
COMMENT ON COLUMN current_verifications.mark_number IS '合格印證號碼 | mark number';
COMMENT ON COLUMN current_verifications.rejection_reason IS '不合格原因 | rejection reason';
COMMENT ON COLUMN current_verifications.submission_id IS '所屬陳報 | submission';
COMMENT ON COLUMN current_verifications.document_id IS '所屬文件 | document';
COMMENT ON COLUMN current_verifications.file_sha256 IS '所屬檔案之 SHA-256 | SHA-256 of the file';
COMMENT ON COLUMN current_verifications.page IS '頁次 | page, from 1';
COMMENT ON COLUMN current_verifications.sheet IS '工作表 | sheet';
COMMENT ON COLUMN current_verifications.line IS '工作表列號 | row number on the sheet';
COMMENT ON COLUMN current_verifications."row" IS '列次(文件內第幾列) | number of the row in the document, from 1';

CREATE MACRO month_status(wanted) AS TABLE
WITH months AS (
    SELECT DISTINCT period FROM submissions WHERE wanted IS NULL OR period = wanted
    UNION
    SELECT wanted WHERE wanted IS NOT NULL
), permits_now AS (
    SELECT permit_number, company_name, unnest(instrument_kinds) AS instrument_kind, valid_from, valid_to, status
    FROM permits
    WHERE register_id = (SELECT max(id) FROM registers)
), expected AS (
    SELECT m.period, p.permit_number, p.instrument_kind
    FROM months m
    JOIN permits_now p
        ON p.valid_from <= last_day(strptime(m.period || '-01', '%Y-%m-%d'))
        AND p.valid_to >= strptime(m.period || '-01', '%Y-%m-%d')
        AND p.status IN ('valid', 'expired')
), filed AS (
    SELECT s.* FROM current_submissions s WHERE s.period IN (SELECT period FROM months)
), instruments AS (
    SELECT submission_id, count(*) AS verifications, count(*) FILTER (verdict = 'fail') AS failed
    FROM verifications
    WHERE submission_id IN (SELECT id FROM filed)
    GROUP BY submission_id
), faults AS (
    SELECT
        submission_id,
        count(*) FILTER (severity = 'warning') AS warnings,
        count(*) FILTER (severity IN ('error', 'fatal')) AS errors
    FROM findings
    WHERE submission_id IN (SELECT id FROM filed)
    GROUP BY submission_id
), papers AS (
    SELECT submission_id, min(number) AS receipt_number FROM receipts GROUP BY submission_id
), every_key AS (
    SELECT period, permit_number, instrument_kind FROM expected
    UNION
    SELECT period, permit_number, instrument_kind FROM filed
)
SELECT
    k.period,
    k.permit_number,
    n.company_name,
    k.instrument_kind,
    coalesce(f.state, 'missing') AS state,
    f.id AS submission_id,
    f.received_at,
    f.late_days,
    coalesce(i.verifications, 0) AS verifications,
    coalesce(i.failed, 0) AS failed,
    coalesce(w.warnings, 0) AS warnings,
    coalesce(w.errors, 0) AS errors,
    f.fee_scheduled,
    f.fee_payable,
    f.fee_missing,
    r.receipt_number
FROM every_key k
LEFT JOIN filed f USING (period, permit_number, instrument_kind)
LEFT JOIN (SELECT permit_number, min(company_name) AS company_name FROM permits_now GROUP BY permit_number) n USING (permit_number)
LEFT JOIN instruments i ON i.submission_id = f.id
LEFT JOIN faults w ON w.submission_id = f.id
LEFT JOIN papers r ON r.submission_id = f.id
ORDER BY k.period, k.permit_number, k.instrument_kind;

CREATE VIEW v_month_status AS
SELECT * FROM month_status(NULL::VARCHAR);
COMMENT ON VIEW v_month_status IS '每月陳報狀況,含未陳報者 | state of each month, those who did not file too';
COMMENT ON COLUMN v_month_status.period IS '月份 | month | YYYY-MM';
COMMENT ON COLUMN v_month_status.permit_number IS '自檢字號 | permit number';
COMMENT ON COLUMN v_month_status.company_name IS '公司名稱 | company name';
COMMENT ON COLUMN v_month_status.instrument_kind IS '度量衡器種類 | instrument kind';
COMMENT ON COLUMN v_month_status.state IS '處理狀態,missing 為未陳報 | state; missing where nothing was filed';
COMMENT ON COLUMN v_month_status.submission_id IS '陳報編號 | submission number';
COMMENT ON COLUMN v_month_status.received_at IS '收件時間 | time received | Asia/Taipei';
COMMENT ON COLUMN v_month_status.late_days IS '逾期日數 | days late | day';
COMMENT ON COLUMN v_month_status.verifications IS '入庫檢定數 | verifications loaded | count';
COMMENT ON COLUMN v_month_status.failed IS '不合格數 | failed | count';
COMMENT ON COLUMN v_month_status.warnings IS '警告數 | warnings | count';
COMMENT ON COLUMN v_month_status.errors IS '錯誤數 | errors | count';
COMMENT ON COLUMN v_month_status.fee_scheduled IS '規費表總額 | sum of the scheduled fees | NT$';
COMMENT ON COLUMN v_month_status.fee_payable IS '應繳檢定費(五分之一,總額捨去元以下) | fee payable: one fifth, floored once on the total | NT$';
COMMENT ON COLUMN v_month_status.fee_missing IS '無法計費時所缺之費率表 | fee tables to supply where the fee is not computable';
COMMENT ON COLUMN v_month_status.receipt_number IS '收據號碼 | receipt number';

-- The digits of a reading as they were written; position counts the DECIMAL columns of its table from 1.
CREATE MACRO digits(reading, decimals, position) AS
    CASE
        WHEN NOT regexp_matches(decimals[position], '[0-6]') THEN NULL
        ELSE rtrim(left(reading::DECIMAL(18,6)::VARCHAR, length(reading::DECIMAL(18,6)::VARCHAR) - 6 + decimals[position]::INTEGER), '.')
    END;
