-- Which stories are told by most publishers, and in which words is the first of them titled?
-- Reprints and lightly edited copies point to their original, which is the one published first.
SELECT n_publishers, n_documents, published_on, title, link, n_agreements + n_aid + n_goals AS n_records
FROM v_document
WHERE original_id IS NULL AND n_documents > 1
ORDER BY n_publishers DESC, n_documents DESC, published_on, document_id
LIMIT 20;
