-- A batch of which every mark was destroyed has a first number and no last one: it grants none, and none is left over.

CREATE OR REPLACE VIEW mark_use AS
WITH granted AS (
    SELECT row_number() OVER ()::INTEGER AS batch, permit_number, instrument_kind, code, "first", "last",
        length("first") AS digits, TRY_CAST("first" AS BIGINT) AS lowest, TRY_CAST("last" AS BIGINT) AS highest,
        coalesce(highest - lowest + 1, 0) AS numbers
    FROM mark_batches
    WHERE register_id = (SELECT max(id) FROM registers)
), used AS (
    SELECT g.batch, count(DISTINCT TRY_CAST(right(v.mark_number, g.digits) AS BIGINT)) AS used,
        max(v.verification_date) AS last_used_on
    FROM granted g
    JOIN current_verifications v ON v.permit_number = g.permit_number AND v.instrument_kind = g.instrument_kind
    WHERE TRY_CAST(right(v.mark_number, g.digits) AS BIGINT) BETWEEN g.lowest AND g.highest
        AND (length(v.mark_number) = g.digits OR g.code IS NULL OR contains(v.mark_number, g.code))
    GROUP BY g.batch
)
SELECT g.permit_number, g.instrument_kind, g.code, g."first", g."last",
    g.numbers AS granted,
    coalesce(u.used, 0) AS used,
    g.numbers - coalesce(u.used, 0) AS left_over,
    round(100 * coalesce(u.used, 0) / nullif(g.numbers, 0), 2)::DECIMAL(6,2) AS used_share,
    u.last_used_on
FROM granted g
LEFT JOIN used u ON u.batch = g.batch;

COMMENT ON VIEW mark_use IS '核准印證號碼之使用情形 | use of the granted mark numbers';
COMMENT ON COLUMN mark_use."permit_number" IS '自檢字號 | permit number';
COMMENT ON COLUMN mark_use."instrument_kind" IS '度量衡器種類 | instrument kind';
COMMENT ON COLUMN mark_use."code" IS '度量衡器代碼 | instrument code on the mark';
COMMENT ON COLUMN mark_use."first" IS '起號 | first number';
COMMENT ON COLUMN mark_use."last" IS '迄號 | last number';
COMMENT ON COLUMN mark_use."granted" IS '核准數 | granted | count';
COMMENT ON COLUMN mark_use."used" IS '已使用數 | used | count';
COMMENT ON COLUMN mark_use."left_over" IS '剩餘數 | left over | count';
COMMENT ON COLUMN mark_use."used_share" IS '使用率 | used of granted | %';
COMMENT ON COLUMN mark_use."last_used_on" IS '最近使用日 | last day of use';
