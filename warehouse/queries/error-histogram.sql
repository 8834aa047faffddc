-- zh: 器差次數分配(組距 0.1)
-- en: histogram of errors in steps of 0.1
-- param kind text required | 種類 | instrument kind
-- param reading text required | 讀數(欄位名) | reading (its column)
-- param month month | 月份,省略為全部 | month; all if left out
-- column bucket | 組下界 | from
-- column readings | 筆數 | readings
-- column beyond_limit | 超限 | beyond limits
-- column unit | 單位 | unit
SELECT bucket, sum(readings)::BIGINT AS readings, sum(beyond_limit)::BIGINT AS beyond_limit, unit
FROM error_histogram
WHERE instrument_kind = $kind AND reading = $reading AND ($month IS NULL OR period = $month)
GROUP BY bucket, unit
ORDER BY bucket;
