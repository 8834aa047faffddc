-- zh: 核准印證號碼之使用情形
-- en: use of the granted mark numbers
-- param permit text | 自檢字號,省略為全部 | permit; all if left out
-- column permit_number | 自檢字號 | permit
-- column instrument_kind | 種類 | instrument kind
-- column code | 代碼 | code
-- column first | 起號 | first
-- column last | 迄號 | last
-- column granted | 核准 | granted
-- column used | 已用 | used
-- column left_over | 剩餘 | left over
-- column used_share | 使用% | used %
-- column last_used_on | 最近使用日 | last used on
SELECT permit_number, instrument_kind, code, "first", "last", granted, used, left_over, used_share, last_used_on
FROM mark_use
WHERE $permit IS NULL OR permit_number = $permit
ORDER BY permit_number, instrument_kind, code, "first";
