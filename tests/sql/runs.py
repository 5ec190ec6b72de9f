"""A small warehouse in two runs: what the documents say and how it is coded. The tests count from here.

The second run finds an edited text (the agreement that was announced is now signed, a transfer is gone) and a new
document, and finds one of the first again in another paper.
"""

import datetime as dt
from pathlib import Path

from schemas.document import Document
from schemas.enums import DocumentStatus, RejectStage
from schemas.records import Agreement, Aid, Goal
from schemas.run import Counts, SourceOutcome
from schemas.source import SourceList, entry_of
from schemas.tombstone import Burial
from tests.sql.training import training
from tests.sql.world import (
    COAST_GUARD,
    DENMARK,
    FRANCE,
    GHANA,
    GHANA_MINISTRY,
    KENYA,
    NORWAY,
    Outcome,
    make,
    make_document,
    reject_of,
)
from warehouse.api import LoadResult, Recovery, RunDraft, Store, commit_run, purge

BOATS_OLD = (
    "Denmark and Kenya announced an agreement on sea rescue on 3 May 2021. "
    "Denmark handed over two patrol boats worth 1.5 million euros to the Kenya Coast Guard that day. "
    "Norway will send the Kenya Coast Guard radios."
)
BOATS_NEW = (
    "Denmark and Kenya signed an agreement on sea rescue on 10 May 2021. "
    "Denmark handed over two patrol boats worth 1.5 million euros to the Kenya Coast Guard on 3 May."
)
MONEY = (
    "Since 2018 Denmark has given Kenya 9 million euros for its coast guard. "
    "Norway sent radios to the Kenya Coast Guard in June 2021; the sum was not disclosed. "
    "France and Norway gave Ghana about 2 million dollars for the training of judges."
)
PLANS = (
    "The Ministry of Defence of Ghana plans to open a training centre by 2099. "
    "It aims to cut piracy by 20 percent in 2022. It seeks to train divers."
)
PACT = "France and Ghana are negotiating a treaty on extradition."


def _agreement(document: Document, verb: str, day: str, date: str) -> Agreement:
    return make(
        Agreement,
        document,
        "sea rescue",
        {
            "record": document.text.partition(".")[0],
            "parties": ["Denmark", "Kenya"],
            "parties.country": ["~Denmark", "~Kenya"],
            "instrument": "agreement",
            "stage": verb,
            "date": day,
            "purpose": "sea rescue",
        },
        parties=(DENMARK, KENYA),
        instrument="agreement",
        stage=verb,
        date=date,
        date_precision="day",
        purpose="sea rescue",
        confidence=0.91,
        topics=("maritime_security", "border_security"),
    )


def _boats(document: Document, date_words: str) -> Aid:
    start = document.text.index("Denmark handed")
    return make(
        Aid,
        document,
        "boats",
        {
            "record": document.text[start : document.text.index(".", start + 75)],
            "donors": "Denmark",
            "recipients": "Kenya Coast Guard",
            "items": "two patrol boats",
            "stage": "handed over",
            "terms": "~handed over",
            "amount": "1.5 million",
            "currency": "euros",
            "date": date_words,
        },
        donors=(DENMARK,),
        recipients=(COAST_GUARD,),
        items=({"modality": "vessels", "description": "patrol boats", "quantity": 2},),
        terms="grant",
        stage="delivered",
        basis="event",
        amount="1500000",
        currency="EUR",
        qualifier="exact",
        date="2021-05-03",
        date_precision="day",
        topics=("maritime_security",),
    )


def _radios_to_come(document: Document) -> Aid:
    return make(
        Aid,
        document,
        "radios",
        {
            "record": "Norway will send the Kenya Coast Guard radios",
            "donors": "Norway",
            "recipients": "Kenya Coast Guard",
            "items": "radios",
            "stage": "will send",
        },
        donors=(NORWAY,),
        recipients=(COAST_GUARD,),
        items=({"modality": "equipment", "description": "radios"},),
        terms="unspecified",
        stage="announced",
        basis="event",
    )


def boats(text: str) -> Outcome:
    """The document that is edited between the runs."""
    document = make_document("boats.txt", text, dt.date(2021, 5, 11), "https://example.org/boats")
    if text == BOATS_OLD:
        records = (
            _agreement(document, "announced", "3 May 2021", "2021-05-03"),
            _boats(document, "~that day"),
            _radios_to_come(document),
        )
        return Outcome(document, records)
    return Outcome(
        document, (_agreement(document, "signed", "10 May 2021", "2021-05-10"), _boats(document, "~on 3 May"))
    )


