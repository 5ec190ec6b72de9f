-- severity: error
-- scope: document
-- Each quote stands in the text of its document's version, just at its offsets.
SELECT evidence_id, record_id, evidence.document_id, start_offset, end_offset, quote
FROM evidence
JOIN document_version USING (version_id)
WHERE quote <> substring(text, start_offset + 1, end_offset - start_offset);
