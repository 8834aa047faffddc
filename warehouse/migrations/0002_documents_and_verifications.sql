-- The tables that follow from the models; printed by python -m warehouse.schema_sql.

CREATE TABLE documents (
    "id" BIGINT PRIMARY KEY,
    "submission_id" BIGINT,
    "message_sha256" VARCHAR NOT NULL,
    "attachment_path" VARCHAR NOT NULL,
    "file_sha256" VARCHAR NOT NULL,
    "file_name" VARCHAR NOT NULL,
    "document_kind" VARCHAR,
    "instrument_kind" VARCHAR,
    "engine" VARCHAR NOT NULL,
    "pages" INTEGER NOT NULL,
    "rows" INTEGER NOT NULL,
    "rows_loaded" INTEGER NOT NULL,
    "state" VARCHAR NOT NULL,
    "company_name" VARCHAR,
    "permit_number" VARCHAR,
    "verification_date" DATE,
    "verification_site" VARCHAR,
    "verifier" VARCHAR,
    "quantity" BIGINT,
    "brand" VARCHAR,
    "model" VARCHAR,
    "specification" VARCHAR,
    "technical_specification" VARCHAR,
    "remarks" VARCHAR,
    "period" VARCHAR,
    "report_date" DATE,
    "total_quantity" BIGINT,
    "total_fee" BIGINT,
    "responsible_person" VARCHAR,
    "prepared_by" VARCHAR,
    "pulse_constant" VARCHAR,
    "fare_jurisdiction" VARCHAR,
    "mechanism" VARCHAR,
    "bench_number" VARCHAR,
    "name" VARCHAR,
    "accuracy_class" VARCHAR,
    "circuit" VARCHAR,
    "meter_constant" VARCHAR,
    "year" BIGINT,
    "rated_voltage_and_current" VARCHAR,
    "supervisor" VARCHAR,
    "reference_standard_name" VARCHAR,
    "reference_standard_serial_number" VARCHAR,
    "reference_standard_calibration_date" DATE,
    "reference_standard_certificate_number" VARCHAR,
    "checks" JSON,
    "tolerances" JSON,
    "header" JSON
);
COMMENT ON TABLE documents IS '讀出之文件 | documents as read';
COMMENT ON COLUMN documents."id" IS '文件編號 | document number';
COMMENT ON COLUMN documents."submission_id" IS '所屬陳報,空值為未成陳報 | submission, null where none came of it';
COMMENT ON COLUMN documents."message_sha256" IS '所屬郵件 | message it came in';
COMMENT ON COLUMN documents."attachment_path" IS '於郵件中之位置 | where in the message';
COMMENT ON COLUMN documents."file_sha256" IS '檔案之 SHA-256 | SHA-256 of the file';
COMMENT ON COLUMN documents."file_name" IS '檔名 | file name';
COMMENT ON COLUMN documents."document_kind" IS '文件種類 | document kind: verification_record, monthly_report';
COMMENT ON COLUMN documents."instrument_kind" IS '度量衡器種類 | instrument kind';
COMMENT ON COLUMN documents."engine" IS '讀取引擎 | engine that read it';
COMMENT ON COLUMN documents."pages" IS '頁數 | pages | count';
COMMENT ON COLUMN documents."rows" IS '列數 | rows read | count';
COMMENT ON COLUMN documents."rows_loaded" IS '入庫列數 | rows loaded | count';
COMMENT ON COLUMN documents."state" IS '處理狀態 | state';
COMMENT ON COLUMN documents."company_name" IS '公司名稱 | company name';
COMMENT ON COLUMN documents."permit_number" IS '自檢字號 | permit number';
COMMENT ON COLUMN documents."verification_date" IS '檢定日期 | verification date';
COMMENT ON COLUMN documents."verification_site" IS '檢定場所 | verification site';
COMMENT ON COLUMN documents."verifier" IS '檢定人員 | verifier';
COMMENT ON COLUMN documents."quantity" IS '檢定數量 | quantity';
COMMENT ON COLUMN documents."brand" IS '廠牌 | brand';
COMMENT ON COLUMN documents."model" IS '型號 | model';
COMMENT ON COLUMN documents."specification" IS '規格 | specification';
COMMENT ON COLUMN documents."technical_specification" IS '檢定依據 | technical specification';
COMMENT ON COLUMN documents."remarks" IS '其他 | remarks';
COMMENT ON COLUMN documents."period" IS '月份 | month (YYYY-MM)';
COMMENT ON COLUMN documents."report_date" IS '製表日期 | report date';
COMMENT ON COLUMN documents."total_quantity" IS '總計檢定數量 | total quantity';
COMMENT ON COLUMN documents."total_fee" IS '總計應繳檢定費 | total fee | NT$';
COMMENT ON COLUMN documents."responsible_person" IS '負責人 | responsible person';
COMMENT ON COLUMN documents."prepared_by" IS '製表人 | prepared by';
COMMENT ON COLUMN documents."pulse_constant" IS '設定脈波數 | pulse constant';
COMMENT ON COLUMN documents."fare_jurisdiction" IS '適用運價結構轄區 | fare jurisdiction';
COMMENT ON COLUMN documents."mechanism" IS '型態 | mechanism';
COMMENT ON COLUMN documents."bench_number" IS '機台編號 | bench number';
COMMENT ON COLUMN documents."name" IS '名稱 | name';
COMMENT ON COLUMN documents."accuracy_class" IS '準確度等級 | accuracy class';
COMMENT ON COLUMN documents."circuit" IS '使用回路 | circuit';
COMMENT ON COLUMN documents."meter_constant" IS '電表常數 | meter constant';
COMMENT ON COLUMN documents."year" IS '年份 | year of make';
COMMENT ON COLUMN documents."rated_voltage_and_current" IS '額定電壓、基準(額定)電流 | rated voltage and current';
COMMENT ON COLUMN documents."supervisor" IS '主管 | supervisor';
COMMENT ON COLUMN documents."reference_standard_name" IS '標準器名稱 | standard''s name';
COMMENT ON COLUMN documents."reference_standard_serial_number" IS '標準器編號 | standard''s serial number';
COMMENT ON COLUMN documents."reference_standard_calibration_date" IS '標準器校正日期 | standard''s calibration date';
COMMENT ON COLUMN documents."reference_standard_certificate_number" IS '標準器檢校報告編號 | standard''s certificate number';
COMMENT ON COLUMN documents."checks" IS '檢定項目之勾選結果 | numbered checks with their boxes';
COMMENT ON COLUMN documents."tolerances" IS '公差欄 | row of tolerances';
COMMENT ON COLUMN documents."header" IS '表頭全文 | whole header';

