-- severity: error
-- No run brought more rows than it counted, and the first run, which finds no row that stays equal, just as many. A
-- document that two runs read at once is new to both, and a reject of a document that was not read counts as a
-- document.
WITH
    brought AS (
        SELECT run_id, 'documents' AS what, count(*) AS n_rows FROM document_history GROUP BY run_id
        UNION ALL
        SELECT run_id, 'agreements', count(*) FROM agreement_history GROUP BY run_id
        UNION ALL
        SELECT run_id, 'aid', count(*) FROM aid_history GROUP BY run_id
        UNION ALL
        SELECT run_id, 'goals', count(*) FROM goal_history GROUP BY run_id
        UNION ALL
        SELECT run_id, 'official training', count(*) FROM official_training_history GROUP BY run_id
        UNION ALL
        SELECT run_id, 'official training totals', count(*) FROM official_training_total_history GROUP BY run_id
        UNION ALL
        SELECT run_id, 'candidates rejected', count(*) FROM reject_history WHERE stage = 'validate' GROUP BY run_id
        UNION ALL
        SELECT run_id, 'documents not read', count(*) FROM reject_history WHERE stage <> 'validate' GROUP BY run_id
    ),
    counted AS (
        SELECT
            run_id,
            'documents' AS what,
            documents_new + documents_changed AS at_least,
            documents_new + documents_changed + documents_skipped AS at_most
        FROM run
        UNION ALL
        SELECT run_id, 'agreements', agreements, agreements FROM run
        UNION ALL
        SELECT run_id, 'aid', aid, aid FROM run
        UNION ALL
        SELECT run_id, 'goals', goals, goals FROM run
        UNION ALL
        SELECT run_id, 'official training', official_training, official_training FROM run
        UNION ALL
        SELECT run_id, 'official training totals', official_training_totals, official_training_totals FROM run
        UNION ALL
        SELECT run_id, 'candidates rejected', candidates_rejected, candidates_rejected FROM run
        UNION ALL
        SELECT run_id, 'documents not read', documents_failed, documents_failed + documents_skipped FROM run
    )
SELECT run_id, what, coalesce(n_rows, 0) AS n_rows, at_least, at_most
FROM counted
LEFT JOIN brought USING (run_id, what)
WHERE
    coalesce(n_rows, 0) > at_most
    OR (coalesce(n_rows, 0) < at_least AND run_id = (SELECT min(run_id) FROM run));
