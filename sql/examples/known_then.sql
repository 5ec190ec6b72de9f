-- Which agreements were known just before the newest run, and as what?
-- Put another instant in its place, as in SELECT TIMESTAMP '2026-01-31 06:00:00' AS instant.
WITH
    asked AS (
        SELECT max(known_at) - INTERVAL 1 MICROSECOND AS instant FROM run
    ),
    parties_then AS (
        SELECT
            agreement_id,
            string_agg(party.name || ' (' || party.country || ')', '; ' ORDER BY member.ordinal) AS parties
        FROM asked
        JOIN agreement_party_history AS member
            ON instant >= member.known_from AND instant < coalesce(member.known_to, 'infinity')
        JOIN party_history AS party
            ON party.party_id = member.party_id
            AND instant >= party.known_from AND instant < coalesce(party.known_to, 'infinity')
        GROUP BY agreement_id
    )
SELECT parties, instrument, stage, date, coalesce(title, purpose) AS about, known_to IS NULL AS holds_still
FROM asked
JOIN agreement_history
    ON instant >= agreement_history.known_from AND instant < coalesce(agreement_history.known_to, 'infinity')
LEFT JOIN parties_then USING (agreement_id)
ORDER BY date_on, agreement_id;
