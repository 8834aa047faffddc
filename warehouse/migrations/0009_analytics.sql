-- For analysts: dimensions, the long view of measurements, the questions of a month, the figures on service.
-- dim_kind, dim_reading and measurements are printed by python -m warehouse.query_star_sql.

CREATE TABLE reading_limits (
    instrument_kind VARCHAR NOT NULL,
    reading VARCHAR NOT NULL,
    accuracy_class VARCHAR,
    max_error DECIMAL(18,6) NOT NULL,
    unit VARCHAR NOT NULL,
    source VARCHAR NOT NULL,
    article VARCHAR NOT NULL,
    valid_from DATE NOT NULL,
    valid_to DATE NOT NULL,
    confirmed BOOLEAN NOT NULL,
    recorded_at TIMESTAMP NOT NULL
);

COMMENT ON TABLE reading_limits IS '讀數之容許誤差,依最近一次收件所用之法定表 | maximum permissible errors by reading, from the legal tables that the last intake used';
COMMENT ON COLUMN reading_limits."instrument_kind" IS '度量衡器種類 | instrument kind';
COMMENT ON COLUMN reading_limits."reading" IS '讀數(欄位名) | reading: the name of its column';
COMMENT ON COLUMN reading_limits."accuracy_class" IS '準確度等級,空值為各級 | accuracy class; null: all';
COMMENT ON COLUMN reading_limits."max_error" IS '最大容許誤差(±) | maximum permissible error, plus and minus | as unit';
COMMENT ON COLUMN reading_limits."unit" IS '單位 | unit';
COMMENT ON COLUMN reading_limits."source" IS '出處 | source';
COMMENT ON COLUMN reading_limits."article" IS '條文 | article';
COMMENT ON COLUMN reading_limits."valid_from" IS '有效期間起日 | first day of validity';
COMMENT ON COLUMN reading_limits."valid_to" IS '有效期間迄日 | last day of validity';
COMMENT ON COLUMN reading_limits."confirmed" IS '承辦單位是否確認 | whether the office confirmed it';
COMMENT ON COLUMN reading_limits."recorded_at" IS '記錄時間 | time recorded | Asia/Taipei';

-- The limits that a record prints: ±2.0, 2%, +1/-3; null for anything else (as schemas/rules/record_limits.py reads them).
CREATE MACRO printed_high(words) AS
    CASE
        WHEN regexp_full_match(replace(words, ' ', ''), '(±|\+/-|\+-|-/\+)?[0-9]{1,9}(\.[0-9]{1,9})?%?')
            THEN regexp_extract(replace(words, ' ', ''), '[0-9]+(\.[0-9]+)?')::DECIMAL(18,6)
        WHEN regexp_full_match(replace(words, ' ', ''), '\+[0-9]{1,9}(\.[0-9]{1,9})?%?[/,~;]?-[0-9]{1,9}(\.[0-9]{1,9})?%?')
            THEN regexp_extract(replace(words, ' ', ''), '^\+([0-9.]+)', 1)::DECIMAL(18,6)
    END;
CREATE MACRO printed_low(words) AS
    CASE
        WHEN regexp_full_match(replace(words, ' ', ''), '\+[0-9]{1,9}(\.[0-9]{1,9})?%?[/,~;]?-[0-9]{1,9}(\.[0-9]{1,9})?%?')
            THEN -regexp_extract(replace(words, ' ', ''), '-([0-9.]+)%?$', 1)::DECIMAL(18,6)
        ELSE -printed_high(words)
    END;

CREATE OR REPLACE VIEW dim_kind AS
SELECT * FROM (VALUES
    ('taximeter', '計程車計費表', 'taximeter', 'CNMV 21', ['AB']::VARCHAR[]),
    ('weighing_instrument', '非自動衡器', 'non-automatic weighing instrument', 'CNMV 76', ['BA', 'BB']::VARCHAR[]),
    ('gas_meter', '膜式氣量計', 'diaphragm gas meter', 'CNMV 31', ['FC']::VARCHAR[]),
    ('water_meter', '水量計', 'water meter', 'CNMV 49', []::VARCHAR[]),
    ('electricity_meter', '電度表', 'electricity meter', 'CNMV 46', ['LG', 'LH']::VARCHAR[])
) AS v(instrument_kind, zh, en, technical_specification, mark_codes);

COMMENT ON VIEW dim_kind IS '維度:度量衡器種類 | dimension: instrument kinds';
COMMENT ON COLUMN dim_kind."instrument_kind" IS '度量衡器種類 | instrument kind';
COMMENT ON COLUMN dim_kind."zh" IS '中文名稱 | name in Chinese';
COMMENT ON COLUMN dim_kind."en" IS '英文名稱 | name in English';
COMMENT ON COLUMN dim_kind."technical_specification" IS '技術規範 | technical specification';
COMMENT ON COLUMN dim_kind."mark_codes" IS '合格印證代碼 | codes on the mark';

CREATE OR REPLACE VIEW dim_reading AS
SELECT * FROM (VALUES
    ('taximeter', 'distance_bench_initial', 1, '計程(定置)起跳', 'distance, bench, initial', 'm', 'distance', 'distance_bench_initial'),
    ('taximeter', 'distance_bench_next', 2, '計程(定置)續跳', 'distance, bench, next', 'm', 'distance', 'distance_bench_next'),
    ('taximeter', 'night_distance_bench_initial', 3, '夜間加成計程(定置)起跳', 'night distance, bench, initial', 'm', 'distance', 'night_distance_bench_initial'),
    ('taximeter', 'night_distance_bench_next', 4, '夜間加成計程(定置)續跳', 'night distance, bench, next', 'm', 'distance', 'night_distance_bench_next'),
    ('taximeter', 'distance_roller_initial', 5, '計程(輪行)起跳', 'distance, roller, initial', 'm', 'distance', 'distance_roller_initial'),
    ('taximeter', 'distance_roller_next', 6, '計程(輪行)續跳', 'distance, roller, next', 'm', 'distance', 'distance_roller_next'),
    ('taximeter', 'night_distance_roller_initial', 7, '夜間加成計程(輪行)起跳', 'night distance, roller, initial', 'm', 'distance', 'night_distance_roller_initial'),
    ('taximeter', 'night_distance_roller_next', 8, '夜間加成計程(輪行)續跳', 'night distance, roller, next', 'm', 'distance', 'night_distance_roller_next'),
    ('taximeter', 'time', 9, '計時', 'time', 's', 'time', 'time'),
    ('taximeter', 'changeover_speed', 10, '轉換計時計費之車速', 'changeover speed', 'km/h', 'speed', 'changeover_speed'),
    ('weighing_instrument', 'eccentricity', 1, '偏載檢定', 'eccentricity', 'g, kg', 'error', 'eccentricity'),
    ('weighing_instrument', 'increasing_1', 2, '遞增第1點', 'increasing, point 1', 'g, kg', 'error', 'increasing_1'),
    ('weighing_instrument', 'increasing_2', 3, '遞增第2點', 'increasing, point 2', 'g, kg', 'error', 'increasing_2'),
    ('weighing_instrument', 'increasing_3', 4, '遞增第3點', 'increasing, point 3', 'g, kg', 'error', 'increasing_3'),
    ('weighing_instrument', 'decreasing_3', 5, '遞減第3點', 'decreasing, point 3', 'g, kg', 'error', 'decreasing_3'),
    ('weighing_instrument', 'decreasing_2', 6, '遞減第2點', 'decreasing, point 2', 'g, kg', 'error', 'decreasing_2'),
    ('weighing_instrument', 'decreasing_1', 7, '遞減第1點', 'decreasing, point 1', 'g, kg', 'error', 'decreasing_1'),
    ('gas_meter', 'pressure_absorption', 1, '壓力吸收', 'pressure absorption', 'Pa', 'pressure', 'pressure_absorption'),
    ('gas_meter', 'qmax_rate', 2, '1.0Qmax 流量', '1.0Qmax flow rate', 'm³/h', 'flow_rate', 'qmax'),
    ('gas_meter', 'qmax_indicated', 3, '1.0Qmax 器示值', '1.0Qmax indicated', 'L', 'volume', 'qmax'),
    ('gas_meter', 'qmax_reference', 4, '1.0Qmax 標準值', '1.0Qmax reference', 'L', 'volume', 'qmax'),
    ('gas_meter', 'qmax_error', 5, '1.0Qmax 器差', '1.0Qmax error', '%', 'error', 'qmax'),
    ('gas_meter', 'qmax_0_2_rate', 6, '0.2Qmax 流量', '0.2Qmax flow rate', 'm³/h', 'flow_rate', 'qmax_0_2'),
    ('gas_meter', 'qmax_0_2_indicated', 7, '0.2Qmax 器示值', '0.2Qmax indicated', 'L', 'volume', 'qmax_0_2'),
    ('gas_meter', 'qmax_0_2_reference', 8, '0.2Qmax 標準值', '0.2Qmax reference', 'L', 'volume', 'qmax_0_2'),
    ('gas_meter', 'qmax_0_2_error', 9, '0.2Qmax 器差', '0.2Qmax error', '%', 'error', 'qmax_0_2'),
    ('gas_meter', 'qmin_3_rate', 10, '3.0Qmin 流量', '3.0Qmin flow rate', 'm³/h', 'flow_rate', 'qmin_3'),
    ('gas_meter', 'qmin_3_indicated', 11, '3.0Qmin 器示值', '3.0Qmin indicated', 'L', 'volume', 'qmin_3'),
    ('gas_meter', 'qmin_3_reference', 12, '3.0Qmin 標準值', '3.0Qmin reference', 'L', 'volume', 'qmin_3'),
    ('gas_meter', 'qmin_3_error', 13, '3.0Qmin 器差', '3.0Qmin error', '%', 'error', 'qmin_3'),
    ('water_meter', 'high_start', 1, '大流 起', 'high flow start', 'L', 'index', 'high'),
    ('water_meter', 'high_end', 2, '大流 止', 'high flow end', 'L', 'index', 'high'),
    ('water_meter', 'high_indicated', 3, '大流 器示值', 'high flow indicated', 'L', 'volume', 'high'),
    ('water_meter', 'high_reference', 4, '大流 標準值', 'high flow reference', 'L', 'volume', 'high'),
    ('water_meter', 'high_error', 5, '大流 器差', 'high flow error', '%', 'error', 'high'),
    ('water_meter', 'low_start', 6, '小流 起', 'low flow start', 'L', 'index', 'low'),
    ('water_meter', 'low_end', 7, '小流 止', 'low flow end', 'L', 'index', 'low'),
    ('water_meter', 'low_indicated', 8, '小流 器示值', 'low flow indicated', 'L', 'volume', 'low'),
    ('water_meter', 'low_reference', 9, '小流 標準值', 'low flow reference', 'L', 'volume', 'low'),
    ('water_meter', 'low_error', 10, '小流 器差', 'low flow error', '%', 'error', 'low'),
    ('electricity_meter', 'wh_full_load', 1, '瓦時 全載', 'active, full load', '%', 'error', 'wh_full_load'),
    ('electricity_meter', 'wh_power_factor', 2, '瓦時 功因', 'active, power factor', '%', 'error', 'wh_power_factor'),
    ('electricity_meter', 'wh_light_load', 3, '瓦時 輕載', 'active, light load', '%', 'error', 'wh_light_load'),
    ('electricity_meter', 'wh_reverse_load', 4, '瓦時 逆載', 'active, reverse load', '%', 'error', 'wh_reverse_load'),
    ('electricity_meter', 'wh_1s', 5, '瓦時 1S', 'active, 1S', '%', 'error', 'wh_1s'),
    ('electricity_meter', 'wh_3s', 6, '瓦時 3S', 'active, 3S', '%', 'error', 'wh_3s'),
    ('electricity_meter', 'varh_full_load', 7, '乏時 全載', 'reactive, full load', '%', 'error', 'varh_full_load'),
    ('electricity_meter', 'varh_power_factor', 8, '乏時 功因', 'reactive, power factor', '%', 'error', 'varh_power_factor'),
    ('electricity_meter', 'varh_light_load', 9, '乏時 輕載', 'reactive, light load', '%', 'error', 'varh_light_load'),
    ('electricity_meter', 'demand', 10, '需量試驗', 'demand', '%', 'error', 'demand')
) AS v(instrument_kind, reading, position, zh, en, unit, quantity, test_point);

