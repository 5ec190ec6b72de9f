-- What is there on maritime security, of all three kinds?
-- Put another topic in its place; the codebook names them all.
WITH
    asked AS (
        SELECT 'maritime_security' AS topic
    ),
    record AS (
        SELECT 'agreement' AS kind, agreement_id AS record_id, parties AS who, date AS day, quote, topics, published_on
        FROM v_agreement
        UNION ALL
        SELECT 'aid', aid_id, donors || ' to ' || recipients, date, quote, topics, published_on
        FROM v_aid
        UNION ALL
        SELECT 'goal', goal_id, holders, horizon, quote, topics, published_on
        FROM v_goal
    )
SELECT kind, who, day, quote
FROM record, asked
WHERE list_contains(topics, topic)
ORDER BY kind, published_on, record_id;
