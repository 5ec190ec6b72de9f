-- severity: error
-- scope: document
-- Each transfer has a donor, a recipient and an item, and donors and recipients are of at least two states or bodies.
WITH
    sides AS (
        SELECT
            aid_id,
            count(*) FILTER (role = 'donor') AS n_donors,
            count(*) FILTER (role = 'recipient') AS n_recipients,
            count(
                DISTINCT concat_ws(' ', country, CASE WHEN country IN ('XXX', 'XXG') THEN party_id END)
            ) FILTER (role IN ('donor', 'recipient')) AS n_sides
        FROM aid_party
        JOIN party USING (party_id)
        GROUP BY aid_id
    ),
    items AS (
        SELECT aid_id, count(*) AS n_items FROM aid_item GROUP BY aid_id
    )
SELECT aid_id, document_id, n_donors, n_recipients, n_sides, n_items
FROM aid
LEFT JOIN sides USING (aid_id)
LEFT JOIN items USING (aid_id)
WHERE NOT coalesce(n_donors >= 1 AND n_recipients >= 1 AND n_sides >= 2 AND n_items >= 1, false);