CREATE TABLE monthly_report_lines (
    "submission_id" BIGINT NOT NULL,
    "document_id" BIGINT NOT NULL,
    "file_sha256" VARCHAR NOT NULL,
    "page" INTEGER,
    "sheet" VARCHAR,
    "line" INTEGER,
    "row" INTEGER NOT NULL,
    "item" VARCHAR,
    "verification_date" DATE,
    "brand" VARCHAR,
    "model" VARCHAR,
    "specification" VARCHAR,
    "serial_numbers" VARCHAR,
    "quantity" BIGINT,
    "mark_numbers" VARCHAR,
    "fee" DECIMAL(18,6),
    "remarks" VARCHAR,
    "decimals" VARCHAR,
    "as_written" JSON
);
COMMENT ON TABLE monthly_report_lines IS '月報表各列 | lines of monthly reports';
COMMENT ON COLUMN monthly_report_lines."submission_id" IS '所屬陳報 | submission';
COMMENT ON COLUMN monthly_report_lines."document_id" IS '所屬文件 | document';
COMMENT ON COLUMN monthly_report_lines."file_sha256" IS '所屬檔案之 SHA-256 | SHA-256 of the file';
COMMENT ON COLUMN monthly_report_lines."page" IS '頁次 | page, from 1';
COMMENT ON COLUMN monthly_report_lines."sheet" IS '工作表 | sheet';
COMMENT ON COLUMN monthly_report_lines."line" IS '工作表列號 | row number on the sheet';
COMMENT ON COLUMN monthly_report_lines."row" IS '列次(文件內第幾列) | number of the row in the document, from 1';
COMMENT ON COLUMN monthly_report_lines."item" IS '項次 | item';
COMMENT ON COLUMN monthly_report_lines."verification_date" IS '檢定日期 | verification date';
COMMENT ON COLUMN monthly_report_lines."brand" IS '廠牌 | brand';
COMMENT ON COLUMN monthly_report_lines."model" IS '型號 | model';
COMMENT ON COLUMN monthly_report_lines."specification" IS '規格 | specification';
COMMENT ON COLUMN monthly_report_lines."serial_numbers" IS '器號 | serial numbers';
COMMENT ON COLUMN monthly_report_lines."quantity" IS '數量 | quantity';
COMMENT ON COLUMN monthly_report_lines."mark_numbers" IS '合格印證號碼 | mark numbers';
COMMENT ON COLUMN monthly_report_lines."fee" IS '檢定費 | fee | NT$';
COMMENT ON COLUMN monthly_report_lines."remarks" IS '備註 | remarks';
COMMENT ON COLUMN monthly_report_lines."decimals" IS '各讀數之小數位數,依欄位順序 | decimals of each reading as written, by column';
COMMENT ON COLUMN monthly_report_lines."as_written" IS '無法以數值欄重現之原字 | digits of the readings that the columns cannot hold';

