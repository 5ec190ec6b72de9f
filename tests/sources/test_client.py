"""Fetching from a real server that misbehaves in every way that is known."""

import gzip
import logging
import resource
import socket
import time
import zlib
from collections.abc import Iterator

import pytest

from sources import guard
from sources.client import origins_of
from sources.fetched import Condition, FetchError
from sources.guard import PrivateAddressError, is_public, judged
from sources.pace import Pace
from tests.sources.server import Handler, Server, client, serving


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as one:
        yield one


def fails(server: Server, path: str, **given: object) -> FetchError:
    """The error of fetching a path, which must come within seconds."""
    began = time.monotonic()
    with client(**given) as one, pytest.raises(FetchError) as told:
        one.get(server.url + path)
    assert time.monotonic() - began < 20
    assert "\n" not in str(told.value)
    return told.value


def test_a_page_comes_with_what_matters_of_its_head(server: Server) -> None:
    server.page("/a", "<p>á", etag='"1"')
    with client() as one:
        answer = one.get(f"{server.url}/a")
        assert (answer.content.decode(), answer.status, answer.media_type) == ("<p>á", 200, "text/html")
        again = one.get(f"{server.url}/a", answer.condition)
    assert (again.status, again.content) == (304, b"")
    _, headers = server.seen[0]
    assert headers["user-agent"].startswith("communique/") and "tests@example.org" in headers["user-agent"]


def test_without_a_contact_nothing_is_asked(server: Server) -> None:
    assert "set contact" in str(fails(server, "/a", contact=""))
    assert server.seen == []


@pytest.mark.parametrize("status", [500, 502, 503, 504])
def test_what_may_pass_is_tried_again_and_then_told(server: Server, status: int) -> None:
    server.routes["/a"] = lambda h: h.reply(status)
    error = fails(server, "/a", attempts=3)
    assert str(status) in str(error) and error.passing
    assert server.asked("/a") == 3


def test_a_fault_that_passes_is_made_up_for(server: Server) -> None:
    def route(handler: Handler) -> None:
        handler.reply(500) if server.asked("/a") < 3 else handler.reply(200, b"there")

    server.routes["/a"] = route
    with client(attempts=3) as one:
        assert one.get(f"{server.url}/a").content == b"there"


@pytest.mark.parametrize(("status", "said"), [(404, "gone"), (410, "gone"), (403, "forbidden"), (401, "credentials")])
def test_what_will_not_pass_is_asked_once(server: Server, status: int, said: str) -> None:
    server.routes["/a"] = lambda h: h.reply(status)
    error = fails(server, "/a", attempts=4)
    assert said in str(error) and error.status == status and not error.passing
    assert server.asked("/a") == 1


def test_retry_after_is_waited_for(server: Server) -> None:
    moments: list[float] = []

    def route(handler: Handler) -> None:
        moments.append(time.monotonic())
        handler.reply(429, Retry_After="1") if len(moments) == 1 else handler.reply(200, b"there")

    server.routes["/a"] = route
    with client() as one:
        assert one.get(f"{server.url}/a").content == b"there"
    assert 1.0 <= moments[1] - moments[0] < 8


def test_a_retry_after_that_is_too_long_fails_at_once(server: Server) -> None:
    server.routes["/a"] = lambda h: h.reply(429, Retry_After="3600")
    error = fails(server, "/a", attempts=4)
    assert "3,600 s" in str(error) and server.asked("/a") == 1


def test_a_stalled_body_ends_by_the_read_timeout(server: Server) -> None:
    server.routes["/a"] = server.stall
    assert "stalled" in str(fails(server, "/a"))


def test_a_body_that_drips_ends_by_the_deadline(server: Server) -> None:
    server.routes["/a"] = server.drip
    assert "too slow" in str(fails(server, "/a", total_timeout_s=0.5, attempts=1))


