-- Do the rows of the official training report add up to the sums that it prints?
SELECT
    total.country,
    total.programme,
    total.fiscal_year,
    total.label,
    total.quantity AS printed_quantity,
    sum(training.quantity) AS sum_of_quantity,
    total.cost_usd AS printed_cost_usd,
    sum(training.cost_usd) AS sum_of_cost_usd,
    total.complete,
    total.page_label
FROM official_training_total AS total
LEFT JOIN official_training AS training
    ON
        training.document_id = total.document_id
        AND training.country = total.country
        AND (total.programme IS NULL OR training.programme = total.programme)
        AND (total.fiscal_year IS NULL OR training.fiscal_year = total.fiscal_year)
GROUP BY
    total.official_training_total_id,
    total.country,
    total.programme,
    total.fiscal_year,
    total.label,
    total.quantity,
    total.cost_usd,
    total.complete,
    total.page_label
ORDER BY total.country, total.programme NULLS LAST, total.label;
