-- Which words prove each amount, and where do they stand?
SELECT
    aid.amount,
    aid.currency,
    aid.qualifier,
    aid.basis,
    evidence.quote AS words,
    aid.quote AS record_quote,
    evidence.start_offset,
    aid.link
FROM v_aid AS aid
LEFT JOIN evidence ON evidence.record_id = aid.aid_id AND evidence.field = 'amount'
WHERE aid.amount IS NOT NULL
ORDER BY aid.currency, aid.amount DESC, aid.aid_id, evidence.start_offset;