def money() -> Outcome:
    """A total, an undisclosed sum, and joint donors; one candidate was rejected."""
    document = make_document("money.txt", MONEY, dt.date(2021, 7, 1))
    total = make(
        Aid,
        document,
        "total",
        {
            "record": "Since 2018 Denmark has given Kenya 9 million euros for its coast guard",
            "donors": "Denmark",
            "recipients": "Kenya",
            "items": "9 million euros",
            "stage": "has given",
            "terms": "~has given",
            "amount": "9 million",
            "currency": "euros",
            "period_start": "Since 2018",
        },
        donors=(DENMARK,),
        recipients=(KENYA,),
        items=({"modality": "funds", "description": "9 million euros"},),
        terms="grant",
        stage="delivered",
        basis="period",
        amount="9000000",
        currency="EUR",
        qualifier="exact",
        period_start="2018",
        period_start_precision="year",
        topics=("maritime_security",),
    )
    undisclosed = make(
        Aid,
        document,
        "radios",
        {
            "record": "Norway sent radios to the Kenya Coast Guard in June 2021",
            "donors": "Norway",
            "recipients": "Kenya Coast Guard",
            "items": "radios",
            "stage": "sent",
            "terms": "~sent",
            "qualifier": "the sum was not disclosed",
            "date": "June 2021",
        },
        donors=(NORWAY,),
        recipients=(COAST_GUARD,),
        items=({"modality": "equipment", "description": "radios"},),
        terms="grant",
        stage="delivered",
        basis="event",
        qualifier="not_disclosed",
        date="2021-06",
        date_precision="month",
        topics=("maritime_security",),
    )
    joint = make(
        Aid,
        document,
        "judges",
        {
            "record": "France and Norway gave Ghana about 2 million dollars for the training of judges",
            "donors": ["France", "Norway"],
            "recipients": "Ghana",
            "items": ["2 million dollars", "training of judges"],
            "stage": "gave",
            "terms": "~gave",
            "amount": "2 million",
            "currency": "dollars",
            "qualifier": "about",
        },
        donors=(FRANCE, NORWAY),
        recipients=(GHANA,),
        items=(
            {"modality": "funds", "description": "2 million dollars"},
            {"modality": "training", "description": "training of judges"},
        ),
        terms="grant",
        stage="delivered",
        basis="event",
        amount="2000000",
        currency="USD",
        qualifier="approximate",
        topics=("justice",),
    )
    reject = reject_of(document, "money.txt", RejectStage.VALIDATE, "an agreement needs two parties")
    return Outcome(document, (total, undisclosed, joint), (reject,))


def plans() -> Outcome:
    """Three goals: one ahead, one with a figure, one without a horizon."""
    document = make_document("plans.txt", PLANS, dt.date(2021, 6, 1))
    values: dict[str, object] = {"holders": (GHANA_MINISTRY,)}
    holder = "Ministry of Defence of Ghana"
    return Outcome(
        document,
        (
            make(
                Goal,
                document,
                "centre",
                {
                    "record": "plans to open a training centre by 2099",
                    "holders": holder,
                    "statement": "plans to open a training centre by 2099",
                    "horizon": "2099",
                },
                statement="plans to open a training centre by 2099",
                horizon="2099",
                horizon_precision="year",
                topics=("military_training",),
                **values,
            ),
            make(
                Goal,
                document,
                "piracy",
                {
                    "record": ["piracy by 20 percent", "aims to cut piracy by 20 percent in 2022"],
                    "holders": holder,
                    "statement": "aims to cut piracy by 20 percent",
                    "horizon": "2022",
                    "target": "by 20 percent",
                },
                statement="aims to cut piracy by 20 percent",
                horizon="2022",
                horizon_precision="year",
                target={"metric": "piracy", "value": 20, "unit": "percent"},
                topics=("maritime_security", "organized_crime"),
                **values,
            ),
            make(
                Goal,
                document,
                "divers",
                {"record": "seeks to train divers", "holders": holder, "statement": "seeks to train divers"},
                statement="seeks to train divers",
                topics=("military_training",),
                **values,
            ),
        ),
    )


