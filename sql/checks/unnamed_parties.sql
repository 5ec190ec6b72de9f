-- severity: error
-- Each current party is named by a current record.
WITH
    named AS (
        SELECT 'agreement_party' AS table_name, agreement_id AS record_id, party_id FROM agreement_party
        UNION ALL
        SELECT 'aid_party', aid_id, party_id FROM aid_party
        UNION ALL
        SELECT 'goal_holder', goal_id, party_id FROM goal_holder
    )
SELECT party_id, name, country
FROM party
ANTI JOIN named USING (party_id);
