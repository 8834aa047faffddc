-- Money: what is owed, what was paid, and receipts that can be void without their number being lost.

ALTER TABLE receipts ALTER COLUMN submission_id DROP NOT NULL;
ALTER TABLE receipts ADD COLUMN reference VARCHAR;
ALTER TABLE receipts ADD COLUMN voided_at TIMESTAMP;
ALTER TABLE receipts ADD COLUMN voided_by VARCHAR;
ALTER TABLE receipts ADD COLUMN void_reason VARCHAR;
ALTER TABLE receipts ADD COLUMN replaced_by VARCHAR;
COMMENT ON COLUMN receipts.submission_id IS '所屬陳報,許可費與證照費無 | submission; none for permit and certificate fees';
COMMENT ON COLUMN receipts.reference IS '繳費項目:自檢字號/月份/種類,或申請案號 | what it is for: permit/month/kind, or the number of an application';
COMMENT ON COLUMN receipts.voided_at IS '作廢時間 | time it was made void | Asia/Taipei';
COMMENT ON COLUMN receipts.voided_by IS '作廢人 | who made it void';
COMMENT ON COLUMN receipts.void_reason IS '作廢原因 | why it was made void';
COMMENT ON COLUMN receipts.replaced_by IS '取代之收據號碼 | receipt that replaces it';
UPDATE receipts SET reference = (
    SELECT concat_ws('/', s.permit_number, s.period, s.instrument_kind) FROM submissions s WHERE s.id = receipts.submission_id
);
UPDATE receipts SET
    voided_at = issued_on::TIMESTAMP,
    void_reason = '陳報更正後金額不同 (a correction changed the amount)',
    replaced_by = (SELECT max(n.number) FROM receipts n WHERE n.reference = receipts.reference)
WHERE number < (SELECT max(n.number) FROM receipts n WHERE n.reference = receipts.reference);

CREATE TABLE charges (
    reference VARCHAR NOT NULL,
    revenue_code VARCHAR NOT NULL,
    payer VARCHAR NOT NULL,
    ubn VARCHAR,
    amount BIGINT NOT NULL CHECK (amount > 0),
    due_on DATE,
    purpose VARCHAR NOT NULL,
    recorded_at TIMESTAMP NOT NULL,
    PRIMARY KEY (reference, revenue_code)
);
COMMENT ON TABLE charges IS '許可費、證照費等應繳項目 | permit and certificate fees that are owed';
COMMENT ON COLUMN charges.reference IS '申請案號 | number of the application';
COMMENT ON COLUMN charges.revenue_code IS '收入代號 | revenue code';
COMMENT ON COLUMN charges.payer IS '繳款人 | payer';
COMMENT ON COLUMN charges.ubn IS '統一編號 | unified business number';
COMMENT ON COLUMN charges.amount IS '金額 | amount | NT$';
COMMENT ON COLUMN charges.due_on IS '繳款期限 | day by which it is due';
COMMENT ON COLUMN charges.purpose IS '事由 | what it is for';
COMMENT ON COLUMN charges.recorded_at IS '記錄時間 | time recorded | Asia/Taipei';

CREATE TABLE payments_next (
    id BIGINT PRIMARY KEY,
    reference VARCHAR NOT NULL,
    revenue_code VARCHAR NOT NULL,
    receipt_number VARCHAR,
    amount BIGINT NOT NULL CHECK (amount <> 0),
    channel VARCHAR NOT NULL CHECK (channel IN ('cash', 'postal_order', 'cheque', 'transfer', 'online')),
    voucher VARCHAR,
    paid_on DATE NOT NULL,
    recorded_by VARCHAR NOT NULL,
    recorded_at TIMESTAMP NOT NULL,
    cancelled_at TIMESTAMP,
    cancel_reason VARCHAR
);
INSERT INTO payments_next
SELECT p.id, concat_ws('/', s.permit_number, s.period, s.instrument_kind), '3160', p.receipt_number, p.amount, p.channel,
    p.reference, p.paid_on, '', p.recorded_at, NULL, NULL
FROM payments p JOIN submissions s ON s.id = p.submission_id;
DROP TABLE payments;
ALTER TABLE payments_next RENAME TO payments;
COMMENT ON TABLE payments IS '繳款紀錄 | payments';
COMMENT ON COLUMN payments.id IS '編號 | number';
COMMENT ON COLUMN payments.reference IS '繳費項目 | what it is for, as in receipts';
COMMENT ON COLUMN payments.revenue_code IS '收入代號 | revenue code';
COMMENT ON COLUMN payments.receipt_number IS '收據號碼 | receipt number';
COMMENT ON COLUMN payments.amount IS '金額,退款為負 | amount, negative for a refund | NT$';
COMMENT ON COLUMN payments.channel IS '繳款方式:現金、郵局匯票、即期本票支票、匯款、線上 | channel: cash, postal_order, cheque, transfer, online';
COMMENT ON COLUMN payments.voucher IS '匯票、支票或交易號碼 | number of the order, cheque or transaction';
COMMENT ON COLUMN payments.paid_on IS '繳款日期 | day of payment';
COMMENT ON COLUMN payments.recorded_by IS '登錄人 | who recorded it';
COMMENT ON COLUMN payments.recorded_at IS '記錄時間 | time recorded | Asia/Taipei';
COMMENT ON COLUMN payments.cancelled_at IS '註銷時間(如支票退票) | time it was cancelled, such as a returned cheque | Asia/Taipei';
COMMENT ON COLUMN payments.cancel_reason IS '註銷原因 | why it was cancelled';