CREATE TABLE verifications_taximeter (
    "submission_id" BIGINT NOT NULL,
    "document_id" BIGINT NOT NULL,
    "file_sha256" VARCHAR NOT NULL,
    "page" INTEGER,
    "sheet" VARCHAR,
    "line" INTEGER,
    "row" INTEGER NOT NULL,
    "serial_number" VARCHAR,
    "verdict" VARCHAR,
    "mark_number" VARCHAR,
    "rejection_reason" VARCHAR,
    "distance_bench_initial" DECIMAL(18,6),
    "distance_bench_next" DECIMAL(18,6),
    "night_distance_bench_initial" DECIMAL(18,6),
    "night_distance_bench_next" DECIMAL(18,6),
    "distance_roller_initial" DECIMAL(18,6),
    "distance_roller_next" DECIMAL(18,6),
    "night_distance_roller_initial" DECIMAL(18,6),
    "night_distance_roller_next" DECIMAL(18,6),
    "time" DECIMAL(18,6),
    "changeover_speed" DECIMAL(18,6),
    "decimals" VARCHAR,
    "as_written" JSON
);
COMMENT ON TABLE verifications_taximeter IS '計程車計費表檢定紀錄,一具一列 | verifications of one taximeter each';
COMMENT ON COLUMN verifications_taximeter."submission_id" IS '所屬陳報 | submission';
COMMENT ON COLUMN verifications_taximeter."document_id" IS '所屬文件 | document';
COMMENT ON COLUMN verifications_taximeter."file_sha256" IS '所屬檔案之 SHA-256 | SHA-256 of the file';
COMMENT ON COLUMN verifications_taximeter."page" IS '頁次 | page, from 1';
COMMENT ON COLUMN verifications_taximeter."sheet" IS '工作表 | sheet';
COMMENT ON COLUMN verifications_taximeter."line" IS '工作表列號 | row number on the sheet';
COMMENT ON COLUMN verifications_taximeter."row" IS '列次(文件內第幾列) | number of the row in the document, from 1';
COMMENT ON COLUMN verifications_taximeter."serial_number" IS '器號 | serial number';
COMMENT ON COLUMN verifications_taximeter."verdict" IS '是否合格 | verdict';
COMMENT ON COLUMN verifications_taximeter."mark_number" IS '合格印證號碼 | mark number';
COMMENT ON COLUMN verifications_taximeter."rejection_reason" IS '不合格原因 | rejection reason';
COMMENT ON COLUMN verifications_taximeter."distance_bench_initial" IS '計程(定置)起跳 | distance, bench, initial';
COMMENT ON COLUMN verifications_taximeter."distance_bench_next" IS '計程(定置)續跳 | distance, bench, next';
COMMENT ON COLUMN verifications_taximeter."night_distance_bench_initial" IS '夜間加成計程(定置)起跳 | night distance, bench, initial';
COMMENT ON COLUMN verifications_taximeter."night_distance_bench_next" IS '夜間加成計程(定置)續跳 | night distance, bench, next';
COMMENT ON COLUMN verifications_taximeter."distance_roller_initial" IS '計程(輪行)起跳 | distance, roller, initial';
COMMENT ON COLUMN verifications_taximeter."distance_roller_next" IS '計程(輪行)續跳 | distance, roller, next';
COMMENT ON COLUMN verifications_taximeter."night_distance_roller_initial" IS '夜間加成計程(輪行)起跳 | night distance, roller, initial';
COMMENT ON COLUMN verifications_taximeter."night_distance_roller_next" IS '夜間加成計程(輪行)續跳 | night distance, roller, next';
COMMENT ON COLUMN verifications_taximeter."time" IS '計時 | time';
COMMENT ON COLUMN verifications_taximeter."changeover_speed" IS '轉換計時計費之車速 | changeover speed';
COMMENT ON COLUMN verifications_taximeter."decimals" IS '各讀數之小數位數,依欄位順序 | decimals of each reading as written, by column';
COMMENT ON COLUMN verifications_taximeter."as_written" IS '無法以數值欄重現之原字 | digits of the readings that the columns cannot hold';

