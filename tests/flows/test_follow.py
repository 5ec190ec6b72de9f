"""Sources of sources.toml, end to end: a real server, real archive, journal and tables."""

import json
import shutil
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from flows.follow import ingest_sources
from flows.pipeline import rebuild, reread
from flows.report import RunReport
from flows.selection import Selection
from flows.settings import Settings, load_settings
from schemas.run import SourceOutcome
from sources.archive import Archive
from sources.arrival import BadArgumentError
from tests.flows.extractors import Plans
from tests.flows.state import rows, table_hashes
from tests.sources.server import Server, serving

STATE_RSS = Path(__file__).resolve().parents[3] / "shared" / "real" / "state_rss"
GOALS = "select statement from goal where known_to is null order by 1"
VERSIONS = "select count(*) from document_version"


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as one:
        yield one


def article(goal: str, title: str = "A plan") -> str:
    return (
        f"<!DOCTYPE html><html lang=en><head><title>{title}</title></head><body><article><h1>{title}</h1>"
        f"<p>Oslo, 3 May 2021. The Ministry of Defence plans to {goal}. It said so in the morning, and in the evening "
        "it said the same to those who had come to hear it.</p></article></body></html>"
    )


def item(n: int, goal: str | None = None, link: str | None = None, guid: str | None = None) -> str:
    body = f"<p>Oslo, 3 May 2021. The Ministry of Defence plans to {goal or f'buy {n} ships'}. It said so today.</p>"
    return (
        f"<item><title>Plan {n}</title><link>{link or f'https://wire.example.org/{n}'}</link>"
        f"<guid>{guid or f'wire-{n}'}</guid><pubDate>Mon, 03 May 2021 1{n % 10}:00:00 +0000</pubDate>"
        f"<description><![CDATA[{body}]]></description></item>"
    )


def feed(*items: str) -> str:
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>Wire</title>{"".join(items)}</channel></rss>'


def follow(tmp_path: Path, *sources: dict[str, Any], settings: dict[str, Any] | None = None) -> Settings:
    """Settings with a sources.toml of these sources, written as TOML that JSON's values happen to be."""
    fetch = {
        "contact": "tests@example.org",
        "private_hosts": ["127.0.0.1"],
        "pause_s": 0,
        "retry_wait_s": 0,
        "attempts": 2,
        "read_timeout_s": 10,
        "total_timeout_s": 30,
        "robots": False,
        **(settings or {}),
    }
    lines = ["[settings]", *(f"{key} = {json.dumps(value)}" for key, value in fetch.items())]
    for source in sources:
        whole = {"publisher": "Wire", "country": "XXX", "licence": "by agreement", **source}
        lines += ["[[source]]", *(f"{key} = {json.dumps(value)}" for key, value in whole.items())]
    (tmp_path / "sources.toml").write_text("\n".join(lines) + "\n")
    return load_settings(data=tmp_path / "data", sources=tmp_path / "sources.toml", read_timeout_s=20)


def run(settings: Settings, *names: str, **given: Any) -> RunReport:
    report = ingest_sources(names, settings, extractor=Plans(), **given)
    assert report.failed_checks == ()
    return report


def outcome(report: RunReport, source: str = "wire") -> SourceOutcome:
    return next(o for o in report.run.sources if o.source == source)


def counts(report: RunReport, source: str = "wire") -> tuple[int, ...]:
    """Seen, new, changed, unchanged, skipped, failed."""
    o = outcome(report, source)
    return (o.items_seen, o.items_new, o.items_changed, o.items_unchanged, o.items_skipped, o.items_failed)


