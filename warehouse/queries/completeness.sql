-- zh: 每月陳報完整情形:應陳報、已陳報、逾期、受理
-- en: completeness of each month: expected, filed, late, accepted
-- param month month | 月份,省略為全部 | month; all if left out
-- column period | 月份 | month
-- column instrument_kind | 種類 | instrument kind
-- column expected | 應陳報 | expected
-- column filed | 已陳報 | filed
-- column missing | 未陳報 | missing
-- column late | 逾期 | late
-- column accepted | 受理 | accepted
-- column partly_accepted | 部分受理 | partly accepted
-- column refused | 未受理 | refused
-- column filed_share | 已陳報% | filed %
SELECT period, instrument_kind, expected, filed, missing, late, accepted, partly_accepted, refused, filed_share
FROM month_completeness
WHERE $month IS NULL OR period = $month
ORDER BY period, instrument_kind;
