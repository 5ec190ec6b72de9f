-- severity: error
-- scope: key
-- Each row became known with its run and ended with a run, and runs that follow are known later.
WITH
    brought AS (
        SELECT 'document' AS table_name, run_id, known_from, known_to
        FROM document_history
        UNION ALL
        SELECT 'document_version' AS table_name, run_id, known_from, known_to
        FROM document_version_history
        UNION ALL
        SELECT 'document_copy' AS table_name, run_id, known_from, known_to
        FROM document_copy_history
        UNION ALL
        SELECT 'party' AS table_name, run_id, known_from, known_to
        FROM party_history
        UNION ALL
        SELECT 'agreement' AS table_name, run_id, known_from, known_to
        FROM agreement_history
        UNION ALL
        SELECT 'agreement_party' AS table_name, run_id, known_from, known_to
        FROM agreement_party_history
        UNION ALL
        SELECT 'aid' AS table_name, run_id, known_from, known_to
        FROM aid_history
        UNION ALL
        SELECT 'aid_party' AS table_name, run_id, known_from, known_to
        FROM aid_party_history
        UNION ALL
        SELECT 'aid_item' AS table_name, run_id, known_from, known_to
        FROM aid_item_history
        UNION ALL
        SELECT 'goal' AS table_name, run_id, known_from, known_to
        FROM goal_history
        UNION ALL
        SELECT 'goal_holder' AS table_name, run_id, known_from, known_to
        FROM goal_holder_history
        UNION ALL
        SELECT 'official_training' AS table_name, run_id, known_from, known_to
        FROM official_training_history
        UNION ALL
        SELECT 'official_training_total' AS table_name, run_id, known_from, known_to
        FROM official_training_total_history
        UNION ALL
        SELECT 'record_topic' AS table_name, run_id, known_from, known_to
        FROM record_topic_history
        UNION ALL
        SELECT 'evidence' AS table_name, run_id, known_from, known_to
        FROM evidence_history
        UNION ALL
        SELECT 'reject' AS table_name, run_id, known_from, known_to
        FROM reject_history
        UNION ALL
        SELECT 'source' AS table_name, run_id, known_from, known_to
        FROM source_history
    )
SELECT table_name, brought.run_id, known_from, known_to, 'not the time of its run' AS fault
FROM brought
LEFT JOIN run USING (run_id)
WHERE run.known_at IS DISTINCT FROM known_from
UNION ALL
SELECT table_name, run_id, known_from, known_to, 'ended with no run'
FROM brought
WHERE known_to NOT IN (SELECT known_at FROM run)
UNION ALL
SELECT 'run', run_id, known_at, NULL, 'not later than the run before'
FROM run
QUALIFY known_at <= lag(known_at) OVER (ORDER BY run_id);
