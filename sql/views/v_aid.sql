-- One line a transfer: who gives what to whom, on what terms, for how much, the words that report it and where they
-- stand. Where basis is period, the amount is a total over a time that holds other transfers: never add it to those of
-- basis event (v_aid_total adds safely). A null amount is not disclosed if qualifier says it, else the text is silent.
-- A record of a copy names the original in original_id; n_publishers says how many tell the story. Count where it is null.
WITH
    parties_of AS (
        SELECT
            aid_id,
            string_agg(party.name || ' (' || party.country || ')', '; ' ORDER BY ordinal)
                FILTER (role = 'donor') AS donors,
            list(DISTINCT party.country ORDER BY party.country) FILTER (role = 'donor') AS donor_countries,
            string_agg(party.name || ' (' || party.country || ')', '; ' ORDER BY ordinal)
                FILTER (role = 'recipient') AS recipients,
            list(DISTINCT party.country ORDER BY party.country) FILTER (role = 'recipient') AS recipient_countries,
            string_agg(party.name || ' (' || party.country || ')', '; ' ORDER BY ordinal)
                FILTER (role = 'channel') AS channels
        FROM aid_party
        JOIN party USING (party_id)
        GROUP BY aid_id
    ),
    items_of AS (
        SELECT
            aid_id,
            string_agg(
                concat(
                    regexp_replace(CAST(quantity AS VARCHAR), '\.?0+$', '') || ' × ', description, ' (', modality, ')'
                ),
                '; ' ORDER BY ordinal
            ) AS items,
            list(DISTINCT modality ORDER BY modality) AS modalities
        FROM aid_item
        GROUP BY aid_id
    ),
    topics_of AS (
        SELECT record_id, list(topic ORDER BY topic) AS topics
        FROM record_topic
        WHERE kind = 'aid'
        GROUP BY record_id
    ),
    quotes_of AS (
        SELECT
            record_id,
            first(quote ORDER BY start_offset, end_offset, evidence_id) AS quote,
            first(page ORDER BY start_offset, end_offset, evidence_id) AS page,
            first(section ORDER BY start_offset, end_offset, evidence_id) AS section
        FROM evidence
        WHERE kind = 'aid' AND field = 'record'
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
    aid.aid_id,
    aid.basis,
    parties_of.donors,
    parties_of.donor_countries,
    parties_of.recipients,
    parties_of.recipient_countries,
    parties_of.channels,
    items_of.items,
    items_of.modalities,
    aid.terms,
    aid.stage,
    aid.amount,
    aid.currency,
    aid.qualifier,
    aid.date,
    aid.date_precision,
    aid.date_on,
    aid.period_start,
    aid.period_start_precision,
    aid.period_start_on,
    aid.period_end,
    aid.period_end_precision,
    aid.period_end_on,
    coalesce(topics_of.topics, []) AS topics,
    aid.confidence,
    aid.document_id,
    quotes_of.quote,
    quotes_of.page,
    quotes_of.section,
    coalesce(document.url, if(document.source = 'files', '/', '') || document.path) AS link,
    document.title AS document_title,
    document.publisher,
    document.published_on,
    document_copy.original_id,
    stories.n_publishers
FROM aid
LEFT JOIN document USING (document_id)
LEFT JOIN document_copy USING (document_id)
LEFT JOIN stories ON stories.story_id = coalesce(document_copy.original_id, document.document_id)
LEFT JOIN parties_of USING (aid_id)
LEFT JOIN items_of USING (aid_id)
LEFT JOIN topics_of ON topics_of.record_id = aid.aid_id
LEFT JOIN quotes_of ON quotes_of.record_id = aid.aid_id;
