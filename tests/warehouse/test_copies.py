"""One story, many documents: who is the original, in whatever order they come, and that nothing is counted twice."""

import datetime as dt
import random
from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import duckdb
import pytest

from schemas.document import Document
from schemas.enums import DocumentStatus
from schemas.records import Aid
from schemas.run import Counts
from tests.flows.state import table_hashes
from tests.sql.world import COAST_GUARD, DENMARK, Outcome, make, make_document
from warehouse.api import RunDraft, Store, commit_run, rebuild
from warehouse.shingles import FEWEST_RUNS, Likeness, bands
from warehouse.stories import ALIKE

VOCABULARY = [f"{a}{b}{c}" for a in "bdfgklmnprstv" for b in "aeiou" for c in ("", "ra", "len", "tis")]
Copies = dict[str, tuple[str, str, Decimal]]


def words(seed: int, n: int = 120) -> list[str]:
    """Invented words, the same for a seed."""
    chosen = random.Random(seed)
    return [chosen.choice(VOCABULARY) for _ in range(n)]


def edited(text: Sequence[str], seed: int, n: int) -> list[str]:
    """The text with `n` words exchanged."""
    chosen, new = random.Random(seed), list(text)
    for place in chosen.sample(range(len(new)), n):
        new[place] = chosen.choice(VOCABULARY) + "x"
    return new


def article(path: str, text: Iterable[str], day: int | None, publisher: str = "The Invented Wire") -> Document:
    published_on = None if day is None else dt.date(2021, 5, day)
    return make_document(path, " ".join(text) + ".", published_on).model_copy(update={"publisher": publisher})


def load(store: Store, *documents: Document, records: Sequence[Aid] = ()) -> int:
    """One run that brings the documents; returns how many rows changed."""
    outcomes = [Outcome(d, tuple(r for r in records if r.document_id == d.document_id)) for d in documents]
    skipped = sum(d.status is DocumentStatus.SKIPPED for d in documents)
    n = len(records)
    counts = Counts(
        documents_in=len(documents),
        documents_new=len(documents) - skipped,
        documents_skipped=skipped,
        candidates_in=n,
        candidates_loaded=n,
        aid=n,
    )
    draft = RunDraft("ingest", dt.datetime(2026, 1, 1), "0.1.0", "hand", "1", "wire", counts)
    result = commit_run(store, draft, outcomes)
    assert not result.failed_checks
    return result.changed_rows


def copies(store: Store) -> Copies:
    """Path of each copy → path of its original, kind, similarity."""
    with duckdb.connect(str(store.link), read_only=True) as connection:
        found = connection.execute(
            "SELECT copied.path, original.path, copy_kind, similarity FROM document_copy "
            "JOIN document AS copied USING (document_id) "
            "JOIN document AS original ON original.document_id = document_copy.original_id"
        ).fetchall()
    return {path: tuple(rest) for path, *rest in found}


def chosen_one_by_one(documents: Sequence[Document]) -> Copies:
    """The rule as it is told, without bands, batches or memory: what the warehouse must come to."""
    ordered = sorted(documents, key=lambda d: (d.published_on or dt.date.max, d.document_id))
    first: dict[str, Document] = {}
    originals: list[Document] = []
    near: dict[str, tuple[Document, float]] = {}
    found: Copies = {}
    for document in ordered:
        if document.text_sha256 not in first:
            first[document.text_sha256] = document
            own = Likeness(document.text)
            best: tuple[Document, float] | None = None
            for other in originals:
                shared = round(own.shared(Likeness(other.text)), 4)
                if shared >= ALIKE and own.same_figures(Likeness(other.text)) and (not best or shared > best[1]):
                    best = other, shared
            if best:
                near[document.text_sha256] = best
            else:
                originals.append(document)
        if document.text_sha256 in near:
            original, shared = near[document.text_sha256]
            found[document.path] = (original.path, "near", Decimal(f"{shared:.4f}"))
        elif first[document.text_sha256] is not document:
            found[document.path] = (first[document.text_sha256].path, "exact", Decimal("1.0000"))
    return found


def test_a_reprint_and_a_light_edit_point_to_the_text_published_first(tmp_path: Path) -> None:
    store, text = Store(tmp_path), words(1)
    load(
        store, article("edit.txt", edited(text, 2, 4), 3), article("reprint.txt", text, 2), article("own.txt", text, 1)
    )
    found = copies(store)
    assert found["reprint.txt"] == ("own.txt", "exact", 1)
    assert found["edit.txt"][:2] == ("own.txt", "near")
    assert ALIKE <= found["edit.txt"][2] < 1
    assert len(found) == 2


def test_texts_with_other_figures_or_of_one_pattern_are_stories_of_their_own(tmp_path: Path) -> None:
    store, text = Store(tmp_path), words(1)
    pattern = edited(text, 3, 40)
    one, two = [*text, "handed", "over", "12", "boats"], [*text, "handed", "over", "15", "boats"]
    load(store, article("twelve.txt", one, 1), article("fifteen.txt", two, 2), article("pattern.txt", pattern, 3))
    assert Likeness(" ".join(one)).shared(Likeness(" ".join(two))) > ALIKE, "but for the figure they are alike"
    assert copies(store) == {}


def test_short_texts_are_copies_only_where_they_are_equal(tmp_path: Path) -> None:
    store, text = Store(tmp_path), words(4, FEWEST_RUNS)
    assert Likeness(" ".join(text)).shared(Likeness(" ".join([*text, "more"]))) > ALIKE
    load(store, article("a.txt", text, 1), article("b.txt", [*text, "more"], 2), article("c.txt", text, 3))
    assert copies(store) == {"c.txt": ("a.txt", "exact", 1)}


