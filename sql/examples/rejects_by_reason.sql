-- What is refused most, and why?
-- Values and figures in a message are left out, so that one reason is one line.
SELECT
    stage,
    kind,
    field,
    regexp_replace(regexp_replace(message, '''[^'']*''', '…', 'g'), '[0-9]+', 'N', 'g') AS reason,
    count(*) AS n_rejects,
    min(path) AS for_instance
FROM reject
GROUP BY ALL
ORDER BY n_rejects DESC, stage, kind, field, reason;
