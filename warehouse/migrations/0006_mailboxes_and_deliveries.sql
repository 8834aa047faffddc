-- Where mail was fetched from, and what became of the replies. Times are local time of Asia/Taipei; comments read 中文 | English | unit.

CREATE TABLE mailboxes (
    id BIGINT PRIMARY KEY,
    address VARCHAR NOT NULL,
    uidvalidity BIGINT NOT NULL,
    settled_uid BIGINT NOT NULL,
    first_opened_at TIMESTAMP NOT NULL
);
COMMENT ON TABLE mailboxes IS '收信之信箱資料夾,郵件編號重編(UIDVALIDITY 改變)後另成一列 | folders that mail is fetched from; another row after the server has numbered its messages anew';
COMMENT ON COLUMN mailboxes.id IS '編號 | number';
COMMENT ON COLUMN mailboxes.address IS '位址,不含密碼 | address, without the password';
COMMENT ON COLUMN mailboxes.uidvalidity IS '信箱編號世代(UIDVALIDITY) | UIDVALIDITY';
COMMENT ON COLUMN mailboxes.settled_uid IS '至此編號(含)之郵件均已處理完畢 | every message up to this UID is settled';
COMMENT ON COLUMN mailboxes.first_opened_at IS '首次開啟時間 | time first opened | Asia/Taipei';

CREATE TABLE mailbox_messages (
    mailbox_id BIGINT NOT NULL,
    uid BIGINT NOT NULL,
    message_sha256 VARCHAR NOT NULL,
    size BIGINT NOT NULL,
    whole BOOLEAN NOT NULL,
    fetched_at TIMESTAMP NOT NULL,
    marked_as VARCHAR,
    PRIMARY KEY (mailbox_id, uid)
);
COMMENT ON TABLE mailbox_messages IS '各郵件於信箱中之位置 | where in a mailbox each message lies';
COMMENT ON COLUMN mailbox_messages.mailbox_id IS '信箱編號 | mailbox';
COMMENT ON COLUMN mailbox_messages.uid IS '郵件編號(UID) | UID of the message';
COMMENT ON COLUMN mailbox_messages.message_sha256 IS '郵件(過大者僅標頭)之 SHA-256 | SHA-256 of the message, or of its header where it was too large to fetch';
COMMENT ON COLUMN mailbox_messages.size IS '伺服器所示大小 | size as the server has it | byte';
COMMENT ON COLUMN mailbox_messages.whole IS '是否全部取回,否為過大僅取標頭 | whether all of it was fetched; false: too large, the header only';
COMMENT ON COLUMN mailbox_messages.fetched_at IS '取回時間 | time fetched | Asia/Taipei';
COMMENT ON COLUMN mailbox_messages.marked_as IS '處理後於信箱所作之標記,空值為尚未標記 | the mark set in the mailbox afterwards; null: not yet';

CREATE TABLE deliveries (
    message_id VARCHAR PRIMARY KEY,
    state VARCHAR NOT NULL CHECK (state IN ('queued', 'sending', 'sent', 'refused', 'withdrawn')),
    recipient VARCHAR,
    changed_at TIMESTAMP NOT NULL,
    deferrals INTEGER NOT NULL,
    due_at TIMESTAMP,
    reason VARCHAR,
    answer VARCHAR
);
COMMENT ON TABLE deliveries IS '回覆之寄送情形,無列者為待寄 | what became of each reply; a reply without a row waits to be sent';
COMMENT ON COLUMN deliveries.message_id IS '回覆郵件識別碼 | Message-ID of the reply';
COMMENT ON COLUMN deliveries.state IS '狀態:待寄、寄送中(結果未明)、已寄、遭拒、撤回 | queued, sending (its end not known), sent, refused, withdrawn';
COMMENT ON COLUMN deliveries.recipient IS '收件地址 | address that it goes to';
COMMENT ON COLUMN deliveries.changed_at IS '狀態時間 | time of the state | Asia/Taipei';
COMMENT ON COLUMN deliveries.deferrals IS '遭暫時拒收次數 | times refused for the time being | count';
COMMENT ON COLUMN deliveries.due_at IS '下次寄送不早於 | not to be tried again before | Asia/Taipei';
COMMENT ON COLUMN deliveries.reason IS '未寄出之原因代碼 | code of the reason why it was not sent';
COMMENT ON COLUMN deliveries.answer IS '郵件伺服器之回應 | answer of the mail server';