CREATE TABLE verifications_weighing_instrument (
    "submission_id" BIGINT NOT NULL,
    "document_id" BIGINT NOT NULL,
    "file_sha256" VARCHAR NOT NULL,
    "page" INTEGER,
    "sheet" VARCHAR,
    "line" INTEGER,
    "row" INTEGER NOT NULL,
    "serial_number" VARCHAR,
    "verdict" VARCHAR,
    "mark_number" VARCHAR,
    "rejection_reason" VARCHAR,
    "eccentricity" DECIMAL(18,6),
    "increasing_1" DECIMAL(18,6),
    "increasing_2" DECIMAL(18,6),
    "increasing_3" DECIMAL(18,6),
    "decreasing_3" DECIMAL(18,6),
    "decreasing_2" DECIMAL(18,6),
    "decreasing_1" DECIMAL(18,6),
    "shows_above_max_9e" BOOLEAN,
    "decimals" VARCHAR,
    "as_written" JSON
);
COMMENT ON TABLE verifications_weighing_instrument IS '非自動衡器檢定紀錄,一具一列 | verifications of one non-automatic weighing instrument each';
COMMENT ON COLUMN verifications_weighing_instrument."submission_id" IS '所屬陳報 | submission';
COMMENT ON COLUMN verifications_weighing_instrument."document_id" IS '所屬文件 | document';
COMMENT ON COLUMN verifications_weighing_instrument."file_sha256" IS '所屬檔案之 SHA-256 | SHA-256 of the file';
COMMENT ON COLUMN verifications_weighing_instrument."page" IS '頁次 | page, from 1';
COMMENT ON COLUMN verifications_weighing_instrument."sheet" IS '工作表 | sheet';
COMMENT ON COLUMN verifications_weighing_instrument."line" IS '工作表列號 | row number on the sheet';
COMMENT ON COLUMN verifications_weighing_instrument."row" IS '列次(文件內第幾列) | number of the row in the document, from 1';
COMMENT ON COLUMN verifications_weighing_instrument."serial_number" IS '器號 | serial number';
COMMENT ON COLUMN verifications_weighing_instrument."verdict" IS '是否合格 | verdict';
COMMENT ON COLUMN verifications_weighing_instrument."mark_number" IS '合格印證號碼 | mark number';
COMMENT ON COLUMN verifications_weighing_instrument."rejection_reason" IS '不合格原因 | rejection reason';
COMMENT ON COLUMN verifications_weighing_instrument."eccentricity" IS '偏載檢定 | eccentricity';
COMMENT ON COLUMN verifications_weighing_instrument."increasing_1" IS '遞增第1點 | increasing, point 1';
COMMENT ON COLUMN verifications_weighing_instrument."increasing_2" IS '遞增第2點 | increasing, point 2';
COMMENT ON COLUMN verifications_weighing_instrument."increasing_3" IS '遞增第3點 | increasing, point 3';
COMMENT ON COLUMN verifications_weighing_instrument."decreasing_3" IS '遞減第3點 | decreasing, point 3';
COMMENT ON COLUMN verifications_weighing_instrument."decreasing_2" IS '遞減第2點 | decreasing, point 2';
COMMENT ON COLUMN verifications_weighing_instrument."decreasing_1" IS '遞減第1點 | decreasing, point 1';
COMMENT ON COLUMN verifications_weighing_instrument."shows_above_max_9e" IS '超過Max+9e顯示器有無數字顯示 | shows above Max+9e';
COMMENT ON COLUMN verifications_weighing_instrument."decimals" IS '各讀數之小數位數,依欄位順序 | decimals of each reading as written, by column';
COMMENT ON COLUMN verifications_weighing_instrument."as_written" IS '無法以數值欄重現之原字 | digits of the readings that the columns cannot hold';

