-- How much aid goes from whom to whom, by stage and currency?
-- Single transfers only: totals over a period hold them already. Joint donors stand in one line.
SELECT
    array_to_string(donor_countries, ', ') AS donors,
    array_to_string(recipient_countries, ', ') AS recipients,
    stage,
    currency,
    sum(amount) AS amount,
    CAST(sum(n_transfers) AS BIGINT) AS n_transfers,
    CAST(sum(n_transfers - n_with_amount) AS BIGINT) AS n_without_amount
FROM v_aid_total
WHERE terms <> 'sale'
GROUP BY ALL
ORDER BY donors, recipients, stage, currency;
