"""How fast documents are ingested, as ratios in one run, on pages made for it. Publication is apart in all.

    python benchmarks/ingest.py [--pages N] [--documents N] [--unchanged N]

1. From archived HTML to loaded records in one process, against trafilatura taking the texts out of the same pages;
   beside it the rate with two processes that read.
2. The same with 1,000 and with 100,000 documents in the warehouse.
3. A run over 10,000 documents that are all as they were, against listing and hashing their files and starting a
   process.

Times are of the processor, so that other work on the machine matters less; rates by the clock are told beside.
Two pages in five are of texts with records, as in a stream of an office's news; the others have nothing to code.
"""

import argparse
import contextlib
import datetime as dt
import hashlib
import json
import os
import random
import re
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from unittest import mock

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.pages import page
from flows import pipeline, receive
from flows.settings import Settings, load_settings
from schemas.document import Document
from schemas.enums import DocumentStatus
from schemas.ids import sha256_of_text
from schemas.run import Counts
from sources.archive import Archive
from sources.folder import discover
from warehouse import api, commit, publish
from warehouse.store import Store

ROOT = Path(__file__).resolve().parents[1]
HALF, HELD, UNCHANGED = 0.5, 0.9, 1.5
_LENGTH = 2000


def sentences() -> tuple[list[str], list[str]]:
    """Sentences of English texts of the corpus: of those with records, and of those with nothing to code."""
    found: tuple[list[str], list[str]] = ([], [])
    for path in sorted((ROOT / "evaluation" / "texts").glob("dev-en-*.txt")):
        labels = json.loads((ROOT / "evaluation" / "labels" / f"{path.stem}.json").read_text("utf-8"))
        coded = any(labels.get(kind) for kind in ("agreements", "aid", "goals"))
        text = " ".join(path.read_text("utf-8").split())
        found[0 if coded else 1].extend(s for s in re.split(r"(?<=[.!?])\s+", text) if 40 < len(s) < 400)
    return found


_WITH, _WITHOUT = sentences()


def text(seed: int) -> str:
    """A text of about 2,000 characters that shares few runs of words with those of other seeds."""
    chosen = random.Random(seed)
    kind = _WITH if seed % 5 < 2 else _WITHOUT
    name = "".join(chosen.choice("bcdfglmnprst") + chosen.choice("aeiou") for _ in range(4)).capitalize()
    parts, size = [f"Bulletin {seed} from {name} on the work of the week"], 0
    while size < _LENGTH:
        said = chosen.choice(kind).split()
        # sentences of a small stock come again and again: other words here and there make texts of their own
        if kind is _WITHOUT:
            said = [
                word if chosen.random() > 0.3 else name + chosen.choice("aeiou") * (n % 3)
                for n, word in enumerate(said)
            ]
        parts.append(" ".join(said))
        size += len(parts[-1])
    return "\n\n".join([parts[0], *(" ".join(parts[n : n + 3]) for n in range(1, len(parts), 3))])


def write_pages(folder: Path, seeds: range) -> list[str]:
    """Pages as files of a folder; returns them."""
    folder.mkdir(parents=True)
    pages = [page(text(seed), "en", seed) for seed in seeds]
    for seed, content in zip(seeds, pages, strict=True):
        (folder / f"{seed:07}.html").write_text(content, "utf-8")
    return pages


class Clock:
    """Seconds spent in functions that do not count: archiving and publishing."""

    def __init__(self, measure: Callable[[], float]):
        self.measure = measure
        self.apart = 0.0

    @contextlib.contextmanager
    def leaving_out(self, *places: tuple[Any, str]) -> Iterator[None]:
        """Take the time of these functions out of what is measured in the block."""
        with contextlib.ExitStack() as stack:
            for owner, name in places:
                stack.enter_context(mock.patch.object(owner, name, self._timed(getattr(owner, name))))
            yield

    def _timed(self, function: Callable[..., Any]) -> Callable[..., Any]:
        def timed(*given: Any, **named: Any) -> Any:
            began = self.measure()
            try:
                return function(*given, **named)
            finally:
                self.apart += self.measure() - began

        return timed


_APART = ((commit, "publish_if_due"), (pipeline, "receive"))


def ingest_rate(folder: Path, settings: Settings, measure: Callable[[], float]) -> float:
    """Documents a second from the archive to loaded rows, without archiving and publication."""
    clock = Clock(measure)
    with clock.leaving_out(*_APART):
        began = measure()
        report = pipeline.ingest([folder], settings, source=folder.name)
        took = measure() - began - clock.apart
    assert not report.counts.documents_failed and not report.failed_checks, report.messages
    return report.counts.documents_new / took


