-- severity: warning
-- scope: document
-- The rows of an official training table add up to the sums printed under them, where all of their rows can stand in
-- the document. A sum that does not hold is told with its page: the report may be wrong, or its reading.
SELECT
    total.official_training_total_id,
    total.document_id,
    total.page,
    total.page_label,
    total.label,
    total.country,
    total.programme,
    total.quantity AS printed_quantity,
    coalesce(sum(training.quantity), 0) AS sum_of_quantity,
    total.cost_usd AS printed_cost_usd,
    coalesce(sum(training.cost_usd), 0) AS sum_of_cost_usd
FROM official_training_total AS total
LEFT JOIN official_training AS training
    ON
        training.document_id = total.document_id
        AND training.country = total.country
        AND (total.programme IS NULL OR training.programme = total.programme)
        AND (total.fiscal_year IS NULL OR training.fiscal_year = total.fiscal_year)
WHERE total.complete
GROUP BY ALL
HAVING
    coalesce(sum(training.quantity), 0) <> coalesce(total.quantity, 0)
    OR coalesce(sum(training.cost_usd), 0) <> coalesce(total.cost_usd, 0);