def test_a_skipped_document_is_neither_copy_nor_original(tmp_path: Path) -> None:
    store, text = Store(tmp_path), words(1)
    reason = {"status": DocumentStatus.SKIPPED, "skip_reason": "navigation"}
    load(store, article("a.txt", text, 1).model_copy(update=reason), article("b.txt", text, 2))
    assert copies(store) == {}


def test_the_original_gives_way_to_one_published_earlier_and_comes_back_when_that_is_edited(tmp_path: Path) -> None:
    store, text = Store(tmp_path), words(1)
    load(store, article("b.txt", text, 5), article("c.txt", edited(text, 2, 2), 6))
    assert copies(store)["c.txt"][0] == "b.txt"
    load(store, article("a.txt", edited(text, 3, 2), 2))
    assert {path: row[0] for path, row in copies(store).items()} == {"b.txt": "a.txt", "c.txt": "a.txt"}
    load(store, article("a.txt", words(9), 2))
    assert {path: row[0] for path, row in copies(store).items()} == {"c.txt": "b.txt"}
    with duckdb.connect(str(store.link), read_only=True) as connection:
        history = connection.execute("SELECT count(*), count(known_to) FROM document_copy_history").fetchone()
    assert history == (4, 3), "c of b, then b and c of a, then c of b again"


def family(seed: int) -> list[Document]:
    """Documents of a few stories: exact copies, light edits of edits, equal and missing days."""
    chosen = random.Random(seed)
    made: list[Document] = []
    for story in range(4):
        text = words(seed * 100 + story)
        for n in range(6):
            if n % 3 == 1:
                text = edited(text, seed * 1000 + story * 10 + n, chosen.choice([2, 4, 6]))
            made.append(article(f"{story}-{n}.txt", text, chosen.choice([1, 2, 3, 4, None])))
    return made


@pytest.mark.parametrize("seed", range(6))
def test_any_order_of_runs_gives_the_rule_s_own_answer_and_rebuild_the_same_rows(tmp_path: Path, seed: int) -> None:
    documents = family(seed)
    wanted = chosen_one_by_one(documents)
    assert len(wanted) > 6
    for n, size in enumerate((len(documents), 5, 1 if seed == 0 else 9)):
        store = Store(tmp_path / str(n))
        mixed = random.Random(seed + n).sample(documents, len(documents))
        for start in range(0, len(mixed), size):
            load(store, *mixed[start : start + size])
        assert copies(store) == wanted
        if size == 5:
            before = table_hashes(store.working, frozenset())
            rebuild(store)
            assert table_hashes(store.working, frozenset()) == before


@pytest.mark.parametrize("seed", range(3))
def test_documents_that_change_their_day_or_text_leave_what_a_fresh_load_gives(tmp_path: Path, seed: int) -> None:
    chosen = random.Random(seed)
    now = {document.path: document for document in family(seed)}
    store = Store(tmp_path / "changed")
    load(store, *now.values())
    for _ in range(4):
        new = []
        for path in chosen.sample(sorted(now), 5):
            text = now[chosen.choice(sorted(now))].text.removesuffix(".").split()
            new.append(article(path, text, chosen.choice([1, 2, 3, 4, None])))
        now |= {document.path: document for document in new}
        load(store, *new)
    assert copies(store) == chosen_one_by_one(list(now.values()))


def test_a_transfer_told_by_three_papers_is_counted_once(tmp_path: Path) -> None:
    told = [
        *words(1),
        "Denmark",
        "handed",
        "over",
        "boats",
        "worth",
        "5",
        "euros",
        "to",
        "the",
        "Kenya",
        "Coast",
        "Guard",
    ]
    papers = ("The Invented Wire", "The Invented Post", "The Invented Post")
    texts = (told, told, ["Photo:", "boats", *told])
    documents = [
        article(f"{n}.txt", text, n + 1, paper) for n, (text, paper) in enumerate(zip(texts, papers, strict=True))
    ]

    def aid(document: Document) -> Aid:
        proof = {
            "record": "handed over", "donors": "Denmark", "recipients": "Kenya Coast Guard", "items": "boats",
            "stage": "handed over", "terms": "~handed over", "amount": "5", "currency": "euros",
        }  # fmt: skip
        return make(
            Aid, document, "boats", proof,
            donors=(DENMARK,), recipients=(COAST_GUARD,), items=({"modality": "vessels", "description": "boats"},),
            terms="grant", stage="delivered", basis="event", amount="5", currency="EUR", qualifier="exact",
        )  # fmt: skip

    store = Store(tmp_path)
    load(store, *documents, records=[aid(document) for document in documents])
    with duckdb.connect(str(store.link), read_only=True) as connection:
        assert connection.execute("SELECT amount, n_transfers FROM v_aid_total").fetchall() == [(Decimal(5), 1)]
        lines = connection.execute("SELECT link, original_id IS NULL, n_publishers FROM v_aid ORDER BY link").fetchall()
    assert lines == [("0.txt", True, 2), ("1.txt", False, 2), ("2.txt", False, 2)]


def test_an_edited_document_changes_no_row_of_the_others_stories(tmp_path: Path) -> None:
    store = Store(tmp_path)
    load(store, *(article(f"{n}.txt", words(n), 1) for n in range(3)), article("copy.txt", words(0), 2))
    assert load(store, article("2.txt", words(7), 1)) == 4, "the document and its version, closed and inserted"


def test_bands_meet_for_like_texts_and_hardly_for_others() -> None:
    many = [Likeness(" ".join(words(n))) for n in range(40)]
    numbers = [set(row) for row in bands(many)]
    assert not any(one & other for one, other in pairwise(numbers))
    like = [Likeness(" ".join(edited(words(n), n, 3))) for n in range(40)]
    assert all(own & other for own, other in zip(numbers, map(set, bands(like)), strict=True))