COMMENT ON VIEW dim_reading IS '維度:讀數及其單位 | dimension: readings with their units';
COMMENT ON COLUMN dim_reading."instrument_kind" IS '度量衡器種類 | instrument kind';
COMMENT ON COLUMN dim_reading."reading" IS '讀數(欄位名) | reading: the name of its column';
COMMENT ON COLUMN dim_reading."position" IS '欄位順序(decimals 內之位置) | position among the readings of its table (that of its character in decimals)';
COMMENT ON COLUMN dim_reading."zh" IS '中文名稱 | name in Chinese';
COMMENT ON COLUMN dim_reading."en" IS '英文名稱 | name in English';
COMMENT ON COLUMN dim_reading."unit" IS '單位 | unit';
COMMENT ON COLUMN dim_reading."quantity" IS '量之種類 | quantity: error, volume, flow_rate, index, pressure, distance, time, speed';
COMMENT ON COLUMN dim_reading."test_point" IS '檢定點(流量、負載) | test point: flow or load';

CREATE OR REPLACE VIEW measurements AS
WITH every_reading AS (
    SELECT 'taximeter' AS instrument_kind, 'distance_bench_initial' AS reading, 'distance' AS quantity, 'distance_bench_initial' AS test_point, 'm' AS unit, "distance_bench_initial" AS value, NULL::VARCHAR AS tolerance,
        submission_id, document_id, page, sheet, "row", serial_number, mark_number, verdict
    FROM verifications_taximeter WHERE "distance_bench_initial" IS NOT NULL
    UNION ALL
    SELECT 'taximeter' AS instrument_kind, 'distance_bench_next' AS reading, 'distance' AS quantity, 'distance_bench_next' AS test_point, 'm' AS unit, "distance_bench_next" AS value, NULL::VARCHAR AS tolerance,
        submission_id, document_id, page, sheet, "row", serial_number, mark_number, verdict
    FROM verifications_taximeter WHERE "distance_bench_next" IS NOT NULL
    UNION ALL
    SELECT 'taximeter' AS instrument_kind, 'night_distance_bench_initial' AS reading, 'distance' AS quantity, 'night_distance_bench_initial' AS test_point, 'm' AS unit, "night_distance_bench_initial" AS value, NULL::VARCHAR AS tolerance,
        submission_id, document_id, page, sheet, "row", serial_number, mark_number, verdict
    FROM verifications_taximeter WHERE "night_distance_bench_initial" IS NOT NULL
    UNION ALL
    SELECT 'taximeter' AS instrument_kind, 'night_distance_bench_next' AS reading, 'distance' AS quantity, 'night_distance_bench_next' AS test_point, 'm' AS unit, "night_distance_bench_next" AS value, NULL::VARCHAR AS tolerance,
        submission_id, document_id, page, sheet, "row", serial_number, mark_number, verdict
    FROM verifications_taximeter WHERE "night_distance_bench_next" IS NOT NULL
    UNION ALL
    SELECT 'taximeter' AS instrument_kind, 'distance_roller_initial' AS reading, 'distance' AS quantity, 'distance_roller_initial' AS test_point, 'm' AS unit, "distance_roller_initial" AS value, NULL::VARCHAR AS tolerance,
        submission_id, document_id, page, sheet, "row", serial_number, mark_number, verdict
    FROM verifications_taximeter WHERE "distance_roller_initial" IS NOT NULL
    UNION ALL
    SELECT 'taximeter' AS instrument_kind, 'distance_roller_next' AS reading, 'distance' AS quantity, 'distance_roller_next' AS test_point, 'm' AS unit, "distance_roller_next" AS value, NULL::VARCHAR AS tolerance,
        submission_id, document_id, page, sheet, "row", serial_number, mark_number, verdict
    FROM verifications_taximeter WHERE "distance_roller_next" IS NOT NULL
    UNION ALL
    SELECT 'taximeter' AS instrument_kind, 'night_distance_roller_initial' AS reading, 'distance' AS quantity, 'night_distance_roller_initial' AS test_point, 'm' AS unit, "night_distance_roller_initial" AS value, NULL::VARCHAR AS tolerance,
        submission_id, document_id, page, sheet, "row", serial_number, mark_number, verdict
    FROM verifications_taximeter WHERE "night_distance_roller_initial" IS NOT NULL
    UNION ALL
    SELECT 'taximeter' AS instrument_kind, 'night_distance_roller_next' AS reading, 'distance' AS quantity, 'night_distance_roller_next' AS test_point, 'm' AS unit, "night_distance_roller_next" AS value, NULL::VARCHAR AS tolerance,
        submission_id, document_id, page, sheet, "row", serial_number, mark_number, verdict
    FROM verifications_taximeter WHERE "night_distance_roller_next" IS NOT NULL
    UNION ALL
    SELECT 'taximeter' AS instrument_kind, 'time' AS reading, 'time' AS quantity, 'time' AS test_point, 's' AS unit, "time" AS value, NULL::VARCHAR AS tolerance,
        submission_id, document_id, page, sheet, "row", serial_number, mark_number, verdict
    FROM verifications_taximeter WHERE "time" IS NOT NULL
    UNION ALL
    SELECT 'taximeter' AS instrument_kind, 'changeover_speed' AS reading, 'speed' AS quantity, 'changeover_speed' AS test_point, 'km/h' AS unit, "changeover_speed" AS value, NULL::VARCHAR AS tolerance,
        submission_id, document_id, page, sheet, "row", serial_number, mark_number, verdict
    FROM verifications_taximeter WHERE "changeover_speed" IS NOT NULL
    UNION ALL
    SELECT 'weighing_instrument' AS instrument_kind, 'eccentricity' AS reading, 'error' AS quantity, 'eccentricity' AS test_point, 'g, kg' AS unit, "eccentricity" AS value, NULL::VARCHAR AS tolerance,
        submission_id, document_id, page, sheet, "row", serial_number, mark_number, verdict
    FROM verifications_weighing_instrument WHERE "eccentricity" IS NOT NULL
    UNION ALL
    SELECT 'weighing_instrument' AS instrument_kind, 'increasing_1' AS reading, 'error' AS quantity, 'increasing_1' AS test_point, 'g, kg' AS unit, "increasing_1" AS value, NULL::VARCHAR AS tolerance,
        submission_id, document_id, page, sheet, "row", serial_number, mark_number, verdict
    FROM verifications_weighing_instrument WHERE "increasing_1" IS NOT NULL
    UNION ALL
    SELECT 'weighing_instrument' AS instrument_kind, 'increasing_2' AS reading, 'error' AS quantity, 'increasing_2' AS test_point, 'g, kg' AS unit, "increasing_2" AS value, NULL::VARCHAR AS tolerance,
        submission_id, document_id, page, sheet, "row", serial_number, mark_number, verdict
    FROM verifications_weighing_instrument WHERE "increasing_2" IS NOT NULL
    UNION ALL
    SELECT 'weighing_instrument' AS instrument_kind, 'increasing_3' AS reading, 'error' AS quantity, 'increasing_3' AS test_point, 'g, kg' AS unit, "increasing_3" AS value, NULL::VARCHAR AS tolerance,
        submission_id, document_id, page, sheet, "row", serial_number, mark_number, verdict
    FROM verifications_weighing_instrument WHERE "increasing_3" IS NOT NULL
    UNION ALL
    SELECT 'weighing_instrument' AS instrument_kind, 'decreasing_3' AS reading, 'error' AS quantity, 'decreasing_3' AS test_point, 'g, kg' AS unit, "decreasing_3" AS value, NULL::VARCHAR AS tolerance,
        submission_id, document_id, page, sheet, "row", serial_number, mark_number, verdict
    FROM verifications_weighing_instrument WHERE "decreasing_3" IS NOT NULL
    UNION ALL
    SELECT 'weighing_instrument' AS instrument_kind, 'decreasing_2' AS reading, 'error' AS quantity, 'decreasing_2' AS test_point, 'g, kg' AS unit, "decreasing_2" AS value, NULL::VARCHAR AS tolerance,
        submission_id, document_id, page, sheet, "row", serial_number, mark_number, verdict
    FROM verifications_weighing_instrument WHERE "decreasing_2" IS NOT NULL
    UNION ALL
    SELECT 'weighing_instrument' AS instrument_kind, 'decreasing_1' AS reading, 'error' AS quantity, 'decreasing_1' AS test_point, 'g, kg' AS unit, "decreasing_1" AS value, NULL::VARCHAR AS tolerance,
        submission_id, document_id, page, sheet, "row", serial_number, mark_number, verdict
    FROM verifications_weighing_instrument WHERE "decreasing_1" IS NOT NULL
    UNION ALL
    SELECT 'gas_meter' AS instrument_kind, 'pressure_absorption' AS reading, 'pressure' AS quantity, 'pressure_absorption' AS test_point, 'Pa' AS unit, "pressure_absorption" AS value, NULL::VARCHAR AS tolerance,
        submission_id, document_id, page, sheet, "row", serial_number, mark_number, verdict
    FROM verifications_gas_meter WHERE "pressure_absorption" IS NOT NULL
    UNION ALL
    SELECT 'gas_meter' AS instrument_kind, 'qmax_rate' AS reading, 'flow_rate' AS quantity, 'qmax' AS test_point, 'm³/h' AS unit, "qmax_rate" AS value, NULL::VARCHAR AS tolerance,
        submission_id, document_id, page, sheet, "row", serial_number, mark_number, verdict
    FROM verifications_gas_meter WHERE "qmax_rate" IS NOT NULL
    UNION ALL
    SELECT 'gas_meter' AS instrument_kind, 'qmax_indicated' AS reading, 'volume' AS quantity, 'qmax' AS test_point, 'L' AS unit, "qmax_indicated" AS value, NULL::VARCHAR AS tolerance,
        submission_id, document_id, page, sheet, "row", serial_number, mark_number, verdict
    FROM verifications_gas_meter WHERE "qmax_indicated" IS NOT NULL
    UNION ALL
    SELECT 'gas_meter' AS instrument_kind, 'qmax_reference' AS reading, 'volume' AS quantity, 'qmax' AS test_point, 'L' AS unit, "qmax_reference" AS value, NULL::VARCHAR AS tolerance,
        submission_id, document_id, page, sheet, "row", serial_number, mark_number, verdict
    FROM verifications_gas_meter WHERE "qmax_reference" IS NOT NULL
    UNION ALL
    SELECT 'gas_meter' AS instrument_kind, 'qmax_error' AS reading, 'error' AS quantity, 'qmax' AS test_point, '%' AS unit, "qmax_error" AS value, NULL::VARCHAR AS tolerance,
        submission_id, document_id, page, sheet, "row", serial_number, mark_number, verdict
    FROM verifications_gas_meter WHERE "qmax_error" IS NOT NULL
    UNION ALL
    SELECT 'gas_meter' AS instrument_kind, 'qmax_0_2_rate' AS reading, 'flow_rate' AS quantity, 'qmax_0_2' AS test_point, 'm³/h' AS unit, "qmax_0_2_rate" AS value, NULL::VARCHAR AS tolerance,
        submission_id, document_id, page, sheet, "row", serial_number, mark_number, verdict
    FROM verifications_gas_meter WHERE "qmax_0_2_rate" IS NOT NULL
    UNION ALL
    SELECT 'gas_meter' AS instrument_kind, 'qmax_0_2_indicated' AS reading, 'volume' AS quantity, 'qmax_0_2' AS test_point, 'L' AS unit, "qmax_0_2_indicated" AS value, NULL::VARCHAR AS tolerance,
        submission_id, document_id, page, sheet, "row", serial_number, mark_number, verdict
    FROM verifications_gas_meter WHERE "qmax_0_2_indicated" IS NOT NULL
    UNION ALL
    SELECT 'gas_meter' AS instrument_kind, 'qmax_0_2_reference' AS reading, 'volume' AS quantity, 'qmax_0_2' AS test_point, 'L' AS unit, "qmax_0_2_reference" AS value, NULL::VARCHAR AS tolerance,
        submission_id, document_id, page, sheet, "row", serial_number, mark_number, verdict
    FROM verifications_gas_meter WHERE "qmax_0_2_reference" IS NOT NULL
    UNION ALL
    SELECT 'gas_meter' AS instrument_kind, 'qmax_0_2_error' AS reading, 'error' AS quantity, 'qmax_0_2' AS test_point, '%' AS unit, "qmax_0_2_error" AS value, NULL::VARCHAR AS tolerance,
        submission_id, document_id, page, sheet, "row", serial_number, mark_number, verdict
    FROM verifications_gas_meter WHERE "qmax_0_2_error" IS NOT NULL
    UNION ALL
    SELECT 'gas_meter' AS instrument_kind, 'qmin_3_rate' AS reading, 'flow_rate' AS quantity, 'qmin_3' AS test_point, 'm³/h' AS unit, "qmin_3_rate" AS value, NULL::VARCHAR AS tolerance,
        submission_id, document_id, page, sheet, "row", serial_number, mark_number, verdict
    FROM verifications_gas_meter WHERE "qmin_3_rate" IS NOT NULL
    UNION ALL
    SELECT 'gas_meter' AS instrument_kind, 'qmin_3_indicated' AS reading, 'volume' AS quantity, 'qmin_3' AS test_point, 'L' AS unit, "qmin_3_indicated" AS value, NULL::VARCHAR AS tolerance,
        submission_id, document_id, page, sheet, "row", serial_number, mark_number, verdict
    FROM verifications_gas_meter WHERE "qmin_3_indicated" IS NOT NULL
    UNION ALL
    SELECT 'gas_meter' AS instrument_kind, 'qmin_3_reference' AS reading, 'volume' AS quantity, 'qmin_3' AS test_point, 'L' AS unit, "qmin_3_reference" AS value, NULL::VARCHAR AS tolerance,
        submission_id, document_id, page, sheet, "row", serial_number, mark_number, verdict
    FROM verifications_gas_meter WHERE "qmin_3_reference" IS NOT NULL
    UNION ALL
    SELECT 'gas_meter' AS instrument_kind, 'qmin_3_error' AS reading, 'error' AS quantity, 'qmin_3' AS test_point, '%' AS unit, "qmin_3_error" AS value, NULL::VARCHAR AS tolerance,
        submission_id, document_id, page, sheet, "row", serial_number, mark_number, verdict
    FROM verifications_gas_meter WHERE "qmin_3_error" IS NOT NULL
    UNION ALL
    SELECT 'water_meter' AS instrument_kind, 'high_start' AS reading, 'index' AS quantity, 'high' AS test_point, 'L' AS unit, "high_start" AS value, NULL::VARCHAR AS tolerance,
        submission_id, document_id, page, sheet, "row", serial_number, mark_number, verdict
    FROM verifications_water_meter WHERE "high_start" IS NOT NULL
    UNION ALL
    SELECT 'water_meter' AS instrument_kind, 'high_end' AS reading, 'index' AS quantity, 'high' AS test_point, 'L' AS unit, "high_end" AS value, NULL::VARCHAR AS tolerance,
        submission_id, document_id, page, sheet, "row", serial_number, mark_number, verdict
    FROM verifications_water_meter WHERE "high_end" IS NOT NULL
    UNION ALL
    SELECT 'water_meter' AS instrument_kind, 'high_indicated' AS reading, 'volume' AS quantity, 'high' AS test_point, 'L' AS unit, "high_indicated" AS value, NULL::VARCHAR AS tolerance,
        submission_id, document_id, page, sheet, "row", serial_number, mark_number, verdict
    FROM verifications_water_meter WHERE "high_indicated" IS NOT NULL
    UNION ALL
    SELECT 'water_meter' AS instrument_kind, 'high_reference' AS reading, 'volume' AS quantity, 'high' AS test_point, 'L' AS unit, "high_reference" AS value, NULL::VARCHAR AS tolerance,
        submission_id, document_id, page, sheet, "row", serial_number, mark_number, verdict
    FROM verifications_water_meter WHERE "high_reference" IS NOT NULL
    UNION ALL
    SELECT 'water_meter' AS instrument_kind, 'high_error' AS reading, 'error' AS quantity, 'high' AS test_point, '%' AS unit, "high_error" AS value, high_tolerance AS tolerance,
        submission_id, document_id, page, sheet, "row", serial_number, mark_number, verdict
    FROM verifications_water_meter WHERE "high_error" IS NOT NULL
    UNION ALL
    SELECT 'water_meter' AS instrument_kind, 'low_start' AS reading, 'index' AS quantity, 'low' AS test_point, 'L' AS unit, "low_start" AS value, NULL::VARCHAR AS tolerance,
        submission_id, document_id, page, sheet, "row", serial_number, mark_number, verdict
    FROM verifications_water_meter WHERE "low_start" IS NOT NULL
    UNION ALL
    SELECT 'water_meter' AS instrument_kind, 'low_end' AS reading, 'index' AS quantity, 'low' AS test_point, 'L' AS unit, "low_end" AS value, NULL::VARCHAR AS tolerance,
        submission_id, document_id, page, sheet, "row", serial_number, mark_number, verdict
    FROM verifications_water_meter WHERE "low_end" IS NOT NULL
    UNION ALL
    SELECT 'water_meter' AS instrument_kind, 'low_indicated' AS reading, 'volume' AS quantity, 'low' AS test_point, 'L' AS unit, "low_indicated" AS value, NULL::VARCHAR AS tolerance,
        submission_id, document_id, page, sheet, "row", serial_number, mark_number, verdict
    FROM verifications_water_meter WHERE "low_indicated" IS NOT NULL
    UNION ALL
    SELECT 'water_meter' AS instrument_kind, 'low_reference' AS reading, 'volume' AS quantity, 'low' AS test_point, 'L' AS unit, "low_reference" AS value, NULL::VARCHAR AS tolerance,
        submission_id, document_id, page, sheet, "row", serial_number, mark_number, verdict
    FROM verifications_water_meter WHERE "low_reference" IS NOT NULL
    UNION ALL
    SELECT 'water_meter' AS instrument_kind, 'low_error' AS reading, 'error' AS quantity, 'low' AS test_point, '%' AS unit, "low_error" AS value, low_tolerance AS tolerance,
        submission_id, document_id, page, sheet, "row", serial_number, mark_number, verdict
    FROM verifications_water_meter WHERE "low_error" IS NOT NULL
    UNION ALL
    SELECT 'electricity_meter' AS instrument_kind, 'wh_full_load' AS reading, 'error' AS quantity, 'wh_full_load' AS test_point, '%' AS unit, "wh_full_load" AS value, NULL::VARCHAR AS tolerance,
        submission_id, document_id, page, sheet, "row", serial_number, mark_number, verdict
    FROM verifications_electricity_meter WHERE "wh_full_load" IS NOT NULL
    UNION ALL
    SELECT 'electricity_meter' AS instrument_kind, 'wh_power_factor' AS reading, 'error' AS quantity, 'wh_power_factor' AS test_point, '%' AS unit, "wh_power_factor" AS value, NULL::VARCHAR AS tolerance,
        submission_id, document_id, page, sheet, "row", serial_number, mark_number, verdict
    FROM verifications_electricity_meter WHERE "wh_power_factor" IS NOT NULL
    UNION ALL
    SELECT 'electricity_meter' AS instrument_kind, 'wh_light_load' AS reading, 'error' AS quantity, 'wh_light_load' AS test_point, '%' AS unit, "wh_light_load" AS value, NULL::VARCHAR AS tolerance,
        submission_id, document_id, page, sheet, "row", serial_number, mark_number, verdict
    FROM verifications_electricity_meter WHERE "wh_light_load" IS NOT NULL
    UNION ALL
    SELECT 'electricity_meter' AS instrument_kind, 'wh_reverse_load' AS reading, 'error' AS quantity, 'wh_reverse_load' AS test_point, '%' AS unit, "wh_reverse_load" AS value, NULL::VARCHAR AS tolerance,
        submission_id, document_id, page, sheet, "row", serial_number, mark_number, verdict
    FROM verifications_electricity_meter WHERE "wh_reverse_load" IS NOT NULL
    UNION ALL
    SELECT 'electricity_meter' AS instrument_kind, 'wh_1s' AS reading, 'error' AS quantity, 'wh_1s' AS test_point, '%' AS unit, "wh_1s" AS value, NULL::VARCHAR AS tolerance,
        submission_id, document_id, page, sheet, "row", serial_number, mark_number, verdict
    FROM verifications_electricity_meter WHERE "wh_1s" IS NOT NULL
    UNION ALL
    SELECT 'electricity_meter' AS instrument_kind, 'wh_3s' AS reading, 'error' AS quantity, 'wh_3s' AS test_point, '%' AS unit, "wh_3s" AS value, NULL::VARCHAR AS tolerance,
        submission_id, document_id, page, sheet, "row", serial_number, mark_number, verdict
    FROM verifications_electricity_meter WHERE "wh_3s" IS NOT NULL
    UNION ALL
    SELECT 'electricity_meter' AS instrument_kind, 'varh_full_load' AS reading, 'error' AS quantity, 'varh_full_load' AS test_point, '%' AS unit, "varh_full_load" AS value, NULL::VARCHAR AS tolerance,
        submission_id, document_id, page, sheet, "row", serial_number, mark_number, verdict
    FROM verifications_electricity_meter WHERE "varh_full_load" IS NOT NULL
    UNION ALL
    SELECT 'electricity_meter' AS instrument_kind, 'varh_power_factor' AS reading, 'error' AS quantity, 'varh_power_factor' AS test_point, '%' AS unit, "varh_power_factor" AS value, NULL::VARCHAR AS tolerance,
        submission_id, document_id, page, sheet, "row", serial_number, mark_number, verdict
    FROM verifications_electricity_meter WHERE "varh_power_factor" IS NOT NULL
    UNION ALL
    SELECT 'electricity_meter' AS instrument_kind, 'varh_light_load' AS reading, 'error' AS quantity, 'varh_light_load' AS test_point, '%' AS unit, "varh_light_load" AS value, NULL::VARCHAR AS tolerance,
        submission_id, document_id, page, sheet, "row", serial_number, mark_number, verdict
    FROM verifications_electricity_meter WHERE "varh_light_load" IS NOT NULL
    UNION ALL
    SELECT 'electricity_meter' AS instrument_kind, 'demand' AS reading, 'error' AS quantity, 'demand' AS test_point, '%' AS unit, "demand" AS value, NULL::VARCHAR AS tolerance,
        submission_id, document_id, page, sheet, "row", serial_number, mark_number, verdict
    FROM verifications_electricity_meter WHERE "demand" IS NOT NULL
)
SELECT
    s.permit_number,
    s.period,
    m.instrument_kind,
    d.verification_date,
    d.brand,
    d.model,
    d.specification,
    m.serial_number,
    m.mark_number,
    m.verdict,
    m.reading,
    m.quantity,
    m.test_point,
    m.value,
    m.unit,
    coalesce(printed_low(m.tolerance), printed_low(d.tolerances ->> m.reading), -c.max_error, -g.max_error) AS limit_low,
    coalesce(printed_high(m.tolerance), printed_high(d.tolerances ->> m.reading), c.max_error, g.max_error) AS limit_high,
    CASE
        WHEN printed_high(coalesce(m.tolerance, d.tolerances ->> m.reading)) IS NOT NULL THEN 'record'
        WHEN coalesce(c.confirmed, g.confirmed) THEN 'confirmed'
        WHEN coalesce(c.max_error, g.max_error) IS NOT NULL THEN 'reference'
    END AS limit_source,
    m.value < limit_low OR m.value > limit_high AS beyond_limit,
    m.submission_id,
    m.document_id,
    m.page,
    m.sheet,
    m."row"
