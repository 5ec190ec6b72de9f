"""Past runs, what became of each item, and the rejects that stand: all from the journal, without database or lock."""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from schemas.enums import ItemOutcome, RejectStage
from schemas.journal import OutcomesEntry, RejectEntry
from schemas.reject import Reject
from schemas.run import Run
from warehouse.entries import document_fields, document_id_of, lines_of, record_kind_of, run_of
from warehouse.errors import JournalError
from warehouse.journal import JournalFile, list_files, parsed
from warehouse.store import Store

_ORDER = (ItemOutcome.FAILED, ItemOutcome.SKIPPED, ItemOutcome.CHANGED, ItemOutcome.NEW, ItemOutcome.UNCHANGED)
"""The order in which people want to see them."""


@dataclass(frozen=True, slots=True)
class RunItem:
    """One item of a run and what became of it.

    `message` says why it failed or was skipped. `records` and `rejected` count what was coded from it in this run.
    `source` and `path` are empty for an unchanged document of which the journal says nothing any more.
    """

    document_id: str
    outcome: ItemOutcome
    source: str = ""
    path: str = ""
    title: str | None = None
    message: str | None = None
    records: int = 0
    rejected: int = 0


@dataclass(frozen=True, slots=True)
class StandingReject:
    """A reject that stands, and the run that told it last."""

    reject: Reject
    run_id: str


@dataclass(slots=True)
class _Seen:
    """What a run's file says of one document."""

    fields: dict[str, object] = field(default_factory=dict)
    rejects: list[Reject] = field(default_factory=list)
    records: int = 0


def newest_runs(store: Store, limit: int | None = None) -> list[Run]:
    """The newest runs, newest first; None is all. Raises JournalError."""
    files = list_files(store.journal)[::-1]
    return [run_of(file) for file in files[:limit]]


def run_with_items(
    store: Store, run_id: str, only: Collection[ItemOutcome] = frozenset(ItemOutcome)
) -> tuple[Run, tuple[RunItem, ...]]:
    """A run and the items that it was offered, with one of the outcomes: failures first, then by source and path.

    `run_id` may be the number of the run alone ('12'). Raises JournalError, also where there is no such run.
    """
    files = list_files(store.journal)
    file = _chosen(store, files, run_id)
    seen, told = _read(file)
    outcomes = {outcome: ids for outcome, ids in told.items() if outcome in only}
    unchanged = _paths(files[: file.sequence - 1], outcomes.get(ItemOutcome.UNCHANGED, ()))
    items = [
        _item(document_id, outcome, seen.get(document_id) or _Seen(fields=unchanged.get(document_id, {})))
        for outcome, ids in outcomes.items()
        for document_id in ids
    ]
    order = {outcome: n for n, outcome in enumerate(_ORDER)}
    return run_of(file), tuple(sorted(items, key=lambda i: (order[i.outcome], i.source, i.path, i.document_id)))


def _chosen(store: Store, files: Sequence[JournalFile], run_id: str) -> JournalFile:
    for file in files:
        if file.run_id == run_id or (run_id.isdecimal() and file.sequence == int(run_id)):
            return file
    raise JournalError(f"{run_id}: no such run in {store.journal}; `communique runs` lists them")


def _read(file: JournalFile) -> tuple[dict[str, _Seen], dict[ItemOutcome, tuple[str, ...]]]:
    seen: dict[str, _Seen] = {}
    outcomes: dict[ItemOutcome, tuple[str, ...]] | None = None
    last = _Seen()
    for kind, line, version in lines_of(file.path, {"document", "record", "reject", "outcomes"}):
        if kind == "document":
            last = seen.setdefault(document_id_of(line) or "", _Seen())
            last.fields = document_fields(line)
        elif kind == "record":
            last.records += 1 if record_kind_of(line) else 0
        else:
            entry = parsed(file.path, line, version)
            if isinstance(entry, RejectEntry):
                seen.setdefault(entry.reject.document_id, _Seen()).rejects.append(entry.reject)
            elif isinstance(entry, OutcomesEntry):
                outcomes = entry.outcomes
    return seen, _guessed(seen) if outcomes is None else outcomes


def _guessed(seen: dict[str, _Seen]) -> dict[ItemOutcome, tuple[str, ...]]:
    """Outcomes by what a file says of its documents, for one that was written before it told them."""
    found: dict[ItemOutcome, list[str]] = {}
    for document_id, one in seen.items():
        outcome = ItemOutcome.CHANGED if one.fields else ItemOutcome.FAILED
        outcome = ItemOutcome.SKIPPED if one.fields.get("skip_reason") else outcome
        found.setdefault(outcome, []).append(document_id)
    return {outcome: tuple(ids) for outcome, ids in found.items()}


def _paths(earlier: Sequence[JournalFile], wanted: Sequence[str]) -> dict[str, dict[str, object]]:
    """The newest fields of documents in earlier files."""
    missing = set(wanted)
    found: dict[str, dict[str, object]] = {}
    for file in reversed(earlier):
        if not missing:
            break
        for _, line, _ in lines_of(file.path, {"document"}):
            document_id = document_id_of(line)
            if document_id in missing:
                found[document_id] = document_fields(line)
        missing -= found.keys()
    return found


def _item(document_id: str, outcome: ItemOutcome, seen: _Seen) -> RunItem:
    whole = [reject for reject in seen.rejects if reject.stage is not RejectStage.VALIDATE]
    first = seen.rejects[0] if seen.rejects else None
    reason = seen.fields.get("skip_reason")
    return RunItem(
        document_id=document_id,
        outcome=outcome,
        source=str(seen.fields.get("source") or (first.source if first else "")),
        path=str(seen.fields.get("path") or (first.path if first else "")),
        title=str(seen.fields["title"]) if seen.fields.get("title") else None,
        message=whole[0].message if whole else (str(reason) if reason else None),
        records=seen.records,
        rejected=len(seen.rejects) - len(whole),
    )


def standing_rejects(store: Store) -> tuple[StandingReject, ...]:
    """The rejects that stand, by source, path and stage: those of each document's newest reading or failure.

    Raises JournalError.
    """
    standing: dict[str, list[StandingReject]] = {}
    for file in list_files(store.journal):
        told: set[str] = set()
        for kind, line, version in lines_of(file.path, {"document", "reject"}):
            if kind == "document":
                document_id = document_id_of(line) or ""
                standing.pop(document_id, None)
                told.add(document_id)
                continue
            entry = parsed(file.path, line, version)
            if isinstance(entry, RejectEntry):
                _replace(standing, told, StandingReject(entry.reject, file.run_id))
    order = list(RejectStage)
    found = [one for ones in standing.values() for one in ones]
    return tuple(
        sorted(found, key=lambda s: (s.reject.source, s.reject.path, order.index(s.reject.stage), s.reject.reject_id))
    )


def _replace(standing: dict[str, list[StandingReject]], told: set[str], new: StandingReject) -> None:
    """Take a reject in: the first one in a run of a document that was not read ends its earlier failures."""
    document_id = new.reject.document_id
    if document_id not in told:
        told.add(document_id)
        kept = [one for one in standing.get(document_id, []) if one.reject.stage is RejectStage.VALIDATE]
        standing[document_id] = kept
    standing.setdefault(document_id, []).append(new)


def payload_of(reject: Reject) -> object:
    """A reject's candidate as JSON values; None where there was none, its text where it is no JSON."""
    if reject.payload is None:
        return None
    try:
        return json.loads(reject.payload)
    except ValueError:
        return reject.payload
