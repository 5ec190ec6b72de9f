-- The tables of the working file. Made by `python -m schemas.generate` from schemas/tables.py; change it there.
-- No primary and foreign keys: uniqueness is asserted on the way in, and sql/checks/ find orphans.

CREATE TABLE run (
    run_id                   VARCHAR NOT NULL,
    command                  VARCHAR NOT NULL,
    started_at               TIMESTAMP NOT NULL,
    known_at                 TIMESTAMP NOT NULL,
    contract_version         BIGINT NOT NULL,
    code_version             VARCHAR NOT NULL,
    extractor                VARCHAR NOT NULL,
    extractor_version        VARCHAR NOT NULL,
    arguments                VARCHAR NOT NULL,
    documents_in             BIGINT NOT NULL,
    documents_new            BIGINT NOT NULL,
    documents_changed        BIGINT NOT NULL,
    documents_unchanged      BIGINT NOT NULL,
    documents_skipped        BIGINT NOT NULL,
    documents_failed         BIGINT NOT NULL,
    candidates_in            BIGINT NOT NULL,
    candidates_loaded        BIGINT NOT NULL,
    candidates_rejected      BIGINT NOT NULL,
    candidates_skipped       BIGINT NOT NULL,
    agreements               BIGINT NOT NULL,
    aid                      BIGINT NOT NULL,
    goals                    BIGINT NOT NULL,
    official_training        BIGINT NOT NULL,
    official_training_totals BIGINT NOT NULL,
    CHECK (contract_version >= 1),
    CHECK (documents_in >= 0),
    CHECK (documents_new >= 0),
    CHECK (documents_changed >= 0),
    CHECK (documents_unchanged >= 0),
    CHECK (documents_skipped >= 0),
    CHECK (documents_failed >= 0),
    CHECK (candidates_in >= 0),
    CHECK (candidates_loaded >= 0),
    CHECK (candidates_rejected >= 0),
    CHECK (candidates_skipped >= 0),
    CHECK (agreements >= 0),
    CHECK (aid >= 0),
    CHECK (goals >= 0),
    CHECK (official_training >= 0),
    CHECK (official_training_totals >= 0)
);

COMMENT ON TABLE run IS 'One row is one pass of the pipeline; run_id tells rows apart';
COMMENT ON COLUMN run.run_id IS 'Id of the run; ids sort in the order of the runs';
COMMENT ON COLUMN run.command IS 'What was run: ingest, reread, retry, purge';
COMMENT ON COLUMN run.started_at IS 'When it started, UTC';
COMMENT ON COLUMN run.known_at IS 'When what it found became known, UTC; later in every later run';
COMMENT ON COLUMN run.contract_version IS 'Version of the contract that its entries follow';
COMMENT ON COLUMN run.code_version IS 'Version of communique';
COMMENT ON COLUMN run.extractor IS 'Name of the extractor';
COMMENT ON COLUMN run.extractor_version IS 'Version of the extractor';
COMMENT ON COLUMN run.arguments IS 'What it was asked to read';
COMMENT ON COLUMN run.documents_in IS 'Documents that were offered to the run';
COMMENT ON COLUMN run.documents_new IS 'Read for the first time and coded';
COMMENT ON COLUMN run.documents_changed IS 'Known, and read again: new bytes, sidecar or reading';
COMMENT ON COLUMN run.documents_unchanged IS 'Known with these bytes and this sidecar';
COMMENT ON COLUMN run.documents_skipped IS 'Left aside with a reason (language, no text, no format)';
COMMENT ON COLUMN run.documents_failed IS 'Not readable; each is a reject of stage read or extract';
COMMENT ON COLUMN run.candidates_in IS 'Candidates that the extractor proposed';
COMMENT ON COLUMN run.candidates_loaded IS 'Candidates that became records';
COMMENT ON COLUMN run.candidates_rejected IS 'Candidates that did not hold; each is a reject';
COMMENT ON COLUMN run.candidates_skipped IS 'Candidates that repeat a record of the same document';
COMMENT ON COLUMN run.agreements IS 'Agreements among the records';
COMMENT ON COLUMN run.aid IS 'Aid records among the records';
COMMENT ON COLUMN run.goals IS 'Stated goals among the records';
COMMENT ON COLUMN run.official_training IS 'Rows of official training tables among the records';
COMMENT ON COLUMN run.official_training_totals IS 'Sums printed in official training tables among the records';

CREATE TABLE document (
    document_id         VARCHAR NOT NULL,
    version_id          VARCHAR NOT NULL,
    source              VARCHAR NOT NULL,
    path                VARCHAR NOT NULL,
    url                 VARCHAR,
    title               VARCHAR,
    author              VARCHAR,
    publisher           VARCHAR,
    published_on        DATE,
    published_on_origin VARCHAR,
    language            VARCHAR,
    media_type          VARCHAR NOT NULL,
    status              VARCHAR NOT NULL,
    skip_reason         VARCHAR,
    warnings            VARCHAR[] NOT NULL,
    n_characters        BIGINT NOT NULL,
    run_id              VARCHAR NOT NULL,
    known_from          TIMESTAMP NOT NULL,
    known_to            TIMESTAMP,
    row_hash            VARCHAR NOT NULL,
    CHECK (status IN ('coded', 'skipped')),
    CHECK (n_characters >= 0),
    CHECK ((status = 'skipped') = (skip_reason IS NOT NULL)),
    CHECK (known_from < known_to)
);

COMMENT ON TABLE document IS 'One row is one document in its newest readable version; document_id tells the current rows apart';
COMMENT ON COLUMN document.document_id IS 'Stable id, made of the canonical URL, else of the source and relative path';
COMMENT ON COLUMN document.version_id IS 'Id of this version, made of the document, its bytes and its sidecar';
COMMENT ON COLUMN document.source IS 'Name of the source that it came from; ''files'' for paths given by hand';
COMMENT ON COLUMN document.path IS 'Path inside the source';
COMMENT ON COLUMN document.url IS 'Address that it was published at';
COMMENT ON COLUMN document.title IS 'Title';
COMMENT ON COLUMN document.author IS 'Author, from the byline';
COMMENT ON COLUMN document.publisher IS 'Who published it';
COMMENT ON COLUMN document.published_on IS 'Day of publication';
COMMENT ON COLUMN document.published_on_origin IS 'Where that day is from: sidecar, front_matter, html, pdf, text';
COMMENT ON COLUMN document.language IS 'ISO 639 code of its language';
COMMENT ON COLUMN document.media_type IS 'What the bytes were read as: text/plain, text/markdown, text/html, application/pdf';
COMMENT ON COLUMN document.status IS 'coded, or skipped where it was read but is not coded';
COMMENT ON COLUMN document.skip_reason IS 'Why it is not coded';
COMMENT ON COLUMN document.warnings IS 'What was mended or ignored while reading it';
COMMENT ON COLUMN document.n_characters IS 'Length of the text in characters';
COMMENT ON COLUMN document.run_id IS 'The run that brought this row';
COMMENT ON COLUMN document.known_from IS 'When this became known, UTC';
COMMENT ON COLUMN document.known_to IS 'When this was replaced or withdrawn, UTC; null for what holds now';
COMMENT ON COLUMN document.row_hash IS 'Hash over the row''s values, by which changes are found';

