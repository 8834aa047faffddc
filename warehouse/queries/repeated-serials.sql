-- zh: 同一業者同種類重複陳報之合格器號
-- en: serial numbers that one permit reported as passed more than once
-- param kind text | 種類,省略為全部 | instrument kind; all if left out
-- column permit_number | 自檢字號 | permit
-- column instrument_kind | 種類 | instrument kind
-- column serial_number | 器號 | serial number
-- column times | 次數 | times
-- column periods | 月份 | months
WITH passed AS NOT MATERIALIZED (
    SELECT permit_number, instrument_kind, serial_number, period, hash(permit_number, instrument_kind, serial_number) AS mark
    FROM current_verifications
    WHERE verdict = 'pass' AND serial_number IS NOT NULL AND ($kind IS NULL OR instrument_kind = $kind)
), twice AS (
    SELECT mark FROM passed GROUP BY mark HAVING count(*) > 1
)
SELECT permit_number, instrument_kind, serial_number, count(*) AS times, list(DISTINCT period ORDER BY period) AS periods
FROM passed
SEMI JOIN twice ON twice.mark = passed.mark
GROUP BY permit_number, instrument_kind, serial_number
HAVING count(*) > 1
ORDER BY times DESC, permit_number, instrument_kind, serial_number;
