-- Which transfers have an amount that is said not to be disclosed, and in which words?
SELECT
    aid.donors,
    aid.recipients,
    aid.items,
    aid.date,
    evidence.quote AS said,
    aid.link
FROM v_aid AS aid
LEFT JOIN evidence ON evidence.record_id = aid.aid_id AND evidence.field = 'qualifier'
WHERE aid.qualifier = 'not_disclosed'
ORDER BY aid.date_on, aid.aid_id, evidence.start_offset;