CREATE TABLE document_version (
    version_id     VARCHAR NOT NULL,
    document_id    VARCHAR NOT NULL,
    content_sha256 VARCHAR NOT NULL,
    text_sha256    VARCHAR NOT NULL,
    n_characters   BIGINT NOT NULL,
    text           VARCHAR NOT NULL,
    run_id         VARCHAR NOT NULL,
    known_from     TIMESTAMP NOT NULL,
    known_to       TIMESTAMP,
    row_hash       VARCHAR NOT NULL,
    CHECK (n_characters >= 0),
    CHECK (regexp_full_match(content_sha256, '[0-9a-f]{64}')),
    CHECK (regexp_full_match(text_sha256, '[0-9a-f]{64}')),
    CHECK (n_characters = length(text)),
    CHECK (known_from < known_to)
);

COMMENT ON TABLE document_version IS 'One row is one version of a document: its bytes with its sidecar; version_id tells the current rows apart';
COMMENT ON COLUMN document_version.version_id IS 'Id of this version, made of the document, its bytes and its sidecar';
COMMENT ON COLUMN document_version.document_id IS 'Stable id, made of the canonical URL, else of the source and relative path';
COMMENT ON COLUMN document_version.content_sha256 IS 'SHA-256 of the bytes as they came';
COMMENT ON COLUMN document_version.text_sha256 IS 'SHA-256 of the text in UTF-8';
COMMENT ON COLUMN document_version.n_characters IS 'Length of the text in characters';
COMMENT ON COLUMN document_version.text IS 'The text that offsets count in, in characters';
COMMENT ON COLUMN document_version.run_id IS 'The run that brought this row';
COMMENT ON COLUMN document_version.known_from IS 'When this became known, UTC';
COMMENT ON COLUMN document_version.known_to IS 'When this was replaced or withdrawn, UTC; null for what holds now';
COMMENT ON COLUMN document_version.row_hash IS 'Hash over the row''s values, by which changes are found';

CREATE TABLE document_copy (
    document_id VARCHAR NOT NULL,
    original_id VARCHAR NOT NULL,
    copy_kind   VARCHAR NOT NULL,
    similarity  DECIMAL(5,4) NOT NULL,
    run_id      VARCHAR NOT NULL,
    known_from  TIMESTAMP NOT NULL,
    known_to    TIMESTAMP,
    row_hash    VARCHAR NOT NULL,
    CHECK (copy_kind IN ('exact', 'near')),
    CHECK (document_id <> original_id),
    CHECK (similarity BETWEEN 0 AND 1),
    CHECK (copy_kind = 'near' OR similarity = 1),
    CHECK (known_from < known_to)
);

COMMENT ON TABLE document_copy IS 'One row is one document that tells the story of an earlier one in the same or nearly the same words; document_id tells the current rows apart';
COMMENT ON COLUMN document_copy.document_id IS 'The copy: a reprint, or the text again with light edits';
COMMENT ON COLUMN document_copy.original_id IS 'The document that it repeats: of those that share the story the one published first, by its id where they share the day, too; it is no copy itself';
COMMENT ON COLUMN document_copy.copy_kind IS 'exact where the two texts are equal, near where words were changed, cut or added';
COMMENT ON COLUMN document_copy.similarity IS 'Share of the runs of three words that the two texts have in common, 0 to 1';
COMMENT ON COLUMN document_copy.run_id IS 'The run that brought this row';
COMMENT ON COLUMN document_copy.known_from IS 'When this became known, UTC';
COMMENT ON COLUMN document_copy.known_to IS 'When this was replaced or withdrawn, UTC; null for what holds now';
COMMENT ON COLUMN document_copy.row_hash IS 'Hash over the row''s values, by which changes are found';

CREATE TABLE party (
    party_id   VARCHAR NOT NULL,
    name       VARCHAR NOT NULL,
    country    VARCHAR NOT NULL,
    run_id     VARCHAR NOT NULL,
    known_from TIMESTAMP NOT NULL,
    known_to   TIMESTAMP,
    row_hash   VARCHAR NOT NULL,
    CHECK (known_from < known_to)
);

COMMENT ON TABLE party IS 'One row is one name of a state, a body of a state, or an international body; party_id tells the current rows apart';
COMMENT ON COLUMN party.party_id IS 'Id made of the country and the name without case, accents, punctuation';
COMMENT ON COLUMN party.name IS 'Name as the text gives it, in its longest useful form';
COMMENT ON COLUMN party.country IS 'ISO 3166-1 alpha-3 of the state it belongs to (XKX: Kosovo), or the code of an international body: UN, EU, NATO, OAS, AU, ECOWAS, CARICOM, SICA, INTERPOL, ASEAN, OSCE, XXX for another one, XXG for states meant together without names';
COMMENT ON COLUMN party.run_id IS 'The run that brought this row';
COMMENT ON COLUMN party.known_from IS 'When this became known, UTC';
COMMENT ON COLUMN party.known_to IS 'When this was replaced or withdrawn, UTC; null for what holds now';
COMMENT ON COLUMN party.row_hash IS 'Hash over the row''s values, by which changes are found';

