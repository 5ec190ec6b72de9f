-- severity: error
-- Of each run, candidates in = loaded + rejected + skipped.
SELECT run_id, candidates_in, candidates_loaded, candidates_rejected, candidates_skipped
FROM run
WHERE candidates_in <> candidates_loaded + candidates_rejected + candidates_skipped;
