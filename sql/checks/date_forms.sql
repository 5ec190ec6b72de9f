-- severity: error
-- scope: document
-- A date has the form of its precision, and its first day is that of its value.
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
SELECT record_id, document_id, field, value, precision, first_on
FROM dated
WHERE
    left(CAST(first_on AS VARCHAR), CASE precision WHEN 'day' THEN 10 WHEN 'month' THEN 7 ELSE 4 END)
    IS DISTINCT FROM value
    OR (value IS NULL) <> (precision IS NULL)
    OR first_on <> date_trunc(CASE WHEN precision IN ('day', 'month') THEN precision ELSE 'year' END, first_on);
