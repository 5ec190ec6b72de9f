-- severity: warning
-- scope: document
-- Dates lie between 1900 and 2100.
WITH
    dated AS (
        SELECT
            agreement_id AS record_id,
            document_id,
            'date' AS field,
            date AS value,
            date_precision AS precision,
            date_on AS first_on
        FROM agreement
        UNION ALL
        SELECT aid_id, document_id, 'date', date, date_precision, date_on
        FROM aid
        UNION ALL
        SELECT aid_id, document_id, 'period_start', period_start, period_start_precision, period_start_on
        FROM aid
        UNION ALL
        SELECT aid_id, document_id, 'period_end', period_end, period_end_precision, period_end_on
        FROM aid
        UNION ALL
        SELECT goal_id, document_id, 'horizon', horizon, horizon_precision, horizon_on
        FROM goal
    )
SELECT record_id, document_id, field, value
FROM dated
WHERE year(first_on) NOT BETWEEN 1900 AND 2100
UNION ALL
SELECT document_id, document_id, 'published_on', CAST(published_on AS VARCHAR)
FROM document
WHERE year(published_on) NOT BETWEEN 1900 AND 2100;
