-- zh: 逾期與未陳報業者
-- en: who filed late or not at all
-- param month month | 月份,省略為全部 | month; all if left out
-- column period | 月份 | month
-- column permit_number | 自檢字號 | permit
-- column company_name | 公司 | company
-- column instrument_kind | 種類 | instrument kind
-- column state | 狀態 | state
-- column due_on | 期限 | due on
-- column received_at | 收件時間 | received at
-- column late_days | 逾期日數 | days late
SELECT period, permit_number, company_name, instrument_kind, state, due_on, received_at, late_days
FROM late_filers
WHERE $month IS NULL OR period = $month
ORDER BY period, late_days DESC NULLS FIRST, permit_number, instrument_kind;