def test_pages_become_documents_and_changes_become_versions(tmp_path: Path, server: Server) -> None:
    server.page("/a", article("buy four ships"), etag='"1"')
    server.page("/b", article("train judges"))
    settings = follow(tmp_path, {"name": "wire", "kind": "page", "urls": [f"{server.url}/a", f"{server.url}/b"]})
    first = run(settings)
    assert counts(first) == (2, 2, 0, 0, 0, 0) and first.published
    working = settings.data / "working.duckdb"
    assert rows(working, GOALS) == [("buy four ships",), ("train judges",)]
    assert rows(working, "select distinct publisher, url like 'http://127%' from document") == [("Wire", True)]
    second = run(settings)
    assert counts(second) == (2, 0, 0, 2, 0, 0) and not second.changed_rows and not second.published
    server.page("/a", article("buy five ships"), etag='"2"')
    assert counts(run(settings)) == (2, 0, 1, 1, 0, 0)
    assert rows(working, GOALS) == [("buy five ships",), ("train judges",)]
    assert rows(working, VERSIONS) == [(3,)]
    assert rows(working, "select count(*) from document where known_to is null") == [(2,)]


def test_a_page_that_disappears_keeps_its_last_version_and_is_told(tmp_path: Path, server: Server) -> None:
    server.page("/a", article("buy four ships"))
    settings = follow(tmp_path, {"name": "wire", "kind": "page", "url": f"{server.url}/a"})
    run(settings)
    del server.routes["/a"]
    gone = run(settings)
    assert counts(gone) == (1, 0, 0, 0, 0, 1) and gone.exit_status == 1
    working = settings.data / "working.duckdb"
    assert rows(working, GOALS) == [("buy four ships",)]
    assert rows(working, "select message from reject where known_to is null") == [("is gone (404 Not Found)",)]
    server.page("/a", article("buy four ships"))
    assert counts(run(settings))[5] == 0
    assert rows(working, "select count(*) from reject where known_to is null") == [(0,)]


def test_the_archive_has_what_came_with_how_it_came(tmp_path: Path, server: Server) -> None:
    server.routes["/old"] = lambda h: h.reply(301, Location="/new")
    server.page("/new", article("buy four ships"), etag='"1"')
    settings = follow(tmp_path, {"name": "wire", "kind": "page", "url": f"{server.url}/old"})
    run(settings)
    (kept,) = Archive(settings.data / "archive").items()
    assert kept.fetched is not None
    assert (kept.fetched.url, kept.fetched.final_url) == (f"{server.url}/old", f"{server.url}/new")
    assert (kept.fetched.status, kept.fetched.licence, kept.fetched.headers["etag"]) == (200, "by agreement", '"1"')
    assert kept.source == "wire" and kept.sidecar == {"url": f"{server.url}/old", "publisher": "Wire"}
    assert Archive(settings.data / "archive").get(kept.content_sha256) == article("buy four ships").encode()


def test_a_feed_gives_its_items_own_bodies_once(tmp_path: Path, server: Server) -> None:
    server.page("/feed", feed(item(1), item(2)), "application/rss+xml", etag='"1"')
    settings = follow(tmp_path, {"name": "wire", "kind": "feed", "url": f"{server.url}/feed", "body": "item"})
    assert counts(run(settings)) == (2, 2, 0, 0, 0, 0)
    again = run(settings)
    assert counts(again) == (2, 0, 0, 2, 0, 0) and not again.changed_rows
    assert server.seen[-1][1]["if-none-match"] == '"1"'
    server.page("/feed", feed(item(3), item(2, "buy no ships")), "application/rss+xml", etag='"2"')
    assert counts(run(settings)) == (2, 1, 1, 0, 0, 0)
    working = settings.data / "working.duckdb"
    assert rows(working, GOALS) == [("buy 1 ships",), ("buy 3 ships",), ("buy no ships",)]
    assert rows(working, "select published_on_origin, count(*) from document group by 1") == [("sidecar", 4)]