CREATE TABLE agreement (
    agreement_id      VARCHAR NOT NULL,
    document_id       VARCHAR NOT NULL,
    instrument        VARCHAR NOT NULL,
    stage             VARCHAR NOT NULL,
    date              VARCHAR,
    date_precision    VARCHAR,
    date_on           DATE,
    title             VARCHAR,
    purpose           VARCHAR,
    extractor         VARCHAR NOT NULL,
    extractor_version VARCHAR NOT NULL,
    rules             VARCHAR[] NOT NULL,
    confidence        DOUBLE,
    run_id            VARCHAR NOT NULL,
    known_from        TIMESTAMP NOT NULL,
    known_to          TIMESTAMP,
    row_hash          VARCHAR NOT NULL,
    CHECK (instrument IN ('treaty', 'agreement', 'memorandum_of_understanding', 'letter_of_intent', 'letter_of_agreement', 'protocol', 'joint_declaration', 'arrangement', 'action_plan', 'other')),
    CHECK (stage IN ('proposed', 'announced', 'signed', 'ratified', 'in_force', 'amended', 'renewed', 'suspended', 'terminated')),
    CHECK (date_precision IN ('day', 'month', 'year', 'fiscal_year')),
    CHECK ((date IS NULL) = (date_precision IS NULL)),
    CHECK ((date IS NULL) = (date_on IS NULL)),
    CHECK (starts_with(CAST(date_on AS VARCHAR), date)),
    CHECK (confidence BETWEEN 0 AND 1),
    CHECK (known_from < known_to)
);

COMMENT ON TABLE agreement IS 'One row is one instrument in one document; agreement_id tells the current rows apart';
COMMENT ON COLUMN agreement.agreement_id IS 'Stable id, made of the document and few raw fields';
COMMENT ON COLUMN agreement.document_id IS 'The document that it was coded from';
COMMENT ON COLUMN agreement.instrument IS 'Kind of instrument';
COMMENT ON COLUMN agreement.stage IS 'The latest stage that the text reports';
COMMENT ON COLUMN agreement.date IS 'Date of that stage, ISO 8601 at its precision: 2021-02-03, 2021-02 or 2021';
COMMENT ON COLUMN agreement.date_precision IS 'Precision of the date';
COMMENT ON COLUMN agreement.date_on IS 'First day that date can mean, for ordering and joining';
COMMENT ON COLUMN agreement.title IS 'Its proper name, if it has one';
COMMENT ON COLUMN agreement.purpose IS 'What it is for, in the text''s words';
COMMENT ON COLUMN agreement.extractor IS 'Name of the extractor that coded it';
COMMENT ON COLUMN agreement.extractor_version IS 'Version of that extractor';
COMMENT ON COLUMN agreement.rules IS 'Names of the rules that made it';
COMMENT ON COLUMN agreement.confidence IS 'Score from 0 to 1 that orders records by how often they are right (docs/quality.md says how often); null where the extractor gives none';
COMMENT ON COLUMN agreement.run_id IS 'The run that brought this row';
COMMENT ON COLUMN agreement.known_from IS 'When this became known, UTC';
COMMENT ON COLUMN agreement.known_to IS 'When this was replaced or withdrawn, UTC; null for what holds now';
COMMENT ON COLUMN agreement.row_hash IS 'Hash over the row''s values, by which changes are found';

CREATE TABLE agreement_party (
    agreement_id VARCHAR NOT NULL,
    party_id     VARCHAR NOT NULL,
    document_id  VARCHAR NOT NULL,
    ordinal      BIGINT NOT NULL,
    run_id       VARCHAR NOT NULL,
    known_from   TIMESTAMP NOT NULL,
    known_to     TIMESTAMP,
    row_hash     VARCHAR NOT NULL,
    CHECK (ordinal >= 1),
    CHECK (known_from < known_to)
);

COMMENT ON TABLE agreement_party IS 'One row is one party of one agreement; agreement_id, party_id tells the current rows apart';
COMMENT ON COLUMN agreement_party.agreement_id IS 'Stable id, made of the document and few raw fields';
COMMENT ON COLUMN agreement_party.party_id IS 'The party';
COMMENT ON COLUMN agreement_party.document_id IS 'The document that it was coded from';
COMMENT ON COLUMN agreement_party.ordinal IS 'Place of the party among its record''s, from 1';
COMMENT ON COLUMN agreement_party.run_id IS 'The run that brought this row';
COMMENT ON COLUMN agreement_party.known_from IS 'When this became known, UTC';
COMMENT ON COLUMN agreement_party.known_to IS 'When this was replaced or withdrawn, UTC; null for what holds now';
COMMENT ON COLUMN agreement_party.row_hash IS 'Hash over the row''s values, by which changes are found';

CREATE TABLE aid (
    aid_id                 VARCHAR NOT NULL,
    document_id            VARCHAR NOT NULL,
    terms                  VARCHAR NOT NULL,
    stage                  VARCHAR NOT NULL,
    basis                  VARCHAR NOT NULL,
    amount                 DECIMAL(22,4),
    currency               VARCHAR,
    qualifier              VARCHAR,
    date                   VARCHAR,
    date_precision         VARCHAR,
    date_on                DATE,
    period_start           VARCHAR,
    period_start_precision VARCHAR,
    period_start_on        DATE,
    period_end             VARCHAR,
    period_end_precision   VARCHAR,
    period_end_on          DATE,
    extractor              VARCHAR NOT NULL,
    extractor_version      VARCHAR NOT NULL,
    rules                  VARCHAR[] NOT NULL,
    confidence             DOUBLE,
    run_id                 VARCHAR NOT NULL,
    known_from             TIMESTAMP NOT NULL,
    known_to               TIMESTAMP,
    row_hash               VARCHAR NOT NULL,
    CHECK (terms IN ('grant', 'sale', 'loan', 'unspecified')),
    CHECK (stage IN ('requested', 'announced', 'approved', 'delivered')),
    CHECK (basis IN ('event', 'period')),
    CHECK (qualifier IN ('exact', 'approximate', 'at_least', 'up_to', 'not_disclosed')),
    CHECK (date_precision IN ('day', 'month', 'year', 'fiscal_year')),
    CHECK (period_start_precision IN ('day', 'month', 'year', 'fiscal_year')),
    CHECK (period_end_precision IN ('day', 'month', 'year', 'fiscal_year')),
    CHECK ((date IS NULL) = (date_precision IS NULL)),
    CHECK ((date IS NULL) = (date_on IS NULL)),
    CHECK (starts_with(CAST(date_on AS VARCHAR), date)),
    CHECK ((period_start IS NULL) = (period_start_precision IS NULL)),
    CHECK ((period_start IS NULL) = (period_start_on IS NULL)),
    CHECK (starts_with(CAST(period_start_on AS VARCHAR), period_start)),
    CHECK ((period_end IS NULL) = (period_end_precision IS NULL)),
    CHECK ((period_end IS NULL) = (period_end_on IS NULL)),
    CHECK (starts_with(CAST(period_end_on AS VARCHAR), period_end)),
    CHECK (basis = 'period' OR (period_start IS NULL AND period_end IS NULL)),
    CHECK (period_start_on <= period_end_on),
    CHECK ((amount IS NULL) = (currency IS NULL)),
    CHECK ((amount IS NULL) = (qualifier IS NULL OR qualifier = 'not_disclosed')),
    CHECK (amount >= 0),
    CHECK (confidence BETWEEN 0 AND 1),
    CHECK (regexp_full_match(currency, '[A-Z]{3}')),
    CHECK (known_from < known_to)
);