FROM every_reading m
JOIN current_submissions s ON s.id = m.submission_id
JOIN documents d ON d.id = m.document_id
LEFT JOIN reading_limits g
    ON g.instrument_kind = m.instrument_kind AND g.reading = m.reading AND g.unit = m.unit AND g.accuracy_class IS NULL
    AND d.verification_date BETWEEN g.valid_from AND g.valid_to
LEFT JOIN reading_limits c
    ON c.instrument_kind = m.instrument_kind AND c.reading = m.reading AND c.unit = m.unit
    AND c.accuracy_class = d.accuracy_class AND d.verification_date BETWEEN c.valid_from AND c.valid_to;

COMMENT ON VIEW measurements IS '現行有效之全部讀數,一讀數一列 | all readings in force, one line each';
COMMENT ON COLUMN measurements."permit_number" IS '自檢字號 | permit number';
COMMENT ON COLUMN measurements."period" IS '月份 | month | YYYY-MM';
COMMENT ON COLUMN measurements."instrument_kind" IS '度量衡器種類 | instrument kind';
COMMENT ON COLUMN measurements."verification_date" IS '檢定日期 | verification date';
COMMENT ON COLUMN measurements."brand" IS '廠牌 | brand';
COMMENT ON COLUMN measurements."model" IS '型號 | model';
COMMENT ON COLUMN measurements."specification" IS '規格 | specification';
COMMENT ON COLUMN measurements."serial_number" IS '器號 | serial number';
COMMENT ON COLUMN measurements."mark_number" IS '合格印證號碼 | mark number';
COMMENT ON COLUMN measurements."verdict" IS '是否合格 | verdict';
COMMENT ON COLUMN measurements."reading" IS '讀數(欄位名) | reading: the name of its column';
COMMENT ON COLUMN measurements."quantity" IS '量之種類 | quantity: error, volume, flow_rate, index, pressure, distance, time, speed';
COMMENT ON COLUMN measurements."test_point" IS '檢定點(流量、負載) | test point: flow or load';
COMMENT ON COLUMN measurements."value" IS '讀數 | value | as unit';
COMMENT ON COLUMN measurements."unit" IS '單位 | unit';
COMMENT ON COLUMN measurements."limit_low" IS '容許下限 | lower limit | as unit';
COMMENT ON COLUMN measurements."limit_high" IS '容許上限 | upper limit | as unit';
COMMENT ON COLUMN measurements."limit_source" IS '限值來源:record 紀錄所載、confirmed 已確認之規定、reference 參考標準,空值為不知 | where the limits come from: record (printed on it), confirmed (law, signed off), reference (a named standard); null: not known';
COMMENT ON COLUMN measurements."beyond_limit" IS '是否超出限值,空值為不知 | whether beyond the limits; null where none is known';
COMMENT ON COLUMN measurements."submission_id" IS '所屬陳報 | submission';
COMMENT ON COLUMN measurements."document_id" IS '所屬文件 | document';
COMMENT ON COLUMN measurements."page" IS '頁次 | page, from 1';
COMMENT ON COLUMN measurements."sheet" IS '工作表 | sheet';
COMMENT ON COLUMN measurements."row" IS '列次(文件內第幾列) | number of the row in the document, from 1';

