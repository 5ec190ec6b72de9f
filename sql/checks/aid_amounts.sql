-- severity: error
-- scope: document
-- Amount and currency stand together; an amount has a qualifier that says how exact it is, and what is not disclosed
-- has no amount.
SELECT aid_id, document_id, amount, currency, qualifier
FROM aid
WHERE
    (amount IS NULL) <> (currency IS NULL)
    OR (amount IS NULL) <> (qualifier IS NULL OR qualifier = 'not_disclosed')
    OR amount < 0;
