"""What a tombstone asks for in the journal: the entries of purged documents are taken out, by copy and replace.

Each file is written anew beside its place and moved there, so that it is the old one or the new one. Lines that do not
touch a purged document stay byte for byte; a run's counts lose what it had counted of it.
"""

import contextlib
import datetime as dt
import gzip
import json
import os
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

from schemas.base import CONTRACT_VERSION
from schemas.enums import DocumentStatus, ItemOutcome, RecordKind, RejectStage
from schemas.failpoint import failpoint
from schemas.run import Run
from schemas.tombstone import Burial, Graveyard, Tombstone, read_tombstones
from warehouse.entries import lines_of, run_of
from warehouse.errors import WarehouseError
from warehouse.files import make_folder, move, sync, writing
from warehouse.journal import JournalFile, JournalWriter, list_files, read_lines, run_id_of
from warehouse.store import Store

_COUNT_OF_KIND = {
    RecordKind.AGREEMENT: "agreements",
    RecordKind.AID: "aid",
    RecordKind.GOAL: "goals",
    RecordKind.OFFICIAL_TRAINING: "official_training",
    RecordKind.OFFICIAL_TRAINING_TOTAL: "official_training_totals",
}


@dataclass(slots=True)
class DocumentTraces:
    """What the journal has of a document: under which names it came, and the hashes of all its versions."""

    document_id: str
    source: str = ""
    path: str = ""
    url: str | None = None
    contents: set[str] = field(default_factory=set)
    texts: set[str] = field(default_factory=set)


def graveyard_of(store: Store) -> Graveyard:
    """The tombstones of a store. Raises WarehouseError for one that cannot be read."""
    try:
        return Graveyard(read_tombstones(store.tombstones))
    except ValueError as error:
        raise WarehouseError(str(error)) from None


def document_traces(store: Store) -> dict[str, DocumentTraces]:
    """What the journal has of each document, by id; of one that never could be read, source and path alone.

    Raises JournalError.
    """
    found: dict[str, DocumentTraces] = {}
    for file in list_files(store.journal):
        for kind, line, _ in lines_of(file.path, {"document", "reject"}):
            values = json.loads(line)[kind]
            traces = found.setdefault(values["document_id"], DocumentTraces(values["document_id"]))
            if kind == "document" or not traces.path:
                traces.source, traces.path = values["source"], values["path"]
            if kind == "document":
                traces.url = values.get("url") or traces.url
                traces.contents.add(values["content_sha256"])
                traces.texts.add(values["text_sha256"])
    return found


def cleanse_journal(store: Store, burials: Collection[Burial]) -> bool:
    """Take what is buried out of all files of the journal, and have a run there that tells of each burial.

    Returns whether anything had to be done. Only for the holder of the lock. Raises WarehouseError.
    """
    if not burials:
        return False
    files = list_files(store.journal)
    known: set[str] = set()
    changed = False
    for file in files:
        changed |= _cleanse(
            file, {one.document_id for one in burials}, {s for b in burials for s in b.text_sha256}, known
        )
        failpoint("purge.file")
    told = {
        json.loads(line)["purged"]["document_id"] for file in files for _, line, _ in lines_of(file.path, {"purge"})
    }
    untold = [one for one in burials if one.document_id not in told]
    if untold:
        _tell(store, files, untold)
        failpoint("purge.told")
    return changed or bool(untold)


def _tell(store: Store, files: list[JournalFile], untold: Iterable[Burial]) -> None:
    """Write the run of a purge, as of the version of communique that ran last."""
    last = run_of(files[-1]) if files else None
    now = dt.datetime.now(dt.UTC)
    if last:
        now = max(now, last.known_at + dt.timedelta(microseconds=1))
    sequence = len(files) + 1
    buried = list(untold)
    run = Run(
        run_id=run_id_of(sequence, now.strftime("%Y%m%dT%H%M%SZ")),
        command="purge",
        started_at=now,
        known_at=now,
        contract_version=CONTRACT_VERSION,
        code_version=last.code_version if last else "",
        extractor="none",
        extractor_version="0",
        arguments=" ".join(one.document_id for one in buried),
    )
    with JournalWriter(store.journal, sequence, run.run_id) as writer:
        for one in buried:
            writer.add_purged(Tombstone.model_validate(one.model_dump(include=set(Tombstone.model_fields))))
        writer.finish(run)
        writer.seal()


@dataclass(slots=True)
class _Taken:
    """What was taken out of one file."""

    lines: int = 0
    documents: dict[str, dict[str, Any]] = field(default_factory=dict)
    whole_rejects: set[str] = field(default_factory=set)
    records: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    rejected: int = 0
    outcomes: dict[str, list[str]] = field(default_factory=dict)

    def goes(self, outcome: str, document_id: str) -> bool:
        """Whether the outcome of a purged document goes: not that of a refusal, whose reject stays."""
        refusal = outcome in (ItemOutcome.FAILED, ItemOutcome.SKIPPED)
        return not refusal or document_id in self.documents or document_id in self.whole_rejects


