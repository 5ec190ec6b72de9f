-- severity: warning
-- scope: document
-- No document is published after the day on which it became known.
SELECT document_id, path, published_on, known_from
FROM document
WHERE published_on > CAST(known_from AS DATE) + 1;
