-- zh: 型號平均器差之逐月變化
-- en: how the mean error of a model moves from month to month
-- param kind text required | 種類 | instrument kind
-- param reading text required | 讀數(欄位名) | reading (its column)
-- column brand | 廠牌 | brand
-- column model | 型號 | model
-- column period | 月份 | month
-- column readings | 筆數 | readings
-- column mean | 平均 | mean
-- column change | 較前月 | change
-- column unit | 單位 | unit
SELECT brand, model, period, count(*) AS readings, round(avg(value), 4) AS mean,
    round(avg(value) - lag(avg(value)) OVER (PARTITION BY brand, model ORDER BY period), 4) AS change, unit
FROM measurements
WHERE instrument_kind = $kind AND reading = $reading
GROUP BY brand, model, period, unit
ORDER BY brand, model, period;
