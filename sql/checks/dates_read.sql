-- severity: warning
-- scope: document
-- A date that is not marked derived can be read from words of its own: they hold its year, or the name or number of its
-- month, or its day. A year alone has to stand there itself, if only by its last two figures.
WITH
    told AS (
        SELECT 'agreement' AS kind, agreement_id AS record_id, document_id, 'date' AS field, date AS value
        FROM agreement
        UNION ALL
        SELECT 'aid', aid_id, document_id, 'date', date
        FROM aid
        UNION ALL
        SELECT 'aid', aid_id, document_id, 'period_start', period_start
        FROM aid
        UNION ALL
        SELECT 'aid', aid_id, document_id, 'period_end', period_end
        FROM aid
        UNION ALL
        SELECT 'goal', goal_id, document_id, 'horizon', horizon
        FROM goal
    ),
    parts AS (
        SELECT
            kind,
            record_id,
            document_id,
            field,
            value,
            left(value, 4) AS year,
            nullif(ltrim(substr(value, 6, 2), '0'), '') AS month,
            nullif(ltrim(substr(value, 9, 2), '0'), '') AS day
        FROM told
        WHERE value IS NOT NULL
    ),
    words AS (
        SELECT
            kind,
            record_id,
            field,
            regexp_extract_all(lower(strip_accents(quote)), '\d+|[a-z]+') AS tokens
        FROM evidence
        WHERE NOT derived AND field IN ('date', 'period_start', 'period_end', 'horizon')
    ),
    month_name (month, names) AS (
        VALUES
            ('1', ['january', 'jan', 'enero', 'ene', 'janeiro']),
            ('2', ['february', 'feb', 'febrero', 'fevereiro', 'fev']),
            ('3', ['march', 'mar', 'marzo', 'marco']),
            ('4', ['april', 'apr', 'abril', 'abr']),
            ('5', ['may', 'mayo', 'maio', 'mai']),
            ('6', ['june', 'jun', 'junio', 'junho']),
            ('7', ['july', 'jul', 'julio', 'julho']),
            ('8', ['august', 'aug', 'agosto', 'ago']),
            ('9', ['september', 'sep', 'sept', 'septiembre', 'setiembre', 'setembro', 'set']),
            ('10', ['october', 'oct', 'octubre', 'outubro', 'out']),
            ('11', ['november', 'nov', 'noviembre', 'novembro']),
            ('12', ['december', 'dec', 'diciembre', 'dic', 'dezembro', 'dez'])
    )
SELECT kind, record_id, document_id, field, value
FROM parts
SEMI JOIN words USING (kind, record_id, field)
LEFT JOIN month_name USING (month)
WHERE
    NOT EXISTS (
        FROM words
        WHERE
            words.kind = parts.kind
            AND words.record_id = parts.record_id
            AND words.field = parts.field
            AND (
                list_has_any(words.tokens, [parts.year, right(parts.year, 2)])
                OR list_has_any(words.tokens, coalesce(month_name.names, []))
                OR list_has_any(
                    list_transform(words.tokens, lambda token: ltrim(token, '0')),
                    list_filter([parts.month, parts.day], lambda part: part IS NOT NULL)
                )
            )
    );