CREATE VIEW fees_due AS
SELECT
    concat_ws('/', s.permit_number, s.period, s.instrument_kind) AS reference,
    '3160' AS revenue_code,
    coalesce(p.company_name, s.permit_number) AS payer,
    p.ubn,
    s.fee_payable AS amount,
    s.permit_number,
    s.period,
    s.instrument_kind,
    NULL::DATE AS due_on
FROM current_submissions s
LEFT JOIN permits p ON p.permit_number = s.permit_number AND p.register_id = (SELECT max(id) FROM registers)
WHERE s.state IN ('accepted', 'accepted_with_warnings', 'partly_accepted')
UNION ALL
SELECT reference, revenue_code, payer, ubn, amount, NULL, NULL, NULL, due_on FROM charges;
COMMENT ON VIEW fees_due IS '應繳規費:每月檢定費與許可、證照費 | fees owed: each month''s verification fee, permit and certificate fees';
COMMENT ON COLUMN fees_due.reference IS '繳費項目 | what it is for';
COMMENT ON COLUMN fees_due.revenue_code IS '收入代號 | revenue code';
COMMENT ON COLUMN fees_due.payer IS '繳款人 | payer';
COMMENT ON COLUMN fees_due.ubn IS '統一編號 | unified business number';
COMMENT ON COLUMN fees_due.amount IS '應繳金額,空值為無法計算 | amount owed; null where it is not computable | NT$';
COMMENT ON COLUMN fees_due.permit_number IS '自檢字號 | permit number';
COMMENT ON COLUMN fees_due.period IS '月份 | month | YYYY-MM';
COMMENT ON COLUMN fees_due.instrument_kind IS '度量衡器種類 | instrument kind';
COMMENT ON COLUMN fees_due.due_on IS '繳款期限;檢定費依次月十日及辦公日曆表另計 | day by which it is due; for months it follows from the 10th and the office calendar';

CREATE OR REPLACE MACRO month_status(wanted) AS TABLE
WITH months AS (
    SELECT DISTINCT period FROM submissions WHERE wanted IS NULL OR period = wanted
    UNION
    SELECT wanted WHERE wanted IS NOT NULL
), permits_now AS (
    SELECT permit_number, company_name, unnest(instrument_kinds) AS instrument_kind, valid_from, valid_to, status
    FROM permits
    WHERE register_id = (SELECT max(id) FROM registers)
), expected AS (
    SELECT m.period, p.permit_number, p.instrument_kind
    FROM months m
    JOIN permits_now p
        ON p.valid_from <= last_day(strptime(m.period || '-01', '%Y-%m-%d'))
        AND p.valid_to >= strptime(m.period || '-01', '%Y-%m-%d')
        AND p.status IN ('valid', 'expired')
), filed AS (
    SELECT s.* FROM current_submissions s WHERE s.period IN (SELECT period FROM months)
), instruments AS (
    SELECT submission_id, count(*) AS verifications, count(*) FILTER (verdict = 'fail') AS failed
    FROM verifications
    WHERE submission_id IN (SELECT id FROM filed)
    GROUP BY submission_id
), faults AS (
    SELECT
        submission_id,
        count(*) FILTER (severity = 'warning') AS warnings,
        count(*) FILTER (severity IN ('error', 'fatal')) AS errors
    FROM findings
    WHERE submission_id IN (SELECT id FROM filed)
    GROUP BY submission_id
), papers AS (
    SELECT reference, max(number) AS receipt_number FROM receipts WHERE voided_at IS NULL GROUP BY reference
), every_key AS (
    SELECT period, permit_number, instrument_kind FROM expected
    UNION
    SELECT period, permit_number, instrument_kind FROM filed
)
SELECT
    k.period,
    k.permit_number,
    n.company_name,
    k.instrument_kind,
    coalesce(f.state, 'missing') AS state,
    f.id AS submission_id,
    f.received_at,
    f.late_days,
    coalesce(i.verifications, 0) AS verifications,
    coalesce(i.failed, 0) AS failed,
    coalesce(w.warnings, 0) AS warnings,
    coalesce(w.errors, 0) AS errors,
    f.fee_scheduled,
    f.fee_payable,
    f.fee_missing,
    r.receipt_number
FROM every_key k
LEFT JOIN filed f USING (period, permit_number, instrument_kind)
LEFT JOIN (SELECT permit_number, min(company_name) AS company_name FROM permits_now GROUP BY permit_number) n USING (permit_number)
LEFT JOIN instruments i ON i.submission_id = f.id
LEFT JOIN faults w ON w.submission_id = f.id
LEFT JOIN papers r ON r.reference = concat_ws('/', f.permit_number, f.period, f.instrument_kind)
ORDER BY k.period, k.permit_number, k.instrument_kind;
