"""The grammar extractor: rules over lexicons, one engine for all languages that have one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from extraction import agreements, aid, goals
from extraction.aid_draft import AidDraft
from extraction.analyse import analyse
from extraction.analysis import Analysis
from extraction.around_tables import around_tables
from extraction.drafts import Draft, Told, candidate, date_fields, party
from extraction.extractor import Candidate
from extraction.lexicon.store import user_hash
from extraction.official_training import official_headings
from schemas.document import Document
from schemas.enums import Qualifier, RecordKind

VERSION = "1"
LANGUAGES = ("en", "es", "pt")
_CLEAR = 0.62
"""How likely the clearest record of a document is at least: where all are doubtful there is most often none. Of the
documents by others that wrongly had records, a third have none by this, and it costs no F1."""
_FEW = 4
"""Sentences of a text that somebody cut out because they tell something."""


def _agreement(analysis: Analysis, draft: agreements.AgreementDraft) -> Candidate:
    payload: dict[str, Any] = {
        "parties": [party(a) for a in draft.parties],
        "instrument": draft.instrument,
        "stage": draft.stage,
        "title": draft.title,
        "purpose": draft.purpose,
        "topics": draft.topics,
        **date_fields("date", draft.date),
    }
    return candidate(analysis, RecordKind.AGREEMENT, draft, payload)


def _qualifier(draft: AidDraft) -> Qualifier | None:
    if draft.money is not None:
        return draft.money.qualifier
    return None if draft.disclosed else Qualifier.NOT_DISCLOSED


def _aid(analysis: Analysis, draft: AidDraft) -> Candidate:
    payload: dict[str, Any] = {
        "donors": [party(a) for a in draft.donors],
        "recipients": [party(a) for a in draft.recipients],
        "channels": [party(a) for a in draft.channels],
        "items": [{"modality": i.modality, "description": i.text, "quantity": i.quantity} for i in draft.items],
        "terms": draft.terms,
        "stage": draft.stage,
        "basis": draft.basis,
        "amount": draft.money.amount if draft.money else None,
        "currency": draft.money.currency if draft.money else None,
        "qualifier": _qualifier(draft),
        "topics": draft.topics,
        **date_fields("date", draft.date),
        **date_fields("period_start", _kept(draft, draft.period_start)),
        **date_fields("period_end", _kept(draft, draft.period_end)),
    }
    return candidate(analysis, RecordKind.AID, draft, payload)


def _kept(draft: AidDraft, told: Told | None) -> Told | None:
    return told if draft.basis == "period" else None


def _goal(analysis: Analysis, draft: goals.GoalDraft) -> Candidate:
    figure = draft.target
    payload: dict[str, Any] = {
        "holders": [party(a) for a in draft.holders],
        "statement": draft.statement,
        "target": {"metric": figure.metric, "value": figure.value, "unit": figure.unit} if figure else None,
        "topics": draft.topics,
        **date_fields("horizon", draft.horizon),
    }
    return candidate(analysis, RecordKind.GOAL, draft, payload)


class GrammarExtractor:
    """Proposes what frames and lexicons find. Documents in other languages than its own have no candidates."""

    name = "grammar"

    def __init__(self) -> None:
        """Read the lexicon with what the user's own adds, whose hash is part of the version. Raises LexiconError."""
        own = user_hash()
        self.version = f"{VERSION}+lexicon.{own}" if own else VERSION

    def propose(self, document: Document) -> list[Candidate]:
        """All candidates of a document, agreements, aid and goals in the order of the text around its tables."""
        if document.language not in LANGUAGES or not document.text.strip():
            return []
        return around_tables(document, official_headings(document), self._propose)

    def _propose(self, document: Document) -> list[Candidate]:
        analysis = analyse(document)
        signed = agreements.propose(analysis)
        given = aid.propose(analysis)
        wanted = goals.propose(analysis, [*_acts(analysis, signed), *_acts(analysis, given)])
        clearest = max((d.score for d in (*signed, *given, *wanted)), default=0.0)
        if clearest < _CLEAR and len(analysis.clues) > _FEW:
            return []
        found = [_agreement(analysis, d) for d in signed]
        found += [_aid(analysis, d) for d in given]
        return found + [_goal(analysis, d) for d in wanted]


def proposals(analysis: Analysis) -> Iterator[tuple[str, Draft, Candidate]]:
    """All drafts before any is dropped or joined, by choice (agreement, aid, goal): what the weights are fitted on.

    A room that has `mentions(analysis)` beside `propose` gives those; its `propose` keeps and joins the likely ones.
    """
    signed, given = agreements.drafts(analysis), aid.propose(analysis)
    acts = [*_acts(analysis, signed), *_acts(analysis, given)]
    for agreement in signed:
        yield "agreement", agreement, _agreement(analysis, agreement)
    for transfer in aid.mentions(analysis):
        yield "aid", transfer, _aid(analysis, transfer)
    for goal in goals.mentions(analysis, acts):
        yield "goal", goal, _goal(analysis, goal)


def _acts(analysis: Analysis, drafts: Sequence[agreements.AgreementDraft | AidDraft]) -> list[tuple[int, int]]:
    """The words that tell of agreements and transfers: a goal that they begin is no goal of its own."""
    return [(p.start, p.end) for d in drafts for p in d.proofs if p.field in ("stage", "terms")]