def test_a_feed_gives_the_pages_behind_its_items(tmp_path: Path, server: Server) -> None:
    server.page("/a", article("buy four ships"), etag='"1"')
    server.page("/b", article("train judges"))
    links = [item(1, link=f"{server.url}/a"), item(2, link=f"{server.url}/b?utm_source=feed")]
    server.routes["/b?utm_source=feed"] = server.routes["/b"]
    server.page("/feed", feed(*links), "application/rss+xml")
    settings = follow(tmp_path, {"name": "wire", "kind": "feed", "url": f"{server.url}/feed"})
    assert counts(run(settings)) == (2, 2, 0, 0, 0, 0)
    assert counts(run(settings)) == (2, 0, 0, 2, 0, 0)
    assert server.asked("/a") == 2


def test_two_items_with_one_guid_are_both_there_and_a_repeated_address_once(tmp_path: Path, server: Server) -> None:
    same = [item(1, guid="g"), item(2, guid="g"), item(3), item(3), item(4, "sell 4", "https://wire.example.org/3")]
    server.page("/feed", feed(*same), "application/rss+xml")
    settings = follow(tmp_path, {"name": "wire", "kind": "feed", "url": f"{server.url}/feed", "body": "item"})
    report = run(settings)
    found = rows(settings.data / "working.duckdb", GOALS)
    assert ("buy 1 ships",) in found and ("buy 2 ships",) in found and ("buy 3 ships",) in found
    assert len(found) == len(set(found)) and report.counts.documents_failed == 0
    before = table_hashes(settings.data / "working.duckdb")
    run(settings)
    assert table_hashes(settings.data / "working.duckdb") | {"run_source": ""} == before | {"run_source": ""}


FAULTS = {
    "500": "status 500",
    "429": "asks to come back",
    "stalled": "stalled",
    "cut": "broke off",
    "endless": "larger than 1 MB",
    "loop": "in a loop",
    "away": "private, local or reserved",
    "image": "no page",
    "login": "login page",
    "moved": "login page",
    "front": "front page",
    "empty": "without a byte",
}


def faulty(server: Server) -> None:
    """A route for each fault."""
    port = server.url.rpartition(":")[2]
    server.routes["/500"] = lambda h: h.reply(500)
    server.routes["/429"] = lambda h: h.reply(429, Retry_After="9999")
    server.routes["/stalled"] = server.stall
    server.routes["/cut"] = server.cut
    server.routes["/endless"] = server.endless
    server.routes["/loop"] = lambda h: h.reply(302, Location="/loop2")
    server.routes["/loop2"] = lambda h: h.reply(302, Location="/loop")
    server.routes["/away"] = lambda h: h.reply(302, Location=f"http://localhost:{port}/a")
    server.page("/image", b"\x89PNG\r\n", "image/png")
    server.page("/login", "<html><form>Please sign in <input name=p type='password'></form></html>")
    server.routes["/moved"] = lambda h: h.reply(302, Location="/account/sign-in?back=1")
    server.page("/account/sign-in?back=1", article("be read by nobody"))
    server.routes["/front"] = lambda h: h.reply(302, Location="/")
    server.page("/", article("be read by nobody"))
    server.page("/empty", "")


