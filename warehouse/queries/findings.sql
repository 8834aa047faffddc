-- zh: 最常見之檢核結果,依代碼
-- en: the most frequent findings, by code
-- param month month | 月份,省略為全部 | month; all if left out
-- param severity text | 輕重:note、warning、error、fatal,省略為全部 | severity; all if left out
-- column code | 代碼 | code
-- column severity | 輕重 | severity
-- column findings | 次數 | findings
-- column permits | 業者數 | permits
-- column example | 例 | example
SELECT f.code, f.severity, count(*) AS findings, count(DISTINCT s.permit_number) AS permits,
    arg_min(f.message, (f.document_id, f."row", f.message)) AS example
FROM findings f
JOIN current_submissions s ON s.id = f.submission_id
WHERE ($month IS NULL OR s.period = $month) AND ($severity IS NULL OR f.severity = $severity)
GROUP BY f.code, f.severity
ORDER BY findings DESC, f.code;
