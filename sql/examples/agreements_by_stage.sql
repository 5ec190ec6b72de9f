-- How far have agreements come, by kind of instrument?
-- Copies of an article count with their original.
SELECT
    instrument,
    count(*) AS n_agreements,
    count(*) FILTER (stage IN ('proposed', 'announced')) AS ahead,
    count(*) FILTER (stage = 'signed') AS signed,
    count(*) FILTER (stage IN ('ratified', 'in_force', 'amended', 'renewed')) AS at_work,
    count(*) FILTER (stage IN ('suspended', 'terminated')) AS ended
FROM v_agreement
WHERE original_id IS NULL
GROUP BY instrument
ORDER BY n_agreements DESC, instrument;
