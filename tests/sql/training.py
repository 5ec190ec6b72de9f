"""An invented page of a training report, as read and coded: two rows and the sums of their programme and country."""

from schemas.document import Document, Page, Section
from schemas.records import OfficialTraining, OfficialTrainingTotal
from tests.sql.world import Outcome, make, make_document

PATROL = "HARBOUR PATROL\t2\tFT EUSTIS VA\tGhana Navy\t8000\t3/2/2009\t3/27/2009"
REPAIR = "RADIO REPAIR\t1\t\t\t500\t4/1/2009\t4/1/2009"
PROGRAMME_SUM = "FY 2009 Program Totals\t3\t\t\t$8,500"
COUNTRY_SUM = "Ghana FY 2009 Totals\t3\t\t\t$8,500"
PROGRAMME = "IMET-1 - FY 2009 DoS Training"
TRAINING = f"Ghana\n\n{PROGRAMME}\n\n{PATROL}\n{REPAIR}\n{PROGRAMME_SUM}\n{COUNTRY_SUM}"
_COUNTRY = {"country": "Ghana", "country_iso3": "GHA", "fiscal_year": 2009, "page": 1, "page_label": "29"}


def _document() -> Document:
    end = len(TRAINING)
    document = make_document("training.txt", TRAINING)
    sections = (
        Section(title="Ghana", level=1, start=0, end=end),
        Section(title=PROGRAMME, level=2, start=TRAINING.index(PROGRAMME), end=end),
    )
    return document.model_copy(update={"sections": sections, "pages": (Page(number=1, label="29", start=0, end=end),)})


def training() -> Outcome:
    """The page with its records."""
    document = _document()
    rows = [
        make(
            OfficialTraining,
            document,
            course,
            {"record": quote, "country": "Ghana", "programme": PROGRAMME},
            **_COUNTRY,
            programme="IMET-1",
            department="DoS",
            course=course,
            quantity=quantity,
            cost_usd=cost,
            start_on=start,
            end_on=end,
            page_row=n,
            **more,
        )
        for n, (quote, course, quantity, cost, start, end, more) in enumerate(
            (
                (
                    PATROL, "HARBOUR PATROL", 2, "8000", "2009-03-02", "2009-03-27",
                    {"place": "FT EUSTIS VA", "student_unit": "Ghana Navy"},
                ),
                (REPAIR, "RADIO REPAIR", 1, "500", "2009-04-01", "2009-04-01", {}),
            ),
            1,
        )
    ]  # fmt: skip
    sums = [
        make(
            OfficialTrainingTotal,
            document,
            scope,
            {"record": quote},
            **_COUNTRY,
            scope=scope,
            programme=programme,
            label=quote.partition("\t")[0],
            quantity=3,
            cost_usd="8500",
            complete=True,
            page_row=n,
        )
        for n, (quote, scope, programme) in enumerate(
            ((PROGRAMME_SUM, "programme_year", "IMET-1"), (COUNTRY_SUM, "country", None)), 3
        )
    ]
    return Outcome(document, (*rows, *sums))