CREATE VIEW dim_month AS
WITH span AS (
    SELECT min(strptime(period || '-01', '%Y-%m-%d'))::DATE AS earliest, max(strptime(period || '-01', '%Y-%m-%d'))::DATE AS latest
    FROM submissions
    WHERE regexp_full_match(period, '[0-9]{4}-(0[1-9]|1[0-2])')
), days AS (
    SELECT unnest(generate_series(earliest, latest, INTERVAL 1 MONTH))::DATE AS first_day FROM span
)
SELECT
    strftime(first_day, '%Y-%m') AS period,
    first_day,
    last_day(first_day) AS last_day,
    (year(first_day) - 1911)::INTEGER AS roc_year,
    month(first_day)::INTEGER AS month,
    quarter(first_day)::INTEGER AS quarter,
    (first_day + INTERVAL 1 MONTH + INTERVAL 9 DAY)::DATE AS due_on
FROM days;

COMMENT ON VIEW dim_month IS '維度:月份 | dimension: months';
COMMENT ON COLUMN dim_month."period" IS '月份 | month | YYYY-MM';
COMMENT ON COLUMN dim_month."first_day" IS '首日 | first day';
COMMENT ON COLUMN dim_month."last_day" IS '末日 | last day';
COMMENT ON COLUMN dim_month."roc_year" IS '民國年度 | ROC year | year';
COMMENT ON COLUMN dim_month."month" IS '月 | month | 1-12';
COMMENT ON COLUMN dim_month."quarter" IS '季 | quarter | 1-4';
COMMENT ON COLUMN dim_month."due_on" IS '陳報期限(次月10日,假日順延前) | day due: the 10th of the next month, before days off move it';

CREATE VIEW dim_permit AS
WITH told AS (
    SELECT p.permit_number, p.ubn, p.company_name, p.company_code, p.instrument_kinds, p.valid_from, p.valid_to,
        p.status, p.status_since, r.as_of, r.id,
        md5(concat_ws('|', p.ubn, p.company_name, p.company_code, p.instrument_kinds::VARCHAR, p.valid_from, p.valid_to,
            p.status, coalesce(p.status_since::VARCHAR, ''))) AS words
    FROM permits p
    JOIN registers r ON r.id = p.register_id
), changes AS (
    SELECT *, words IS DISTINCT FROM lag(words) OVER (PARTITION BY permit_number ORDER BY id) AS changed FROM told
), versions AS (
    SELECT *, sum(changed::INTEGER) OVER (PARTITION BY permit_number ORDER BY id) AS version FROM changes
), spans AS (
    SELECT permit_number, version, any_value(ubn) AS ubn, any_value(company_name) AS company_name,
        any_value(company_code) AS company_code, any_value(instrument_kinds) AS instrument_kinds,
        any_value(valid_from) AS valid_from, any_value(valid_to) AS valid_to, any_value(status) AS status,
        any_value(status_since) AS status_since, min(as_of) AS known_from, max(id) AS last_register
    FROM versions
    GROUP BY permit_number, version
), left_out AS (
    SELECT s.permit_number, s.version, min(r.as_of) AS gone_on
    FROM spans s JOIN registers r ON r.id > s.last_register
    GROUP BY s.permit_number, s.version
)
SELECT
    s.permit_number, s.version::INTEGER AS version, s.ubn, s.company_name, s.company_code, s.instrument_kinds,
    s.valid_from, s.valid_to, s.status, s.status_since, s.known_from,
    CASE WHEN g.gone_on IS NOT NULL THEN greatest(g.gone_on - 1, s.known_from) END AS known_to,
    g.gone_on IS NULL AS "current"
