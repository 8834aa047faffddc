-- zh: 同一業者同種類重複陳報之合格器號
-- en: serial numbers that one permit reported as passed more than once
-- column permit_number | 自檢字號 | permit
-- column instrument_kind | 種類 | instrument kind
-- column serial_number | 器號 | serial number
-- column times | 次數 | times
-- column periods | 月份 | months
SELECT permit_number, instrument_kind, serial_number, count(*) AS times, list(DISTINCT period ORDER BY period) AS periods
FROM current_verifications
WHERE verdict = 'pass' AND serial_number IS NOT NULL
GROUP BY permit_number, instrument_kind, serial_number
HAVING count(*) > 1
ORDER BY times DESC, permit_number, instrument_kind, serial_number;
