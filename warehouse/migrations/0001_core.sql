-- The tables that do not depend on the instrument kinds. Times are local time of Asia/Taipei; comments read 中文 | English | unit.

CREATE TABLE messages (
    sha256 VARCHAR PRIMARY KEY,
    message_id VARCHAR,
    source VARCHAR NOT NULL,
    sender VARCHAR,
    sender_name VARCHAR,
    subject VARCHAR,
    sent_at TIMESTAMP,
    received_at TIMESTAMP NOT NULL,
    size BIGINT NOT NULL,
    reply_to VARCHAR,
    "references" VARCHAR,
    auto_submitted BOOLEAN NOT NULL,
    archive_path VARCHAR,
    registered_at TIMESTAMP NOT NULL,
    outcome VARCHAR CHECK (outcome IN ('loaded', 'duplicate', 'quarantined', 'nothing_to_load', 'failed')),
    reason VARCHAR,
    settled_at TIMESTAMP
);
COMMENT ON TABLE messages IS '收到的郵件,每封一列,讀取附件之前先登記 | messages received, one row each, registered before anything in them is read';
COMMENT ON COLUMN messages.sha256 IS '郵件原始內容之 SHA-256 | SHA-256 of the raw message';
COMMENT ON COLUMN messages.message_id IS '郵件識別碼(可能缺漏或偽造) | Message-ID header; may be missing or forged';
COMMENT ON COLUMN messages.source IS '郵件來源 | where the message was fetched from';
COMMENT ON COLUMN messages.sender IS '寄件者電子郵件地址 | sender''s address';
COMMENT ON COLUMN messages.sender_name IS '寄件者姓名 | sender''s name';
COMMENT ON COLUMN messages.subject IS '主旨 | subject';
COMMENT ON COLUMN messages.sent_at IS '寄件時間 | time sent | Asia/Taipei';
COMMENT ON COLUMN messages.received_at IS '收件時間 | time received | Asia/Taipei';
COMMENT ON COLUMN messages.size IS '大小 | size | byte';
COMMENT ON COLUMN messages.reply_to IS '回覆地址 | reply-to address';
COMMENT ON COLUMN messages."references" IS '所屬討論串 | References header';
COMMENT ON COLUMN messages.auto_submitted IS '是否為自動回覆 | whether sent by a machine';
COMMENT ON COLUMN messages.archive_path IS '原件存檔位置 | where the original is archived';
COMMENT ON COLUMN messages.registered_at IS '登記時間 | time of registration | Asia/Taipei';
COMMENT ON COLUMN messages.outcome IS '處理結果,空值為尚未處理完畢 | outcome; null while it is not yet settled';
COMMENT ON COLUMN messages.reason IS '結果之原因 | reason of the outcome';
COMMENT ON COLUMN messages.settled_at IS '處理完畢時間 | time settled | Asia/Taipei';

CREATE TABLE attachments (
    message_sha256 VARCHAR NOT NULL,
    path VARCHAR NOT NULL,
    sha256 VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    declared_type VARCHAR NOT NULL,
    size BIGINT NOT NULL,
    PRIMARY KEY (message_sha256, path)
);
COMMENT ON TABLE attachments IS '郵件中的檔案(含轉寄郵件與壓縮檔內的檔案) | files found in messages, also inside forwarded messages and archives';
COMMENT ON COLUMN attachments.message_sha256 IS '所屬郵件 | message it came in';
COMMENT ON COLUMN attachments.path IS '於郵件中之位置 | where in the message: MIME part, archive member';
COMMENT ON COLUMN attachments.sha256 IS '檔案內容之 SHA-256 | SHA-256 of the file';
COMMENT ON COLUMN attachments.name IS '檔名 | file name';
COMMENT ON COLUMN attachments.declared_type IS '郵件宣告之類型 | type that the message declares';
COMMENT ON COLUMN attachments.size IS '大小 | size | byte';

CREATE TABLE registers (
    id BIGINT PRIMARY KEY,
    as_of DATE NOT NULL,
    example BOOLEAN NOT NULL,
    sha256 VARCHAR NOT NULL,
    recorded_at TIMESTAMP NOT NULL
);
COMMENT ON TABLE registers IS '登記冊之各次版本(許可證書與印證號碼) | versions of the register of permits and mark numbers';
COMMENT ON COLUMN registers.id IS '編號 | number';
COMMENT ON COLUMN registers.as_of IS '資料日期 | day the register speaks of';
COMMENT ON COLUMN registers.example IS '是否為範例資料 | whether it is sample data, no real register';
COMMENT ON COLUMN registers.sha256 IS '內容之 SHA-256 | SHA-256 of its content';
COMMENT ON COLUMN registers.recorded_at IS '記錄時間 | time recorded | Asia/Taipei';

