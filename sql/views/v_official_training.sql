-- One line a row of the Foreign Military Training Report: which country's students took which course, when, where, at what
-- cost, the row as printed and the page that has it. A page that stands in two documents (parts of a report share pages)
-- counts once, so that sums hold. Not part of v_aid: what is told of the same training in articles must not be added.
WITH
    quotes_of AS (
        SELECT record_id, first(quote ORDER BY start_offset, end_offset, evidence_id) AS quote, first(section) AS section
        FROM evidence
        WHERE kind = 'official_training' AND field = 'record'
        GROUP BY record_id
    ),
    copies AS (
        SELECT
            official_training_id,
            dense_rank() OVER (
                PARTITION BY fiscal_year, country, programme, coalesce(page_label, document_id) ORDER BY document_id
            ) AS copy
        FROM official_training
    )
SELECT
    training.official_training_id,
    training.country,
    training.country_iso3,
    training.programme,
    training.department,
    training.fiscal_year,
    training.course,
    training.student_unit,
    training.us_unit,
    training.place,
    training.quantity,
    training.start_on,
    training.end_on,
    training.cost_usd,
    training.document_id,
    training.page,
    training.page_label,
    training.page_row,
    quotes_of.section,
    quotes_of.quote,
    coalesce(document.url, if(document.source = 'files', '/', '') || document.path) AS link,
    document.title AS document_title,
    document.publisher
FROM official_training AS training
JOIN copies ON copies.official_training_id = training.official_training_id AND copies.copy = 1
LEFT JOIN document ON document.document_id = training.document_id
LEFT JOIN quotes_of ON quotes_of.record_id = training.official_training_id;
