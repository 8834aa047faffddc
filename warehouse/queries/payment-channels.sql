-- zh: 已繳規費,依分局、季與繳費方式
-- en: fees paid by branch, quarter and channel
-- param year integer | 民國年度,省略為全部 | ROC year; all if left out
-- column roc_year | 年度 | ROC year
-- column quarter | 季 | quarter
-- column branch | 分局 | branch
-- column channel | 繳費方式 | channel
-- column payments | 件數 | payments
-- column fees_paid | 金額(元) | amount, NT$
SELECT roc_year, quarter, branch, detail AS channel,
    coalesce(sum(value) FILTER (measure = 'payments'), 0)::BIGINT AS payments,
    coalesce(sum(value) FILTER (measure = 'fees_paid'), 0)::BIGINT AS fees_paid
FROM service_figures(0)
WHERE measure IN ('payments', 'fees_paid') AND ($year IS NULL OR roc_year = $year)
GROUP BY roc_year, quarter, branch, detail
ORDER BY roc_year, quarter, branch, detail;
