-- zh: 自首次陳報至受理所需時間
-- en: time from the first submission to acceptance
-- param month month | 月份,省略為全部 | month; all if left out
-- column period | 月份 | month
-- column permit_number | 自檢字號 | permit
-- column instrument_kind | 種類 | instrument kind
-- column first_received_at | 首次收件 | first received
-- column accepted_at | 受理時間 | accepted at
-- column hours | 時數 | hours
-- column submissions | 陳報次數 | submissions
-- column state | 現行狀態 | state
SELECT period, permit_number, instrument_kind, first_received_at, accepted_at, hours, submissions, state
FROM time_to_accept
WHERE $month IS NULL OR period = $month
ORDER BY period, hours DESC NULLS FIRST, permit_number, instrument_kind;
