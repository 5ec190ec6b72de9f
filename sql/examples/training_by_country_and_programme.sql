-- How many students of each country were trained under each programme and year, and at what cost, by the official report?
SELECT
    country,
    programme,
    fiscal_year,
    sum(quantity) AS students,
    sum(cost_usd) AS cost_usd,
    count(*) AS n_rows,
    min(page_label) AS first_page
FROM v_official_training
GROUP BY country, programme, fiscal_year
ORDER BY country, programme, fiscal_year;