FROM spans s
LEFT JOIN left_out g ON g.permit_number = s.permit_number AND g.version = s.version;

COMMENT ON VIEW dim_permit IS '維度:許可證書及其沿革,一次變更一列 | dimension: permits with their history, one line for each change';
COMMENT ON COLUMN dim_permit."permit_number" IS '自檢字號 | permit number';
COMMENT ON COLUMN dim_permit."version" IS '第幾次版本 | version of the permit, from 1';
COMMENT ON COLUMN dim_permit."ubn" IS '統一編號 | unified business number';
COMMENT ON COLUMN dim_permit."company_name" IS '公司名稱 | company name';
COMMENT ON COLUMN dim_permit."company_code" IS '自行檢定業者代碼 | company code';
COMMENT ON COLUMN dim_permit."instrument_kinds" IS '許可種類 | instrument kinds permitted';
COMMENT ON COLUMN dim_permit."valid_from" IS '有效期間起日 | first day of validity';
COMMENT ON COLUMN dim_permit."valid_to" IS '有效期間迄日 | last day of validity';
COMMENT ON COLUMN dim_permit."status" IS '狀態 | status: valid, suspended, revoked, expired';
COMMENT ON COLUMN dim_permit."status_since" IS '狀態起日 | day since which the status holds';
COMMENT ON COLUMN dim_permit."known_from" IS '登記冊自何日起如此記載 | day since which the register says so';
COMMENT ON COLUMN dim_permit."known_to" IS '至何日止,空值為迄今 | last day on which it said so; null: to this day';
COMMENT ON COLUMN dim_permit."current" IS '是否為最新登記 | whether the newest register says so';

CREATE VIEW dim_manufacturer AS
SELECT
    ubn,
    arg_max(company_name, (known_from, permit_number)) AS company_name,
    list(DISTINCT permit_number ORDER BY permit_number) AS permit_numbers,
    list(DISTINCT company_code ORDER BY company_code) AS company_codes,
    list_sort(list_distinct(flatten(list(instrument_kinds)))) AS instrument_kinds,
    list_filter(list(DISTINCT company_name ORDER BY company_name), lambda name: name <> arg_max(company_name, (known_from, permit_number))) AS earlier_names,
    min(known_from) AS known_from
FROM dim_permit
GROUP BY ubn;

COMMENT ON VIEW dim_manufacturer IS '維度:業者(最新登記) | dimension: manufacturers and importers, as the newest register has them';
COMMENT ON COLUMN dim_manufacturer."ubn" IS '統一編號 | unified business number';
COMMENT ON COLUMN dim_manufacturer."company_name" IS '公司名稱 | company name';
COMMENT ON COLUMN dim_manufacturer."permit_numbers" IS '自檢字號 | permit numbers';
COMMENT ON COLUMN dim_manufacturer."company_codes" IS '自行檢定業者代碼 | company codes';
COMMENT ON COLUMN dim_manufacturer."instrument_kinds" IS '許可種類 | instrument kinds permitted';
COMMENT ON COLUMN dim_manufacturer."earlier_names" IS '先前名稱 | earlier names';
COMMENT ON COLUMN dim_manufacturer."known_from" IS '首次登記之資料日期 | day of the first register that has it';

CREATE VIEW dim_model AS
WITH approvals AS (
    SELECT instrument_kind, brand, model, list(DISTINCT number ORDER BY number) AS type_approvals
    FROM type_approvals
    WHERE register_id = (SELECT max(id) FROM registers)
    GROUP BY ALL
), seen AS (
    SELECT d.instrument_kind, d.brand, d.model, d.specification,
        list(DISTINCT s.permit_number ORDER BY s.permit_number) AS permit_numbers,
        min(d.verification_date) AS first_verified, max(d.verification_date) AS last_verified,
        count(*) AS records, sum(d.rows_loaded)::BIGINT AS verifications
    FROM documents d
    JOIN current_submissions s ON s.id = d.submission_id
    WHERE d.document_kind = 'verification_record'
    GROUP BY ALL
)
SELECT seen.instrument_kind, seen.brand, seen.model, seen.specification, permit_numbers, first_verified, last_verified,
    records, verifications, type_approvals
FROM seen
LEFT JOIN approvals a ON a.instrument_kind = seen.instrument_kind AND a.brand = seen.brand AND a.model = seen.model;

COMMENT ON VIEW dim_model IS '維度:型號(現行有效之紀錄所見) | dimension: models as seen in the records in force';
COMMENT ON COLUMN dim_model."instrument_kind" IS '度量衡器種類 | instrument kind';
COMMENT ON COLUMN dim_model."brand" IS '廠牌 | brand';
COMMENT ON COLUMN dim_model."model" IS '型號 | model';
COMMENT ON COLUMN dim_model."specification" IS '規格 | specification';
COMMENT ON COLUMN dim_model."permit_numbers" IS '檢定者之自檢字號 | permits that verified it';
COMMENT ON COLUMN dim_model."first_verified" IS '首次檢定日期 | first day of verification';
COMMENT ON COLUMN dim_model."last_verified" IS '末次檢定日期 | last day of verification';
COMMENT ON COLUMN dim_model."records" IS '紀錄數 | records | count';
COMMENT ON COLUMN dim_model."verifications" IS '入庫檢定數 | verifications loaded | count';
COMMENT ON COLUMN dim_model."type_approvals" IS '最新登記之型式認證號碼 | type approvals of the newest register';

CREATE VIEW dim_laboratory AS
SELECT l.permit_number, l.name, l.address, l.accreditation, l.valid_from, l.valid_to,
    min(r.as_of) AS known_from, max(r.as_of) AS known_to, max(r.id) = (SELECT max(id) FROM registers) AS "current"
FROM laboratories l
JOIN registers r ON r.id = l.register_id
GROUP BY l.permit_number, l.name, l.address, l.accreditation, l.valid_from, l.valid_to;

COMMENT ON VIEW dim_laboratory IS '維度:實驗室及其沿革 | dimension: laboratories with their history';
COMMENT ON COLUMN dim_laboratory."permit_number" IS '自檢字號 | permit number';
COMMENT ON COLUMN dim_laboratory."name" IS '名稱 | name of the laboratory';
COMMENT ON COLUMN dim_laboratory."address" IS '地址 | address';
COMMENT ON COLUMN dim_laboratory."accreditation" IS '認證編號 | number of the accreditation';
COMMENT ON COLUMN dim_laboratory."valid_from" IS '認證有效期間起日 | first day of the accreditation';
COMMENT ON COLUMN dim_laboratory."valid_to" IS '認證有效期間迄日 | last day of the accreditation';
COMMENT ON COLUMN dim_laboratory."known_from" IS '最早如此記載之登記冊日期 | day of the first register that says so';
COMMENT ON COLUMN dim_laboratory."known_to" IS '最晚如此記載之登記冊日期 | day of the last register that says so';
COMMENT ON COLUMN dim_laboratory."current" IS '是否為最新登記 | whether the newest register says so';

CREATE VIEW month_completeness AS
WITH permits_now AS (
    SELECT permit_number, unnest(instrument_kinds) AS instrument_kind, valid_from, valid_to
    FROM permits
    WHERE register_id = (SELECT max(id) FROM registers) AND status IN ('valid', 'expired')
), expected AS (
    SELECT m.period, p.permit_number, p.instrument_kind
    FROM dim_month m
    JOIN permits_now p ON p.valid_from <= m.last_day AND p.valid_to >= m.first_day
), every_key AS (
    SELECT period, permit_number, instrument_kind FROM expected
    UNION
    SELECT period, permit_number, instrument_kind FROM current_submissions
)
SELECT
    k.period,
    k.instrument_kind,
    count(*) AS expected,
    count(s.id) AS filed,
    count(*) - count(s.id) AS missing,
    count(*) FILTER (s.late_days > 0) AS late,
    count(*) FILTER (s.state IN ('accepted', 'accepted_with_warnings')) AS accepted,
    count(*) FILTER (s.state = 'partly_accepted') AS partly_accepted,
    count(*) FILTER (s.state IN ('rejected', 'quarantined')) AS refused,
    round(100 * count(s.id) / count(*), 2)::DECIMAL(5,2) AS filed_share
FROM every_key k
LEFT JOIN current_submissions s
    ON s.period = k.period AND s.permit_number = k.permit_number AND s.instrument_kind = k.instrument_kind
GROUP BY k.period, k.instrument_kind;

COMMENT ON VIEW month_completeness IS '每月陳報完整情形,依種類 | completeness of each month by kind';
COMMENT ON COLUMN month_completeness."period" IS '月份 | month | YYYY-MM';
COMMENT ON COLUMN month_completeness."instrument_kind" IS '度量衡器種類 | instrument kind';
COMMENT ON COLUMN month_completeness."expected" IS '應陳報數(許可有效者) | submissions expected of valid permits | count';
COMMENT ON COLUMN month_completeness."filed" IS '已陳報數 | filed | count';
COMMENT ON COLUMN month_completeness."missing" IS '未陳報數 | missing | count';
COMMENT ON COLUMN month_completeness."late" IS '逾期數 | filed late | count';
COMMENT ON COLUMN month_completeness."accepted" IS '受理數 | accepted, with or without warnings | count';
COMMENT ON COLUMN month_completeness."partly_accepted" IS '部分受理數 | partly accepted | count';
COMMENT ON COLUMN month_completeness."refused" IS '未受理數 | rejected or quarantined | count';
COMMENT ON COLUMN month_completeness."filed_share" IS '已陳報占應陳報 | filed of expected | %';

CREATE VIEW failure_rates AS
SELECT period, permit_number, instrument_kind, brand, model, specification,
    count(*) AS verified,
    count(*) FILTER (verdict = 'fail') AS failed,
    round(100 * count(*) FILTER (verdict = 'fail') / count(*), 3)::DECIMAL(6,3) AS failure_rate
