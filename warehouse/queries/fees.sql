-- zh: 檢定費:應繳、已開收據、已繳、未繳
-- en: verification fees: due, receipted, paid, outstanding
-- param month month | 月份,省略為全部 | month; all if left out
-- column period | 月份 | month
-- column permit_number | 自檢字號 | permit
-- column company_name | 公司 | company
-- column instrument_kind | 種類 | instrument kind
-- column fee_payable | 應繳(元) | payable, NT$
-- column receipted | 已開收據(元) | receipted, NT$
-- column paid | 已繳(元) | paid, NT$
-- column outstanding | 未繳(元) | outstanding, NT$
-- column last_paid_on | 最近繳款日 | last paid on
SELECT period, permit_number, company_name, instrument_kind, fee_payable, receipted, paid, outstanding, last_paid_on
FROM fees_due_and_paid
WHERE $month IS NULL OR period = $month
ORDER BY period, permit_number, instrument_kind;
