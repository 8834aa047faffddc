-- The permit register: a ledger of what happened, from which every state on every day follows. Nothing in it is changed or deleted.

CREATE TABLE register_events (
    id BIGINT PRIMARY KEY,
    subject_kind VARCHAR NOT NULL CHECK (subject_kind IN ('application', 'permit', 'type_approval', 'mark_batch')),
    subject VARCHAR NOT NULL,
    event VARCHAR NOT NULL,
    effective_on DATE NOT NULL,
    permit_number VARCHAR,
    application_number VARCHAR,
    annuls BIGINT,
    basis VARCHAR,
    recorded_at TIMESTAMP NOT NULL,
    actor VARCHAR NOT NULL,
    reason VARCHAR,
    details JSON NOT NULL
);
COMMENT ON TABLE register_events IS '許可登記簿之全部事件,只增不改 | every event of the permit register; rows are only added';
COMMENT ON COLUMN register_events.id IS '編號 | number';
COMMENT ON COLUMN register_events.subject_kind IS '對象種類 | what it is about: application, permit, type_approval, mark_batch';
COMMENT ON COLUMN register_events.subject IS '對象編號(申請案號、自檢字號、型式認證號碼、印證批號) | its number: application, permit, type approval, mark batch';
COMMENT ON COLUMN register_events.event IS '事件 | event';
COMMENT ON COLUMN register_events.effective_on IS '生效日 | day from which it holds';
COMMENT ON COLUMN register_events.permit_number IS '自檢字號 | permit number';
COMMENT ON COLUMN register_events.application_number IS '申請案號 | application';
COMMENT ON COLUMN register_events.annuls IS '所註銷之事件(登錄錯誤) | event that this one takes back because it was recorded in error';
COMMENT ON COLUMN register_events.basis IS '法規依據 | legal basis';
COMMENT ON COLUMN register_events.recorded_at IS '登錄時間 | time recorded | Asia/Taipei';
COMMENT ON COLUMN register_events.actor IS '登錄人 | who recorded it';
COMMENT ON COLUMN register_events.reason IS '事由 | reason';
COMMENT ON COLUMN register_events.details IS '內容 | what it says';

CREATE TABLE earlier_terms (
    register_id BIGINT NOT NULL,
    permit_number VARCHAR NOT NULL,
    company_name VARCHAR NOT NULL,
    instrument_kinds VARCHAR[] NOT NULL,
    valid_from DATE NOT NULL,
    valid_to DATE NOT NULL,
    recorded_at TIMESTAMP NOT NULL
);
COMMENT ON TABLE earlier_terms IS '許可證書先前之記載(更名、縮減、中斷前),依登記冊版本保存 | what permits said before a change of name, a narrowing or a gap, by version of the register';
COMMENT ON COLUMN earlier_terms.register_id IS '登記冊版本 | version of the register';
COMMENT ON COLUMN earlier_terms.permit_number IS '自檢字號 | permit number';
COMMENT ON COLUMN earlier_terms.company_name IS '當時之公司名稱 | company name at that time';
COMMENT ON COLUMN earlier_terms.instrument_kinds IS '當時之許可種類 | instrument kinds permitted at that time';
COMMENT ON COLUMN earlier_terms.valid_from IS '起日 | first day';
COMMENT ON COLUMN earlier_terms.valid_to IS '迄日 | last day';
COMMENT ON COLUMN earlier_terms.recorded_at IS '記錄時間 | time recorded | Asia/Taipei';

ALTER TABLE permit_ranges ADD COLUMN valid_from DATE;
ALTER TABLE permit_ranges ADD COLUMN valid_to DATE;
COMMENT ON COLUMN permit_ranges.valid_from IS '起日,空值為不限 | first day; null: from the beginning';
COMMENT ON COLUMN permit_ranges.valid_to IS '迄日,空值為現行 | last day; null: in force';

CREATE VIEW v_applications AS
SELECT
    subject AS application_number,
    min(effective_on) FILTER (event = 'received') AS received_on,
    arg_max(event, id) AS last_event,
    max(effective_on) AS last_event_on,
    max(permit_number) AS permit_number
FROM register_events
WHERE subject_kind = 'application'
    AND id NOT IN (SELECT annuls FROM register_events WHERE annuls IS NOT NULL)
    AND annuls IS NULL
GROUP BY subject;
COMMENT ON VIEW v_applications IS '許可申請案 | applications for permits';
COMMENT ON COLUMN v_applications.application_number IS '申請案號 | application';
COMMENT ON COLUMN v_applications.received_on IS '收件日 | day received';
COMMENT ON COLUMN v_applications.last_event IS '最近事件 | last event: received, correction_requested, corrected, granted, rejected, withdrawn';
COMMENT ON COLUMN v_applications.last_event_on IS '最近事件之日 | day of the last event';
COMMENT ON COLUMN v_applications.permit_number IS '自檢字號(已核發者) | permit number, where one was issued';
