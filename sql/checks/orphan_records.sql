-- severity: error
-- Records belong to a document that is coded.
WITH
    record AS (
        SELECT agreement_id AS record_id, 'agreement' AS kind, document_id FROM agreement
        UNION ALL
        SELECT aid_id, 'aid', document_id FROM aid
        UNION ALL
        SELECT goal_id, 'goal', document_id FROM goal
    )
SELECT kind, record_id, document_id, status
FROM record
LEFT JOIN document USING (document_id)
WHERE status IS DISTINCT FROM 'coded';
