-- severity: error
-- scope: document
-- Each agreement has parties of at least two states or international bodies; those without a code of their own count
-- one by one.
SELECT agreement_id, agreement.document_id
FROM agreement
LEFT JOIN agreement_party USING (agreement_id)
LEFT JOIN party USING (party_id)
GROUP BY agreement_id, agreement.document_id
HAVING
    count(
        DISTINCT concat_ws(' ', country, CASE WHEN country IN ('XXX', 'XXG') THEN party_id END)
    ) FILTER (country IS NOT NULL) < 2;