def against_trafilatura(root: Path, n: int) -> bool:
    """Part 1."""
    import trafilatura

    pages = write_pages(root / "one", range(n))
    write_pages(root / "warm", range(10_000_000, 10_000_010))
    settings = load_settings(data=root / "data")
    pipeline.ingest([root / "warm"], settings, source="warm")
    trafilatura.extract(pages[0])
    began = time.process_time()
    for content in pages:
        trafilatura.extract(content)
    alone = n / (time.process_time() - began)
    rate = ingest_rate(root / "one", settings, time.process_time)
    records = api.run_sql(
        settings_store(settings),
        "SELECT count(DISTINCT record_id) FROM evidence JOIN document USING (document_id) WHERE source = 'one'",
    ).rows[0][0]
    write_pages(root / "two", range(n, 2 * n))
    by_clock = ingest_rate(root / "two", settings, time.perf_counter)
    two = load_settings(data=root / "data", workers=2)
    write_pages(root / "three", range(2 * n, 3 * n))
    both = ingest_rate(root / "three", two, time.perf_counter)
    size = sum(map(len, pages)) / n / 1024
    print(f"1. {n} pages of {size:.0f} KB, {records / n:.1f} records a page: trafilatura alone {alone:.0f} a second,")
    print(f"   archived HTML to loaded records {rate:.0f}, {rate / alone:.2f} times as fast (at least {HALF});")
    print(f"   by the clock {by_clock:.0f} a second, with two reading processes {both:.0f}")
    return rate / alone >= HALF


def settings_store(settings: Settings) -> Store:
    """The data folder of settings."""
    return pipeline.store_of(settings)


class Made:
    """An outcome made without reading a page."""

    def __init__(self, document: Document, records: tuple[Any, ...] = ()):
        self.document: Document | None = document
        self.records = records
        self.rejects = ()


def pieces(n: int = 400) -> list[tuple[str, tuple[Any, ...]]]:
    """Texts with the records that the grammar codes from them, to put documents together from."""
    from extraction.registry import get_extractor
    from extraction.validate import extract

    extractor = get_extractor()
    found = []
    for seed in range(n):
        document = made_document(f"piece-{seed}", text(seed))
        found.append((document.text, extract(document, extractor).records))
    return found


def made_document(
    path: str, said: str, version: str | None = None, document_id: str | None = None, sha: str = ""
) -> Document:
    """A document as a reader would give it."""
    digest = sha256_of_text(said)
    return Document(
        document_id=document_id or "doc_" + hashlib.sha256(path.encode()).hexdigest()[:20],
        version_id=version or "ver_" + digest[:20],
        source="made",
        path=path,
        title=said[:40],
        published_on=dt.date(2020, 1, 1) + dt.timedelta(days=int(digest[:4], 16) % 1500),
        published_on_origin="html",
        language="en",
        media_type="text/html",
        status=DocumentStatus.CODED,
        content_sha256=sha or digest,
        text_sha256=digest,
        text=said,
    )


def fill(store: Store, n: int, begin: int, made: list[tuple[str, tuple[Any, ...]]]) -> None:
    """Put documents into a warehouse as one run, with records and evidence, each with words of its own at its end."""

    def outcomes() -> Iterator[Made]:
        for seed in range(begin, begin + n):
            said, records = made[seed % len(made)]
            # as many words of its own again, so that it is no copy of the piece that it is made of
            chosen = random.Random(seed)
            own = " ".join(f"w{chosen.randrange(100_000)}" for _ in range(120))
            document = made_document(f"made-{seed}", f"{said[:900]}\n\n{own}")
            kept = [
                record.model_copy(
                    update={"document_id": document.document_id, "record_id": f"{record.record_id[:4]}{seed}x{k}"}
                )
                for k, record in enumerate(records)
                if all(span.end <= 900 for span in record.evidence)
            ]
            yield Made(document, tuple(kept))

    # the counts are told before the run: found once, as the fill is the same each time
    kinds: dict[str, int] = {"agreement": 0, "aid": 0, "goal": 0}
    for one in outcomes():
        for record in one.records:
            kinds[type(record).__name__.lower()] += 1
    total = sum(kinds.values())
    counts = Counts(
        documents_in=n, documents_new=n, candidates_in=total, candidates_loaded=total,
        agreements=kinds["agreement"], aid=kinds["aid"], goals=kinds["goal"],
    )  # fmt: skip
    draft = api.RunDraft("ingest", dt.datetime.now(dt.UTC), "0.1.0", "grammar", "1", "made", counts)
    with mock.patch.object(commit, "publish_if_due", lambda *_: None):
        result = api.commit_run(store, draft, outcomes())
    assert not result.failed_checks, result.failed_checks


