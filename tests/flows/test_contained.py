"""Hostile documents, read by real workers: bounded in time and memory, named, and the run goes on."""

import datetime as dt
import os
import signal
import time
import zlib
from pathlib import Path

import pytest

from flows.contained import Readers, read_versions
from flows.process import Outcome, extractor_named
from schemas.ids import document_id, version_id
from sources.archive import Archive, ArchiveItem, sha256
from sources.arrival import SourceError
from tests.flows.extractors import Plans

TEXT = (
    b"Accra, 12 October 2023\n\n"
    b"The United States donated two patrol boats worth $1.2 million to the Ghana Navy on 10 October 2023.\n"
)


def put(archive: Archive, path: str, content: bytes) -> str:
    document = document_id("hostile", path)
    item = ArchiveItem(
        document_id=document,
        version_id=version_id(document, sha256(content), None),
        source="hostile",
        path=path,
        origin=f"/{path}",
        content_sha256=sha256(content),
        size=len(content),
        received_at=dt.datetime(2024, 1, 1, tzinfo=dt.UTC),
        media_hint=Path(path).suffix,
    )
    return archive.put(content, item).version_id


def read(archive: Archive, *versions: str, **given: object) -> list[Outcome]:
    limits = {"timeout_s": 20, "memory_mb": 700, **given}
    with Readers(1, everything=True, **limits) as readers:  # type: ignore[arg-type]
        return list(read_versions(archive, versions, extractor_named("grammar"), readers))


def stream_pdf(content: bytes) -> bytes:
    """A PDF of one page whose content is that, packed."""
    packed = zlib.compress(content, 9)
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R"
        b"/Resources<</Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>",
        b"<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream" % (len(packed), packed),
    ]
    out = bytearray(b"%PDF-1.4\n")
    offsets = []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj%s endobj\n" % (number, body)
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, table)
    return bytes(out)


def message(outcome: Outcome) -> str:
    assert outcome.document is None
    (reject,) = outcome.rejects
    assert "\n" not in reject.message
    return reject.message


