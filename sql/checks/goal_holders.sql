-- severity: error
-- scope: document
-- Each goal has a holder.
SELECT goal_id, document_id
FROM goal
ANTI JOIN goal_holder USING (goal_id);
