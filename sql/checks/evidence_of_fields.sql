-- severity: warning
-- scope: document
-- Each value has words of its own that prove it, or from which a rule derives it. Not asked of topics and basis,
-- which are read from the whole, nor of terms that are unspecified and amounts that are exact.
WITH
    told AS (
        SELECT 'agreement' AS kind, agreement_id AS record_id, document_id, 'instrument' AS field
        FROM agreement
        UNION ALL
        SELECT 'agreement', agreement_id, document_id, 'stage'
        FROM agreement
        UNION ALL
        SELECT 'agreement', agreement_id, document_id, 'date'
        FROM agreement
        WHERE date IS NOT NULL
        UNION ALL
        SELECT 'agreement', agreement_id, document_id, 'title'
        FROM agreement
        WHERE title IS NOT NULL
        UNION ALL
        SELECT 'agreement', agreement_id, document_id, 'purpose'
        FROM agreement
        WHERE purpose IS NOT NULL
        UNION ALL
        SELECT 'aid', aid_id, document_id, 'stage'
        FROM aid
        UNION ALL
        SELECT 'aid', aid_id, document_id, 'terms'
        FROM aid
        WHERE terms <> 'unspecified'
        UNION ALL
        SELECT 'aid', aid_id, document_id, 'amount'
        FROM aid
        WHERE amount IS NOT NULL
        UNION ALL
        SELECT 'aid', aid_id, document_id, 'currency'
        FROM aid
        WHERE currency IS NOT NULL
        UNION ALL
        SELECT 'aid', aid_id, document_id, 'date'
        FROM aid
        WHERE date IS NOT NULL
        UNION ALL
        SELECT 'aid', aid_id, document_id, 'period_start'
        FROM aid
        WHERE period_start IS NOT NULL
        UNION ALL
        SELECT 'aid', aid_id, document_id, 'period_end'
        FROM aid
        WHERE period_end IS NOT NULL
        UNION ALL
        SELECT 'aid', aid_id, document_id, 'qualifier'
        FROM aid
        WHERE qualifier <> 'exact'
        UNION ALL
        SELECT 'goal', goal_id, document_id, 'statement'
        FROM goal
        UNION ALL
        SELECT 'goal', goal_id, document_id, 'horizon'
        FROM goal
        WHERE horizon IS NOT NULL
        UNION ALL
        SELECT 'goal', goal_id, document_id, 'target'
        FROM goal
        WHERE target_value IS NOT NULL
        UNION ALL
        SELECT DISTINCT 'agreement', agreement_id, document_id, 'parties'
        FROM agreement_party
        UNION ALL
        SELECT DISTINCT 'aid', aid_id, document_id, role || 's'
        FROM aid_party
        UNION ALL
        SELECT DISTINCT 'aid', aid_id, document_id, 'items'
        FROM aid_item
        UNION ALL
        SELECT DISTINCT 'goal', goal_id, document_id, 'holders'
        FROM goal_holder
    )
SELECT kind, record_id, document_id, field
FROM told
ANTI JOIN evidence USING (kind, record_id, field);
