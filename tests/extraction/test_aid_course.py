"""A transfer's course, its stage, terms and basis, is asked for only where it can make the transfer likely."""

from itertools import product

import pytest

from evaluation.corpus import CORPUS
from evaluation.documents import document_at
from extraction import aid, prospects
from extraction.aid_features import most_by_course
from extraction.aid_values import STAGES, TERMS
from extraction.analyse import analyse
from extraction.weights import linear_holding, probability, threshold


def test_no_course_speaks_for_a_transfer_more_than_the_most() -> None:
    none = linear_holding("aid", ())
    for stage, terms, basis in product(STAGES, TERMS, ("event", "period")):
        told = linear_holding("aid", (f"stage={stage}", f"terms={terms}", f"basis={basis}"))
        assert told - none <= most_by_course()


def test_what_is_likely_is_the_same_whether_all_is_asked_for_or_not(monkeypatch: pytest.MonkeyPatch) -> None:
    # Nor may it matter here which sentences are looked at.
    monkeypatch.setattr(prospects, "least", lambda choice: None)
    cut, passed_over = threshold("aid"), 0
    for path in sorted((CORPUS / "texts").glob("*.txt"))[::6]:
        read = document_at(path)
        assert read is not None
        analysis = analyse(read)
        for full, short in zip(aid.mentions(analysis), aid.mentions(analysis, whole=False), strict=True):
            assert (full.sentence, full.trigger) == (short.sentence, short.trigger)
            assert abs(full.score - probability("aid", full.all_features())) < 1e-9
            if full.score >= cut:
                assert (full.score, full.stage, full.terms, full.basis, full.date) == (
                    *(short.score, short.stage, short.terms, short.basis, short.date),
                )
            else:
                assert short.score < cut
                passed_over += "stage=" not in " ".join(short.features)
    assert passed_over > 50
