-- zh: 每月檢定數,依種類與業者
-- en: instruments verified each month, by kind and manufacturer
-- param month month | 月份,省略為全部 | month; all if left out
-- column period | 月份 | month
-- column instrument_kind | 種類 | instrument kind
-- column permit_number | 自檢字號 | permit
-- column company_name | 公司 | company
-- column verified | 檢定數 | verified
-- column failed | 不合格 | failed
SELECT v.period, v.instrument_kind, v.permit_number, p.company_name, v.verified, v.failed
FROM (
    SELECT period, instrument_kind, permit_number, count(*) AS verified, count(*) FILTER (verdict = 'fail') AS failed
    FROM current_verifications
    WHERE $month IS NULL OR period = $month
    GROUP BY ALL
) v
LEFT JOIN dim_permit p ON p.permit_number = v.permit_number AND p."current"
ORDER BY v.period, v.instrument_kind, v.permit_number;
