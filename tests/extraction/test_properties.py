"""What holds for any text: no exception, exact quotes, the same answer twice, no influence of what stands elsewhere."""

import datetime as dt

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extraction.extractor import Candidate
from extraction.reading import read
from extraction.validate import extract
from schemas.document import Document
from schemas.enums import RecordKind
from tests.extraction.reading_of import coded, document

NOTE = "The United States donated two patrol boats worth $1.2 million to the Ghana Navy on 10 October 2023."
PIECES = [
    "Ghana",
    "the U.S. Embassy",
    "donated",
    "signed",
    "a memorandum of understanding",
    "with",
    "plans to",
    "build",
]
PIECES += [
    "$3 million",
    "on 4 March 2024",
    "police",
    ",",
    ".",
    "\n",
    "\n\n",
    "- ",
    ":",
    "“",
    "”",
    "(",
    ")",
    "and",
    "INL",
    "its",
]
WORDS = st.sampled_from(PIECES)
TEXTS = st.one_of(st.text(max_size=300), st.lists(WORDS, max_size=60).map(" ".join))


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(text=TEXTS, language=st.sampled_from(["en", "es", "pt", "fr"]))
def test_any_text_gives_records_whose_quotes_stand_in_it(text: str, language: str) -> None:
    made = document(text, language)
    first = coded(text, language)
    assert first == coded(text, language)
    assert len(first.records) + len(first.rejects) + first.candidates_skipped == first.candidates_in
    for record in first.records:
        assert all(span.quotes(made.text) for span in record.evidence)


def test_an_unrelated_paragraph_changes_nothing_inside() -> None:
    alone = coded(NOTE).records
    before = coded(f"The bakery opens at seven.\n\n{NOTE}").records
    after = coded(f"{NOTE}\n\nThe bakery opens at seven.").records
    ids = [r.record_id for r in alone]
    assert ids and ids == [r.record_id for r in before] == [r.record_id for r in after]
    shift = len("The bakery opens at seven.\n\n")
    assert [e.start + shift for e in alone[0].evidence] == [e.start for e in before[0].evidence]


def test_soft_hyphens_and_wrapped_words_lose_no_record() -> None:
    wrapped = (
        NOTE.replace("donated", "do\u00adnated").replace("patrol", "pa-\ntrol").replace("Ghana Navy", "Ghana\u00a0Navy")
    )
    (record,) = coded(wrapped).records
    assert all(span.quotes(wrapped) for span in record.evidence)
    assert record.record_id == coded(NOTE).records[0].record_id


def test_the_reading_copy_leads_back_to_the_text() -> None:
    text = "In-\nvestigations of\u00ad smuggling"
    reading = read(text)
    assert reading.plain == "Investigations of smuggling"
    start = reading.plain.index("smuggling")
    assert text[slice(*reading.span(start, start + 9))] == "smuggling"


class _Proposes:
    name, version = "test", "1"

    def __init__(self, *candidates: Candidate):
        self._candidates = list(candidates)

    def propose(self, document: Document) -> list[Candidate]:
        return self._candidates


def _goal(**changed: object) -> Candidate:
    payload = {
        "holders": [{"name": "Ghana", "country": "GHA"}],
        "statement": "build a base",
        "evidence": [{"field": "record", "start": 0, "end": 5}],
    }
    return Candidate(RecordKind.GOAL, payload | changed)


def test_what_does_not_hold_is_kept_with_its_field_and_reason() -> None:
    bad = [
        (_goal(holders=[]), "holders"),
        (_goal(holders=[{"name": "x", "country": "Ghana"}]), "holders.0.country"),
        (_goal(evidence=[{"field": "record", "start": 0, "end": 9999}]), "evidence.0"),
        (_goal(evidence=[{"field": "record", "start": 0, "end": 5, "quote": "Gabon"}]), "evidence.0.quote"),
        (_goal(colour="red"), "colour"),
    ]
    done = extract(document("Ghana plans to build a base."), _Proposes(*(candidate for candidate, _ in bad)))
    assert not done.records
    assert [r.field for r in done.rejects] == [field for _, field in bad]
    assert all(r.message and r.payload and r.document_id == "doc_test" for r in done.rejects)


def test_a_candidate_that_says_the_same_again_is_skipped() -> None:
    done = extract(document("Ghana plans to build a base."), _Proposes(_goal(), _goal()))
    assert (len(done.records), done.candidates_in, done.candidates_skipped) == (1, 2, 1)


def test_a_long_text_is_read_in_time_that_grows_with_it() -> None:
    from time import perf_counter

    def seconds(times: int) -> float:
        began = perf_counter()
        coded("\n\n".join([NOTE] * times))
        return perf_counter() - began

    seconds(10)
    assert seconds(400) < 16 * seconds(100)


def test_dates_stay_what_they_are_on_any_day() -> None:
    assert dt.date(2023, 10, 10).isoformat() == coded(NOTE).records[0].date  # type: ignore[attr-defined]
