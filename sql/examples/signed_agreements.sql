-- Who signed what with whom, year by year?
SELECT
    year(coalesce(date_on, published_on)) AS year,
    date,
    parties,
    instrument,
    coalesce(title, purpose) AS about,
    link
FROM v_agreement
WHERE stage IN ('signed', 'ratified', 'in_force') AND original_id IS NULL
ORDER BY year DESC, date_on DESC, agreement_id;
