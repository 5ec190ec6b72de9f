-- Which documents gave no record, and why?
SELECT
    document.path,
    document.published_on,
    CASE
        WHEN document.status = 'skipped' THEN 'skipped: ' || document.skip_reason
        WHEN count(reject_id) > 0 THEN 'all ' || count(reject_id) || ' candidates rejected'
        ELSE 'nothing to code found'
    END AS why
FROM document
LEFT JOIN reject ON reject.document_id = document.document_id AND reject.stage = 'validate'
WHERE
    document.document_id NOT IN (
        SELECT document_id FROM agreement
        UNION ALL
        SELECT document_id FROM aid
        UNION ALL
        SELECT document_id FROM goal
        UNION ALL
        SELECT document_id FROM official_training
    )
GROUP BY document.path, document.published_on, document.status, document.skip_reason
ORDER BY document.path;