def test_a_worker_reads_as_this_process_does(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    version = put(archive, "one.txt", TEXT)
    with Readers(1) as readers:
        (here,) = read_versions(archive, [version], extractor_named("grammar"), readers)
    assert read(archive, version) == [here]
    assert here.document is not None and here.records


def test_an_extractor_of_ones_own_extracts_what_a_worker_read(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    version = put(archive, "one.txt", TEXT + b"The Ministry of Defence plans to buy four ships.\n")
    with Readers(1, everything=True) as readers:
        (found,) = read_versions(archive, [version], Plans(name="own", version="7"), readers)
    assert [r.extractor_version for r in found.records] == ["7"]


def test_a_page_of_a_million_nested_tags_fails_by_name_and_the_rest_is_read(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    nested = b"<html><body>" + b"<div>" * 1_000_000 + b"words" + b"</div>" * 1_000_000 + b"</body></html>"
    deep = b"<html><body>" + b"<b>" * 90_000 + b"The ministry said so. " * 20 + b"</body></html>"
    began = time.monotonic()
    outcomes = read(
        archive,
        put(archive, "a.html", nested),
        put(archive, "b.html", deep),
        put(archive, "c.txt", TEXT),
    )
    assert time.monotonic() - began < 60
    assert "tags" in message(outcomes[0])
    assert outcomes[1].document is not None or message(outcomes[1])
    assert outcomes[2].records


def test_a_pdf_that_expands_without_end_fails_by_name_and_the_rest_is_read(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    words = b"BT /F1 9 Tf 1 0 0 1 10 10 Tm " + b"(word word word) Tj " * 8_000_000 + b"ET"
    bomb = stream_pdf(words)
    assert len(bomb) < 1_000_000 < 160_000_000 < len(words)
    del words
    began = time.monotonic()
    outcomes = read(archive, put(archive, "bomb.pdf", bomb), put(archive, "c.txt", TEXT), timeout_s=10)
    assert time.monotonic() - began < 60
    told = message(outcomes[0])
    assert any(word in told for word in ("took longer", "memory", "ended the process", "characters")), told
    assert outcomes[1].records


def test_a_document_that_takes_too_long_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The worker is stopped in the midst of it, as one that hangs in a library would be."""
    archive = Archive(tmp_path)
    version = put(archive, "one.txt", TEXT)
    with Readers(1, everything=True, timeout_s=0.001) as readers:
        (outcome,) = read_versions(archive, [version], extractor_named("grammar"), readers)
    assert "took longer than 0.001 s" in message(outcome)


def test_a_worker_that_was_killed_is_replaced(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    versions = [put(archive, f"{n}.txt", TEXT + b"%d\n" % n) for n in range(3)]
    with Readers(1, everything=True) as readers:
        (first,) = read_versions(archive, versions[:1], extractor_named("grammar"), readers)
        worker = readers._idle.get()
        os.kill(worker._process.pid, signal.SIGKILL)
        readers._idle.put(worker)
        rest = list(read_versions(archive, versions[1:], extractor_named("grammar"), readers))
    assert [bool(outcome.records) for outcome in (first, *rest)] == [True] * 3


def test_many_workers_keep_the_order(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    versions = [put(archive, f"{n:02}.txt", TEXT * (1 + n % 5) + b"%d\n" % n) for n in range(20)]
    with Readers(2, everything=True) as readers:
        found = list(read_versions(archive, versions, Plans(), readers))
    assert [outcome.document.path for outcome in found if outcome.document] == [f"{n:02}.txt" for n in range(20)]


def test_a_feed_with_entities_is_refused_and_one_that_explodes_is_stopped() -> None:
    layers = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    laughs = f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY l0 "ha">{layers}]><rss version="2.0"><channel><item>'
    outside = '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss version="2.0"><channel><item><title>&x;'
    with Readers(1, timeout_s=10, memory_mb=700) as readers:
        for text in (
            f"{laughs}<title>&l11;</title></item></channel></rss>",
            f"{outside}</title></item></channel></rss>",
        ):
            with pytest.raises(SourceError, match="declares entities"):
                readers.parse_feed(text.encode(), "https://example.org/feed", "", 1000)
        nested = b'<rss version="2.0"><channel>' + b"<item>" * 1_000_000
        began = time.monotonic()
        try:
            readers.parse_feed(nested, "https://example.org/feed", "", 1000)
        except SourceError as error:
            assert "\n" not in str(error)
        assert time.monotonic() - began < 30
        good = b'<rss version="2.0"><channel><item><title>A</title><link>https://example.org/a</link></item></channel></rss>'
        assert len(readers.parse_feed(good, "https://example.org/feed", "", 1000).items) == 1


def test_no_worker_outlives_its_pool(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    with Readers(1, everything=True) as readers:
        list(read_versions(archive, [put(archive, "a.txt", TEXT)], extractor_named("grammar"), readers))
        worker = readers._idle.get()
        readers._idle.put(worker)
    assert worker._process.returncode is not None


def test_a_pool_that_is_closed_in_the_midst_of_a_document_ends_at_once(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    slow = put(archive, "slow.txt", TEXT * 20_000)
    began = time.monotonic()
    with pytest.raises(KeyboardInterrupt), Readers(1, everything=True) as readers:
        outcome = readers.read(archive.item(slow), archive.get(sha256(TEXT * 20_000)), extractor_named("grammar"))
        time.sleep(1)
        assert not outcome.done()
        raise KeyboardInterrupt
    assert time.monotonic() - began < 20


def test_what_is_small_and_given_by_hand_is_read_without_a_worker(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    version = put(archive, "one.txt", TEXT)
    with Readers(1) as readers:
        (outcome,) = read_versions(archive, [version], extractor_named("grammar"), readers)
        assert outcome.records and readers._idle.empty()
        assert readers.wants(archive.item(version), b"%PDF-1.4")
        assert readers.wants(archive.item(version), b"<b>" * 30_000)