CREATE TABLE applicants (
    register_id BIGINT NOT NULL,
    ubn VARCHAR NOT NULL,
    company_name VARCHAR NOT NULL,
    email VARCHAR,
    address VARCHAR,
    recorded_at TIMESTAMP NOT NULL
);
COMMENT ON TABLE applicants IS '申請人(度量衡業),依登記冊版本保存 | applicants (businesses) by version of the register';
COMMENT ON COLUMN applicants.register_id IS '登記冊版本 | version of the register';
COMMENT ON COLUMN applicants.ubn IS '統一編號 | unified business number';
COMMENT ON COLUMN applicants.company_name IS '公司名稱 | company name';
COMMENT ON COLUMN applicants.email IS '電子郵件地址 | e-mail address';
COMMENT ON COLUMN applicants.address IS '地址 | address';
COMMENT ON COLUMN applicants.recorded_at IS '記錄時間 | time recorded | Asia/Taipei';

CREATE TABLE permits (
    register_id BIGINT NOT NULL,
    permit_number VARCHAR NOT NULL,
    company_code VARCHAR,
    company_name VARCHAR NOT NULL,
    ubn VARCHAR NOT NULL,
    email VARCHAR,
    address VARCHAR,
    instrument_kinds VARCHAR[] NOT NULL,
    valid_from DATE NOT NULL,
    valid_to DATE NOT NULL,
    status VARCHAR NOT NULL,
    status_since DATE,
    recorded_at TIMESTAMP NOT NULL
);
COMMENT ON TABLE permits IS '自行檢定許可證書,依登記冊版本保存 | self-verification permits by version of the register';
COMMENT ON COLUMN permits.register_id IS '登記冊版本 | version of the register';
COMMENT ON COLUMN permits.permit_number IS '自檢字號 | permit number';
COMMENT ON COLUMN permits.company_code IS '自行檢定業者代碼 | company code';
COMMENT ON COLUMN permits.company_name IS '公司名稱 | company name';
COMMENT ON COLUMN permits.ubn IS '統一編號 | unified business number';
COMMENT ON COLUMN permits.email IS '電子郵件地址 | e-mail address';
COMMENT ON COLUMN permits.address IS '地址 | address';
COMMENT ON COLUMN permits.instrument_kinds IS '許可種類 | instrument kinds permitted';
COMMENT ON COLUMN permits.valid_from IS '有效期間起日 | first day of validity';
COMMENT ON COLUMN permits.valid_to IS '有效期間迄日 | last day of validity';
COMMENT ON COLUMN permits.status IS '狀態 | status: valid, suspended, revoked, expired';
COMMENT ON COLUMN permits.status_since IS '狀態起日 | day since which the status holds';
COMMENT ON COLUMN permits.recorded_at IS '記錄時間 | time recorded | Asia/Taipei';

CREATE TABLE mark_batches (
    register_id BIGINT NOT NULL,
    permit_number VARCHAR NOT NULL,
    instrument_kind VARCHAR NOT NULL,
    code VARCHAR,
    first VARCHAR NOT NULL,
    last VARCHAR NOT NULL,
    approved_on DATE,
    recorded_at TIMESTAMP NOT NULL
);
COMMENT ON TABLE mark_batches IS '核准之合格印證號碼範圍,依登記冊版本保存 | approved ranges of mark numbers by version of the register';
COMMENT ON COLUMN mark_batches.register_id IS '登記冊版本 | version of the register';
COMMENT ON COLUMN mark_batches.permit_number IS '自檢字號 | permit number';
COMMENT ON COLUMN mark_batches.instrument_kind IS '度量衡器種類 | instrument kind';
COMMENT ON COLUMN mark_batches.code IS '度量衡器代碼 | instrument code on the mark';
COMMENT ON COLUMN mark_batches.first IS '起號 | first number';
COMMENT ON COLUMN mark_batches.last IS '迄號 | last number';
COMMENT ON COLUMN mark_batches.approved_on IS '核准日期 | day of approval';
COMMENT ON COLUMN mark_batches.recorded_at IS '記錄時間 | time recorded | Asia/Taipei';

