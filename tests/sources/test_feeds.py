"""Feeds of all versions, hostile and broken ones, read from bytes."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sources.arrival import SourceError
from sources.feeds import Feed, FeedError, parse_feed

URL = "https://wire.example.org/news/feed"

RSS_09 = """<?xml version="1.0"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://my.netscape.com/rdf/simple/0.9/">
<channel><title>W</title><link>https://wire.example.org/</link></channel>
<item><title>A plan</title><link>https://wire.example.org/a</link></item></rdf:RDF>"""
RSS_091 = """<?xml version="1.0"?>
<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://my.netscape.com/publish/formats/rss-0.91.dtd">
<rss version="0.91"><channel><title>W</title>
<item><title>A plan</title><link>https://wire.example.org/a</link></item></channel></rss>"""
RSS_1 = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><item rdf:about="https://wire.example.org/a">
<title>A plan</title><link>https://wire.example.org/a</link><dc:date>2021-05-03T23:30:00-05:00</dc:date></item></rdf:RDF>"""
RSS_2 = """<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><item>
<title>A plan</title><link>../a</link><guid isPermaLink="false">g1</guid>
<pubDate>Mon, 03 May 2021 23:30:00 -0500</pubDate><description>Short.</description>
<content:encoded><![CDATA[<p>The whole &amp; more.</p>]]></content:encoded></item></channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>W</title><entry><id>urn:uuid:1</id>
<title type="html">A &lt;i&gt;plan&lt;/i&gt;</title><link rel="alternate" href="/a"/>
<published>2021-05-03T23:30:00-05:00</published>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>The whole.</p></div></content></entry></feed>"""


@pytest.mark.parametrize("text", [RSS_09, RSS_091, RSS_1, RSS_2, ATOM], ids=["0.9", "0.91", "1.0", "2.0", "atom"])
def test_every_version_is_read(text: str) -> None:
    found = parse_feed(text.encode(), URL)
    (item,) = found.items
    assert (item.title, item.link, found.fault) == ("A plan", "https://wire.example.org/a", None)


@pytest.mark.parametrize("text", [RSS_1, RSS_2, ATOM], ids=["1.0", "2.0", "atom"])
def test_the_day_is_the_one_that_the_feed_tells_not_that_of_utc(text: str) -> None:
    assert parse_feed(text.encode(), URL).items[0].published_on == "2021-05-03"


def test_the_longest_body_is_the_items_own() -> None:
    (item,) = parse_feed(RSS_2.encode(), URL).items
    assert (item.body, item.body_is_html, item.guid) == ("<p>The whole &amp; more.</p>", True, "g1")


@pytest.mark.parametrize("coding", ["utf-8", "utf-16", "utf-16-le", "latin-1"])
def test_entities_of_its_own_are_refused_in_every_encoding(coding: str) -> None:
    declared = f'<?xml version="1.0" encoding="{coding.removesuffix("-le")}"?>'
    for doctype in (
        '<!DOCTYPE rss [<!ENTITY x "y">]>',
        '<!-- [ --> <?a b?> <!doctype rss SYSTEM "a>b" [<!ENTITY % p SYSTEM "http://example.org/x">%p;]>',
        "<!DOCTYPE rss [",
    ):
        with pytest.raises(FeedError, match="declares entities"):
            parse_feed(f"{declared}{doctype}{RSS_2}".encode(coding), URL)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b" \n ", "is empty"),
        (b"<!DOCTYPE html><html><body><form><input type=password></form></body></html>", "web page"),
        (b'{"items": []}', "no feed"),
        (b"\x89PNG\r\n\x1a\n", "no feed"),
    ],
)
def test_what_is_no_feed_is_told(content: bytes, said: str) -> None:
    with pytest.raises(FeedError, match=said):
        parse_feed(content, URL)


def test_an_empty_feed_has_no_items_and_no_fault() -> None:
    assert parse_feed(b'<rss version="2.0"><channel><title>W</title></channel></rss>', URL) == Feed(())


def test_broken_xml_is_read_as_far_as_it_goes_but_for_what_may_be_cut() -> None:
    whole = RSS_2.replace("Short.", "A & B &nbsp; C")
    found = parse_feed(whole.encode(), URL)
    assert len(found.items) == 1 and "broken XML" in str(found.fault)
    two = RSS_2.replace(
        "</channel></rss>", "<item><title>B</title><link>https://wire.example.org/b</link><description>ha"
    )
    cut = parse_feed(two.encode(), URL)
    assert [item.title for item in cut.items] == ["A plan"] and "cut short" in str(cut.fault)


def test_addresses_that_are_none_are_no_links() -> None:
    for link in ("javascript:alert(1)", "file:///etc/passwd", "", "http://[::1"):
        (item,) = parse_feed(RSS_2.replace("../a", link).encode(), URL).items
        assert item.link is None, link


def test_of_a_feed_without_end_the_first_items_are_read() -> None:
    item = RSS_2.partition("<item>")[2].partition("</item>")[0]
    many = RSS_2.replace("</channel>", "".join(f"<item>{item}</item>" for _ in range(50)) + "</channel>")
    found = parse_feed(many.encode(), URL, limit=10)
    assert len(found.items) == 10 and "51 items" in str(found.fault)


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=400), st.integers(0, len(RSS_2)))
def test_whatever_comes_is_a_feed_or_a_fault_of_one_line(noise: bytes, place: int) -> None:
    for content in (noise, RSS_2.encode()[:place] + noise + RSS_2.encode()[place:]):
        try:
            found = parse_feed(content, URL)
        except SourceError as error:
            assert "\n" not in str(error)
        else:
            assert Feed.of_values(found.as_values()) == found


def test_no_file_or_address_is_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import urllib.request

    def never(*_: object, **__: object) -> None:
        raise AssertionError("asked the network")

    monkeypatch.setattr(urllib.request, "urlopen", never)
    (tmp_path / "feed.xml").write_text(RSS_2)
    for content in (str(tmp_path / "feed.xml").encode(), b"https://wire.example.org/feed", RSS_091.encode()):
        try:
            items = parse_feed(content, URL).items
        except FeedError:
            continue
        assert len(items) == 1 and content == RSS_091.encode()
