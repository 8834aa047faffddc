-- The register's further lists: verifiers, laboratories, ranges, type approvals, suspensions.

CREATE TABLE technicians (
    register_id BIGINT NOT NULL,
    permit_number VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    certificate_number VARCHAR NOT NULL,
    grade VARCHAR NOT NULL,
    instrument_kinds VARCHAR[] NOT NULL,
    valid_from DATE NOT NULL,
    valid_to DATE NOT NULL,
    recorded_at TIMESTAMP NOT NULL
);
COMMENT ON TABLE technicians IS '檢定人員及其計量技術人員證書,依登記冊版本保存 | verifiers and their certificates by version of the register';
COMMENT ON COLUMN technicians.register_id IS '登記冊版本 | version of the register';
COMMENT ON COLUMN technicians.permit_number IS '自檢字號 | permit number';
COMMENT ON COLUMN technicians.name IS '姓名 | name';
COMMENT ON COLUMN technicians.certificate_number IS '證書號碼 | number of the certificate';
COMMENT ON COLUMN technicians.grade IS '級別:A 甲級、B 乙級 | grade: A or B';
COMMENT ON COLUMN technicians.instrument_kinds IS '專業範圍,空白為未載 | instrument kinds that the certificate covers; empty: not stated';
COMMENT ON COLUMN technicians.valid_from IS '有效期間起日 | first day of validity';
COMMENT ON COLUMN technicians.valid_to IS '有效期間迄日 | last day of validity';
COMMENT ON COLUMN technicians.recorded_at IS '記錄時間 | time recorded | Asia/Taipei';

CREATE TABLE laboratories (
    register_id BIGINT NOT NULL,
    permit_number VARCHAR NOT NULL,
    address VARCHAR NOT NULL,
    name VARCHAR,
    accreditation VARCHAR,
    valid_from DATE,
    valid_to DATE,
    recorded_at TIMESTAMP NOT NULL
);
COMMENT ON TABLE laboratories IS '許可證書所載實驗室,依登記冊版本保存 | laboratories of the permits by version of the register';
COMMENT ON COLUMN laboratories.register_id IS '登記冊版本 | version of the register';
COMMENT ON COLUMN laboratories.permit_number IS '自檢字號 | permit number';
COMMENT ON COLUMN laboratories.address IS '地址 | address';
COMMENT ON COLUMN laboratories.name IS '名稱 | name';
COMMENT ON COLUMN laboratories.accreditation IS '認證編號 | number of the accreditation';
COMMENT ON COLUMN laboratories.valid_from IS '認證有效期間起日 | first day of the accreditation';
COMMENT ON COLUMN laboratories.valid_to IS '認證有效期間迄日 | last day of the accreditation';
COMMENT ON COLUMN laboratories.recorded_at IS '記錄時間 | time recorded | Asia/Taipei';

CREATE TABLE permit_ranges (
    register_id BIGINT NOT NULL,
    permit_number VARCHAR NOT NULL,
    instrument_kind VARCHAR NOT NULL,
    bore_mm DECIMAL(18,6)[],
    flow_m3h DECIMAL(18,6)[],
    capacity_kg DECIMAL(18,6)[],
    recorded_at TIMESTAMP NOT NULL
);
COMMENT ON TABLE permit_ranges IS '許可範圍,依登記冊版本保存 | ranges of the permits by version of the register';
COMMENT ON COLUMN permit_ranges.register_id IS '登記冊版本 | version of the register';
COMMENT ON COLUMN permit_ranges.permit_number IS '自檢字號 | permit number';
COMMENT ON COLUMN permit_ranges.instrument_kind IS '度量衡器種類 | instrument kind';
COMMENT ON COLUMN permit_ranges.bore_mm IS '口徑,自、至 | bore, from and to | mm';
COMMENT ON COLUMN permit_ranges.flow_m3h IS '最大流量,自、至 | largest flow rate, from and to | m³/h';
COMMENT ON COLUMN permit_ranges.capacity_kg IS '秤量,自、至 | capacity, from and to | kg';
COMMENT ON COLUMN permit_ranges.recorded_at IS '記錄時間 | time recorded | Asia/Taipei';

CREATE TABLE type_approvals (
    register_id BIGINT NOT NULL,
    number VARCHAR NOT NULL,
    instrument_kind VARCHAR NOT NULL,
    brand VARCHAR NOT NULL,
    model VARCHAR NOT NULL,
    valid_from DATE NOT NULL,
    valid_to DATE NOT NULL,
    withdrawn_on DATE,
    recorded_at TIMESTAMP NOT NULL
);
COMMENT ON TABLE type_approvals IS '型式認證,依登記冊版本保存 | type approvals by version of the register';
COMMENT ON COLUMN type_approvals.register_id IS '登記冊版本 | version of the register';
COMMENT ON COLUMN type_approvals.number IS '認證號碼 | number';
COMMENT ON COLUMN type_approvals.instrument_kind IS '度量衡器種類 | instrument kind';
COMMENT ON COLUMN type_approvals.brand IS '廠牌 | brand';
COMMENT ON COLUMN type_approvals.model IS '型號 | model';
COMMENT ON COLUMN type_approvals.valid_from IS '有效期間起日 | first day of validity';
COMMENT ON COLUMN type_approvals.valid_to IS '有效期間迄日 | last day of validity';
COMMENT ON COLUMN type_approvals.withdrawn_on IS '撤銷或廢止日期 | day since which it is withdrawn';
COMMENT ON COLUMN type_approvals.recorded_at IS '記錄時間 | time recorded | Asia/Taipei';

CREATE TABLE suspensions (
    register_id BIGINT NOT NULL,
    permit_number VARCHAR NOT NULL,
    since DATE NOT NULL,
    until DATE,
    instrument_kinds VARCHAR[] NOT NULL,
    reason VARCHAR,
    recorded_at TIMESTAMP NOT NULL
);
COMMENT ON TABLE suspensions IS '停止自行檢定之期間,依登記冊版本保存 | times in which self-verification was stopped, by version of the register';
COMMENT ON COLUMN suspensions.register_id IS '登記冊版本 | version of the register';
COMMENT ON COLUMN suspensions.permit_number IS '自檢字號 | permit number';
COMMENT ON COLUMN suspensions.since IS '起日 | first day';
COMMENT ON COLUMN suspensions.until IS '迄日,空值為未定 | last day; null: not yet known';
COMMENT ON COLUMN suspensions.instrument_kinds IS '種類,空白為全部 | instrument kinds; empty: all';
COMMENT ON COLUMN suspensions.reason IS '事由 | reason';
COMMENT ON COLUMN suspensions.recorded_at IS '記錄時間 | time recorded | Asia/Taipei';
