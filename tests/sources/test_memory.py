"""What is remembered of a source between runs, whatever became of the process that wrote it."""

import threading
from pathlib import Path

import pytest

from sources.fetched import Answer, FetchError
from sources.judge import check_feed, check_page, check_report
from sources.memory import Memory, Trace
from tests.sources.server import client, serving


def trace(n: int, url: str = "https://example.org/a", role: str = "document") -> Trace:
    return Trace(url, role, f"doc_{n}", f"ver_{n}", "0" * 64, url, f'"{n}"')


def test_what_came_is_pending_until_it_is_loaded(tmp_path: Path) -> None:
    with Memory(tmp_path, "wire") as memory:
        memory.add(trace(1))
        memory.add(trace(2, "https://example.org/b"))
        first = memory.gathering
    with Memory(tmp_path, "wire") as memory:
        assert [t.version_id for t in memory.pending] == ["ver_1", "ver_2"]
        memory.add(trace(3))
        assert memory.gatherings == (first, memory.gathering)
        second = memory.gathering
    with Memory(tmp_path, "wire") as memory:
        memory.loaded([first])
        assert [t.version_id for t in memory.pending] == ["ver_3"]
    with Memory(tmp_path, "wire") as memory:
        memory.loaded([second])
    with Memory(tmp_path, "wire") as memory:
        assert memory.pending == () and memory.latest("https://example.org/a") == trace(3)


def test_a_line_that_was_cut_says_nothing_and_spoils_no_other(tmp_path: Path) -> None:
    with Memory(tmp_path, "wire") as memory:
        memory.add(trace(1))
    path = tmp_path / "wire.jsonl"
    path.write_bytes(path.read_bytes() + b'{"gathering": "x", "url": "https://exam')
    with Memory(tmp_path, "wire") as memory:
        assert [t.version_id for t in memory.pending] == ["ver_1"]
        memory.add(trace(2))
    path.write_bytes(path.read_bytes() + b'[]\n{"strange": 1}\n\x00\xff\n')
    with Memory(tmp_path, "wire") as memory:
        assert [t.version_id for t in memory.pending] == ["ver_1", "ver_2"]


def test_the_file_does_not_grow_without_end(tmp_path: Path) -> None:
    for n in range(60):
        with Memory(tmp_path, "wire") as memory:
            for k in range(40):
                memory.add(trace(n * 40 + k, f"https://example.org/{k}"))
            memory.loaded([memory.gathering])
    with Memory(tmp_path, "wire") as memory:
        assert memory.latest("https://example.org/7") == trace(59 * 40 + 7, "https://example.org/7")
        assert memory.pending == ()
    assert len((tmp_path / "wire.jsonl").read_bytes().splitlines()) < 2100


def test_looking_only_makes_and_waits_for_nothing(tmp_path: Path) -> None:
    with Memory(tmp_path / "none", "wire", look_only=True) as memory:
        assert memory.latest("https://example.org/a") is None
    assert not (tmp_path / "none").exists()


def test_another_run_waits_for_its_turn(tmp_path: Path) -> None:
    order: list[str] = []

    def other() -> None:
        with Memory(tmp_path, "wire"):
            order.append("other")

    with Memory(tmp_path, "wire"):
        thread = threading.Thread(target=other)
        thread.start()
        thread.join(0.3)
        order.append("first")
    thread.join(5)
    assert order == ["first", "other"]


def answer(content: bytes, kind: str = "text/html", final: str = "https://example.org/news/1") -> Answer:
    import datetime as dt

    headers = {"content-type": kind}
    return Answer("https://example.org/news/1", final, 200, dt.datetime(2026, 1, 1, tzinfo=dt.UTC), headers, content)


LOGIN = b"<html><form>Sign in <input type=password></form></html>"
ARTICLE = b"<html><body><form><input type='password'></form><p>" + b"words of an article " * 60 + b"</p></body></html>"


def test_a_page_is_known_by_its_type_and_its_words() -> None:
    assert check_page(answer(ARTICLE)) == ".html", "a login form in the head of an article is no login page"
    assert check_page(answer(b"words", "text/plain; charset=utf-8")) == ".txt"
    assert check_page(answer(b"%PDF-1.4 ...", "application/octet-stream")) == ".pdf"
    assert check_page(answer(b"<!doctype html><p>x", "application/octet-stream")) == ".html"
    for wrong in (
        answer(LOGIN),
        answer(ARTICLE, final="https://example.org/account/login?next=1"),
        answer(ARTICLE, final="https://example.org/"),
        answer(b"\x89PNG", "image/png"),
        answer(b"PK\x03\x04", "application/zip"),
        answer(b"  "),
    ):
        with pytest.raises(FetchError):
            check_page(wrong)


def test_reports_are_pdfs_and_feeds_are_no_pictures() -> None:
    assert check_report(answer(b"%PDF-1.7", "application/pdf")) == ".pdf"
    with pytest.raises(FetchError, match="login page"):
        check_report(answer(LOGIN, "application/pdf"))
    with pytest.raises(FetchError, match="image/png"):
        check_feed(answer(b"\x89PNG", "image/png"))
    check_feed(answer(b"<rss", "application/rss+xml; charset=utf-8"))


def test_a_sites_crawl_delay_is_kept() -> None:
    import time

    with serving() as server:
        server.page("/robots.txt", "User-agent: *\nCrawl-delay: 0.3\n", "text/plain")
        server.page("/a", "<p>a")
        with client(robots=True) as one:
            began = time.monotonic()
            for _ in range(3):
                one.get(f"{server.url}/a")
            assert time.monotonic() - began >= 0.6