FROM current_verifications
GROUP BY ALL;

COMMENT ON VIEW failure_rates IS '不合格率,依月份與型號 | failure rate by month and model';
COMMENT ON COLUMN failure_rates."period" IS '月份 | month | YYYY-MM';
COMMENT ON COLUMN failure_rates."permit_number" IS '自檢字號 | permit number';
COMMENT ON COLUMN failure_rates."instrument_kind" IS '度量衡器種類 | instrument kind';
COMMENT ON COLUMN failure_rates."brand" IS '廠牌 | brand';
COMMENT ON COLUMN failure_rates."model" IS '型號 | model';
COMMENT ON COLUMN failure_rates."specification" IS '規格 | specification';
COMMENT ON COLUMN failure_rates."verified" IS '檢定數 | verified | count';
COMMENT ON COLUMN failure_rates."failed" IS '不合格數 | failed | count';
COMMENT ON COLUMN failure_rates."failure_rate" IS '不合格率 | failure rate | %';

CREATE VIEW error_distributions AS
SELECT period, instrument_kind, reading, test_point, unit, brand, model,
    count(*) AS readings,
    round(avg(value), 6) AS mean,
    round(stddev_samp(value), 6) AS deviation,
    min(value) AS least,
    median(value) AS median,
    max(value) AS greatest,
    min(limit_low) AS limit_low,
    max(limit_high) AS limit_high,
    count(*) FILTER (beyond_limit) AS beyond_limit
FROM measurements
WHERE quantity = 'error'
GROUP BY ALL;

COMMENT ON VIEW error_distributions IS '器差分布統計,依月份、型號與檢定點(僅器差) | distribution of errors by month, model and test point (errors only)';
COMMENT ON COLUMN error_distributions."period" IS '月份 | month | YYYY-MM';
COMMENT ON COLUMN error_distributions."instrument_kind" IS '度量衡器種類 | instrument kind';
COMMENT ON COLUMN error_distributions."reading" IS '讀數(欄位名) | reading: the name of its column';
COMMENT ON COLUMN error_distributions."test_point" IS '檢定點(流量、負載) | test point: flow or load';
COMMENT ON COLUMN error_distributions."unit" IS '單位 | unit';
COMMENT ON COLUMN error_distributions."brand" IS '廠牌 | brand';
COMMENT ON COLUMN error_distributions."model" IS '型號 | model';
COMMENT ON COLUMN error_distributions."readings" IS '讀數數 | readings | count';
COMMENT ON COLUMN error_distributions."mean" IS '平均 | mean | as unit';
COMMENT ON COLUMN error_distributions."deviation" IS '標準差 | standard deviation | as unit';
COMMENT ON COLUMN error_distributions."least" IS '最小 | least | as unit';
COMMENT ON COLUMN error_distributions."median" IS '中位數 | median | as unit';
COMMENT ON COLUMN error_distributions."greatest" IS '最大 | greatest | as unit';
COMMENT ON COLUMN error_distributions."limit_low" IS '容許下限 | lower limit | as unit';
COMMENT ON COLUMN error_distributions."limit_high" IS '容許上限 | upper limit | as unit';
COMMENT ON COLUMN error_distributions."beyond_limit" IS '超出限值數 | beyond the limits | count';

CREATE VIEW error_histogram AS
SELECT period, instrument_kind, reading, test_point, unit, brand, model,
    (floor(value * 10) / 10)::DECIMAL(18,1) AS bucket,
    count(*) AS readings,
    count(*) FILTER (beyond_limit) AS beyond_limit
FROM measurements
WHERE quantity = 'error'
GROUP BY ALL;

COMMENT ON VIEW error_histogram IS '器差次數分配,組距 0.1,可再加總 | histogram of errors in steps of 0.1, can be summed further';
COMMENT ON COLUMN error_histogram."period" IS '月份 | month | YYYY-MM';
COMMENT ON COLUMN error_histogram."instrument_kind" IS '度量衡器種類 | instrument kind';
COMMENT ON COLUMN error_histogram."reading" IS '讀數(欄位名) | reading: the name of its column';
COMMENT ON COLUMN error_histogram."test_point" IS '檢定點(流量、負載) | test point: flow or load';
COMMENT ON COLUMN error_histogram."unit" IS '單位 | unit';
COMMENT ON COLUMN error_histogram."brand" IS '廠牌 | brand';
COMMENT ON COLUMN error_histogram."model" IS '型號 | model';
COMMENT ON COLUMN error_histogram."bucket" IS '組下界 | lower end of the step | as unit';
COMMENT ON COLUMN error_histogram."readings" IS '讀數數 | readings | count';
COMMENT ON COLUMN error_histogram."beyond_limit" IS '超出限值數 | beyond the limits | count';

CREATE VIEW fees_due_and_paid AS
WITH names AS (
    SELECT permit_number, company_name FROM permits WHERE register_id = (SELECT max(id) FROM registers)
), receipted AS (
    SELECT reference, sum(amount) AS amount, list(number ORDER BY number) AS numbers
    FROM receipts
    WHERE revenue_code = '3160' AND voided_at IS NULL
    GROUP BY reference
), paid AS (
    SELECT reference, sum(amount) AS amount, max(paid_on) AS paid_on
    FROM payments
    WHERE revenue_code = '3160' AND cancelled_at IS NULL
    GROUP BY reference
)
SELECT s.period, s.permit_number, n.company_name, s.instrument_kind, s.id AS submission_id, s.state, s.fee_payable,
    coalesce(r.amount, 0)::BIGINT AS receipted,
    coalesce(p.amount, 0)::BIGINT AS paid,
    (s.fee_payable - coalesce(p.amount, 0))::BIGINT AS outstanding,
    coalesce(r.numbers, []) AS receipt_numbers,
    p.paid_on AS last_paid_on
FROM current_submissions s
LEFT JOIN names n ON n.permit_number = s.permit_number
LEFT JOIN receipted r ON r.reference = concat_ws('/', s.permit_number, s.period, s.instrument_kind)
LEFT JOIN paid p ON p.reference = concat_ws('/', s.permit_number, s.period, s.instrument_kind);

COMMENT ON VIEW fees_due_and_paid IS '應繳、已開收據與已繳之檢定費 | verification fees due, receipted and paid';
COMMENT ON COLUMN fees_due_and_paid."period" IS '月份 | month | YYYY-MM';
COMMENT ON COLUMN fees_due_and_paid."permit_number" IS '自檢字號 | permit number';
COMMENT ON COLUMN fees_due_and_paid."company_name" IS '公司名稱 | company name';
COMMENT ON COLUMN fees_due_and_paid."instrument_kind" IS '度量衡器種類 | instrument kind';
COMMENT ON COLUMN fees_due_and_paid."submission_id" IS '現行有效之陳報 | submission in force';
COMMENT ON COLUMN fees_due_and_paid."state" IS '處理狀態 | state';
COMMENT ON COLUMN fees_due_and_paid."fee_payable" IS '應繳檢定費 | fee payable | NT$';
COMMENT ON COLUMN fees_due_and_paid."receipted" IS '已開收據金額 | amount of the receipts issued | NT$';
COMMENT ON COLUMN fees_due_and_paid."paid" IS '已繳金額 | paid | NT$';
COMMENT ON COLUMN fees_due_and_paid."outstanding" IS '未繳金額 | outstanding | NT$';
COMMENT ON COLUMN fees_due_and_paid."receipt_numbers" IS '收據號碼 | receipt numbers';
COMMENT ON COLUMN fees_due_and_paid."last_paid_on" IS '最近繳款日 | last day of payment';

CREATE VIEW mark_use AS
WITH granted AS (
    SELECT row_number() OVER ()::INTEGER AS batch, permit_number, instrument_kind, code, "first", "last",
        length("first") AS digits, TRY_CAST("first" AS BIGINT) AS lowest, TRY_CAST("last" AS BIGINT) AS highest
    FROM mark_batches
    WHERE register_id = (SELECT max(id) FROM registers)
), used AS (
    SELECT g.batch, count(DISTINCT TRY_CAST(right(v.mark_number, g.digits) AS BIGINT)) AS used,
        max(v.verification_date) AS last_used_on
    FROM granted g
    JOIN current_verifications v ON v.permit_number = g.permit_number AND v.instrument_kind = g.instrument_kind
    WHERE TRY_CAST(right(v.mark_number, g.digits) AS BIGINT) BETWEEN g.lowest AND g.highest
        AND (length(v.mark_number) = g.digits OR g.code IS NULL OR contains(v.mark_number, g.code))
    GROUP BY g.batch
)
SELECT g.permit_number, g.instrument_kind, g.code, g."first", g."last",
    g.highest - g.lowest + 1 AS granted,
    coalesce(u.used, 0) AS used,
    g.highest - g.lowest + 1 - coalesce(u.used, 0) AS left_over,
    round(100 * coalesce(u.used, 0) / (g.highest - g.lowest + 1), 2)::DECIMAL(6,2) AS used_share,
    u.last_used_on
FROM granted g
LEFT JOIN used u ON u.batch = g.batch;

COMMENT ON VIEW mark_use IS '核准印證號碼之使用情形 | use of the granted mark numbers';
COMMENT ON COLUMN mark_use."permit_number" IS '自檢字號 | permit number';
COMMENT ON COLUMN mark_use."instrument_kind" IS '度量衡器種類 | instrument kind';
COMMENT ON COLUMN mark_use."code" IS '度量衡器代碼 | instrument code on the mark';
COMMENT ON COLUMN mark_use."first" IS '起號 | first number';
COMMENT ON COLUMN mark_use."last" IS '迄號 | last number';
COMMENT ON COLUMN mark_use."granted" IS '核准數 | granted | count';
COMMENT ON COLUMN mark_use."used" IS '已使用數 | used | count';
COMMENT ON COLUMN mark_use."left_over" IS '剩餘數 | left over | count';
COMMENT ON COLUMN mark_use."used_share" IS '使用率 | used of granted | %';
COMMENT ON COLUMN mark_use."last_used_on" IS '最近使用日 | last day of use';

