-- severity: error
-- scope: document
-- Each record has words that report it as a whole (evidence of field 'record').
WITH
    record AS (
        SELECT agreement_id AS record_id, 'agreement' AS kind, document_id FROM agreement
        UNION ALL
        SELECT aid_id, 'aid', document_id FROM aid
        UNION ALL
        SELECT goal_id, 'goal', document_id FROM goal
        UNION ALL
        SELECT official_training_id, 'official_training', document_id FROM official_training
        UNION ALL
        SELECT official_training_total_id, 'official_training_total', document_id FROM official_training_total
    )
SELECT kind, record_id, document_id
FROM record
ANTI JOIN (SELECT record_id, kind FROM evidence WHERE field = 'record') USING (record_id, kind);