COMMENT ON TABLE aid IS 'One row is one transfer, or one total over a period, in one document; aid_id tells the current rows apart';
COMMENT ON COLUMN aid.aid_id IS 'Stable id, made of the document and few raw fields';
COMMENT ON COLUMN aid.document_id IS 'The document that it was coded from';
COMMENT ON COLUMN aid.terms IS 'On what terms';
COMMENT ON COLUMN aid.stage IS 'The latest stage that the text reports';
COMMENT ON COLUMN aid.basis IS 'One transfer (event), or a total over a period that must not be added to its parts';
COMMENT ON COLUMN aid.amount IS 'Value of the whole transfer in units of its currency';
COMMENT ON COLUMN aid.currency IS 'ISO 4217 code of the amount''s currency';
COMMENT ON COLUMN aid.qualifier IS 'How exactly the amount is given; not_disclosed where the text says that it does not give it, null where it says nothing';
COMMENT ON COLUMN aid.date IS 'Date of the stage, ISO 8601 at its precision: 2021-02-03, 2021-02 or 2021';
COMMENT ON COLUMN aid.date_precision IS 'Precision of the date';
COMMENT ON COLUMN aid.date_on IS 'First day that date can mean, for ordering and joining';
COMMENT ON COLUMN aid.period_start IS 'First date of the period, ISO 8601 at its precision: 2021-02-03, 2021-02 or 2021';
COMMENT ON COLUMN aid.period_start_precision IS 'Precision of the period''s start';
COMMENT ON COLUMN aid.period_start_on IS 'First day that period_start can mean, for ordering and joining';
COMMENT ON COLUMN aid.period_end IS 'Last date of the period, ISO 8601 at its precision: 2021-02-03, 2021-02 or 2021';
COMMENT ON COLUMN aid.period_end_precision IS 'Precision of the period''s end';
COMMENT ON COLUMN aid.period_end_on IS 'First day that period_end can mean, for ordering and joining';
COMMENT ON COLUMN aid.extractor IS 'Name of the extractor that coded it';
COMMENT ON COLUMN aid.extractor_version IS 'Version of that extractor';
COMMENT ON COLUMN aid.rules IS 'Names of the rules that made it';
COMMENT ON COLUMN aid.confidence IS 'Score from 0 to 1 that orders records by how often they are right (docs/quality.md says how often); null where the extractor gives none';
COMMENT ON COLUMN aid.run_id IS 'The run that brought this row';
COMMENT ON COLUMN aid.known_from IS 'When this became known, UTC';
COMMENT ON COLUMN aid.known_to IS 'When this was replaced or withdrawn, UTC; null for what holds now';
COMMENT ON COLUMN aid.row_hash IS 'Hash over the row''s values, by which changes are found';

CREATE TABLE aid_party (
    aid_id      VARCHAR NOT NULL,
    party_id    VARCHAR NOT NULL,
    role        VARCHAR NOT NULL,
    document_id VARCHAR NOT NULL,
    ordinal     BIGINT NOT NULL,
    run_id      VARCHAR NOT NULL,
    known_from  TIMESTAMP NOT NULL,
    known_to    TIMESTAMP,
    row_hash    VARCHAR NOT NULL,
    CHECK (role IN ('donor', 'recipient', 'channel')),
    CHECK (ordinal >= 1),
    CHECK (known_from < known_to)
);

COMMENT ON TABLE aid_party IS 'One row is one party of one transfer in one role; aid_id, party_id, role tells the current rows apart';
COMMENT ON COLUMN aid_party.aid_id IS 'Stable id, made of the document and few raw fields';
COMMENT ON COLUMN aid_party.party_id IS 'The party';
COMMENT ON COLUMN aid_party.role IS 'donor, recipient or channel';
COMMENT ON COLUMN aid_party.document_id IS 'The document that it was coded from';
COMMENT ON COLUMN aid_party.ordinal IS 'Place of the party in its role among its record''s, from 1';
COMMENT ON COLUMN aid_party.run_id IS 'The run that brought this row';
COMMENT ON COLUMN aid_party.known_from IS 'When this became known, UTC';
COMMENT ON COLUMN aid_party.known_to IS 'When this was replaced or withdrawn, UTC; null for what holds now';
COMMENT ON COLUMN aid_party.row_hash IS 'Hash over the row''s values, by which changes are found';

CREATE TABLE aid_item (
    aid_id      VARCHAR NOT NULL,
    ordinal     BIGINT NOT NULL,
    document_id VARCHAR NOT NULL,
    modality    VARCHAR NOT NULL,
    description VARCHAR NOT NULL,
    quantity    DECIMAL(22,4),
    run_id      VARCHAR NOT NULL,
    known_from  TIMESTAMP NOT NULL,
    known_to    TIMESTAMP,
    row_hash    VARCHAR NOT NULL,
    CHECK (ordinal >= 1),
    CHECK (modality IN ('equipment', 'weapons', 'vehicles', 'aircraft', 'vessels', 'training', 'funds', 'infrastructure', 'technical_assistance', 'supplies', 'other')),
    CHECK (quantity >= 0),
    CHECK (known_from < known_to)
);

COMMENT ON TABLE aid_item IS 'One row is one thing in one transfer; aid_id, ordinal tells the current rows apart';
COMMENT ON COLUMN aid_item.aid_id IS 'Stable id, made of the document and few raw fields';
COMMENT ON COLUMN aid_item.ordinal IS 'Place of the item among its record''s, from 1';
COMMENT ON COLUMN aid_item.document_id IS 'The document that it was coded from';
COMMENT ON COLUMN aid_item.modality IS 'What kind of thing is transferred';
COMMENT ON COLUMN aid_item.description IS 'The thing in the text''s words';
COMMENT ON COLUMN aid_item.quantity IS 'How many, if stated';
COMMENT ON COLUMN aid_item.run_id IS 'The run that brought this row';
COMMENT ON COLUMN aid_item.known_from IS 'When this became known, UTC';
COMMENT ON COLUMN aid_item.known_to IS 'When this was replaced or withdrawn, UTC; null for what holds now';
COMMENT ON COLUMN aid_item.row_hash IS 'Hash over the row''s values, by which changes are found';

