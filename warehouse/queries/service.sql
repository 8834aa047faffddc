-- zh: 服務績效,依分局與季
-- en: figures on service, by branch and quarter
-- param within integer = 14 | 辦結期限(日) | days that a case may take
-- param year integer | 民國年度,省略為全部 | ROC year; all if left out
-- column roc_year | 年度 | ROC year
-- column quarter | 季 | quarter
-- column branch | 分局 | branch
-- column cases | 受理 | cases
-- column cases_in_time | 時限內辦結 | in time
-- column in_time_share | 時限內% | in time %
-- column cases_overdue | 逾期 | overdue
-- column chased | 稽催 | chased
-- column online_share | 線上申辦% | online %
-- column notices_sent | 通知 | notices
-- column certificates_electronic | 電子證書 | electronic certificates
-- column payments | 繳費件數 | payments
-- column fees_paid | 已繳規費(元) | fees paid, NT$
SELECT roc_year, quarter, branch,
    coalesce(sum(value) FILTER (measure IN ('cases', 'cases_paper')), 0)::BIGINT AS cases,
    coalesce(sum(value) FILTER (measure = 'cases_in_time'), 0)::BIGINT AS cases_in_time,
    round(100 * sum(value) FILTER (measure = 'cases_in_time') / sum(value) FILTER (measure = 'cases'), 2)::DECIMAL(6,2) AS in_time_share,
    coalesce(sum(value) FILTER (measure = 'cases_overdue'), 0)::BIGINT AS cases_overdue,
    coalesce(sum(value) FILTER (measure = 'chased'), 0)::BIGINT AS chased,
    round(100 * sum(value) FILTER (measure = 'cases_online') / sum(value) FILTER (measure IN ('cases', 'cases_paper')), 2)::DECIMAL(6,2) AS online_share,
    coalesce(sum(value) FILTER (measure = 'notices_sent'), 0)::BIGINT AS notices_sent,
    coalesce(sum(value) FILTER (measure = 'certificates_electronic'), 0)::BIGINT AS certificates_electronic,
    coalesce(sum(value) FILTER (measure = 'payments'), 0)::BIGINT AS payments,
    coalesce(sum(value) FILTER (measure = 'fees_paid'), 0)::BIGINT AS fees_paid
FROM service_figures($within)
WHERE $year IS NULL OR roc_year = $year
GROUP BY roc_year, quarter, branch
ORDER BY roc_year, quarter, branch;
