-- severity: error
-- scope: document
-- Only a total over a period has a period, which does not end before it starts.
SELECT aid_id, document_id, basis, period_start, period_end
FROM aid
WHERE
    (basis = 'event' AND (period_start IS NOT NULL OR period_end IS NOT NULL))
    OR period_start_on > period_end_on;