CREATE TABLE verifications_gas_meter (
    "submission_id" BIGINT NOT NULL,
    "document_id" BIGINT NOT NULL,
    "file_sha256" VARCHAR NOT NULL,
    "page" INTEGER,
    "sheet" VARCHAR,
    "line" INTEGER,
    "row" INTEGER NOT NULL,
    "serial_number" VARCHAR,
    "verdict" VARCHAR,
    "mark_number" VARCHAR,
    "rejection_reason" VARCHAR,
    "pressure_absorption" DECIMAL(18,6),
    "qmax_rate" DECIMAL(18,6),
    "qmax_indicated" DECIMAL(18,6),
    "qmax_reference" DECIMAL(18,6),
    "qmax_error" DECIMAL(18,6),
    "qmax_0_2_rate" DECIMAL(18,6),
    "qmax_0_2_indicated" DECIMAL(18,6),
    "qmax_0_2_reference" DECIMAL(18,6),
    "qmax_0_2_error" DECIMAL(18,6),
    "qmin_3_rate" DECIMAL(18,6),
    "qmin_3_indicated" DECIMAL(18,6),
    "qmin_3_reference" DECIMAL(18,6),
    "qmin_3_error" DECIMAL(18,6),
    "decimals" VARCHAR,
    "as_written" JSON
);
COMMENT ON TABLE verifications_gas_meter IS '膜式氣量計檢定紀錄,一具一列 | verifications of one diaphragm gas meter each';
COMMENT ON COLUMN verifications_gas_meter."submission_id" IS '所屬陳報 | submission';
COMMENT ON COLUMN verifications_gas_meter."document_id" IS '所屬文件 | document';
COMMENT ON COLUMN verifications_gas_meter."file_sha256" IS '所屬檔案之 SHA-256 | SHA-256 of the file';
COMMENT ON COLUMN verifications_gas_meter."page" IS '頁次 | page, from 1';
COMMENT ON COLUMN verifications_gas_meter."sheet" IS '工作表 | sheet';
COMMENT ON COLUMN verifications_gas_meter."line" IS '工作表列號 | row number on the sheet';
COMMENT ON COLUMN verifications_gas_meter."row" IS '列次(文件內第幾列) | number of the row in the document, from 1';
COMMENT ON COLUMN verifications_gas_meter."serial_number" IS '器號 | serial number';
COMMENT ON COLUMN verifications_gas_meter."verdict" IS '是否合格 | verdict';
COMMENT ON COLUMN verifications_gas_meter."mark_number" IS '合格印證號碼 | mark number';
COMMENT ON COLUMN verifications_gas_meter."rejection_reason" IS '不合格原因 | rejection reason';
COMMENT ON COLUMN verifications_gas_meter."pressure_absorption" IS '壓力吸收 | pressure absorption | Pa';
COMMENT ON COLUMN verifications_gas_meter."qmax_rate" IS '1.0Qmax 流量 | 1.0Qmax flow rate | m³/h';
COMMENT ON COLUMN verifications_gas_meter."qmax_indicated" IS '1.0Qmax 器示值 | 1.0Qmax indicated | L';
COMMENT ON COLUMN verifications_gas_meter."qmax_reference" IS '1.0Qmax 標準值 | 1.0Qmax reference | L';
COMMENT ON COLUMN verifications_gas_meter."qmax_error" IS '1.0Qmax 器差 | 1.0Qmax error | %';
COMMENT ON COLUMN verifications_gas_meter."qmax_0_2_rate" IS '0.2Qmax 流量 | 0.2Qmax flow rate | m³/h';
COMMENT ON COLUMN verifications_gas_meter."qmax_0_2_indicated" IS '0.2Qmax 器示值 | 0.2Qmax indicated | L';
COMMENT ON COLUMN verifications_gas_meter."qmax_0_2_reference" IS '0.2Qmax 標準值 | 0.2Qmax reference | L';
COMMENT ON COLUMN verifications_gas_meter."qmax_0_2_error" IS '0.2Qmax 器差 | 0.2Qmax error | %';
COMMENT ON COLUMN verifications_gas_meter."qmin_3_rate" IS '3.0Qmin 流量 | 3.0Qmin flow rate | m³/h';
COMMENT ON COLUMN verifications_gas_meter."qmin_3_indicated" IS '3.0Qmin 器示值 | 3.0Qmin indicated | L';
COMMENT ON COLUMN verifications_gas_meter."qmin_3_reference" IS '3.0Qmin 標準值 | 3.0Qmin reference | L';
COMMENT ON COLUMN verifications_gas_meter."qmin_3_error" IS '3.0Qmin 器差 | 3.0Qmin error | %';
COMMENT ON COLUMN verifications_gas_meter."decimals" IS '各讀數之小數位數,依欄位順序 | decimals of each reading as written, by column';
COMMENT ON COLUMN verifications_gas_meter."as_written" IS '無法以數值欄重現之原字 | digits of the readings that the columns cannot hold';

