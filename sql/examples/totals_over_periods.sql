-- Which totals over a period are told, and how many single transfers told elsewhere may be part of them?
-- The same states, in the period: what lies inside a total must not be added to it.
SELECT
    total.donors,
    total.recipients,
    total.amount,
    total.currency,
    total.qualifier,
    total.period_start,
    total.period_end,
    count(part.aid_id) AS n_transfers_inside,
    total.link
FROM v_aid AS total
LEFT JOIN v_aid AS part
    ON part.basis = 'event'
    AND part.original_id IS NULL
    AND list_has_any(part.donor_countries, total.donor_countries)
    AND list_has_any(part.recipient_countries, total.recipient_countries)
    AND coalesce(part.date_on, part.published_on)
        BETWEEN coalesce(total.period_start_on, DATE '1900-01-01')
        AND coalesce(total.period_end_on, total.published_on)
WHERE total.basis = 'period' AND total.original_id IS NULL
GROUP BY
    total.aid_id, total.donors, total.recipients, total.amount, total.currency, total.qualifier, total.period_start,
    total.period_end, total.link
ORDER BY total.amount DESC NULLS LAST, total.aid_id;