CREATE TABLE goal (
    goal_id           VARCHAR NOT NULL,
    document_id       VARCHAR NOT NULL,
    statement         VARCHAR NOT NULL,
    horizon           VARCHAR,
    horizon_precision VARCHAR,
    horizon_on        DATE,
    target_metric     VARCHAR,
    target_value      DECIMAL(22,4),
    target_unit       VARCHAR,
    extractor         VARCHAR NOT NULL,
    extractor_version VARCHAR NOT NULL,
    rules             VARCHAR[] NOT NULL,
    confidence        DOUBLE,
    run_id            VARCHAR NOT NULL,
    known_from        TIMESTAMP NOT NULL,
    known_to          TIMESTAMP,
    row_hash          VARCHAR NOT NULL,
    CHECK (horizon_precision IN ('day', 'month', 'year', 'fiscal_year')),
    CHECK ((horizon IS NULL) = (horizon_precision IS NULL)),
    CHECK ((horizon IS NULL) = (horizon_on IS NULL)),
    CHECK (starts_with(CAST(horizon_on AS VARCHAR), horizon)),
    CHECK ((target_metric IS NULL) = (target_value IS NULL)),
    CHECK (target_value >= 0),
    CHECK (confidence BETWEEN 0 AND 1),
    CHECK (known_from < known_to)
);

COMMENT ON TABLE goal IS 'One row is one stated goal in one document; goal_id tells the current rows apart';
COMMENT ON COLUMN goal.goal_id IS 'Stable id, made of the document and few raw fields';
COMMENT ON COLUMN goal.document_id IS 'The document that it was coded from';
COMMENT ON COLUMN goal.statement IS 'The goal in the text''s words, with its verb';
COMMENT ON COLUMN goal.horizon IS 'Date by which or for which it is set, ISO 8601 at its precision: 2021-02-03, 2021-02 or 2021';
COMMENT ON COLUMN goal.horizon_precision IS 'Precision of the horizon';
COMMENT ON COLUMN goal.horizon_on IS 'First day that horizon can mean, for ordering and joining';
COMMENT ON COLUMN goal.target_metric IS 'What is measured, in the text''s words';
COMMENT ON COLUMN goal.target_value IS 'The figure aimed at';
COMMENT ON COLUMN goal.target_unit IS 'Unit of the figure; ''percent'' for shares';
COMMENT ON COLUMN goal.extractor IS 'Name of the extractor that coded it';
COMMENT ON COLUMN goal.extractor_version IS 'Version of that extractor';
COMMENT ON COLUMN goal.rules IS 'Names of the rules that made it';
COMMENT ON COLUMN goal.confidence IS 'Score from 0 to 1 that orders records by how often they are right (docs/quality.md says how often); null where the extractor gives none';
COMMENT ON COLUMN goal.run_id IS 'The run that brought this row';
COMMENT ON COLUMN goal.known_from IS 'When this became known, UTC';
COMMENT ON COLUMN goal.known_to IS 'When this was replaced or withdrawn, UTC; null for what holds now';
COMMENT ON COLUMN goal.row_hash IS 'Hash over the row''s values, by which changes are found';

CREATE TABLE goal_holder (
    goal_id     VARCHAR NOT NULL,
    party_id    VARCHAR NOT NULL,
    document_id VARCHAR NOT NULL,
    ordinal     BIGINT NOT NULL,
    run_id      VARCHAR NOT NULL,
    known_from  TIMESTAMP NOT NULL,
    known_to    TIMESTAMP,
    row_hash    VARCHAR NOT NULL,
    CHECK (ordinal >= 1),
    CHECK (known_from < known_to)
);

COMMENT ON TABLE goal_holder IS 'One row is one holder of one goal; goal_id, party_id tells the current rows apart';
COMMENT ON COLUMN goal_holder.goal_id IS 'Stable id, made of the document and few raw fields';
COMMENT ON COLUMN goal_holder.party_id IS 'The party';
COMMENT ON COLUMN goal_holder.document_id IS 'The document that it was coded from';
COMMENT ON COLUMN goal_holder.ordinal IS 'Place of the holder among its record''s, from 1';
COMMENT ON COLUMN goal_holder.run_id IS 'The run that brought this row';
COMMENT ON COLUMN goal_holder.known_from IS 'When this became known, UTC';
COMMENT ON COLUMN goal_holder.known_to IS 'When this was replaced or withdrawn, UTC; null for what holds now';
COMMENT ON COLUMN goal_holder.row_hash IS 'Hash over the row''s values, by which changes are found';

CREATE TABLE official_training (
    official_training_id VARCHAR NOT NULL,
    document_id          VARCHAR NOT NULL,
    country              VARCHAR NOT NULL,
    country_iso3         VARCHAR,
    programme            VARCHAR NOT NULL,
    department           VARCHAR,
    fiscal_year          BIGINT NOT NULL,
    course               VARCHAR NOT NULL,
    student_unit         VARCHAR,
    us_unit              VARCHAR,
    place                VARCHAR,
    quantity             DECIMAL(22,4),
    start_on             DATE,
    end_on               DATE,
    cost_usd             DECIMAL(22,4),
    page                 BIGINT NOT NULL,
    page_label           VARCHAR,
    page_row             BIGINT NOT NULL,
    extractor            VARCHAR NOT NULL,
    extractor_version    VARCHAR NOT NULL,
    rules                VARCHAR[] NOT NULL,
    confidence           DOUBLE,
    run_id               VARCHAR NOT NULL,
    known_from           TIMESTAMP NOT NULL,
    known_to             TIMESTAMP,
    row_hash             VARCHAR NOT NULL,
    CHECK (fiscal_year >= 1900),
    CHECK (page >= 1),
    CHECK (page_row >= 1),
    CHECK (quantity >= 0),
    CHECK (cost_usd >= 0),
    CHECK (regexp_full_match(country_iso3, '[A-Z]{3}')),
    CHECK (known_from < known_to)
);