def test_every_fault_of_the_network_is_named_and_the_run_goes_on(tmp_path: Path, server: Server) -> None:
    """A source a fault, so that none is spared by another's failure, and a good one last."""
    faulty(server)
    server.page("/a", article("buy four ships"))
    server.page("/not-a-feed", article("x"))
    server.page("/broken", feed(item(1), item(2))[:-40], "application/rss+xml")
    server.page("/empty-feed", feed(), "application/rss+xml")
    pages = [{"name": f"p-{name}", "kind": "page", "url": f"{server.url}/{name}"} for name in FAULTS]
    feeds = [
        {"name": "f-500", "kind": "feed", "url": f"{server.url}/500"},
        {"name": "f-page", "kind": "feed", "url": f"{server.url}/not-a-feed"},
        {"name": "f-broken", "kind": "feed", "url": f"{server.url}/broken", "body": "item"},
        {"name": "f-empty", "kind": "feed", "url": f"{server.url}/empty-feed", "body": "item", "min_items": 1},
        {"name": "r-html", "kind": "report", "url": f"{server.url}/a"},
        {"name": "d-none", "kind": "folder", "path": "no-such-folder"},
    ]
    good = {"name": "wire", "kind": "page", "url": f"{server.url}/a?good=1"}
    server.routes["/a?good=1"] = server.routes["/a"]
    settings = follow(
        tmp_path, *pages, *feeds, good, settings={"max_bytes": 1024 * 1024, "read_timeout_s": 1, "total_timeout_s": 6}
    )
    began = time.monotonic()
    report = run(settings)
    assert time.monotonic() - began < 90
    assert counts(report) == (1, 1, 0, 0, 0, 0)
    working = settings.data / "working.duckdb"
    told = dict(rows(working, "select source, message from reject"))
    for name, said in FAULTS.items():
        assert said in str(told[f"p-{name}"]), name
    errors = {o.source: o.error or "" for o in report.run.sources}
    assert "status 500" in errors["f-500"] and "web page" in errors["f-page"]
    assert "broken XML" in errors["f-broken"] and counts(report, "f-broken")[:2] == (1, 1)
    assert errors["f-empty"] == "" and "fewer than the 1" in (outcome(report, "f-empty").drift or "")
    assert "no PDF" in str(told["r-html"]) and "no such folder" in errors["d-none"]
    assert report.exit_status == 1
    assert rows(working, GOALS) == [("buy 1 ships",), ("buy four ships",)]
    assert any("source f-500" in message for message in report.source_messages)
    assert dict(rows(working, "select source, error is not null from run_source"))["f-page"] is True


def test_a_host_that_fails_and_fails_is_left_alone(tmp_path: Path, server: Server) -> None:
    for n in range(8):
        server.routes[f"/{n}"] = lambda h: h.reply(503)
    settings = follow(tmp_path, {"name": "wire", "kind": "page", "urls": [f"{server.url}/{n}" for n in range(8)]})
    assert counts(run(settings)) == (8, 0, 0, 0, 0, 8)
    assert len(server.seen) == 3 * 2
    (kinds,) = rows(
        settings.data / "working.duckdb", "select count(*) filter (message like 'was not asked%') from reject"
    )
    assert kinds == (5,)


