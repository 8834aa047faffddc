-- zh: 不合格率,依型號
-- en: failure rate by model
-- param month month | 月份,省略為全部 | month; all if left out
-- param kind text | 種類,省略為全部 | instrument kind; all if left out
-- column instrument_kind | 種類 | instrument kind
-- column brand | 廠牌 | brand
-- column model | 型號 | model
-- column verified | 檢定數 | verified
-- column failed | 不合格 | failed
-- column failure_rate | 不合格率% | failure rate %
SELECT instrument_kind, brand, model, sum(verified)::BIGINT AS verified, sum(failed)::BIGINT AS failed,
    round(100 * sum(failed) / sum(verified), 3)::DECIMAL(6,3) AS failure_rate
FROM failure_rates
WHERE ($month IS NULL OR period = $month) AND ($kind IS NULL OR instrument_kind = $kind)
GROUP BY ALL
ORDER BY failure_rate DESC, instrument_kind, brand, model;
