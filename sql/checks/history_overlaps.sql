-- severity: error
-- scope: key
-- Of one key, no two rows hold at one time, and each row holds for some time.
WITH
    held AS (
        SELECT 'document' AS table_name, document_id AS key, known_from, known_to
        FROM document_history
        UNION ALL
        SELECT 'document_version' AS table_name, version_id AS key, known_from, known_to
        FROM document_version_history
        UNION ALL
        SELECT 'document_copy' AS table_name, document_id AS key, known_from, known_to
        FROM document_copy_history
        UNION ALL
        SELECT 'party' AS table_name, party_id AS key, known_from, known_to
        FROM party_history
        UNION ALL
        SELECT 'agreement' AS table_name, agreement_id AS key, known_from, known_to
        FROM agreement_history
        UNION ALL
        SELECT 'agreement_party' AS table_name, concat_ws(' ', agreement_id, party_id) AS key, known_from, known_to
        FROM agreement_party_history
        UNION ALL
        SELECT 'aid' AS table_name, aid_id AS key, known_from, known_to
        FROM aid_history
        UNION ALL
        SELECT 'aid_party' AS table_name, concat_ws(' ', aid_id, party_id, role) AS key, known_from, known_to
        FROM aid_party_history
        UNION ALL
        SELECT 'aid_item' AS table_name, concat_ws(' ', aid_id, ordinal) AS key, known_from, known_to
        FROM aid_item_history
        UNION ALL
        SELECT 'goal' AS table_name, goal_id AS key, known_from, known_to
        FROM goal_history
        UNION ALL
        SELECT 'goal_holder' AS table_name, concat_ws(' ', goal_id, party_id) AS key, known_from, known_to
        FROM goal_holder_history
        UNION ALL
        SELECT 'official_training' AS table_name, official_training_id AS key, known_from, known_to
        FROM official_training_history
        UNION ALL
        SELECT 'official_training_total' AS table_name, official_training_total_id AS key, known_from, known_to
        FROM official_training_total_history
        UNION ALL
        SELECT 'record_topic' AS table_name, concat_ws(' ', record_id, topic) AS key, known_from, known_to
        FROM record_topic_history
        UNION ALL
        SELECT 'evidence' AS table_name, evidence_id AS key, known_from, known_to
        FROM evidence_history
        UNION ALL
        SELECT 'reject' AS table_name, reject_id AS key, known_from, known_to
        FROM reject_history
        UNION ALL
        SELECT 'source' AS table_name, source AS key, known_from, known_to
        FROM source_history
    ),
    followed AS (
        SELECT *, lead(known_from) OVER (PARTITION BY table_name, key ORDER BY known_from, known_to) AS next_from
        FROM held
    )
SELECT table_name, key, known_from, known_to, next_from
FROM followed
WHERE known_from >= known_to OR next_from < coalesce(known_to, 'infinity');