def empty() -> Outcome:
    """A document with nothing to code, which was mended while it was read."""
    document = make_document("photographs.txt", "A show of photographs opened in Oslo.", dt.date(2021, 5, 2))
    return Outcome(document.model_copy(update={"warnings": ("is not UTF-8: read as Windows-1252",)}))


def reprint() -> Outcome:
    """The document with nothing to code again, a day later and in another paper."""
    first = empty().document
    assert first is not None
    again = make_document("reprint.txt", first.text, dt.date(2021, 5, 3))
    return Outcome(again.model_copy(update={"publisher": "The Invented Post"}))


def withdrawn() -> Outcome:
    """The document that is purged."""
    return Outcome(make_document("withdrawn.txt", "A letter that was never meant for print.", dt.date(2021, 5, 2)))


def skipped() -> Outcome:
    """A document in a language that is not coded."""
    document = make_document("dansk.txt", "En lille tekst.")
    reason = {"status": DocumentStatus.SKIPPED, "skip_reason": "its language is Danish", "language": "da"}
    return Outcome(document.model_copy(update=reason))


def failed() -> Outcome:
    """A file that cannot be read."""
    return Outcome(None, (), (reject_of(None, "broken.pdf", RejectStage.READ, "is no PDF; save it again"),))


def pact() -> Outcome:
    """The document that the second run brings."""
    document = make_document("pact.txt", PACT, dt.date(2022, 1, 5))
    agreement = make(
        Agreement,
        document,
        "extradition",
        {
            "record": PACT,
            "parties": ["France", "Ghana"],
            "instrument": "treaty",
            "stage": "negotiating",
            "purpose": "extradition",
        },
        parties=(FRANCE, GHANA),
        instrument="treaty",
        stage="proposed",
        purpose="extradition",
        topics=("justice",),
    )
    return Outcome(document, (agreement,))


SOURCES = SourceList.model_validate(
    {"source": [{"name": "hand", "kind": "folder", "path": "texts", "publisher": "Hand", "country": "XXX",
                 "licence": "ours"}]}
)  # fmt: skip


def _draft(arguments: str, counts: Counts) -> RunDraft:
    started = dt.datetime(2026, 1, 1, 6, 0)
    outcome = SourceOutcome(source="hand", started_at=started, finished_at=started, items_seen=counts.documents_in)
    given = {"sources": (outcome,), "catalogue": tuple(map(entry_of, SOURCES.source))}
    return RunDraft("ingest", started, "0.1.0", "hand", "1", arguments, counts, **given)


def first_run(store: Store) -> LoadResult:
    """Eight documents, of which six are coded; one of these is purged soon."""
    outcomes = [boats(BOATS_OLD), money(), plans(), empty(), skipped(), failed(), training(), withdrawn()]
    counts = Counts(
        documents_in=8,
        documents_new=6,
        documents_skipped=1,
        documents_failed=1,
        candidates_in=15,
        candidates_loaded=13,
        candidates_rejected=1,
        candidates_skipped=1,
        agreements=1,
        aid=5,
        goals=3,
        official_training=2,
        official_training_totals=2,
    )
    return commit_run(store, _draft("wire", counts), outcomes)


def purge_run(store: Store) -> Recovery:
    """The purge of one document between the two runs."""
    document = withdrawn().document
    assert document is not None
    burial = Burial(
        document_id=document.document_id,
        source=document.source,
        path=document.path,
        reason="its author asked for it",
        purged_at=dt.datetime(2026, 1, 2, tzinfo=dt.UTC),
        text_sha256=(document.text_sha256,),
    )
    return purge(store, [burial], cleanse=lambda: None)


def second_run(store: Store) -> LoadResult:
    """The edited document, a new one and a reprint; four are as they were."""
    counts = Counts(
        documents_in=7,
        documents_new=2,
        documents_changed=1,
        documents_unchanged=4,
        candidates_in=3,
        candidates_loaded=3,
        agreements=2,
        aid=1,
    )
    return commit_run(store, _draft("wire", counts), [boats(BOATS_NEW), pact(), reprint()])


def build(root: Path) -> Store:
    """A data folder with both runs, loaded, checked and published."""
    store = Store(root)
    for load in (first_run, purge_run, second_run):
        result = load(store)
        assert not result.failed_checks, result.failed_checks
    return store
