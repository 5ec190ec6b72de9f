-- severity: error
-- scope: key
-- A key stands once among the current rows of its table.
SELECT 'run' AS table_name, run_id AS key, count(*) AS n_rows
FROM run
GROUP BY run_id
HAVING count(*) > 1
UNION ALL
SELECT 'document', document_id, count(*)
FROM document
GROUP BY document_id
HAVING count(*) > 1
UNION ALL
SELECT 'document_version', version_id, count(*)
FROM document_version
GROUP BY version_id
HAVING count(*) > 1
UNION ALL
SELECT 'document_copy', document_id, count(*)
FROM document_copy
GROUP BY document_id
HAVING count(*) > 1
UNION ALL
SELECT 'purged_document', document_id, count(*)
FROM purged_document
GROUP BY document_id
HAVING count(*) > 1
UNION ALL
SELECT 'party', party_id, count(*)
FROM party
GROUP BY party_id
HAVING count(*) > 1
UNION ALL
SELECT 'agreement', agreement_id, count(*)
FROM agreement
GROUP BY agreement_id
HAVING count(*) > 1
UNION ALL
SELECT 'agreement_party', concat_ws(' ', agreement_id, party_id), count(*)
FROM agreement_party
GROUP BY agreement_id, party_id
HAVING count(*) > 1
UNION ALL
SELECT 'aid', aid_id, count(*)
FROM aid
GROUP BY aid_id
HAVING count(*) > 1
UNION ALL
SELECT 'aid_party', concat_ws(' ', aid_id, party_id, role), count(*)
FROM aid_party
GROUP BY aid_id, party_id, role
HAVING count(*) > 1
UNION ALL
SELECT 'aid_item', concat_ws(' ', aid_id, ordinal), count(*)
FROM aid_item
GROUP BY aid_id, ordinal
HAVING count(*) > 1
UNION ALL
SELECT 'goal', goal_id, count(*)
FROM goal
GROUP BY goal_id
HAVING count(*) > 1
UNION ALL
SELECT 'goal_holder', concat_ws(' ', goal_id, party_id), count(*)
FROM goal_holder
GROUP BY goal_id, party_id
HAVING count(*) > 1
UNION ALL
SELECT 'official_training', official_training_id, count(*)
FROM official_training
GROUP BY official_training_id
HAVING count(*) > 1
UNION ALL
SELECT 'official_training_total', official_training_total_id, count(*)
FROM official_training_total
GROUP BY official_training_total_id
HAVING count(*) > 1
UNION ALL
SELECT 'record_topic', concat_ws(' ', record_id, topic), count(*)
FROM record_topic
GROUP BY record_id, topic
HAVING count(*) > 1
UNION ALL
SELECT 'evidence', evidence_id, count(*)
FROM evidence
GROUP BY evidence_id
HAVING count(*) > 1
UNION ALL
SELECT 'reject', reject_id, count(*)
FROM reject
GROUP BY reject_id
HAVING count(*) > 1
UNION ALL
SELECT 'source', source, count(*)
FROM source
GROUP BY source
HAVING count(*) > 1
UNION ALL
SELECT 'run_source', concat_ws(' ', run_id, source), count(*)
FROM run_source
GROUP BY run_id, source
HAVING count(*) > 1;
