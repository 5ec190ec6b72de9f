-- One line an agreement: who agreed what with whom, how far it has come, the words that report it and where they stand.
-- parties is readable text; countries is a list of their codes, as in list_contains(countries, 'GTM').
-- A record of a copy names the original in original_id; n_publishers says how many tell the story. Count where it is null.
WITH
    parties_of AS (
        SELECT
            agreement_id,
            string_agg(party.name || ' (' || party.country || ')', '; ' ORDER BY ordinal) AS parties,
            list(DISTINCT party.country ORDER BY party.country) AS countries
        FROM agreement_party
        JOIN party USING (party_id)
        GROUP BY agreement_id
    ),
    topics_of AS (
        SELECT record_id, list(topic ORDER BY topic) AS topics
        FROM record_topic
        WHERE kind = 'agreement'
        GROUP BY record_id
    ),
    quotes_of AS (
        SELECT
            record_id,
            first(quote ORDER BY start_offset, end_offset, evidence_id) AS quote,
            first(page ORDER BY start_offset, end_offset, evidence_id) AS page,
            first(section ORDER BY start_offset, end_offset, evidence_id) AS section
        FROM evidence
        WHERE kind = 'agreement' AND field = 'record'
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
    agreement.agreement_id,
    parties_of.parties,
    parties_of.countries,
    agreement.instrument,
    agreement.stage,
    agreement.date,
    agreement.date_precision,
    agreement.date_on,
    agreement.title,
    agreement.purpose,
    coalesce(topics_of.topics, []) AS topics,
    agreement.confidence,
    agreement.document_id,
    quotes_of.quote,
    quotes_of.page,
    quotes_of.section,
    coalesce(document.url, if(document.source = 'files', '/', '') || document.path) AS link,
    document.title AS document_title,
    document.publisher,
    document.published_on,
    document_copy.original_id,
    stories.n_publishers
FROM agreement
LEFT JOIN document USING (document_id)
LEFT JOIN document_copy USING (document_id)
LEFT JOIN stories ON stories.story_id = coalesce(document_copy.original_id, document.document_id)
LEFT JOIN parties_of USING (agreement_id)
LEFT JOIN topics_of ON topics_of.record_id = agreement.agreement_id
LEFT JOIN quotes_of ON quotes_of.record_id = agreement.agreement_id;
