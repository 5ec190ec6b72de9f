-- Which states and bodies deal with one another most?
WITH
    pair AS (
        SELECT DISTINCT
            'agreement' AS kind,
            agreement_id AS record_id,
            least(one.country, other.country) AS one,
            greatest(one.country, other.country) AS other
        FROM agreement_party AS a
        JOIN agreement_party AS b USING (agreement_id)
        JOIN party AS one ON one.party_id = a.party_id
        JOIN party AS other ON other.party_id = b.party_id
        WHERE one.country <> other.country AND a.document_id NOT IN (SELECT document_id FROM document_copy)
        UNION ALL
        SELECT DISTINCT
            'aid',
            aid_id,
            least(one.country, other.country),
            greatest(one.country, other.country)
        FROM aid_party AS donor
        JOIN aid_party AS recipient USING (aid_id)
        JOIN party AS one ON one.party_id = donor.party_id
        JOIN party AS other ON other.party_id = recipient.party_id
        WHERE donor.role = 'donor' AND recipient.role = 'recipient' AND one.country <> other.country
            AND donor.document_id NOT IN (SELECT document_id FROM document_copy)
    )
SELECT
    one,
    other,
    count(*) FILTER (kind = 'agreement') AS n_agreements,
    count(*) FILTER (kind = 'aid') AS n_transfers,
    count(*) AS n_records
FROM pair
GROUP BY one, other
ORDER BY n_records DESC, one, other
LIMIT 20;