CREATE VIEW late_filers AS
WITH permits_now AS (
    SELECT permit_number, company_name, instrument_kinds, valid_from, valid_to, status
    FROM permits
    WHERE register_id = (SELECT max(id) FROM registers)
), expected AS (
    SELECT m.period, p.permit_number, unnest(p.instrument_kinds) AS instrument_kind
    FROM dim_month m
    JOIN permits_now p ON p.valid_from <= m.last_day AND p.valid_to >= m.first_day AND p.status IN ('valid', 'expired')
), late AS (
    SELECT period, permit_number, instrument_kind, state, received_at, late_days FROM current_submissions WHERE late_days > 0
    UNION ALL
    SELECT e.period, e.permit_number, e.instrument_kind, 'missing', NULL, NULL
    FROM expected e
    ANTI JOIN current_submissions s
        ON s.period = e.period AND s.permit_number = e.permit_number AND s.instrument_kind = e.instrument_kind
)
SELECT l.period, l.permit_number, p.company_name, l.instrument_kind, l.state, m.due_on, l.received_at, l.late_days
FROM late l
LEFT JOIN dim_month m ON m.period = l.period
LEFT JOIN permits_now p ON p.permit_number = l.permit_number;

COMMENT ON VIEW late_filers IS '逾期與未陳報 | who filed late or not at all';
COMMENT ON COLUMN late_filers."period" IS '月份 | month | YYYY-MM';
COMMENT ON COLUMN late_filers."permit_number" IS '自檢字號 | permit number';
COMMENT ON COLUMN late_filers."company_name" IS '公司名稱 | company name';
COMMENT ON COLUMN late_filers."instrument_kind" IS '度量衡器種類 | instrument kind';
COMMENT ON COLUMN late_filers."state" IS '處理狀態,missing 為未陳報 | state; missing where nothing was filed';
COMMENT ON COLUMN late_filers."due_on" IS '陳報期限(假日順延前) | day due, before days off move it';
COMMENT ON COLUMN late_filers."received_at" IS '收件時間 | time received | Asia/Taipei';
COMMENT ON COLUMN late_filers."late_days" IS '逾期日數,未陳報者為空值 | days late; null where nothing was filed | day';

CREATE VIEW time_to_accept AS
SELECT
    s.period,
    s.permit_number,
    s.instrument_kind,
    min(s.received_at) AS first_received_at,
    min(s.loaded_at) FILTER (s.state IN ('accepted', 'accepted_with_warnings', 'partly_accepted')) AS accepted_at,
    round(date_diff('second', first_received_at, accepted_at) / 3600, 1)::DECIMAL(12,1) AS hours,
    count(*) AS submissions,
    count(*) FILTER (s.state IN ('rejected', 'quarantined')) AS refused,
    any_value(c.state) AS state
FROM submissions s
JOIN current_submissions c
    ON c.period = s.period AND c.permit_number = s.permit_number AND c.instrument_kind = s.instrument_kind
GROUP BY s.period, s.permit_number, s.instrument_kind;

COMMENT ON VIEW time_to_accept IS '自首次陳報至受理所需時間 | time from the first submission to acceptance';
COMMENT ON COLUMN time_to_accept."period" IS '月份 | month | YYYY-MM';
COMMENT ON COLUMN time_to_accept."permit_number" IS '自檢字號 | permit number';
COMMENT ON COLUMN time_to_accept."instrument_kind" IS '度量衡器種類 | instrument kind';
COMMENT ON COLUMN time_to_accept."first_received_at" IS '首次收件時間 | time first received | Asia/Taipei';
COMMENT ON COLUMN time_to_accept."accepted_at" IS '首次入庫時間,空值為尚未受理 | time first loaded; null: not accepted yet | Asia/Taipei';
COMMENT ON COLUMN time_to_accept."hours" IS '時數 | hours | hour';
COMMENT ON COLUMN time_to_accept."submissions" IS '陳報次數 | submissions | count';
COMMENT ON COLUMN time_to_accept."refused" IS '其中未受理次數 | of which refused | count';
COMMENT ON COLUMN time_to_accept."state" IS '現行狀態 | state in force';

CREATE TABLE branch_areas (
    area VARCHAR PRIMARY KEY,
    branch VARCHAR NOT NULL,
    source VARCHAR NOT NULL,
    example BOOLEAN NOT NULL,
    recorded_at TIMESTAMP NOT NULL
);

COMMENT ON TABLE branch_areas IS '分局與轄區(由機關提供) | branches and the areas that they serve, as the office supplies them';
COMMENT ON COLUMN branch_areas."area" IS '地址開頭 | beginning of an address';
COMMENT ON COLUMN branch_areas."branch" IS '分局 | branch';
COMMENT ON COLUMN branch_areas."source" IS '出處 | source';
COMMENT ON COLUMN branch_areas."example" IS '是否為範例資料 | whether it is sample data';
COMMENT ON COLUMN branch_areas."recorded_at" IS '記錄時間 | time recorded | Asia/Taipei';

CREATE TABLE service_counts (
    roc_year INTEGER NOT NULL,
    quarter INTEGER CHECK (quarter BETWEEN 1 AND 4),
    branch VARCHAR NOT NULL,
    measure VARCHAR NOT NULL,
    detail VARCHAR,
    value DECIMAL(18,6) NOT NULL,
    source VARCHAR NOT NULL,
    recorded_at TIMESTAMP NOT NULL
);

COMMENT ON TABLE service_counts IS '機關另行提供之服務件數(本系統所不經手者) | counts of service that the office supplies: what does not pass through this program';
COMMENT ON COLUMN service_counts."roc_year" IS '民國年度 | ROC year | year';
COMMENT ON COLUMN service_counts."quarter" IS '季,空值為全年 | quarter; null: the whole year | 1-4';
COMMENT ON COLUMN service_counts."branch" IS '分局 | branch';
COMMENT ON COLUMN service_counts."measure" IS '量測項目 | measure, see dim_measure';
COMMENT ON COLUMN service_counts."detail" IS '細目(如繳費方式) | detail, such as the channel';
COMMENT ON COLUMN service_counts."value" IS '數值 | value | as dim_measure.unit';
COMMENT ON COLUMN service_counts."source" IS '出處 | source';
COMMENT ON COLUMN service_counts."recorded_at" IS '記錄時間 | time recorded | Asia/Taipei';

CREATE TABLE published_reports (
    sha256 VARCHAR PRIMARY KEY,
    file_name VARCHAR NOT NULL,
    title VARCHAR NOT NULL,
    roc_year INTEGER,
    example BOOLEAN NOT NULL,
    pages INTEGER NOT NULL,
    engine VARCHAR NOT NULL,
    recorded_at TIMESTAMP NOT NULL
);

COMMENT ON TABLE published_reports IS '讀入之已公布服務績效報告 | published reports on service that were read in';
COMMENT ON COLUMN published_reports."sha256" IS '檔案之 SHA-256 | SHA-256 of the file';
COMMENT ON COLUMN published_reports."file_name" IS '檔名 | file name';
COMMENT ON COLUMN published_reports."title" IS '標題 | title';
COMMENT ON COLUMN published_reports."roc_year" IS '民國年度 | ROC year | year';
COMMENT ON COLUMN published_reports."example" IS '是否為範例資料 | whether it is sample data';
COMMENT ON COLUMN published_reports."pages" IS '頁數 | pages | count';
COMMENT ON COLUMN published_reports."engine" IS '讀取引擎 | engine that read it';
COMMENT ON COLUMN published_reports."recorded_at" IS '記錄時間 | time recorded | Asia/Taipei';

CREATE TABLE published_cells (
    sha256 VARCHAR NOT NULL,
    page INTEGER NOT NULL,
    table_number INTEGER NOT NULL,
    "row" INTEGER NOT NULL,
    "column" INTEGER NOT NULL,
    text VARCHAR NOT NULL,
    PRIMARY KEY (sha256, page, table_number, "row", "column")
);

COMMENT ON TABLE published_cells IS '已公布報告之表格,一格一列 | tables of the published reports, one cell a line';
COMMENT ON COLUMN published_cells."sha256" IS '檔案之 SHA-256 | SHA-256 of the file';
COMMENT ON COLUMN published_cells."page" IS '頁次 | page, from 1';
COMMENT ON COLUMN published_cells."table_number" IS '頁內第幾表 | number of the table on its page, from 1';
COMMENT ON COLUMN published_cells."row" IS '表內列次 | row in the table, from 1';
COMMENT ON COLUMN published_cells."column" IS '表內欄次 | column in the table, from 1';
COMMENT ON COLUMN published_cells."text" IS '內容 | text';

CREATE TABLE published_figures (
    sha256 VARCHAR NOT NULL,
    page INTEGER NOT NULL,
    table_number INTEGER NOT NULL,
    "row" INTEGER NOT NULL,
    "column" INTEGER NOT NULL,
    number INTEGER NOT NULL,
    branch VARCHAR,
    measure VARCHAR,
    value DECIMAL(18,6) NOT NULL,
    unit VARCHAR NOT NULL,
    sentence VARCHAR NOT NULL
);

COMMENT ON TABLE published_figures IS '由已公布報告表格辨識之數字 | figures found in the tables of the published reports';
COMMENT ON COLUMN published_figures."sha256" IS '檔案之 SHA-256 | SHA-256 of the file';
COMMENT ON COLUMN published_figures."page" IS '頁次 | page, from 1';
COMMENT ON COLUMN published_figures."table_number" IS '頁內第幾表 | number of the table on its page, from 1';
COMMENT ON COLUMN published_figures."row" IS '表內列次 | row in the table, from 1';
COMMENT ON COLUMN published_figures."column" IS '表內欄次 | column in the table, from 1';
COMMENT ON COLUMN published_figures."number" IS '格內第幾個數字 | number of the figure in its cell, from 1';
COMMENT ON COLUMN published_figures."branch" IS '分局 | branch';
COMMENT ON COLUMN published_figures."measure" IS '量測項目,空值為未對應 | measure; null: none of ours';
COMMENT ON COLUMN published_figures."value" IS '數值 | value | as unit';
COMMENT ON COLUMN published_figures."unit" IS '單位 | unit';
COMMENT ON COLUMN published_figures."sentence" IS '所在文句 | sentence that it stands in';

CREATE VIEW dim_measure AS
SELECT * FROM (VALUES
    ('cases', '受理件數', 'cases received', '件'),
    ('cases_in_time', '時限內辦結件數', 'cases handled in time', '件'),
    ('cases_online', '線上申辦件數', 'cases filed online', '件'),
    ('cases_paper', '紙本申辦件數', 'cases filed on paper', '件'),
    ('cases_overdue', '逾期陳報件數', 'cases overdue', '件'),
    ('chased', '稽催件數', 'overdue cases chased', '件'),
    ('notices_sent', '通知件數', 'notices sent', '件'),
    ('certificates_electronic', '電子證書件數', 'certificates issued electronically', '件'),
    ('certificates_paper', '紙本證書件數', 'certificates issued on paper', '件'),
    ('fees_paid', '已繳規費', 'fees paid', '元'),
    ('payments', '繳費件數', 'payments', '件'),
    ('online_share', '線上申辦率', 'share filed online', '%'),
    ('electronic_share', '電子證書比率', 'share of certificates issued electronically', '%')
) AS v(measure, zh, en, unit);