def _cleanse(file: JournalFile, documents: Collection[str], texts: Collection[str], known: set[str]) -> bool:
    """Take documents and texts out of a file; `known` has those of the documents that earlier files had."""
    needles = [name.encode() for name in (*documents, *texts)]
    if not any(needle in line for line in read_lines(file.path) for needle in needles if not line.startswith(_TELLS)):
        return False
    part = file.path.with_name(f".{file.path.name}.{os.getpid()}.part")
    taken = _Taken()
    with writing(file.path):
        try:
            with part.open("wb") as raw, gzip.GzipFile("", "wb", 6, raw, mtime=0) as out:
                for line in read_lines(file.path):
                    out.write(_kept(line, needles, documents, texts, taken, known))
            if not taken.lines and not taken.outcomes:
                part.unlink()
                return False
            sync(part)
            move(part, file.path)
        except BaseException:
            with contextlib.suppress(OSError):
                part.unlink(missing_ok=True)
            raise
    known |= taken.documents.keys()
    return True


_TELLS = b'{"entry":"purge"'


def _kept(
    line: bytes,
    needles: list[bytes],
    documents: Collection[str],
    texts: Collection[str],
    taken: _Taken,
    known: set[str],
) -> bytes:
    """A line as it stays; empty where it goes."""
    ends = line.startswith(b'{"entry":"end"')
    if not ends and (line.startswith(_TELLS) or not any(needle in line for needle in needles)):
        return line
    values = json.loads(line)
    entry = values["entry"]
    if entry == "end":
        if not taken.lines and not taken.outcomes:
            return line
        return _line(_end(values, taken, known))
    if entry == "outcomes":
        taken.outcomes = {
            what: gone
            for what, ids in values["outcomes"].items()
            if (gone := [i for i in ids if i in documents and taken.goes(what, i)])
        }
        if not taken.outcomes:
            return line
        values["outcomes"] = {
            what: left
            for what, ids in values["outcomes"].items()
            if (left := [i for i in ids if i not in taken.outcomes.get(what, ())])
        }
        return _line(values)
    if not _gone(entry, values, documents, texts, taken):
        return line
    taken.lines += 1
    return b""


def _gone(
    entry: str, values: dict[str, Any], documents: Collection[str], texts: Collection[str], taken: _Taken
) -> bool:
    """Whether an entry is one of a purged document, and what it counted."""
    if entry == "text":
        return values["text_sha256"] in texts
    if entry not in ("document", "record", "reject"):
        return False
    owner = values[entry]["document_id"]
    # a refusal of what never came into the archive, such as that it was purged, tells nothing of the text
    if owner not in documents or (entry == "reject" and values["reject"].get("version_id") is None):
        return False
    if entry == "document":
        taken.documents[owner] = values["document"]
    elif entry == "record":
        taken.records[_COUNT_OF_KIND[RecordKind(values["kind"])]] += 1
    elif values["reject"]["stage"] == RejectStage.VALIDATE:
        taken.rejected += 1
    else:
        taken.whole_rejects.add(owner)
    return True


def _end(values: dict[str, Any], taken: _Taken, known: set[str]) -> dict[str, Any]:
    """The end entry with what was taken out no longer counted."""
    values["lines"] -= taken.lines
    counts: dict[str, int] = values["run"]["counts"]
    outcomes = taken.outcomes or _outcomes(taken, known, counts)
    for what, gone in outcomes.items():
        _less(counts, f"documents_{what}", len(gone))
        _less(counts, "documents_in", len(gone))
    for name, n in taken.records.items():
        _less(counts, name, n)
    loaded = sum(taken.records.values())
    _less(counts, "candidates_loaded", loaded)
    _less(counts, "candidates_rejected", taken.rejected)
    _less(counts, "candidates_in", loaded + taken.rejected)
    return values


def _less(counts: dict[str, int], name: str, n: int) -> None:
    counts[name] = max(0, counts.get(name, 0) - n)


def _outcomes(taken: _Taken, known: set[str], counts: dict[str, int]) -> dict[str, list[str]]:
    """What became of the documents of a file that does not tell it item by item."""
    found: dict[str, list[str]] = defaultdict(list)
    for document_id, document in taken.documents.items():
        skipped = document["status"] == DocumentStatus.SKIPPED
        read = ItemOutcome.CHANGED if document_id in known else ItemOutcome.NEW
        found[ItemOutcome.SKIPPED if skipped else read].append(document_id)
    refused = ItemOutcome.FAILED if counts.get("documents_failed") else ItemOutcome.SKIPPED
    for document_id in taken.whole_rejects - taken.documents.keys():
        found[refused].append(document_id)
    return found


def _line(values: dict[str, Any]) -> bytes:
    return json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def keep_tombstone(store: Store, burial: Burial) -> None:
    """Write a tombstone, whole or not at all. Raises WarehouseError."""
    place = store.tombstones / f"{burial.document_id}.json"
    beside = place.with_name(f".{place.name}.part")
    with writing(place):
        make_folder(store.tombstones)
        with beside.open("wb") as file:
            file.write((burial.model_dump_json(indent=1) + "\n").encode())
            file.flush()
            os.fsync(file.fileno())
        move(beside, place)
