-- severity: error
-- A copy and its original are coded documents, the original is no copy itself and was not published later, and an
-- exact copy has its text.
SELECT
    document_copy.document_id,
    document_copy.original_id,
    copy_kind,
    copied.status AS copy_status,
    original.status AS original_status,
    copied.published_on AS copy_published_on,
    original.published_on AS original_published_on
FROM document_copy
LEFT JOIN document AS copied ON copied.document_id = document_copy.document_id
LEFT JOIN document AS original ON original.document_id = document_copy.original_id
LEFT JOIN document_version AS copied_version ON copied_version.document_id = document_copy.document_id
LEFT JOIN document_version AS original_version ON original_version.document_id = document_copy.original_id
WHERE
    copied.status IS DISTINCT FROM 'coded'
    OR original.status IS DISTINCT FROM 'coded'
    OR document_copy.original_id IN (SELECT document_id FROM document_copy)
    OR coalesce(original.published_on, 'infinity') > coalesce(copied.published_on, 'infinity')
    OR (copy_kind = 'exact') <> (copied_version.text_sha256 = original_version.text_sha256);
