-- Which records are new, changed or withdrawn since the newest run began to be known?
-- Put another instant in its place, as in SELECT TIMESTAMP '2026-01-31 06:00:00' AS since.
WITH
    asked AS (
        SELECT max(known_at) AS since FROM run
    ),
    line AS (
        SELECT 'agreement' AS kind, agreement_id AS record_id, document_id, known_from, known_to, true AS is_record
        FROM agreement_history
        UNION ALL
        SELECT 'agreement', agreement_id, document_id, known_from, known_to, false
        FROM agreement_party_history
        UNION ALL
        SELECT 'aid', aid_id, document_id, known_from, known_to, true
        FROM aid_history
        UNION ALL
        SELECT 'aid', aid_id, document_id, known_from, known_to, false
        FROM aid_party_history
        UNION ALL
        SELECT 'aid', aid_id, document_id, known_from, known_to, false
        FROM aid_item_history
        UNION ALL
        SELECT 'goal', goal_id, document_id, known_from, known_to, true
        FROM goal_history
        UNION ALL
        SELECT 'goal', goal_id, document_id, known_from, known_to, false
        FROM goal_holder_history
        UNION ALL
        SELECT 'official_training', official_training_id, document_id, known_from, known_to, true
        FROM official_training_history
        UNION ALL
        SELECT kind, record_id, document_id, known_from, known_to, false
        FROM record_topic_history
    ),
    compared AS (
        SELECT
            kind,
            record_id,
            document_id,
            bool_or(is_record AND known_from < since AND (known_to IS NULL OR known_to >= since)) AS was_known,
            bool_or(is_record AND known_to IS NULL) AS is_known
        FROM line, asked
        GROUP BY kind, record_id, document_id
        HAVING bool_or(known_from >= since OR known_to >= since)
    )
SELECT
    CASE WHEN NOT is_known THEN 'withdrawn' WHEN was_known THEN 'changed' ELSE 'new' END AS change,
    kind,
    record_id,
    coalesce(url, if(source = 'files', '/', '') || path) AS link
FROM compared
LEFT JOIN document USING (document_id)
WHERE was_known OR is_known
ORDER BY change, kind, link, record_id;