CREATE TABLE verifications_water_meter (
    "submission_id" BIGINT NOT NULL,
    "document_id" BIGINT NOT NULL,
    "file_sha256" VARCHAR NOT NULL,
    "page" INTEGER,
    "sheet" VARCHAR,
    "line" INTEGER,
    "row" INTEGER NOT NULL,
    "serial_number" VARCHAR,
    "verdict" VARCHAR,
    "mark_number" VARCHAR,
    "rejection_reason" VARCHAR,
    "high_start" DECIMAL(18,6),
    "high_end" DECIMAL(18,6),
    "high_indicated" DECIMAL(18,6),
    "high_reference" DECIMAL(18,6),
    "high_error" DECIMAL(18,6),
    "high_tolerance" VARCHAR,
    "low_start" DECIMAL(18,6),
    "low_end" DECIMAL(18,6),
    "low_indicated" DECIMAL(18,6),
    "low_reference" DECIMAL(18,6),
    "low_error" DECIMAL(18,6),
    "low_tolerance" VARCHAR,
    "decimals" VARCHAR,
    "as_written" JSON
);
COMMENT ON TABLE verifications_water_meter IS '水量計檢定紀錄,一具一列 | verifications of one water meter each';
COMMENT ON COLUMN verifications_water_meter."submission_id" IS '所屬陳報 | submission';
COMMENT ON COLUMN verifications_water_meter."document_id" IS '所屬文件 | document';
COMMENT ON COLUMN verifications_water_meter."file_sha256" IS '所屬檔案之 SHA-256 | SHA-256 of the file';
COMMENT ON COLUMN verifications_water_meter."page" IS '頁次 | page, from 1';
COMMENT ON COLUMN verifications_water_meter."sheet" IS '工作表 | sheet';
COMMENT ON COLUMN verifications_water_meter."line" IS '工作表列號 | row number on the sheet';
COMMENT ON COLUMN verifications_water_meter."row" IS '列次(文件內第幾列) | number of the row in the document, from 1';
COMMENT ON COLUMN verifications_water_meter."serial_number" IS '器號 | serial number';
COMMENT ON COLUMN verifications_water_meter."verdict" IS '是否合格 | verdict';
COMMENT ON COLUMN verifications_water_meter."mark_number" IS '合格印證號碼 | mark number';
COMMENT ON COLUMN verifications_water_meter."rejection_reason" IS '不合格原因 | rejection reason';
COMMENT ON COLUMN verifications_water_meter."high_start" IS '大流 起 | high flow start | L';
COMMENT ON COLUMN verifications_water_meter."high_end" IS '大流 止 | high flow end | L';
COMMENT ON COLUMN verifications_water_meter."high_indicated" IS '大流 器示值 | high flow indicated | L';
COMMENT ON COLUMN verifications_water_meter."high_reference" IS '大流 標準值 | high flow reference | L';
COMMENT ON COLUMN verifications_water_meter."high_error" IS '大流 器差 | high flow error | %';
COMMENT ON COLUMN verifications_water_meter."high_tolerance" IS '大流 公差 | high flow tolerance | %';
COMMENT ON COLUMN verifications_water_meter."low_start" IS '小流 起 | low flow start | L';
COMMENT ON COLUMN verifications_water_meter."low_end" IS '小流 止 | low flow end | L';
COMMENT ON COLUMN verifications_water_meter."low_indicated" IS '小流 器示值 | low flow indicated | L';
COMMENT ON COLUMN verifications_water_meter."low_reference" IS '小流 標準值 | low flow reference | L';
COMMENT ON COLUMN verifications_water_meter."low_error" IS '小流 器差 | low flow error | %';
COMMENT ON COLUMN verifications_water_meter."low_tolerance" IS '小流 公差 | low flow tolerance | %';
COMMENT ON COLUMN verifications_water_meter."decimals" IS '各讀數之小數位數,依欄位順序 | decimals of each reading as written, by column';
COMMENT ON COLUMN verifications_water_meter."as_written" IS '無法以數值欄重現之原字 | digits of the readings that the columns cannot hold';