COMMENT ON VIEW dim_measure IS '維度:服務績效量測項目 | dimension: measures of service';
COMMENT ON COLUMN dim_measure."measure" IS '量測項目 | measure';
COMMENT ON COLUMN dim_measure."zh" IS '中文名稱 | name in Chinese';
COMMENT ON COLUMN dim_measure."en" IS '英文名稱 | name in English';
COMMENT ON COLUMN dim_measure."unit" IS '單位 | unit';

CREATE VIEW permit_branches AS
SELECT p.permit_number, coalesce(arg_max(a.branch, length(a.area)), '未指定') AS branch
FROM permits p
LEFT JOIN branch_areas a ON starts_with(replace(p.address, '台', '臺'), a.area)
WHERE p.register_id = (SELECT max(id) FROM registers)
GROUP BY p.permit_number;

COMMENT ON VIEW permit_branches IS '許可證書所屬分局,依登記地址與轄區 | branch of each permit, by its address and the areas';
COMMENT ON COLUMN permit_branches."permit_number" IS '自檢字號 | permit number';
COMMENT ON COLUMN permit_branches."branch" IS '分局,未指定為機關未提供轄區 | branch; 未指定: no area that the office supplied fits';

-- Figures on service, by branch and quarter; within: days that a case may take.
CREATE MACRO service_figures(within) AS TABLE
WITH cases AS (
    SELECT s.id, s.late_days, coalesce(b.branch, '未指定') AS branch, (year(s.received_at) - 1911)::INTEGER AS roc_year,
        quarter(s.received_at)::INTEGER AS quarter,
        s.state <> 'quarantined' AND date_diff('day', s.received_at::DATE, s.loaded_at::DATE) <= within AS in_time
    FROM submissions s
    LEFT JOIN permit_branches b ON b.permit_number = s.permit_number
), counted AS (
    SELECT roc_year, quarter, branch, count(*) AS cases, count(*) FILTER (in_time) AS cases_in_time,
        count(*) AS cases_online, count(*) FILTER (late_days > 0) AS cases_overdue
    FROM cases
    GROUP BY ALL
), letters AS (
    SELECT (year(y.changed_at) - 1911)::INTEGER AS roc_year, quarter(y.changed_at)::INTEGER AS quarter,
        coalesce(c.branch, b.branch, '未指定') AS branch, o.path
    FROM deliveries y
    JOIN outbox o ON o.message_id = y.message_id
    LEFT JOIN cases c ON c.id = o.submission_id
    LEFT JOIN permit_branches b ON b.permit_number = regexp_extract(o.path, '[MI]V[0-9]{6}')
    WHERE y.state = 'sent'
), money AS (
    SELECT (year(p.paid_on) - 1911)::INTEGER AS roc_year, quarter(p.paid_on)::INTEGER AS quarter,
        coalesce(b.branch, '未指定') AS branch, p.channel, p.amount
    FROM payments p
    LEFT JOIN permit_branches b ON b.permit_number = split_part(p.reference, '/', 1)
    WHERE p.cancelled_at IS NULL
), own AS (
    SELECT roc_year, quarter, branch, measure, NULL::VARCHAR AS detail, value::DECIMAL(18,6) AS value
    FROM (UNPIVOT counted ON cases, cases_in_time, cases_online, cases_overdue INTO NAME measure VALUE value)
    UNION ALL
    SELECT roc_year, quarter, branch, 'notices_sent', 'e-mail', count(*) FROM letters GROUP BY ALL
    UNION ALL
    SELECT roc_year, quarter, branch, 'chased', 'e-mail', count(*) FROM letters WHERE starts_with(path, 'reminder-after-') GROUP BY ALL
    UNION ALL
    SELECT roc_year, quarter, branch, 'fees_paid', channel, sum(amount) FROM money GROUP BY ALL
    UNION ALL
    SELECT roc_year, quarter, branch, 'payments', channel, count(*) FROM money GROUP BY ALL
)
SELECT roc_year, quarter, branch, measure, detail, value, 'warehouse' AS origin FROM own
UNION ALL
SELECT roc_year, quarter, branch, measure, detail, value, source AS origin FROM service_counts;

CREATE VIEW published_measures AS
SELECT r.roc_year, f.branch, f.measure, f.value, f.unit, f.sentence, r.file_name, f.page, r.example
FROM published_figures f
JOIN published_reports r ON r.sha256 = f.sha256
WHERE f.measure IS NOT NULL;

COMMENT ON VIEW published_measures IS '已公布報告中對應到量測項目之數字 | figures of published reports that stand for one of our measures';
COMMENT ON COLUMN published_measures."roc_year" IS '民國年度 | ROC year | year';
COMMENT ON COLUMN published_measures."branch" IS '分局 | branch';
COMMENT ON COLUMN published_measures."measure" IS '量測項目 | measure';
COMMENT ON COLUMN published_measures."value" IS '數值 | value | as unit';
COMMENT ON COLUMN published_measures."unit" IS '單位 | unit';
COMMENT ON COLUMN published_measures."sentence" IS '所在文句 | sentence that it stands in';
COMMENT ON COLUMN published_measures."file_name" IS '檔名 | file name';
COMMENT ON COLUMN published_measures."page" IS '頁次 | page, from 1';
COMMENT ON COLUMN published_measures."example" IS '是否為範例資料 | whether it is sample data';

-- Units that the forms leave to their headings (taximeters) or to the specification (scales).
COMMENT ON COLUMN verifications_taximeter."distance_bench_initial" IS '計程(定置)起跳 | distance, bench, initial | m';
COMMENT ON COLUMN current_verifications_taximeter."distance_bench_initial" IS '計程(定置)起跳 | distance, bench, initial | m';
COMMENT ON COLUMN verifications_taximeter."distance_bench_next" IS '計程(定置)續跳 | distance, bench, next | m';
COMMENT ON COLUMN current_verifications_taximeter."distance_bench_next" IS '計程(定置)續跳 | distance, bench, next | m';
COMMENT ON COLUMN verifications_taximeter."night_distance_bench_initial" IS '夜間加成計程(定置)起跳 | night distance, bench, initial | m';
COMMENT ON COLUMN current_verifications_taximeter."night_distance_bench_initial" IS '夜間加成計程(定置)起跳 | night distance, bench, initial | m';
COMMENT ON COLUMN verifications_taximeter."night_distance_bench_next" IS '夜間加成計程(定置)續跳 | night distance, bench, next | m';
COMMENT ON COLUMN current_verifications_taximeter."night_distance_bench_next" IS '夜間加成計程(定置)續跳 | night distance, bench, next | m';
COMMENT ON COLUMN verifications_taximeter."distance_roller_initial" IS '計程(輪行)起跳 | distance, roller, initial | m';
COMMENT ON COLUMN current_verifications_taximeter."distance_roller_initial" IS '計程(輪行)起跳 | distance, roller, initial | m';
COMMENT ON COLUMN verifications_taximeter."distance_roller_next" IS '計程(輪行)續跳 | distance, roller, next | m';
COMMENT ON COLUMN current_verifications_taximeter."distance_roller_next" IS '計程(輪行)續跳 | distance, roller, next | m';
COMMENT ON COLUMN verifications_taximeter."night_distance_roller_initial" IS '夜間加成計程(輪行)起跳 | night distance, roller, initial | m';
COMMENT ON COLUMN current_verifications_taximeter."night_distance_roller_initial" IS '夜間加成計程(輪行)起跳 | night distance, roller, initial | m';
COMMENT ON COLUMN verifications_taximeter."night_distance_roller_next" IS '夜間加成計程(輪行)續跳 | night distance, roller, next | m';
COMMENT ON COLUMN current_verifications_taximeter."night_distance_roller_next" IS '夜間加成計程(輪行)續跳 | night distance, roller, next | m';
COMMENT ON COLUMN verifications_taximeter."time" IS '計時 | time | s';
COMMENT ON COLUMN current_verifications_taximeter."time" IS '計時 | time | s';
COMMENT ON COLUMN verifications_taximeter."changeover_speed" IS '轉換計時計費之車速 | changeover speed | km/h';
COMMENT ON COLUMN current_verifications_taximeter."changeover_speed" IS '轉換計時計費之車速 | changeover speed | km/h';
COMMENT ON COLUMN verifications_weighing_instrument."eccentricity" IS '偏載檢定 | eccentricity | g, kg';
COMMENT ON COLUMN current_verifications_weighing_instrument."eccentricity" IS '偏載檢定 | eccentricity | g, kg';
COMMENT ON COLUMN verifications_weighing_instrument."increasing_1" IS '遞增第1點 | increasing, point 1 | g, kg';
COMMENT ON COLUMN current_verifications_weighing_instrument."increasing_1" IS '遞增第1點 | increasing, point 1 | g, kg';
COMMENT ON COLUMN verifications_weighing_instrument."increasing_2" IS '遞增第2點 | increasing, point 2 | g, kg';
COMMENT ON COLUMN current_verifications_weighing_instrument."increasing_2" IS '遞增第2點 | increasing, point 2 | g, kg';
COMMENT ON COLUMN verifications_weighing_instrument."increasing_3" IS '遞增第3點 | increasing, point 3 | g, kg';
COMMENT ON COLUMN current_verifications_weighing_instrument."increasing_3" IS '遞增第3點 | increasing, point 3 | g, kg';
COMMENT ON COLUMN verifications_weighing_instrument."decreasing_3" IS '遞減第3點 | decreasing, point 3 | g, kg';
COMMENT ON COLUMN current_verifications_weighing_instrument."decreasing_3" IS '遞減第3點 | decreasing, point 3 | g, kg';
COMMENT ON COLUMN verifications_weighing_instrument."decreasing_2" IS '遞減第2點 | decreasing, point 2 | g, kg';
COMMENT ON COLUMN current_verifications_weighing_instrument."decreasing_2" IS '遞減第2點 | decreasing, point 2 | g, kg';
COMMENT ON COLUMN verifications_weighing_instrument."decreasing_1" IS '遞減第1點 | decreasing, point 1 | g, kg';
COMMENT ON COLUMN current_verifications_weighing_instrument."decreasing_1" IS '遞減第1點 | decreasing, point 1 | g, kg';
