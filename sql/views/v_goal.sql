-- One line a stated goal: whose it is, what it says, by when, the words that report it and where they stand.
-- horizon_ends_on is the last day that the horizon can mean: a goal for 2026 lies ahead until 31 December.
-- A record of a copy names the original in original_id; n_publishers says how many tell the story. Count where it is null.
WITH
    holders_of AS (
        SELECT
            goal_id,
            string_agg(party.name || ' (' || party.country || ')', '; ' ORDER BY ordinal) AS holders,
            list(DISTINCT party.country ORDER BY party.country) AS countries
        FROM goal_holder
        JOIN party USING (party_id)
        GROUP BY goal_id
    ),
    topics_of AS (
        SELECT record_id, list(topic ORDER BY topic) AS topics
        FROM record_topic
        WHERE kind = 'goal'
        GROUP BY record_id
    ),
    quotes_of AS (
        SELECT
            record_id,
            first(quote ORDER BY start_offset, end_offset, evidence_id) AS quote,
            first(page ORDER BY start_offset, end_offset, evidence_id) AS page,
            first(section ORDER BY start_offset, end_offset, evidence_id) AS section
        FROM evidence
        WHERE kind = 'goal' AND field = 'record'
        GROUP BY record_id
    ),
    stories AS (
        SELECT
            coalesce(original_id, document_id) AS story_id,
            count(*) AS n_documents,
            count(DISTINCT coalesce(publisher, regexp_extract(url, '://([^/:?#]+)', 1), source)) AS n_publishers
        FROM document
        LEFT JOIN document_copy USING (document_id)
        GROUP BY story_id
    )
SELECT
    goal.goal_id,
    holders_of.holders,
    holders_of.countries,
    goal.statement,
    goal.horizon,
    goal.horizon_precision,
    goal.horizon_on,
    CASE goal.horizon_precision
        WHEN 'day' THEN goal.horizon_on
        WHEN 'month' THEN last_day(goal.horizon_on)
        ELSE make_date(year(goal.horizon_on), 12, 31)
    END AS horizon_ends_on,
    goal.target_metric,
    goal.target_value,
    goal.target_unit,
    coalesce(topics_of.topics, []) AS topics,
    goal.confidence,
    goal.document_id,
    quotes_of.quote,
    quotes_of.page,
    quotes_of.section,
    coalesce(document.url, if(document.source = 'files', '/', '') || document.path) AS link,
    document.title AS document_title,
    document.publisher,
    document.published_on,
    document_copy.original_id,
    stories.n_publishers
FROM goal
LEFT JOIN document USING (document_id)
LEFT JOIN document_copy USING (document_id)
LEFT JOIN stories ON stories.story_id = coalesce(document_copy.original_id, document.document_id)
LEFT JOIN holders_of USING (goal_id)
LEFT JOIN topics_of ON topics_of.record_id = goal.goal_id
LEFT JOIN quotes_of ON quotes_of.record_id = goal.goal_id;
