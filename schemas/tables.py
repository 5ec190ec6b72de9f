"""The registry model → table: every table of the warehouse with its grain, columns and comments.

The DDL (sql/schema.sql), the comments in the catalog and docs/data-dictionary.md are generated from here.
"""

from schemas.columns import Column as Column
from schemas.columns import Table as Table
from schemas.columns import Words as Words
from schemas.columns import column_of, columns_of, date_checks, date_columns, ordinal, sha256_checks
from schemas.document import Document
from schemas.enums import CopyKind, PartyRole, RecordKind, Topic
from schemas.evidence import Evidence
from schemas.party import Party
from schemas.records import Agreement, Aid, AidItem, Goal, OfficialTraining, OfficialTrainingTotal, Target
from schemas.reject import Reject
from schemas.run import Counts, Run, SourceOutcome
from schemas.source import SourceEntry
from schemas.tombstone import Tombstone

RUN_PARTS = frozenset({"counts", "sources", "catalogue"})
"""Fields of a run that are columns or tables of their own."""

_OF_RECORD = ("record_id", "document_id")
_MADE_BY = columns_of(Agreement, "extractor", "extractor_version", "rules", "confidence")
_KIND = Column("kind", "VARCHAR", False, "Kind of record", tuple(kind.value for kind in RecordKind))
_ID = {
    "agreement": column_of(Agreement, "record_id", "agreement_id"),
    "aid": column_of(Aid, "record_id", "aid_id"),
    "goal": column_of(Goal, "record_id", "goal_id"),
}
_DOCUMENT = column_of(Agreement, "document_id")
_PARTY = Column("party_id", "VARCHAR", False, "The party")
_RECORD = Column("record_id", "VARCHAR", False, "The record: the id of a row of the table that is named as its kind")
_PAGE = (
    Column("page", "BIGINT", True, "Page of the file on which the words begin, from 1; null without pages", minimum=1),
    Column("page_label", "VARCHAR", True, "Number printed on that page, where one is"),
    Column(
        "section",
        "VARCHAR",
        True,
        "Heading of the innermost section that holds the words, where one does",
        words=Words.QUOTE,
    ),
)
_OF_REJECT = {"payload": Words.RAW, "message": Words.MESSAGE}
_N_CHARACTERS = Column("n_characters", "BIGINT", False, "Length of the text in characters", minimum=0)

