-- severity: error
-- scope: document
-- Parties, items, holders, topics and evidence belong to a record of their kind and document.
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
    ),
    part AS (
        SELECT 'agreement_party' AS table_name, agreement_id AS record_id, 'agreement' AS kind, document_id
        FROM agreement_party
        UNION ALL
        SELECT 'aid_party', aid_id, 'aid', document_id
        FROM aid_party
        UNION ALL
        SELECT 'aid_item', aid_id, 'aid', document_id
        FROM aid_item
        UNION ALL
        SELECT 'goal_holder', goal_id, 'goal', document_id
        FROM goal_holder
        UNION ALL
        SELECT 'record_topic', record_id, kind, document_id
        FROM record_topic
        UNION ALL
        SELECT 'evidence', record_id, kind, document_id
        FROM evidence
    )
SELECT DISTINCT table_name, record_id, kind, document_id
FROM part
ANTI JOIN record USING (record_id, kind, document_id);
