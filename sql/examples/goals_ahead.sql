-- Which goals lie ahead, by whose they are?
-- Ahead of the newest run; put another day in its place, as in SELECT DATE '2030-01-01' AS today.
WITH
    asked AS (
        SELECT CAST(max(known_at) AS DATE) AS today FROM run
    )
SELECT holders, horizon, statement, target_value, target_unit, link
FROM v_goal, asked
WHERE horizon_ends_on >= today AND original_id IS NULL
ORDER BY holders, horizon_on, goal_id;