def with_many(root: Path, n_pages: int, n_documents: int) -> bool:
    """Part 2."""
    made = pieces()
    settings = load_settings(data=root / "many")
    store = settings_store(settings)
    rates = []
    with mock.patch.object(publish, "_publish", lambda *_: None):
        for number, total in enumerate((1000, n_documents)):
            have = 0 if not number else 1000 + n_pages
            fill(store, total - have, have + 1_000_000, made)
            write_pages(
                root / f"many-{number}", range(5_000_000 + number * n_pages, 5_000_000 + (number + 1) * n_pages)
            )
            rates.append(ingest_rate(root / f"many-{number}", settings, time.process_time))
    few, many = rates
    print(f"2. {n_pages} pages into 1,000 documents {few:.0f} a second, into {n_documents:,} {many:.0f}: "
          f"{many / few:.2f} of it (at least {HELD})")  # fmt: skip
    return many / few >= HELD


def all_unchanged(root: Path, n: int) -> bool:
    """Part 3."""
    folder, data = root / "still", root / "still-data"
    write_pages(folder, range(20_000_000, 20_000_000 + n))
    settings = load_settings(data=data)
    store = settings_store(settings)
    archive = Archive(store.archive)
    # what a first run leaves, without the hour that reading all takes
    with mock.patch.object(os, "fsync", lambda _: None):
        received = receive.receive(discover([folder], "still"), archive, dt.datetime.now(dt.UTC))
    items = [archive.item(one.version_id) for one in received if one.version_id]
    documents = [
        made_document(i.path, text(20_000_000 + k), i.version_id, i.document_id, i.content_sha256)
        for k, i in enumerate(items)
    ]
    counts = Counts(documents_in=n, documents_new=n)
    draft = api.RunDraft("ingest", dt.datetime.now(dt.UTC), "0.1.0", "grammar", "1", "still", counts)
    api.commit_run(store, draft, [Made(document) for document in documents])

    listing_program = (
        "import hashlib, os, sys\n"
        "for entry in sorted(os.scandir(sys.argv[1]), key=lambda entry: entry.name):\n"
        "    with open(entry.path, 'rb') as file:\n"
        "        hashlib.sha256(file.read()).hexdigest()\n"
    )

    def spent(*words: str) -> float:
        """Processor time of a process, in seconds."""
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        done = subprocess.run([sys.executable, *words], cwd=ROOT, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime

    def command(*words: str) -> float:
        return spent("-m", "cli.main", "ingest", *words)

    (root / "none").mkdir()
    (root / "none" / "one.txt").write_text("One line about the harbour and the weather of the week.\n")
    command(str(root / "none"), "--source", "none", "--data", str(root / "start"))
    rounds = []
    for _ in range(3):
        listing = spent("-c", listing_program, str(folder)) - spent("-c", listing_program, str(root / "none"))
        start = command(str(root / "none"), "--source", "none", "--data", str(root / "start"))
        whole = command(str(folder), "--source", "still", "--data", str(data))
        rounds.append((whole - start, listing, start, whole))
    work, listing, start, whole = (statistics.median(column) for column in zip(*rounds, strict=True))
    ratio = work / listing
    print(f"3. {n:,} documents as they were: {whole:.2f} s, a run over one such document (the start of the process)")
    print(
        f"   {start:.2f} s, listing and hashing the files {listing:.2f} s: {ratio:.2f} times that (at most {UNCHANGED})"
    )
    return ratio <= UNCHANGED


def main() -> int:
    """Run the parts; exit status 1 where a bound is not held."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=300)
    parser.add_argument("--documents", type=int, default=100_000)
    parser.add_argument("--unchanged", type=int, default=10_000)
    parser.add_argument("--only", type=int, choices=(1, 2, 3))
    given = parser.parse_args()
    parts: dict[int, Callable[[Path], bool]] = {
        1: lambda root: against_trafilatura(root, given.pages),
        2: lambda root: with_many(root, given.pages, given.documents),
        3: lambda root: all_unchanged(root, given.unchanged),
    }
    held = True
    for number, part in parts.items():
        if given.only in (None, number):
            with tempfile.TemporaryDirectory(prefix="communique-ingest-") as folder:
                held &= part(Path(folder))
    return 0 if held else 1


if __name__ == "__main__":
    sys.exit(main())