CREATE TABLE submissions (
    id BIGINT PRIMARY KEY,
    permit_number VARCHAR NOT NULL,
    period VARCHAR NOT NULL,
    instrument_kind VARCHAR NOT NULL,
    message_sha256 VARCHAR NOT NULL,
    content_sha256 VARCHAR NOT NULL,
    state VARCHAR NOT NULL CHECK (state IN ('accepted', 'accepted_with_warnings', 'partly_accepted', 'rejected', 'quarantined')),
    received_at TIMESTAMP NOT NULL,
    late_days INTEGER NOT NULL,
    ruleset VARCHAR NOT NULL,
    fee_scheduled BIGINT,
    fee_payable BIGINT,
    fee_missing VARCHAR[] NOT NULL,
    fee_basis VARCHAR NOT NULL,
    supersedes BIGINT,
    superseded_by BIGINT,
    loaded_at TIMESTAMP NOT NULL
);
COMMENT ON TABLE submissions IS '陳報:一業者、一月份、一種類 | submissions: one manufacturer, one month, one instrument kind';
COMMENT ON COLUMN submissions.id IS '陳報編號 | submission number';
COMMENT ON COLUMN submissions.permit_number IS '自檢字號 | permit number';
COMMENT ON COLUMN submissions.period IS '月份 | month | YYYY-MM';
COMMENT ON COLUMN submissions.instrument_kind IS '度量衡器種類 | instrument kind';
COMMENT ON COLUMN submissions.message_sha256 IS '所屬郵件 | message it came in';
COMMENT ON COLUMN submissions.content_sha256 IS '全部檔案之綜合 SHA-256 | SHA-256 over the sorted SHA-256 of its files';
COMMENT ON COLUMN submissions.state IS '處理狀態 | state';
COMMENT ON COLUMN submissions.received_at IS '收件時間 | time received | Asia/Taipei';
COMMENT ON COLUMN submissions.late_days IS '逾期日數 | days late | day';
COMMENT ON COLUMN submissions.ruleset IS '檢核規則版本 | version of the rules that judged it';
COMMENT ON COLUMN submissions.fee_scheduled IS '規費表總額 | sum of the scheduled fees | NT$';
COMMENT ON COLUMN submissions.fee_payable IS '應繳檢定費(五分之一,總額捨去元以下) | fee payable: one fifth, floored once on the total | NT$';
COMMENT ON COLUMN submissions.fee_missing IS '無法計費時所缺之費率表 | fee tables to supply where the fee is not computable';
COMMENT ON COLUMN submissions.fee_basis IS '計費依據 | legal basis of the fee';
COMMENT ON COLUMN submissions.supersedes IS '所取代之前次陳報 | earlier submission that this one replaces';
COMMENT ON COLUMN submissions.superseded_by IS '取代本次之陳報 | later submission that replaces this one';
COMMENT ON COLUMN submissions.loaded_at IS '入庫時間 | time loaded | Asia/Taipei';

CREATE TABLE findings (
    submission_id BIGINT,
    document_id BIGINT NOT NULL,
    message_sha256 VARCHAR NOT NULL,
    file_sha256 VARCHAR NOT NULL,
    code VARCHAR NOT NULL,
    severity VARCHAR NOT NULL,
    page INTEGER,
    sheet VARCHAR,
    "row" INTEGER,
    line INTEGER,
    "column" VARCHAR,
    field VARCHAR,
    value VARCHAR,
    message VARCHAR NOT NULL,
    message_en VARCHAR NOT NULL
);
COMMENT ON TABLE findings IS '檢核結果 | findings';
COMMENT ON COLUMN findings.submission_id IS '所屬陳報,空值為未成陳報 | submission, null where none came of it';
COMMENT ON COLUMN findings.document_id IS '所屬文件 | document';
COMMENT ON COLUMN findings.message_sha256 IS '所屬郵件 | message it came in';
COMMENT ON COLUMN findings.file_sha256 IS '所屬檔案 | file';
COMMENT ON COLUMN findings.code IS '檢核代碼 | code';
COMMENT ON COLUMN findings.severity IS '輕重 | severity: note, warning, error, fatal';
COMMENT ON COLUMN findings.page IS '頁次 | page, from 1';
COMMENT ON COLUMN findings.sheet IS '工作表 | sheet';
COMMENT ON COLUMN findings."row" IS '列次(文件內第幾具) | row: instrument''s number in the document, from 1';
COMMENT ON COLUMN findings.line IS '工作表列號 | row number on the sheet';
COMMENT ON COLUMN findings."column" IS '工作表欄號 | column letter on the sheet';
COMMENT ON COLUMN findings.field IS '欄位 | field';
COMMENT ON COLUMN findings.value IS '文件所載內容 | value as written';
COMMENT ON COLUMN findings.message IS '說明 | sentence in Chinese';
COMMENT ON COLUMN findings.message_en IS '英文說明 | sentence in English';

