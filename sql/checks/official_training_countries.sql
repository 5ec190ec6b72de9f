-- severity: warning
-- Each country of an official training table has a code.
SELECT country, count(*) AS n_rows, min(page) AS page, any_value(document_id) AS document_id
FROM official_training
WHERE country_iso3 IS NULL
GROUP BY country;
