-- Sums of aid: single transfers only (basis event), by year, donors, recipients, terms, stage and currency. Donors
-- who share one amount stand in one line, so nothing is counted twice. Lines of different stages or currencies must
-- not be added. Reprints and other copies are left out. A transfer that two articles report in their own words counts
-- twice: records of different documents are not joined yet.
SELECT
    year(coalesce(date_on, published_on)) AS year,
    donor_countries,
    recipient_countries,
    terms,
    stage,
    currency,
    sum(amount) AS amount,
    count(*) AS n_transfers,
    count(amount) AS n_with_amount,
    count(*) FILTER (qualifier = 'not_disclosed') AS n_not_disclosed,
    count(*) FILTER (qualifier IS NULL) AS n_not_stated
FROM v_aid
WHERE basis = 'event' AND original_id IS NULL
GROUP BY ALL;
