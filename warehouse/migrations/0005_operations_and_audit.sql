-- The audit log (see warehouse/audit.py for what its hashes are over) and the measurements of each intake run.

CREATE TABLE audit (
    sequence BIGINT PRIMARY KEY,
    recorded_at TIMESTAMP NOT NULL,
    actor VARCHAR NOT NULL,
    "action" VARCHAR NOT NULL,
    subject VARCHAR NOT NULL,
    "before" VARCHAR,
    "after" VARCHAR,
    previous_hash VARCHAR NOT NULL,
    hash VARCHAR NOT NULL
);
COMMENT ON TABLE audit IS '稽核紀錄:只增不改,各筆以雜湊相連 | audit log: only added to, each entry chained to the one before by its hash';
COMMENT ON COLUMN audit.sequence IS '序號,自 1 起不跳號 | sequence number, from 1 without a gap';
COMMENT ON COLUMN audit.recorded_at IS '記錄時間 | time recorded | Asia/Taipei';
COMMENT ON COLUMN audit.actor IS '何人或何程式 | who: a person or a program';
COMMENT ON COLUMN audit."action" IS '作為(名詞.動詞) | what was done: noun.verb';
COMMENT ON COLUMN audit.subject IS '對象之識別碼 | identifier of what it was done to';
COMMENT ON COLUMN audit."before" IS '之前(JSON) | before, as canonical JSON';
COMMENT ON COLUMN audit."after" IS '之後(JSON) | after, as canonical JSON';
COMMENT ON COLUMN audit.previous_hash IS '前一筆之雜湊,首筆為 64 個 0 | hash of the entry before; 64 zeros for the first';
COMMENT ON COLUMN audit.hash IS '本筆之 SHA-256 | SHA-256 of this entry';

CREATE TABLE run_metrics (
    run_id BIGINT PRIMARY KEY,
    bytes BIGINT NOT NULL,
    files BIGINT NOT NULL,
    pages BIGINT NOT NULL,
    instruments BIGINT NOT NULL,
    workers INTEGER NOT NULL,
    seconds DECIMAL(12,3) NOT NULL,
    seconds_opening DECIMAL(12,3) NOT NULL,
    seconds_reading DECIMAL(12,3) NOT NULL,
    seconds_judging DECIMAL(12,3) NOT NULL,
    seconds_loading DECIMAL(12,3) NOT NULL,
    peak_memory BIGINT
);
COMMENT ON TABLE run_metrics IS '各次收件作業之量測 | measurements of each intake run that finished';
COMMENT ON COLUMN run_metrics.run_id IS '作業編號 | number of the run';
COMMENT ON COLUMN run_metrics.bytes IS '郵件大小合計 | size of the messages | byte';
COMMENT ON COLUMN run_metrics.files IS '讀取之檔案數 | files read | count';
COMMENT ON COLUMN run_metrics.pages IS '頁數 | pages of the files read | count';
COMMENT ON COLUMN run_metrics.instruments IS '檔案所載列數 | rows in the files read | count';
COMMENT ON COLUMN run_metrics.workers IS '同時讀檔數 | files read at a time | count';
COMMENT ON COLUMN run_metrics.seconds IS '全程時間 | time of the whole run | s';
COMMENT ON COLUMN run_metrics.seconds_opening IS '登記與拆解郵件之時間 | time for registering messages and taking them apart | s';
COMMENT ON COLUMN run_metrics.seconds_reading IS '讀檔時間,各讀檔程序合計 | time for reading files, summed over those who read side by side | s';
COMMENT ON COLUMN run_metrics.seconds_judging IS '等候讀檔與檢核之時間 | time for waiting for files and judging them | s';
COMMENT ON COLUMN run_metrics.seconds_loading IS '入庫、收據、回覆之時間 | time for loading, receipts and replies | s';
COMMENT ON COLUMN run_metrics.peak_memory IS '寫入程序記憶體最高用量,空值為未知 | peak memory of the writing process; null where it is not known | byte';

CREATE TABLE run_findings (
    run_id BIGINT NOT NULL,
    code VARCHAR NOT NULL,
    findings BIGINT NOT NULL,
    PRIMARY KEY (run_id, code)
);
COMMENT ON TABLE run_findings IS '各次收件作業之檢核結果數 | findings of each intake run, by code';
COMMENT ON COLUMN run_findings.run_id IS '作業編號 | number of the run';
COMMENT ON COLUMN run_findings.code IS '檢核代碼 | code';
COMMENT ON COLUMN run_findings.findings IS '筆數 | findings | count';
