-- zh: 接近限值之讀數(達限值 90% 以上而未超出),依型號
-- en: readings close to their limit (90 % of it or more, not beyond), by model
-- param month month | 月份,省略為全部 | month; all if left out
-- column instrument_kind | 種類 | instrument kind
-- column reading | 讀數 | reading
-- column brand | 廠牌 | brand
-- column model | 型號 | model
-- column readings | 筆數 | readings
-- column near | 接近 | near
-- column near_share | 接近% | near %
-- column beyond_limit | 超限 | beyond limits
SELECT instrument_kind, reading, brand, model, count(*) AS readings,
    count(*) FILTER (NOT beyond_limit AND (value >= 0.9 * limit_high OR value <= 0.9 * limit_low)) AS near,
    round(100 * near / count(*), 3)::DECIMAL(6,3) AS near_share,
    count(*) FILTER (beyond_limit) AS beyond_limit
FROM measurements
WHERE limit_high IS NOT NULL AND quantity = 'error' AND ($month IS NULL OR period = $month)
GROUP BY ALL
ORDER BY near_share DESC, instrument_kind, reading, brand, model;
