"""The kinds of record: agreements, aid and stated goals; rows and printed sums of official training tables."""

import datetime as dt
from decimal import Decimal
from functools import cache
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field, PlainSerializer, model_validator

from schemas.base import Contract, Text
from schemas.dates import check_date, first_day
from schemas.enums import (
    AgreementStage,
    AidStage,
    Basis,
    DatePrecision,
    Instrument,
    Modality,
    Qualifier,
    RecordKind,
    Terms,
    Topic,
    TotalScope,
)
from schemas.evidence import Evidence
from schemas.party import Party, distinct_sides

_TOO_LARGE = Decimal(10) ** 18
_PLACES = Decimal("0.0001")


def _exact(value: object) -> object:
    """Take a float by its shortest decimal form, so that 0.1 stays 0.1. Raises ValueError for true and false."""
    if isinstance(value, bool):
        raise ValueError("a number is expected, not true or false")
    return repr(value) if isinstance(value, float) else value


def _finite(value: Decimal) -> Decimal:
    """Round to four places and drop trailing zeros; what comes out has no positive exponent and fits DECIMAL(22,4)."""
    if not value.is_finite() or value < 0 or value >= _TOO_LARGE:
        raise ValueError("a number from 0 to under 10^18 is expected")
    rounded = value.quantize(_PLACES)
    if rounded >= _TOO_LARGE:
        raise ValueError("a number from 0 to under 10^18 is expected")
    whole = rounded.to_integral_value()
    return abs(whole if whole == rounded else rounded.normalize())


Number = Annotated[
    Decimal,
    BeforeValidator(_exact),
    AfterValidator(_finite),
    PlainSerializer(lambda v: format(v, "f"), return_type=str, when_used="json"),
]
"""A Decimal with at most four places, written without an exponent."""

Confidence = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False), AfterValidator(lambda v: round(v, 3))]
"""A score from 0 to 1 with three places: more would differ from one processor to the next."""

_DATE = "ISO 8601 at its precision: 2021-02-03, 2021-02 or 2021"


class Record(Contract):
    """What all kinds of record carry."""

    record_id: str = Field(description="Stable id, made of the document and few raw fields")
    document_id: str = Field(description="The document that it was coded from")
    topics: tuple[Topic, ...] = Field(default=(), description="What it is about")
    evidence: tuple[Evidence, ...] = Field(min_length=1, description="The words that prove it, field by field")
    extractor: str = Field(description="Name of the extractor that coded it")
    extractor_version: str = Field(description="Version of that extractor")
    rules: tuple[str, ...] = Field(default=(), description="Names of the rules that made it")
    confidence: Confidence | None = Field(
        default=None,
        description="Score from 0 to 1 that orders records by how often they are right (docs/quality.md says how "
        "often); null where the extractor gives none",
    )

    @classmethod
    @cache
    def provable(cls) -> frozenset[str]:
        """The fields that evidence can be for: those of the kind, its topics, and 'record' for the whole."""
        return frozenset(cls.model_fields) - frozenset(Record.model_fields) | {"topics", "record"}

    @model_validator(mode="after")
    def _evidence_of_fields(self) -> "Record":
        provable = self.provable()
        for n, span in enumerate(self.evidence):
            if span.field.partition(".")[0] not in provable:
                raise ValueError(f"evidence.{n}.field: {span.field!r} is no field of {type(self).__name__}")
        return self


class Agreement(Record):
    """An instrument between parties of at least two states or international bodies."""

    parties: tuple[Party, ...] = Field(min_length=2, description="Who concludes it")
    instrument: Instrument = Field(description="Kind of instrument")
    stage: AgreementStage = Field(description="The latest stage that the text reports")
    date: str | None = Field(default=None, description=f"Date of that stage, {_DATE}")
    date_precision: DatePrecision | None = Field(default=None, description="Precision of the date")
    title: Text | None = Field(default=None, description="Its proper name, if it has one")
    purpose: Text | None = Field(default=None, description="What it is for, in the text's words")

    @model_validator(mode="after")
    def _consistent(self) -> "Agreement":
        check_date("date", self.date, self.date_precision)
        if distinct_sides(self.parties) < 2:
            raise ValueError("parties: an agreement needs parties of at least two states or international bodies")
        return self


class AidItem(Contract):
    """One thing in a transfer."""

    modality: Modality = Field(description="What kind of thing is transferred")
    description: Text = Field(min_length=1, description="The thing in the text's words")
    quantity: Number | None = Field(default=None, description="How many, if stated")


