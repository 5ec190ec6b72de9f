-- severity: warning
-- scope: document
-- A name, title, purpose, statement or thing that is not marked derived stands in words of its own field, case, accents,
-- spaces and the form of quotes and hyphens aside; what members of a list share may stand apart from their own words.
WITH
    told AS (
        SELECT 'agreement' AS kind, agreement_id AS record_id, document_id, 'title' AS field, title AS value
        FROM agreement
        UNION ALL
        SELECT 'agreement', agreement_id, document_id, 'purpose', purpose
        FROM agreement
        UNION ALL
        SELECT 'agreement', agreement_id, document_id, 'parties', party.name
        FROM agreement_party
        JOIN party USING (party_id)
        UNION ALL
        SELECT 'aid', aid_id, document_id, role || 's', party.name
        FROM aid_party
        JOIN party USING (party_id)
        UNION ALL
        SELECT 'aid', aid_id, document_id, 'items', description
        FROM aid_item
        UNION ALL
        SELECT 'goal', goal_id, document_id, 'holders', party.name
        FROM goal_holder
        JOIN party USING (party_id)
        UNION ALL
        SELECT 'goal', goal_id, document_id, 'statement', statement
        FROM goal
    ),
    bare AS (
        SELECT
            kind,
            record_id,
            document_id,
            field,
            value,
            regexp_replace(lower(strip_accents(value)), '[^\pL\pN]', '', 'g') AS letters
        FROM told
        WHERE value IS NOT NULL
    ),
    quoted AS (
        SELECT
            kind,
            record_id,
            field,
            derived,
            start_offset,
            end_offset,
            regexp_replace(lower(strip_accents(quote)), '[^\pL\pN]', '', 'g') AS letters
        FROM evidence
    ),
    words AS (
        SELECT kind, record_id, field, derived, letters
        FROM quoted
        UNION ALL
        SELECT kind, record_id, field, false, string_agg(letters, '' ORDER BY start_offset, end_offset)
        FROM quoted
        WHERE NOT derived
        GROUP BY kind, record_id, field
    )
SELECT kind, record_id, document_id, field, value
FROM bare
SEMI JOIN (FROM words WHERE NOT derived) AS own USING (kind, record_id, field)
WHERE
    NOT EXISTS (
        FROM words
        WHERE
            words.kind = bare.kind
            AND words.record_id = bare.record_id
            AND words.field = bare.field
            AND contains(words.letters, bare.letters)
    );
