-- severity: error
-- Each record has words that report it as a whole (evidence of field 'record').
WITH
    record AS (
        SELECT agreement_id AS record_id, 'agreement' AS kind, document_id FROM agreement
        UNION ALL
        SELECT aid_id, 'aid', document_id FROM aid
        UNION ALL
        SELECT goal_id, 'goal', document_id FROM goal
    )
SELECT kind, record_id, document_id
FROM record
ANTI JOIN (SELECT record_id, kind FROM evidence WHERE field = 'record') USING (record_id, kind);
