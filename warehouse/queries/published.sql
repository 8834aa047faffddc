-- zh: 已公布之服務績效與本系統同年數字對照
-- en: published figures on service beside our own of the same year
-- param within integer = 14 | 辦結期限(日) | days that a case may take
-- column roc_year | 年度 | ROC year
-- column branch | 分局 | branch
-- column measure | 項目 | measure
-- column published | 已公布 | published
-- column unit | 單位 | unit
-- column ours | 本系統 | ours
-- column page | 頁 | page
-- column sentence | 文句 | sentence
WITH counted AS (
    SELECT roc_year, branch, measure, sum(value) AS value FROM service_figures($within) GROUP BY ALL
    UNION ALL
    SELECT roc_year, '全局', measure, sum(value) FROM service_figures($within) GROUP BY ALL
), ours AS (
    FROM counted
    UNION ALL
    SELECT roc_year, branch, 'online_share',
        round(100 * sum(value) FILTER (measure = 'cases_online') / sum(value) FILTER (measure IN ('cases', 'cases_paper')), 2)::DECIMAL(18,6)
    FROM counted
    GROUP BY roc_year, branch
    UNION ALL
    SELECT roc_year, branch, 'electronic_share',
        round(100 * sum(value) FILTER (measure = 'certificates_electronic') / sum(value) FILTER (starts_with(measure, 'certificates_')), 2)::DECIMAL(18,6)
    FROM counted
    GROUP BY roc_year, branch
)
SELECT p.roc_year, p.branch, p.measure, p.value AS published, p.unit, o.value AS ours, p.page, p.sentence
FROM published_measures p
LEFT JOIN ours o ON o.roc_year = p.roc_year AND o.branch = p.branch AND o.measure = p.measure
ORDER BY p.roc_year, p.branch NULLS FIRST, p.measure, p.page, p.sentence, p.value;