class Aid(Record):
    """One transfer of resources from a donor to a recipient of another state, or a total over a period."""

    donors: tuple[Party, ...] = Field(min_length=1, description="Whose resources they are")
    recipients: tuple[Party, ...] = Field(min_length=1, description="Who receives them")
    channels: tuple[Party, ...] = Field(
        default=(), description="Agency, programme or contractor through which they come"
    )
    items: tuple[AidItem, ...] = Field(min_length=1, description="What is transferred")
    terms: Terms = Field(description="On what terms")
    stage: AidStage = Field(description="The latest stage that the text reports")
    basis: Basis = Field(
        description="One transfer (event), or a total over a period that must not be added to its parts"
    )
    amount: Number | None = Field(default=None, description="Value of the whole transfer in units of its currency")
    currency: str | None = Field(
        default=None, pattern="^[A-Z]{3}$", description="ISO 4217 code of the amount's currency"
    )
    qualifier: Qualifier | None = Field(
        default=None,
        description="How exactly the amount is given; not_disclosed where the text says that it does not give it, "
        "null where it says nothing",
    )
    date: str | None = Field(default=None, description=f"Date of the stage, {_DATE}")
    date_precision: DatePrecision | None = Field(default=None, description="Precision of the date")
    period_start: str | None = Field(default=None, description=f"First date of the period, {_DATE}")
    period_start_precision: DatePrecision | None = Field(default=None, description="Precision of the period's start")
    period_end: str | None = Field(default=None, description=f"Last date of the period, {_DATE}")
    period_end_precision: DatePrecision | None = Field(default=None, description="Precision of the period's end")

    @model_validator(mode="after")
    def _consistent(self) -> "Aid":
        check_date("date", self.date, self.date_precision)
        check_date("period_start", self.period_start, self.period_start_precision)
        check_date("period_end", self.period_end, self.period_end_precision)
        if self.basis is Basis.EVENT and (self.period_start or self.period_end):
            raise ValueError("period_start, period_end: only a record of basis period has a period")
        if self.period_start and self.period_end and first_day(self.period_start) > first_day(self.period_end):
            raise ValueError(f"period_start {self.period_start} lies after period_end {self.period_end}")
        if (self.amount is None) != (self.currency is None):
            raise ValueError("amount and currency go together")
        if self.amount is not None and self.qualifier in (None, Qualifier.NOT_DISCLOSED):
            raise ValueError("qualifier: an amount needs exact, approximate, at_least or up_to")
        if self.amount is None and self.qualifier not in (None, Qualifier.NOT_DISCLOSED):
            raise ValueError("qualifier: without an amount it is not_disclosed or null")
        if distinct_sides(self.donors + self.recipients) < 2:
            raise ValueError("donors, recipients: a transfer needs two states or international bodies")
        return self


class Target(Contract):
    """The figure that a goal aims at."""

    metric: Text = Field(min_length=1, description="What is measured, in the text's words")
    value: Number = Field(description="The figure aimed at")
    unit: Text | None = Field(default=None, description="Unit of the figure; 'percent' for shares")


class Goal(Record):
    """An aim that the text attributes to a named holder and that lies ahead or goes on."""

    holders: tuple[Party, ...] = Field(min_length=1, description="Whose goal it is")
    statement: Text = Field(min_length=1, description="The goal in the text's words, with its verb")
    horizon: str | None = Field(default=None, description=f"Date by which or for which it is set, {_DATE}")
    horizon_precision: DatePrecision | None = Field(default=None, description="Precision of the horizon")
    target: Target | None = Field(default=None, description="The figure aimed at, if the goal is one")

    @model_validator(mode="after")
    def _consistent(self) -> "Goal":
        check_date("horizon", self.horizon, self.horizon_precision)
        return self


class _Official(Record):
    """What a row of an official training table and a sum printed under its rows have in common."""

    country: Text = Field(min_length=1, description="Country whose students are trained, as the report names it")
    country_iso3: str | None = Field(
        default=None, pattern="^[A-Z]{3}$", description="ISO 3166-1 alpha-3 code of that country; null where not known"
    )
    quantity: Number | None = Field(default=None, description="Number of students; null where the page has none")
    cost_usd: Number | None = Field(default=None, description="Cost in US dollars; null where the page has none")
    page: int = Field(ge=1, description="Page of the file on which it begins, from 1")
    page_label: Text | None = Field(default=None, description="Number printed on that page, as IV-181")
    page_row: int = Field(ge=1, description="Its place among the rows that begin on that page, sums included, from 1")


class OfficialTraining(_Official):
    """One row of a country table of the Foreign Military Training Report, as the page has it."""

    programme: Text = Field(min_length=1, description="Programme under which the training is paid for")
    department: Text | None = Field(
        default=None, description="Department that the programme's heading names: DoS, DoD, DOHS"
    )
    fiscal_year: int = Field(ge=1900, le=2200, description="Fiscal year of the United States, as in 2009")
    course: Text = Field(min_length=1, description="Title of the course")
    student_unit: Text | None = Field(default=None, description="Unit that the students come from")
    us_unit: Text | None = Field(default=None, description="Unit of the United States that trains, where it is given")
    place: Text | None = Field(default=None, description="Where the training takes place")
    start_on: dt.date | None = Field(default=None, description="First day; null where the page has none")
    end_on: dt.date | None = Field(default=None, description="Last day; null where the page has none")


class OfficialTrainingTotal(_Official):
    """One sum as printed under the rows of an official training table: a check on them, not training of its own."""

    scope: TotalScope = Field(description="What is summed: a programme in one fiscal year, a programme, a country")
    programme: Text | None = Field(default=None, description="The programme that is summed; null for a whole country")
    fiscal_year: int | None = Field(
        default=None, ge=1900, le=2200, description="The fiscal year that is summed; null for all of them"
    )
    label: Text = Field(min_length=1, description="The words in front of the sum, as printed")
    complete: bool = Field(
        description="Whether all rows that it sums can stand in the document; false where they begin before it"
    )


MODEL_OF_KIND: dict[RecordKind, type[Record]] = {
    RecordKind.AGREEMENT: Agreement,
    RecordKind.AID: Aid,
    RecordKind.GOAL: Goal,
    RecordKind.OFFICIAL_TRAINING: OfficialTraining,
    RecordKind.OFFICIAL_TRAINING_TOTAL: OfficialTrainingTotal,
}


def kind_of(record: Record) -> RecordKind:
    """The kind of a record."""
    return next(kind for kind, model in MODEL_OF_KIND.items() if isinstance(record, model))