def test_a_head_that_drips_ends_by_the_deadline(server: Server) -> None:
    def route(handler: Handler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
        while not server.ending.is_set():
            handler.wfile.write(b"X-Slow: 1\r\n")
            handler.wfile.flush()
            time.sleep(0.05)

    server.routes["/a"] = route
    assert "in time" in str(fails(server, "/a", total_timeout_s=0.5, attempts=1))


def test_a_cut_connection_is_told_and_tried_again(server: Server) -> None:
    server.routes["/a"] = server.cut
    assert "broke off" in str(fails(server, "/a"))
    assert server.asked("/a") == 2


def test_an_endless_body_ends_by_its_size(server: Server) -> None:
    server.routes["/a"] = server.endless
    assert "larger than 1 MB" in str(fails(server, "/a", max_bytes=1024 * 1024, total_timeout_s=8))
    assert server.asked("/a") == 1


def test_a_body_that_says_it_is_too_large_is_not_read(server: Server) -> None:
    server.page("/a", b"x" * 5000)
    assert "5,000 bytes" in str(fails(server, "/a", max_bytes=2000))


def _bombs() -> dict[str, bytes]:
    """A gigabyte of nothing in many gzip members, and 256 MB in one."""
    piece = bytes(16 * 1024 * 1024)
    packer = zlib.compressobj(1, zlib.DEFLATED, 31)
    return {
        "many": gzip.compress(piece, 9) * 64,
        "one": b"".join([*(packer.compress(piece) for _ in range(16)), packer.flush()]),
    }


@pytest.mark.parametrize("kind", ["many", "one"])
@pytest.mark.parametrize("limit", [2 * 1024 * 1024, 64 * 1024 * 1024])
def test_a_gzip_bomb_is_stopped_within_memory(server: Server, kind: str, limit: int) -> None:
    body = _bombs()[kind]
    assert len(body) < 2 * 1024 * 1024
    server.routes["/a"] = lambda h: h.reply(200, body, Content_Encoding="gzip")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    error = fails(server, "/a", max_bytes=limit, total_timeout_s=8)
    assert "unpacks to more than" in str(error)
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * 1024
    assert grown < 2 * limit + 32 * 1024 * 1024


@pytest.mark.parametrize("coding", ["gzip", "deflate", "raw"])
def test_packed_bodies_are_unpacked(server: Server, coding: str) -> None:
    text = b"<p>words and words</p>" * 50_000
    raw = zlib.compressobj(6, zlib.DEFLATED, -15)
    packed = {"gzip": gzip.compress(text[:11]) + gzip.compress(text[11:]), "deflate": zlib.compress(text)}
    packed["raw"] = raw.compress(text) + raw.flush()
    server.routes["/a"] = lambda h: h.reply(
        200, packed[coding], Content_Encoding="gzip" if coding == "gzip" else "deflate"
    )
    with client() as one:
        assert one.get(f"{server.url}/a").content == text


def test_a_packed_body_cut_short_or_damaged_is_told(server: Server) -> None:
    body = gzip.compress(b"<p>words</p>" * 1000)
    server.routes["/a"] = lambda h: h.reply(200, body[:-20], Content_Encoding="gzip")
    server.routes["/b"] = lambda h: h.reply(200, b"no gzip at all", Content_Encoding="gzip")
    server.routes["/c"] = lambda h: h.reply(200, b"what", Content_Encoding="br")
    assert "cut before its end" in str(fails(server, "/a"))
    assert "damaged" in str(fails(server, "/b"))
    assert "not asked for" in str(fails(server, "/c"))


def test_redirects_are_followed_each_as_a_request_of_its_own(server: Server) -> None:
    server.routes["/a"] = lambda h: h.reply(301, Location="b?x=1#part")
    server.page("/b?x=1", "there")
    with client() as one:
        answer = one.get(f"{server.url}/a")
    assert (answer.url, answer.final_url) == (f"{server.url}/a", f"{server.url}/b?x=1")


def test_redirects_in_a_loop_or_without_end_are_told(server: Server) -> None:
    server.routes["/a"] = lambda h: h.reply(302, Location="/b")
    server.routes["/b"] = lambda h: h.reply(302, Location="/a")
    for n in range(9):
        server.routes[f"/{n}"] = lambda h, n=n: h.reply(302, Location=f"/{n + 1}")
    assert "in a loop" in str(fails(server, "/a"))
    assert "more than 5 times" in str(fails(server, "/0"))
    assert server.asked("/6") == 0


@pytest.mark.parametrize(
    "target", ["file:///etc/passwd", "ftp://example.org/", "javascript:x", "//", "http://[::1", ""]
)
def test_redirects_to_what_is_no_web_address_are_told(server: Server, target: str) -> None:
    server.routes["/a"] = lambda h: h.reply(302, Location=target)
    assert "redirects" in str(fails(server, "/a"))


def test_a_redirect_to_the_loopback_is_refused_unless_named(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first host is allowed by the settings, the one that it redirects to is not."""
    port = server.url.rpartition(":")[2]
    server.routes["/a"] = lambda h: h.reply(302, Location=f"http://localhost:{port}/secret")
    server.page("/secret", "secret")
    assert "localhost leads to" in str(fails(server, "/a"))
    assert server.asked("/secret") == 0
    with client(private_hosts=("127.0.0.1", "localhost")) as one:
        assert one.get(f"{server.url}/a").content == b"secret"


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "2130706433", "0x7f.1", "[::1]", "[::ffff:127.0.0.1]", "0.0.0.0", "localhost"]
)
def test_no_spelling_of_the_loopback_is_asked(server: Server, host: str) -> None:
    port = server.url.rpartition(":")[2]
    with client(private_hosts=()) as one, pytest.raises(FetchError) as told:
        one.get(f"http://{host}:{port}/a")
    assert "private, local or reserved" in str(told.value) or "cannot be resolved" in str(told.value)
    assert server.seen == []


def test_a_name_that_resolves_otherwise_the_second_time_gains_nothing(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The name is looked up once a connection, and what was judged is what is connected to."""
    asked: list[str] = []
    answers = iter(["203.0.113.7", "127.0.0.1"])

    def changing(host: str, port: int, **_: object) -> list[tuple[object, ...]]:
        asked.append(host)
        address = next(answers)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]

    connected: list[str] = []
    monkeypatch.setattr(guard.socket, "getaddrinfo", changing)
    monkeypatch.setattr(guard, "is_public", lambda a: str(a) != "127.0.0.1")
    backend = guard.GuardedBackend((), guard.Deadline())

    def connect(host: str, *_: object) -> None:
        connected.append(host)
        raise guard.httpcore.ConnectError("no network in tests")

    monkeypatch.setattr(backend._system, "connect_tcp", connect)
    with pytest.raises(guard.httpcore.ConnectError):
        backend.connect_tcp("rebinding.example.org", 80)
    assert (asked, connected) == (["rebinding.example.org"], ["203.0.113.7"])
    with pytest.raises(PrivateAddressError):
        backend.connect_tcp("rebinding.example.org", 80)
    assert connected == ["203.0.113.7"]


@pytest.mark.parametrize(
    "address",
    ["10.0.0.1", "172.16.0.1", "192.168.1.1", "127.0.0.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
     "255.255.255.255", "198.18.0.1", "192.0.0.8", "240.0.0.1", "::1", "::", "fe80::1", "fc00::1", "ff02::1",
     "::ffff:10.0.0.1", "2002:7f00:1::", "64:ff9b::a00:1", "2001:db8::1", "2001::1", "203.0.113.7"],
)  # fmt: skip
def test_addresses_that_are_not_of_the_public_internet(address: str) -> None:
    with pytest.raises(PrivateAddressError):
        judged("host.example.org", [address], ())
    assert judged("host.example.org", [address], ("host.example.org",)) == [address]


def test_public_addresses_pass_but_not_beside_a_private_one() -> None:
    public = ["8.8.8.8", "2606:4700:4700::1111", "::ffff:8.8.8.8"]
    assert judged("host.example.org", public, ()) == public
    with pytest.raises(PrivateAddressError):
        judged("host.example.org", ["8.8.8.8", "10.0.0.1"], ())
    assert is_public(guard.ipaddress.ip_address("1.1.1.1"))


def test_robots_txt_is_obeyed_where_a_redirect_leads_too(server: Server) -> None:
    server.page("/robots.txt", "User-agent: communique\nDisallow: /closed\n", "text/plain")
    server.page("/closed", "closed")
    server.page("/open", "open")
    server.routes["/a"] = lambda h: h.reply(302, Location="/closed")
    with client(robots=True) as one:
        assert one.get(f"{server.url}/open").content == b"open"
        for path in ("/closed", "/a"):
            with pytest.raises(FetchError, match="robots"):
                one.get(server.url + path)
    assert server.asked("/robots.txt") == 1 and server.asked("/closed") == 0


def test_a_site_without_robots_txt_may_be_read_and_one_that_fails_to_tell_may_not(server: Server) -> None:
    server.page("/a", "there")
    with client(robots=True) as one:
        assert one.get(f"{server.url}/a").content == b"there"
    server.routes["/robots.txt"] = lambda h: h.reply(500)
    assert "robots.txt cannot be had" in str(fails(server, "/a", robots=True, attempts=1))


def test_credentials_go_to_their_own_origin_only_and_into_no_log(
    server: Server, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    with serving() as other:
        server.routes["/a"] = lambda h: h.reply(302, Location=f"{other.url}/b")
        other.page("/b", "there")
        with client("Bearer hush-hush", origins_of(server.url)) as one:
            answer = one.get(f"{server.url}/a")
        assert server.seen[0][1]["authorization"] == "Bearer hush-hush"
        assert "authorization" not in other.seen[0][1]
    server.routes["/b"] = lambda h: h.reply(500)
    with client("Bearer hush-hush", origins_of(server.url)) as one, pytest.raises(FetchError) as told:
        one.get(f"{server.url}/b")
    assert "hush" not in caplog.text + repr(answer) + answer.record(None).model_dump_json() + repr(told.value)


def test_a_host_is_asked_with_a_pause_between() -> None:
    pace = Pace()
    began = time.monotonic()
    for host in ("a", "b", "a", "a"):
        pace.wait(host, 0.1)
    assert 0.2 <= time.monotonic() - began < 1


def test_a_condition_does_not_go_along_with_a_redirect(server: Server) -> None:
    server.routes["/a"] = lambda h: h.reply(302, Location="/b")
    server.page("/b", "there", etag='"1"')
    with client() as one:
        assert one.get(f"{server.url}/a", Condition('"1"')).status == 200
