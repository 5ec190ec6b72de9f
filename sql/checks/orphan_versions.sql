-- severity: error
-- scope: document
-- Each document has just the version that it names, and each version its document.
SELECT document_id, document.version_id AS named, document_version.version_id AS held
FROM document
FULL JOIN document_version USING (document_id)
WHERE document.version_id IS DISTINCT FROM document_version.version_id;
