-- severity: error
-- Of each run, the records by kind make up the candidates loaded.
SELECT run_id, candidates_loaded, agreements, aid, goals, official_training, official_training_totals
FROM run
WHERE candidates_loaded <> agreements + aid + goals + official_training + official_training_totals;