COMMENT ON TABLE official_training IS 'One row is one row of an official training table in one document; official_training_id tells the current rows apart';
COMMENT ON COLUMN official_training.official_training_id IS 'Stable id, made of the document and few raw fields';
COMMENT ON COLUMN official_training.document_id IS 'The document that it was coded from';
COMMENT ON COLUMN official_training.country IS 'Country whose students are trained, as the report names it';
COMMENT ON COLUMN official_training.country_iso3 IS 'ISO 3166-1 alpha-3 code of that country; null where not known';
COMMENT ON COLUMN official_training.programme IS 'Programme under which the training is paid for';
COMMENT ON COLUMN official_training.department IS 'Department that the programme''s heading names: DoS, DoD, DOHS';
COMMENT ON COLUMN official_training.fiscal_year IS 'Fiscal year of the United States, as in 2009';
COMMENT ON COLUMN official_training.course IS 'Title of the course';
COMMENT ON COLUMN official_training.student_unit IS 'Unit that the students come from';
COMMENT ON COLUMN official_training.us_unit IS 'Unit of the United States that trains, where it is given';
COMMENT ON COLUMN official_training.place IS 'Where the training takes place';
COMMENT ON COLUMN official_training.quantity IS 'Number of students; null where the page has none';
COMMENT ON COLUMN official_training.start_on IS 'First day; null where the page has none';
COMMENT ON COLUMN official_training.end_on IS 'Last day; null where the page has none';
COMMENT ON COLUMN official_training.cost_usd IS 'Cost in US dollars; null where the page has none';
COMMENT ON COLUMN official_training.page IS 'Page of the file on which it begins, from 1';
COMMENT ON COLUMN official_training.page_label IS 'Number printed on that page, as IV-181';
COMMENT ON COLUMN official_training.page_row IS 'Its place among the rows that begin on that page, sums included, from 1';
COMMENT ON COLUMN official_training.extractor IS 'Name of the extractor that coded it';
COMMENT ON COLUMN official_training.extractor_version IS 'Version of that extractor';
COMMENT ON COLUMN official_training.rules IS 'Names of the rules that made it';
COMMENT ON COLUMN official_training.confidence IS 'Score from 0 to 1 that orders records by how often they are right (docs/quality.md says how often); null where the extractor gives none';
COMMENT ON COLUMN official_training.run_id IS 'The run that brought this row';
COMMENT ON COLUMN official_training.known_from IS 'When this became known, UTC';
COMMENT ON COLUMN official_training.known_to IS 'When this was replaced or withdrawn, UTC; null for what holds now';
COMMENT ON COLUMN official_training.row_hash IS 'Hash over the row''s values, by which changes are found';

CREATE TABLE official_training_total (
    official_training_total_id VARCHAR NOT NULL,
    document_id                VARCHAR NOT NULL,
    scope                      VARCHAR NOT NULL,
    country                    VARCHAR NOT NULL,
    country_iso3               VARCHAR,
    programme                  VARCHAR,
    fiscal_year                BIGINT,
    quantity                   DECIMAL(22,4),
    cost_usd                   DECIMAL(22,4),
    label                      VARCHAR NOT NULL,
    complete                   BOOLEAN NOT NULL,
    page                       BIGINT NOT NULL,
    page_label                 VARCHAR,
    page_row                   BIGINT NOT NULL,
    extractor                  VARCHAR NOT NULL,
    extractor_version          VARCHAR NOT NULL,
    rules                      VARCHAR[] NOT NULL,
    confidence                 DOUBLE,
    run_id                     VARCHAR NOT NULL,
    known_from                 TIMESTAMP NOT NULL,
    known_to                   TIMESTAMP,
    row_hash                   VARCHAR NOT NULL,
    CHECK (scope IN ('programme_year', 'programme', 'country')),
    CHECK (fiscal_year >= 1900),
    CHECK (page >= 1),
    CHECK (page_row >= 1),
    CHECK (quantity >= 0),
    CHECK (cost_usd >= 0),
    CHECK ((scope = 'country') = (programme IS NULL)),
    CHECK (known_from < known_to)
);

COMMENT ON TABLE official_training_total IS 'One row is one sum as printed in an official training table in one document; official_training_total_id tells the current rows apart';
COMMENT ON COLUMN official_training_total.official_training_total_id IS 'Stable id, made of the document and few raw fields';
COMMENT ON COLUMN official_training_total.document_id IS 'The document that it was coded from';
COMMENT ON COLUMN official_training_total.scope IS 'What is summed: a programme in one fiscal year, a programme, a country';
COMMENT ON COLUMN official_training_total.country IS 'Country whose students are trained, as the report names it';
COMMENT ON COLUMN official_training_total.country_iso3 IS 'ISO 3166-1 alpha-3 code of that country; null where not known';
COMMENT ON COLUMN official_training_total.programme IS 'The programme that is summed; null for a whole country';
COMMENT ON COLUMN official_training_total.fiscal_year IS 'The fiscal year that is summed; null for all of them';
COMMENT ON COLUMN official_training_total.quantity IS 'Number of students; null where the page has none';
COMMENT ON COLUMN official_training_total.cost_usd IS 'Cost in US dollars; null where the page has none';
COMMENT ON COLUMN official_training_total.label IS 'The words in front of the sum, as printed';
COMMENT ON COLUMN official_training_total.complete IS 'Whether all rows that it sums can stand in the document; false where they begin before it';
COMMENT ON COLUMN official_training_total.page IS 'Page of the file on which it begins, from 1';
COMMENT ON COLUMN official_training_total.page_label IS 'Number printed on that page, as IV-181';
COMMENT ON COLUMN official_training_total.page_row IS 'Its place among the rows that begin on that page, sums included, from 1';
COMMENT ON COLUMN official_training_total.extractor IS 'Name of the extractor that coded it';
COMMENT ON COLUMN official_training_total.extractor_version IS 'Version of that extractor';
COMMENT ON COLUMN official_training_total.rules IS 'Names of the rules that made it';
COMMENT ON COLUMN official_training_total.confidence IS 'Score from 0 to 1 that orders records by how often they are right (docs/quality.md says how often); null where the extractor gives none';
COMMENT ON COLUMN official_training_total.run_id IS 'The run that brought this row';
COMMENT ON COLUMN official_training_total.known_from IS 'When this became known, UTC';
COMMENT ON COLUMN official_training_total.known_to IS 'When this was replaced or withdrawn, UTC; null for what holds now';
COMMENT ON COLUMN official_training_total.row_hash IS 'Hash over the row''s values, by which changes are found';

