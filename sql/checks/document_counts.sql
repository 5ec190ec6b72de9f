-- severity: error
-- Of each run, documents in = new + changed + unchanged + skipped + failed.
SELECT
    run_id, documents_in, documents_new, documents_changed, documents_unchanged, documents_skipped, documents_failed
FROM run
WHERE
    documents_in
    <> documents_new + documents_changed + documents_unchanged + documents_skipped + documents_failed;