def test_credentials_stand_nowhere(tmp_path: Path, server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    server.page("/a", article("buy four ships"))
    page = {"name": "wire", "kind": "page", "url": f"{server.url}/a", "authorization_env": "COMMUNIQUE_SECRET_WIRE"}
    settings = follow(tmp_path, page)
    missing = run(settings)
    assert "COMMUNIQUE_SECRET_WIRE, which is not set" in (outcome(missing).error or "")
    monkeypatch.setenv("COMMUNIQUE_SECRET_WIRE", "Bearer hush-hush")
    assert counts(run(follow(tmp_path, page)))[1] == 1
    assert server.seen[0][1]["authorization"] == "Bearer hush-hush"
    for path in settings.data.rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            assert b"hush" not in content, path


def test_a_part_is_taken_by_path_day_and_number(tmp_path: Path, server: Server) -> None:
    items = [item(n) for n in range(1, 6)]
    items[0] = items[0].replace("03 May 2021", "01 May 2021")
    server.page("/feed", feed(*items), "application/rss+xml")
    wire = {"name": "wire", "kind": "feed", "url": f"{server.url}/feed", "body": "item", "min_items": 100}
    settings = follow(tmp_path, wire)
    assert counts(run(settings, selection=Selection(only=("*/2.html",))))[:2] == (5, 1)
    assert counts(run(settings, selection=Selection(since=date(2021, 5, 2), limit=2)))[1] == 2
    last = run(settings, selection=Selection(since=date(2021, 5, 2)))
    assert counts(last)[1] == 1 and outcome(last).drift is None and not outcome(last).whole
    whole = run(settings)
    assert counts(whole)[1] == 1 and outcome(whole).drift == "5 items, fewer than the 100 expected"


def test_a_folder_is_followed_by_its_glob(tmp_path: Path) -> None:
    (tmp_path / "in" / "sub").mkdir(parents=True)
    for name in ("a.txt", "b.md", "sub/c.txt"):
        (tmp_path / "in" / name).write_text(
            "Oslo, 3 May 2021.\n\nThe Ministry of Defence plans to buy a ship today.\n" + name
        )
    settings = follow(tmp_path, {"name": "wire", "kind": "folder", "path": "in", "glob": "**/*.txt"})
    assert counts(run(settings)) == (2, 2, 0, 0, 0, 0)
    assert rows(settings.data / "working.duckdb", "select source, path from document order by 2") == [
        ("wire", "a.txt"),
        ("wire", "sub/c.txt"),
    ]


def test_names_that_are_not_there_are_told_before_anything_is_done(tmp_path: Path) -> None:
    settings = follow(tmp_path, {"name": "wire", "kind": "folder", "path": "in", "enabled": False})
    with pytest.raises(BadArgumentError, match="there are: wire"):
        ingest_sources(["fire"], settings)
    with pytest.raises(BadArgumentError, match="no source is enabled"):
        ingest_sources([], settings)
    assert not settings.data.exists()


@pytest.mark.skipif(not STATE_RSS.is_dir(), reason="the real snapshots are not here")
def test_real_snapshots_one_after_another_give_every_item_once(tmp_path: Path, server: Server) -> None:
    from sources.feeds import parse_feed

    snapshots = [path.read_bytes() for path in sorted(STATE_RSS.glob("*.rss"))]
    # no item of the real ones was edited; here one is, and stays so
    snapshots.append(snapshots[-1].replace(b"the United States", b"the United States of America", 1))
    assert snapshots[-1] != snapshots[-2]
    settings = follow(tmp_path, {"name": "wire", "kind": "feed", "url": f"{server.url}/feed", "body": "item"})
    items: dict[str, set[tuple[object, ...]]] = {}
    for n, content in enumerate(snapshots):
        for one in parse_feed(content, f"{server.url}/feed").items:
            items.setdefault(str(one.link), set()).add((one.title, one.published_on, one.body))
        server.page("/feed", content, "application/rss+xml", etag=f'"{n}"')
        report = run(settings)
        assert outcome(report).error is None and counts(report)[5] == 0
        if n % 4 and n < len(snapshots) - 1:
            continue
        before = table_hashes(settings.data / "working.duckdb")
        again = run(settings)
        assert counts(again)[1:3] == (0, 0) and not again.changed_rows
        assert server.seen[-1][1]["if-none-match"] == f'"{n}"'
        assert {**table_hashes(settings.data / "working.duckdb"), "run_source": ""} == {**before, "run_source": ""}
    working = settings.data / "working.duckdb"
    assert len(items) > 20 and sum(map(len, items.values())) == len(items) + 1
    assert rows(working, "select count(*), count(distinct url) from document where known_to is null") == [
        (len(items), len(items))
    ]
    assert rows(working, VERSIONS) == [(sum(map(len, items.values())),)]


def test_reading_again_and_rebuilding_give_the_same(tmp_path: Path, server: Server) -> None:
    server.page("/feed", feed(item(1), item(2)), "application/rss+xml")
    settings = follow(tmp_path, {"name": "wire", "kind": "feed", "url": f"{server.url}/feed", "body": "item"})
    run(settings)
    report = reread(settings, extractor=Plans())
    assert (report.counts.documents_in, report.counts.documents_unchanged) == (2, 2)
    before = table_hashes(settings.data / "working.duckdb", frozenset())
    shutil.copy(settings.data / "working.duckdb", tmp_path / "before.duckdb")
    rebuild(settings)
    assert table_hashes(settings.data / "working.duckdb", frozenset()) == before
