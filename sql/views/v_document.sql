-- One line a document: where it is from, what was coded from it, and which story it tells. A copy (a reprint, or the text
-- again with light edits) names its original in original_id; n_documents and n_publishers count all that tell the story.
WITH
    stories AS (
        SELECT
            coalesce(original_id, document_id) AS story_id,
            count(*) AS n_documents,
            count(DISTINCT coalesce(publisher, regexp_extract(url, '://([^/:?#]+)', 1), source)) AS n_publishers
        FROM document
        LEFT JOIN document_copy USING (document_id)
        GROUP BY story_id
    ),
    coded AS (
        SELECT
            document_id,
            count(*) FILTER (kind = 'agreement') AS n_agreements,
            count(*) FILTER (kind = 'aid') AS n_aid,
            count(*) FILTER (kind = 'goal') AS n_goals,
            count(*) FILTER (kind = 'official_training') AS n_official_training
        FROM (
            SELECT document_id, 'agreement' AS kind FROM agreement
            UNION ALL
            SELECT document_id, 'aid' FROM aid
            UNION ALL
            SELECT document_id, 'goal' FROM goal
            UNION ALL
            SELECT document_id, 'official_training' FROM official_training
        )
        GROUP BY document_id
    )
SELECT
    document.document_id,
    document.title,
    document.publisher,
    document.published_on,
    document.language,
    document.source,
    coalesce(document.url, document.path) AS link,
    document.status,
    document.skip_reason,
    coalesce(coded.n_agreements, 0) AS n_agreements,
    coalesce(coded.n_aid, 0) AS n_aid,
    coalesce(coded.n_goals, 0) AS n_goals,
    coalesce(coded.n_official_training, 0) AS n_official_training,
    document_copy.original_id,
    document_copy.copy_kind,
    document_copy.similarity,
    stories.n_documents,
    stories.n_publishers
FROM document
LEFT JOIN document_copy USING (document_id)
LEFT JOIN stories ON stories.story_id = coalesce(document_copy.original_id, document.document_id)
LEFT JOIN coded USING (document_id);
