-- severity: error
-- scope: document
-- Evidence counts in the version that its document has now.
SELECT evidence_id, record_id, document_id, evidence.version_id, document_version.version_id AS current_version_id
FROM evidence
LEFT JOIN document_version USING (document_id)
WHERE evidence.version_id IS DISTINCT FROM document_version.version_id;
