-- severity: warning
-- scope: document
-- What a text reports as done lies not after its publication.
WITH
    done AS (
        SELECT agreement_id AS record_id, document_id, stage, date, date_on
        FROM agreement
        WHERE stage IN ('signed', 'ratified', 'in_force')
        UNION ALL
        SELECT aid_id, document_id, stage, date, date_on
        FROM aid
        WHERE stage = 'delivered'
    )
SELECT record_id, document_id, stage, date, published_on
FROM done
JOIN document USING (document_id)
WHERE date_on > published_on;