CREATE TABLE record_topic (
    record_id   VARCHAR NOT NULL,
    kind        VARCHAR NOT NULL,
    topic       VARCHAR NOT NULL,
    document_id VARCHAR NOT NULL,
    run_id      VARCHAR NOT NULL,
    known_from  TIMESTAMP NOT NULL,
    known_to    TIMESTAMP,
    row_hash    VARCHAR NOT NULL,
    CHECK (kind IN ('agreement', 'aid', 'goal', 'official_training', 'official_training_total')),
    CHECK (topic IN ('counternarcotics', 'counterterrorism', 'border_security', 'migration', 'organized_crime', 'human_trafficking', 'financial_crime', 'law_enforcement', 'justice', 'information_sharing', 'military_training', 'defense_equipment', 'maritime_security', 'air_defense', 'cybersecurity', 'peacekeeping', 'humanitarian_assistance', 'nonproliferation', 'environmental_crime', 'institution_building', 'stabilization', 'other')),
    CHECK (known_from < known_to)
);

COMMENT ON TABLE record_topic IS 'One row is one topic of one record; record_id, topic tells the current rows apart';
COMMENT ON COLUMN record_topic.record_id IS 'The record: the id of a row of the table that is named as its kind';
COMMENT ON COLUMN record_topic.kind IS 'Kind of record';
COMMENT ON COLUMN record_topic.topic IS 'What the record is about';
COMMENT ON COLUMN record_topic.document_id IS 'The document that it was coded from';
COMMENT ON COLUMN record_topic.run_id IS 'The run that brought this row';
COMMENT ON COLUMN record_topic.known_from IS 'When this became known, UTC';
COMMENT ON COLUMN record_topic.known_to IS 'When this was replaced or withdrawn, UTC; null for what holds now';
COMMENT ON COLUMN record_topic.row_hash IS 'Hash over the row''s values, by which changes are found';

CREATE TABLE evidence (
    evidence_id  VARCHAR NOT NULL,
    record_id    VARCHAR NOT NULL,
    kind         VARCHAR NOT NULL,
    document_id  VARCHAR NOT NULL,
    version_id   VARCHAR NOT NULL,
    field        VARCHAR NOT NULL,
    start_offset BIGINT NOT NULL,
    end_offset   BIGINT NOT NULL,
    quote        VARCHAR NOT NULL,
    derived      BOOLEAN NOT NULL,
    rule         VARCHAR,
    page         BIGINT,
    page_label   VARCHAR,
    section      VARCHAR,
    run_id       VARCHAR NOT NULL,
    known_from   TIMESTAMP NOT NULL,
    known_to     TIMESTAMP,
    row_hash     VARCHAR NOT NULL,
    CHECK (kind IN ('agreement', 'aid', 'goal', 'official_training', 'official_training_total')),
    CHECK (start_offset >= 0),
    CHECK (end_offset >= 1),
    CHECK (page >= 1),
    CHECK (start_offset < end_offset),
    CHECK (end_offset - start_offset = length(quote)),
    CHECK (derived = (rule IS NOT NULL)),
    CHECK (known_from < known_to)
);

COMMENT ON TABLE evidence IS 'One row is one span of words that proves one field of one record; evidence_id tells the current rows apart';
COMMENT ON COLUMN evidence.evidence_id IS 'Id made of the record, the field and the span';
COMMENT ON COLUMN evidence.record_id IS 'The record: the id of a row of the table that is named as its kind';
COMMENT ON COLUMN evidence.kind IS 'Kind of record';
COMMENT ON COLUMN evidence.document_id IS 'The document that it was coded from';
COMMENT ON COLUMN evidence.version_id IS 'The version of the document that the offsets count in';
COMMENT ON COLUMN evidence.field IS 'The field that the words prove, by its name in the record (amount, donors, date, items, …), with a part of it after a dot (donors.country); ''record'' for the words that report the whole';
COMMENT ON COLUMN evidence.start_offset IS 'Offset of the first character in the document''s text, from 0';
COMMENT ON COLUMN evidence.end_offset IS 'Offset after the last character';
COMMENT ON COLUMN evidence.quote IS 'The text between start and end, verbatim';
COMMENT ON COLUMN evidence.derived IS 'True where the words do not hold the value literally and a rule derives it (a country''s code, an absolute date, the terms of a named programme)';
COMMENT ON COLUMN evidence.rule IS 'Name of the rule that derives the value, where it is derived';
COMMENT ON COLUMN evidence.page IS 'Page of the file on which the words begin, from 1; null without pages';
COMMENT ON COLUMN evidence.page_label IS 'Number printed on that page, where one is';
COMMENT ON COLUMN evidence.section IS 'Heading of the innermost section that holds the words, where one does';
COMMENT ON COLUMN evidence.run_id IS 'The run that brought this row';
COMMENT ON COLUMN evidence.known_from IS 'When this became known, UTC';
COMMENT ON COLUMN evidence.known_to IS 'When this was replaced or withdrawn, UTC; null for what holds now';
COMMENT ON COLUMN evidence.row_hash IS 'Hash over the row''s values, by which changes are found';

CREATE TABLE reject (
    reject_id         VARCHAR NOT NULL,
    document_id       VARCHAR NOT NULL,
    source            VARCHAR NOT NULL,
    path              VARCHAR NOT NULL,
    version_id        VARCHAR,
    stage             VARCHAR NOT NULL,
    kind              VARCHAR,
    field             VARCHAR,
    message           VARCHAR NOT NULL,
    payload           VARCHAR,
    extractor         VARCHAR,
    extractor_version VARCHAR,
    run_id            VARCHAR NOT NULL,
    known_from        TIMESTAMP NOT NULL,
    known_to          TIMESTAMP,
    row_hash          VARCHAR NOT NULL,
    CHECK (stage IN ('read', 'extract', 'validate')),
    CHECK (kind IN ('agreement', 'aid', 'goal', 'official_training', 'official_training_total')),
    CHECK (known_from < known_to)
);

COMMENT ON TABLE reject IS 'One row is one document or candidate that could not be used; reject_id tells the current rows apart';
COMMENT ON COLUMN reject.reject_id IS 'Stable id, made of the document, the stage, the field, the message and the payload';
COMMENT ON COLUMN reject.document_id IS 'The document that it belongs to';
COMMENT ON COLUMN reject.source IS 'Name of the source that the document came from';
COMMENT ON COLUMN reject.path IS 'Path of the document inside its source';
COMMENT ON COLUMN reject.version_id IS 'The version that it belongs to, where one was archived';
COMMENT ON COLUMN reject.stage IS 'In which room it was refused: read, extract, validate';
COMMENT ON COLUMN reject.kind IS 'The kind of record that it was to become, if any';
COMMENT ON COLUMN reject.field IS 'Path of the field that did not hold, as in items.0.quantity';
COMMENT ON COLUMN reject.message IS 'What is wrong, and what to do where something can be done';
COMMENT ON COLUMN reject.payload IS 'The candidate as JSON, where there was one';
COMMENT ON COLUMN reject.extractor IS 'Name of the extractor that proposed it';
COMMENT ON COLUMN reject.extractor_version IS 'Version of that extractor';
COMMENT ON COLUMN reject.run_id IS 'The run that brought this row';
COMMENT ON COLUMN reject.known_from IS 'When this became known, UTC';
COMMENT ON COLUMN reject.known_to IS 'When this was replaced or withdrawn, UTC; null for what holds now';
COMMENT ON COLUMN reject.row_hash IS 'Hash over the row''s values, by which changes are found';

