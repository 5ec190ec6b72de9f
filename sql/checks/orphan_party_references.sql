-- severity: error
-- Each party that a record names stands in the table of parties.
WITH
    named AS (
        SELECT 'agreement_party' AS table_name, agreement_id AS record_id, party_id FROM agreement_party
        UNION ALL
        SELECT 'aid_party', aid_id, party_id FROM aid_party
        UNION ALL
        SELECT 'goal_holder', goal_id, party_id FROM goal_holder
    )
SELECT table_name, record_id, party_id
FROM named
ANTI JOIN party USING (party_id);