CREATE TABLE verifications_electricity_meter (
    "submission_id" BIGINT NOT NULL,
    "document_id" BIGINT NOT NULL,
    "file_sha256" VARCHAR NOT NULL,
    "page" INTEGER,
    "sheet" VARCHAR,
    "line" INTEGER,
    "row" INTEGER NOT NULL,
    "serial_number" VARCHAR,
    "verdict" VARCHAR,
    "mark_number" VARCHAR,
    "rejection_reason" VARCHAR,
    "construction" BOOLEAN,
    "insulation" BOOLEAN,
    "creep" BOOLEAN,
    "starting" BOOLEAN,
    "wh_full_load" DECIMAL(18,6),
    "wh_power_factor" DECIMAL(18,6),
    "wh_light_load" DECIMAL(18,6),
    "wh_reverse_load" DECIMAL(18,6),
    "wh_1s" DECIMAL(18,6),
    "wh_3s" DECIMAL(18,6),
    "varh_full_load" DECIMAL(18,6),
    "varh_power_factor" DECIMAL(18,6),
    "varh_light_load" DECIMAL(18,6),
    "demand" DECIMAL(18,6),
    "decimals" VARCHAR,
    "as_written" JSON
);
COMMENT ON TABLE verifications_electricity_meter IS '電度表檢定紀錄,一具一列 | verifications of one electricity meter each';
COMMENT ON COLUMN verifications_electricity_meter."submission_id" IS '所屬陳報 | submission';
COMMENT ON COLUMN verifications_electricity_meter."document_id" IS '所屬文件 | document';
COMMENT ON COLUMN verifications_electricity_meter."file_sha256" IS '所屬檔案之 SHA-256 | SHA-256 of the file';
COMMENT ON COLUMN verifications_electricity_meter."page" IS '頁次 | page, from 1';
COMMENT ON COLUMN verifications_electricity_meter."sheet" IS '工作表 | sheet';
COMMENT ON COLUMN verifications_electricity_meter."line" IS '工作表列號 | row number on the sheet';
COMMENT ON COLUMN verifications_electricity_meter."row" IS '列次(文件內第幾列) | number of the row in the document, from 1';
COMMENT ON COLUMN verifications_electricity_meter."serial_number" IS '器號 | serial number';
COMMENT ON COLUMN verifications_electricity_meter."verdict" IS '是否合格 | verdict';
COMMENT ON COLUMN verifications_electricity_meter."mark_number" IS '合格印證號碼 | mark number';
COMMENT ON COLUMN verifications_electricity_meter."rejection_reason" IS '不合格原因 | rejection reason';
COMMENT ON COLUMN verifications_electricity_meter."construction" IS '構造檢查 | construction';
COMMENT ON COLUMN verifications_electricity_meter."insulation" IS '絕緣試驗 | insulation';
COMMENT ON COLUMN verifications_electricity_meter."creep" IS '潛動試驗 | creep';
COMMENT ON COLUMN verifications_electricity_meter."starting" IS '始動試驗 | starting';
COMMENT ON COLUMN verifications_electricity_meter."wh_full_load" IS '瓦時 全載 | active, full load | %';
COMMENT ON COLUMN verifications_electricity_meter."wh_power_factor" IS '瓦時 功因 | active, power factor | %';
COMMENT ON COLUMN verifications_electricity_meter."wh_light_load" IS '瓦時 輕載 | active, light load | %';
COMMENT ON COLUMN verifications_electricity_meter."wh_reverse_load" IS '瓦時 逆載 | active, reverse load | %';
COMMENT ON COLUMN verifications_electricity_meter."wh_1s" IS '瓦時 1S | active, 1S | %';
COMMENT ON COLUMN verifications_electricity_meter."wh_3s" IS '瓦時 3S | active, 3S | %';
COMMENT ON COLUMN verifications_electricity_meter."varh_full_load" IS '乏時 全載 | reactive, full load | %';
COMMENT ON COLUMN verifications_electricity_meter."varh_power_factor" IS '乏時 功因 | reactive, power factor | %';
COMMENT ON COLUMN verifications_electricity_meter."varh_light_load" IS '乏時 輕載 | reactive, light load | %';
COMMENT ON COLUMN verifications_electricity_meter."demand" IS '需量試驗 | demand | %';
COMMENT ON COLUMN verifications_electricity_meter."decimals" IS '各讀數之小數位數,依欄位順序 | decimals of each reading as written, by column';
COMMENT ON COLUMN verifications_electricity_meter."as_written" IS '無法以數值欄重現之原字 | digits of the readings that the columns cannot hold';