CREATE TABLE receipts (
    number VARCHAR PRIMARY KEY,
    roc_year INTEGER NOT NULL,
    revenue_code VARCHAR NOT NULL,
    serial INTEGER NOT NULL,
    submission_id BIGINT NOT NULL,
    payer VARCHAR NOT NULL,
    amount BIGINT NOT NULL,
    issued_on DATE NOT NULL,
    UNIQUE (roc_year, revenue_code, serial)
);
COMMENT ON TABLE receipts IS '收據 | receipts for money';
COMMENT ON COLUMN receipts.number IS '收據號碼(民國年度、收入代號、流水號,不跳號) | receipt number: ROC year, revenue code, running number without gaps';
COMMENT ON COLUMN receipts.roc_year IS '民國年度 | ROC year | year';
COMMENT ON COLUMN receipts.revenue_code IS '收入代號 | revenue code';
COMMENT ON COLUMN receipts.serial IS '流水號 | running number';
COMMENT ON COLUMN receipts.submission_id IS '所屬陳報 | submission';
COMMENT ON COLUMN receipts.payer IS '繳款人 | payer';
COMMENT ON COLUMN receipts.amount IS '金額 | amount | NT$';
COMMENT ON COLUMN receipts.issued_on IS '開立日期 | day of issue';

CREATE TABLE payments (
    id BIGINT PRIMARY KEY,
    submission_id BIGINT NOT NULL,
    receipt_number VARCHAR,
    amount BIGINT NOT NULL,
    channel VARCHAR NOT NULL,
    reference VARCHAR,
    paid_on DATE NOT NULL,
    recorded_at TIMESTAMP NOT NULL
);
COMMENT ON TABLE payments IS '繳款紀錄 | payments';
COMMENT ON COLUMN payments.id IS '編號 | number';
COMMENT ON COLUMN payments.submission_id IS '所屬陳報 | submission';
COMMENT ON COLUMN payments.receipt_number IS '收據號碼 | receipt number';
COMMENT ON COLUMN payments.amount IS '金額 | amount | NT$';
COMMENT ON COLUMN payments.channel IS '繳款方式 | channel of payment';
COMMENT ON COLUMN payments.reference IS '繳款憑證號碼 | reference of the payment';
COMMENT ON COLUMN payments.paid_on IS '繳款日期 | day of payment';
COMMENT ON COLUMN payments.recorded_at IS '記錄時間 | time recorded | Asia/Taipei';

CREATE TABLE outbox (
    message_id VARCHAR PRIMARY KEY,
    message_sha256 VARCHAR NOT NULL,
    submission_id BIGINT,
    path VARCHAR NOT NULL,
    created_at TIMESTAMP NOT NULL
);
COMMENT ON TABLE outbox IS '待寄回覆,寄出前即定其郵件識別碼 | replies to send; the Message-ID is fixed before sending';
COMMENT ON COLUMN outbox.message_id IS '回覆郵件識別碼 | Message-ID of the reply';
COMMENT ON COLUMN outbox.message_sha256 IS '所回覆之郵件 | message that it answers';
COMMENT ON COLUMN outbox.submission_id IS '所屬陳報 | submission';
COMMENT ON COLUMN outbox.path IS '檔案位置 | path of the file';
COMMENT ON COLUMN outbox.created_at IS '建立時間 | time created | Asia/Taipei';

CREATE TABLE runs (
    id BIGINT PRIMARY KEY,
    source VARCHAR NOT NULL,
    ruleset VARCHAR NOT NULL,
    started_at TIMESTAMP NOT NULL,
    finished_at TIMESTAMP,
    messages INTEGER,
    loaded INTEGER,
    duplicate INTEGER,
    quarantined INTEGER,
    nothing_to_load INTEGER,
    failed INTEGER
);
COMMENT ON TABLE runs IS '收件作業紀錄 | intake runs';
COMMENT ON COLUMN runs.id IS '編號 | number';
COMMENT ON COLUMN runs.source IS '郵件來源 | mail source';
COMMENT ON COLUMN runs.ruleset IS '檢核規則版本 | version of the rules';
COMMENT ON COLUMN runs.started_at IS '開始時間 | time started | Asia/Taipei';
COMMENT ON COLUMN runs.finished_at IS '結束時間,空值為未完成 | time finished; null if it did not finish';
COMMENT ON COLUMN runs.messages IS '郵件數 | messages seen | count';
COMMENT ON COLUMN runs.loaded IS '入庫郵件數 | messages loaded | count';
COMMENT ON COLUMN runs.duplicate IS '重複郵件數 | messages that were duplicates | count';
COMMENT ON COLUMN runs.quarantined IS '隔離郵件數 | messages quarantined | count';
COMMENT ON COLUMN runs.nothing_to_load IS '無可入庫郵件數 | messages with nothing to load | count';
COMMENT ON COLUMN runs.failed IS '處理失敗郵件數 | messages that failed | count';

CREATE TABLE publications (
    published_at TIMESTAMP NOT NULL
);
COMMENT ON TABLE publications IS '讀取副本之製作紀錄(僅見於副本) | when this read copy was made (filled in read copies only)';
COMMENT ON COLUMN publications.published_at IS '製作時間 | time published | Asia/Taipei';
