-- zh: 每月不合格率,依種類
-- en: failure rate of each month, by kind
-- param kind text | 種類,省略為全部 | instrument kind; all if left out
-- column period | 月份 | month
-- column instrument_kind | 種類 | instrument kind
-- column verified | 檢定數 | verified
-- column failed | 不合格 | failed
-- column failure_rate | 不合格率% | failure rate %
SELECT period, instrument_kind, count(*) AS verified, count(*) FILTER (verdict = 'fail') AS failed,
    round(100 * count(*) FILTER (verdict = 'fail') / count(*), 3)::DECIMAL(6,3) AS failure_rate
FROM current_verifications
WHERE $kind IS NULL OR instrument_kind = $kind
GROUP BY ALL
ORDER BY period, instrument_kind;
