-- zh: 器差統計,依檢定點與型號
-- en: statistics of errors by test point and model
-- param kind text required | 種類 | instrument kind
-- param reading text | 讀數(欄位名),省略為全部 | reading (its column); all if left out
-- param month month | 月份,省略為全部 | month; all if left out
-- column reading | 讀數 | reading
-- column brand | 廠牌 | brand
-- column model | 型號 | model
-- column readings | 筆數 | readings
-- column mean | 平均 | mean
-- column deviation | 標準差 | standard deviation
-- column least | 最小 | least
-- column median | 中位數 | median
-- column greatest | 最大 | greatest
-- column limit_low | 下限 | lower limit
-- column limit_high | 上限 | upper limit
-- column beyond_limit | 超限 | beyond limits
-- column unit | 單位 | unit
SELECT reading, brand, model, count(*) AS readings, round(avg(value), 4) AS mean, round(stddev_samp(value), 4) AS deviation,
    min(value) AS least, median(value) AS median, max(value) AS greatest, min(limit_low) AS limit_low,
    max(limit_high) AS limit_high, count(*) FILTER (beyond_limit) AS beyond_limit, unit
FROM measurements
WHERE quantity = 'error' AND instrument_kind = $kind AND ($reading IS NULL OR reading = $reading)
    AND ($month IS NULL OR period = $month)
GROUP BY reading, brand, model, unit
ORDER BY reading, brand, model;