CREATE TABLE purged_document (
    document_id VARCHAR NOT NULL,
    source      VARCHAR NOT NULL,
    path        VARCHAR NOT NULL,
    reason      VARCHAR NOT NULL,
    purged_at   TIMESTAMP NOT NULL,
    run_id      VARCHAR NOT NULL
);

COMMENT ON TABLE purged_document IS 'One row is one document that was purged: its text, its records and its history are gone from everywhere; document_id tells rows apart';
COMMENT ON COLUMN purged_document.document_id IS 'The document';
COMMENT ON COLUMN purged_document.source IS 'Name of the source that it came from';
COMMENT ON COLUMN purged_document.path IS 'Path inside the source';
COMMENT ON COLUMN purged_document.reason IS 'Why it was purged';
COMMENT ON COLUMN purged_document.purged_at IS 'When, UTC';
COMMENT ON COLUMN purged_document.run_id IS 'The run that purged it';

CREATE TABLE source (
    source           VARCHAR NOT NULL,
    source_kind      VARCHAR NOT NULL,
    enabled          BOOLEAN NOT NULL,
    untried          BOOLEAN NOT NULL,
    publisher        VARCHAR NOT NULL,
    country          VARCHAR NOT NULL,
    language         VARCHAR,
    licence          VARCHAR NOT NULL,
    cadence          VARCHAR NOT NULL,
    min_items        BIGINT,
    max_items        BIGINT,
    may_show         VARCHAR NOT NULL,
    quote_characters BIGINT,
    addresses        VARCHAR[] NOT NULL,
    run_id           VARCHAR NOT NULL,
    known_from       TIMESTAMP NOT NULL,
    known_to         TIMESTAMP,
    row_hash         VARCHAR NOT NULL,
    CHECK (source_kind IN ('folder', 'page', 'feed', 'report')),
    CHECK (may_show IN ('whole', 'quotes', 'none')),
    CHECK (known_from < known_to)
);

COMMENT ON TABLE source IS 'One row is one source that sources.toml follows or followed, as it said in the newest run; source tells the current rows apart';
COMMENT ON COLUMN source.source IS 'Name of the source, as in document.source';
COMMENT ON COLUMN source.source_kind IS 'How its documents are found: folder, page, feed, report';
COMMENT ON COLUMN source.enabled IS 'Whether runs over all sources take it along';
COMMENT ON COLUMN source.untried IS 'Whether nobody has tried yet that it works';
COMMENT ON COLUMN source.publisher IS 'Who publishes it';
COMMENT ON COLUMN source.country IS 'State of the publisher, ISO 3166-1 alpha-3, or a body''s code';
COMMENT ON COLUMN source.language IS 'ISO 639 code where all of it is in one language';
COMMENT ON COLUMN source.licence IS 'Terms that its texts may be used on';
COMMENT ON COLUMN source.cadence IS 'When it is due, UTC: a cron line or an interval';
COMMENT ON COLUMN source.min_items IS 'Fewer items in a run are drifting';
COMMENT ON COLUMN source.max_items IS 'More items in a run are drifting';
COMMENT ON COLUMN source.may_show IS 'What of its words is published: whole, quotes or none';
COMMENT ON COLUMN source.quote_characters IS 'Characters that a published quote has at most; null for no bound';
COMMENT ON COLUMN source.addresses IS 'Where it is: addresses, or the folder';
COMMENT ON COLUMN source.run_id IS 'The run that brought this row';
COMMENT ON COLUMN source.known_from IS 'When this became known, UTC';
COMMENT ON COLUMN source.known_to IS 'When this was replaced or withdrawn, UTC; null for what holds now';
COMMENT ON COLUMN source.row_hash IS 'Hash over the row''s values, by which changes are found';

CREATE TABLE run_source (
    run_id          VARCHAR NOT NULL,
    source          VARCHAR NOT NULL,
    started_at      TIMESTAMP NOT NULL,
    finished_at     TIMESTAMP NOT NULL,
    items_seen      BIGINT NOT NULL,
    items_new       BIGINT NOT NULL,
    items_changed   BIGINT NOT NULL,
    items_unchanged BIGINT NOT NULL,
    items_skipped   BIGINT NOT NULL,
    items_failed    BIGINT NOT NULL,
    whole           BOOLEAN NOT NULL,
    drift           VARCHAR,
    error           VARCHAR,
    CHECK (items_seen >= 0),
    CHECK (items_new >= 0),
    CHECK (items_changed >= 0),
    CHECK (items_unchanged >= 0),
    CHECK (items_skipped >= 0),
    CHECK (items_failed >= 0)
);

COMMENT ON TABLE run_source IS 'One row is one source in one run; run_id, source tells rows apart';
COMMENT ON COLUMN run_source.run_id IS 'The run';
COMMENT ON COLUMN run_source.source IS 'Name of the source';
COMMENT ON COLUMN run_source.started_at IS 'When it was begun, UTC';
COMMENT ON COLUMN run_source.finished_at IS 'When all that it offers had come, UTC';
COMMENT ON COLUMN run_source.items_seen IS 'Items that it offered: entries of a feed, pages, files';
COMMENT ON COLUMN run_source.items_new IS 'Documents read for the first time and coded';
COMMENT ON COLUMN run_source.items_changed IS 'Documents with new bytes, sidecar or reading';
COMMENT ON COLUMN run_source.items_unchanged IS 'Documents known with these bytes and this sidecar';
COMMENT ON COLUMN run_source.items_skipped IS 'Left aside with a reason; each is a reject or a document';
COMMENT ON COLUMN run_source.items_failed IS 'Not fetched or not readable; each is a reject';
COMMENT ON COLUMN run_source.whole IS 'Whether all that it offers was looked at; not with --only, --since or --limit';
COMMENT ON COLUMN run_source.drift IS 'Why its yield is out of its bounds; null where it is not';
COMMENT ON COLUMN run_source.error IS 'Why it failed as a whole, or what is broken about it; null where nothing is';