TABLES: tuple[Table, ...] = (
    Table(
        "run",
        "one pass of the pipeline",
        ("run_id",),
        tuple(column_of(Run, name) for name in Run.model_fields if name not in RUN_PARTS)
        + tuple(column_of(Counts, name) for name in Counts.model_fields),
        history=False,
        owner=None,
    ),
    Table(
        "document",
        "one document in its newest readable version",
        ("document_id",),
        (
            *columns_of(
                Document,
                "document_id",
                "version_id",
                "source",
                "path",
                "url",
                "title",
                "author",
                "publisher",
                "published_on",
                "published_on_origin",
                "language",
                "media_type",
                "status",
                "skip_reason",
                "warnings",
            ),
            _N_CHARACTERS,
        ),
        checks=("(status = 'skipped') = (skip_reason IS NOT NULL)",),
    ),
    Table(
        "document_version",
        "one version of a document: its bytes with its sidecar",
        ("version_id",),
        (
            *columns_of(Document, "version_id", "document_id", "content_sha256", "text_sha256"),
            _N_CHARACTERS,
            column_of(Document, "text", words=Words.TEXT),
        ),
        checks=(*sha256_checks("content_sha256", "text_sha256"), "n_characters = length(text)"),
    ),
    Table(
        "document_copy",
        "one document that tells the story of an earlier one in the same or nearly the same words",
        ("document_id",),
        (
            Column("document_id", "VARCHAR", False, "The copy: a reprint, or the text again with light edits"),
            Column(
                "original_id",
                "VARCHAR",
                False,
                "The document that it repeats: of those that share the story the one published first, by its id where "
                "they share the day, too; it is no copy itself",
            ),
            Column(
                "copy_kind",
                "VARCHAR",
                False,
                "exact where the two texts are equal, near where words were changed, cut or added",
                tuple(kind.value for kind in CopyKind),
            ),
            Column(
                "similarity",
                "DECIMAL(5,4)",
                False,
                "Share of the runs of three words that the two texts have in common, 0 to 1",
            ),
        ),
        owner=None,
        checks=("document_id <> original_id", "similarity BETWEEN 0 AND 1", "copy_kind = 'near' OR similarity = 1"),
    ),
    Table(
        "party",
        "one name of a state, a body of a state, or an international body",
        ("party_id",),
        (
            Column(
                "party_id", "VARCHAR", False, "Id made of the country and the name without case, accents, punctuation"
            ),
            *columns_of(Party, "name", "country"),
        ),
        owner=None,
    ),
    Table(
        "agreement",
        "one instrument in one document",
        ("agreement_id",),
        (
            _ID["agreement"],
            _DOCUMENT,
            *columns_of(Agreement, "instrument", "stage"),
            *date_columns(Agreement, "date"),
            column_of(Agreement, "title"),
            column_of(Agreement, "purpose", words=Words.QUOTE),
            *_MADE_BY,
        ),
        checks=(*date_checks("date"), "confidence BETWEEN 0 AND 1"),
    ),
    Table(
        "agreement_party",
        "one party of one agreement",
        ("agreement_id", "party_id"),
        (_ID["agreement"], _PARTY, _DOCUMENT, ordinal("the party")),
    ),
    Table(
        "aid",
        "one transfer, or one total over a period, in one document",
        ("aid_id",),
        (
            _ID["aid"],
            _DOCUMENT,
            *columns_of(Aid, "terms", "stage", "basis", "amount", "currency", "qualifier"),
            *date_columns(Aid, "date"),
            *date_columns(Aid, "period_start"),
            *date_columns(Aid, "period_end"),
            *_MADE_BY,
        ),
        checks=(
            *date_checks("date", "period_start", "period_end"),
            "basis = 'period' OR (period_start IS NULL AND period_end IS NULL)",
            "period_start_on <= period_end_on",
            "(amount IS NULL) = (currency IS NULL)",
            "(amount IS NULL) = (qualifier IS NULL OR qualifier = 'not_disclosed')",
            "amount >= 0",
            "confidence BETWEEN 0 AND 1",
            "regexp_full_match(currency, '[A-Z]{3}')",
        ),
    ),
    Table(
        "aid_party",
        "one party of one transfer in one role",
        ("aid_id", "party_id", "role"),
        (
            _ID["aid"],
            _PARTY,
            Column("role", "VARCHAR", False, "donor, recipient or channel", tuple(r.value for r in PartyRole)),
            _DOCUMENT,
            ordinal("the party in its role"),
        ),
    ),
    Table(
        "aid_item",
        "one thing in one transfer",
        ("aid_id", "ordinal"),
        (
            _ID["aid"],
            ordinal("the item"),
            _DOCUMENT,
            column_of(AidItem, "modality"),
            column_of(AidItem, "description", words=Words.QUOTE),
            column_of(AidItem, "quantity"),
        ),
        checks=("quantity >= 0",),
    ),
    Table(
        "goal",
        "one stated goal in one document",
        ("goal_id",),
        (
            _ID["goal"],
            _DOCUMENT,
            column_of(Goal, "statement", words=Words.QUOTE),
            *date_columns(Goal, "horizon"),
            Column("target_metric", "VARCHAR", True, Target.model_fields["metric"].description or ""),
            Column("target_value", "DECIMAL(22,4)", True, Target.model_fields["value"].description or ""),
            Column("target_unit", "VARCHAR", True, Target.model_fields["unit"].description or ""),
            *_MADE_BY,
        ),
        checks=(
            *date_checks("horizon"),
            "(target_metric IS NULL) = (target_value IS NULL)",
            "target_value >= 0",
            "confidence BETWEEN 0 AND 1",
        ),
    ),
    Table(
        "goal_holder",
        "one holder of one goal",
        ("goal_id", "party_id"),
        (_ID["goal"], _PARTY, _DOCUMENT, ordinal("the holder")),
    ),
    Table(
        "official_training",
        "one row of an official training table in one document",
        ("official_training_id",),
        (
            column_of(OfficialTraining, "record_id", "official_training_id"),
            _DOCUMENT,
            *columns_of(
                OfficialTraining,
                "country",
                "country_iso3",
                "programme",
                "department",
                "fiscal_year",
                "course",
                "student_unit",
                "us_unit",
                "place",
                "quantity",
                "start_on",
                "end_on",
                "cost_usd",
                "page",
                "page_label",
                "page_row",
            ),
            *_MADE_BY,
        ),
        checks=("quantity >= 0", "cost_usd >= 0", "regexp_full_match(country_iso3, '[A-Z]{3}')"),
    ),
    Table(
        "official_training_total",
        "one sum as printed in an official training table in one document",
        ("official_training_total_id",),
        (
            column_of(OfficialTrainingTotal, "record_id", "official_training_total_id"),
            _DOCUMENT,
            *columns_of(
                OfficialTrainingTotal,
                "scope",
                "country",
                "country_iso3",
                "programme",
                "fiscal_year",
                "quantity",
                "cost_usd",
                "label",
                "complete",
                "page",
                "page_label",
                "page_row",
            ),
            *_MADE_BY,
        ),
        checks=("quantity >= 0", "cost_usd >= 0", "(scope = 'country') = (programme IS NULL)"),
    ),
    Table(
        "record_topic",
        "one topic of one record",
        ("record_id", "topic"),
        (
            _RECORD,
            _KIND,
            Column("topic", "VARCHAR", False, "What the record is about", tuple(t.value for t in Topic)),
            _DOCUMENT,
        ),
    ),
    Table(
        "evidence",
        "one span of words that proves one field of one record",
        ("evidence_id",),
        (
            Column("evidence_id", "VARCHAR", False, "Id made of the record, the field and the span"),
            _RECORD,
            _KIND,
            _DOCUMENT,
            Column("version_id", "VARCHAR", False, "The version of the document that the offsets count in"),
            column_of(Evidence, "field"),
            column_of(Evidence, "start", "start_offset"),
            column_of(Evidence, "end", "end_offset"),
            column_of(Evidence, "quote", words=Words.QUOTE),
            *columns_of(Evidence, "derived", "rule"),
            *_PAGE,
        ),
        checks=(
            "start_offset < end_offset",
            "end_offset - start_offset = length(quote)",
            "derived = (rule IS NOT NULL)",
        ),
    ),
    Table(
        "reject",
        "one document or candidate that could not be used",
        ("reject_id",),
        tuple(column_of(Reject, n, words=_OF_REJECT.get(n)) for n in Reject.model_fields),
    ),
    Table(
        "purged_document",
        "one document that was purged: its text, its records and its history are gone from everywhere",
        ("document_id",),
        (
            *columns_of(Tombstone, "document_id", "source", "path", "reason", "purged_at"),
            Column("run_id", "VARCHAR", False, "The run that purged it"),
        ),
        history=False,
        owner=None,
    ),
    Table(
        "source",
        "one source that sources.toml follows or followed, as it said in the newest run",
        ("source",),
        tuple(column_of(SourceEntry, name) for name in SourceEntry.model_fields),
        owner=None,
    ),
    Table(
        "run_source",
        "one source in one run",
        ("run_id", "source"),
        (
            Column("run_id", "VARCHAR", False, "The run"),
            *(column_of(SourceOutcome, name) for name in SourceOutcome.model_fields),
        ),
        history=False,
        owner=None,
    ),
)

LOAD_COLUMNS: tuple[Column, ...] = (
    Column("run_id", "VARCHAR", False, "The run that brought this row"),
    Column("known_from", "TIMESTAMP", False, "When this became known, UTC"),
    Column("known_to", "TIMESTAMP", True, "When this was replaced or withdrawn, UTC; null for what holds now"),
    Column("row_hash", "VARCHAR", False, "Hash over the row's values, by which changes are found", published=False),
)
"""What every table with history carries beside its own columns."""


def table(name: str) -> Table:
    """The table of that name. Raises KeyError where there is none."""
    for entry in TABLES:
        if entry.name == name:
            return entry
    raise KeyError(name)
