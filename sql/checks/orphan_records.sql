-- severity: error
-- scope: document
-- Records belong to a document that is coded.
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
SELECT kind, record_id, document_id, status
FROM record
LEFT JOIN document USING (document_id)
WHERE status IS DISTINCT FROM 'coded';
