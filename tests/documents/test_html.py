"""HTML pages."""

import datetime as dt

import pytest

from documents.html import MAX_TAGS, NO_ARTICLE, NO_TEXT
from schemas.enums import DocumentStatus
from tests.documents.reading import read

NAVIGATION = "".join(f'<li><a href="/{i}">Section number {i} of this site</a></li>' for i in range(30))
STORIES = "".join(f'<div><a href="/s{i}">Story {i}: the minister signs an agreement.</a></div>' for i in range(20))
PAGE = f"""<!DOCTYPE html>
<html lang="en-US"><head><meta charset="utf-8">
<title>Two states sign | The Paper</title>
<meta property="og:title" content="Two states sign">
<meta property="og:site_name" content="The Paper">
<meta name="author" content="Ana Roa">
<meta property="article:published_time" content="2024-03-12T23:30:00-05:00">
<link rel="canonical" href="https://example.org/a">
</head><body><nav><ul>{NAVIGATION}</ul></nav>
<article><h1>Two states sign</h1>
<p>The <b>Ministry of Defence</b> and the <a href="/n">Navy</a> signed an agreement&nbsp;on radar
data.<br>It runs to 2030.</p>
<h2>Aid</h2>
<p>The ministry will receive:</p>
<ul><li>40 vehicles for the border</li><li><p>training for 200 guards</p></li></ul>
<p>Published on <time datetime="2024-03-12">12 March 2024</time> by <em>the ministry</em>.</p>
<table><tr><th>item</th><th>number</th></tr><tr><td>boats</td><td>4</td></tr></table>
</article><footer><p>Copyright The Paper</p></footer></body></html>"""

TEXT = """Two states sign

The Ministry of Defence and the Navy signed an agreement on radar data.
It runs to 2030.

Aid

The ministry will receive:

- 40 vehicles for the border
- training for 200 guards

Published on 12 March 2024 by the ministry.

item | number
boats | 4"""


def test_an_article_is_read_without_the_page_around_it() -> None:
    document = read(PAGE, "a.html")
    assert document.text.replace("\xa0", " ") == TEXT
    assert document.title == "Two states sign"
    assert document.author == "Ana Roa"
    assert document.publisher == "The Paper"
    assert document.url == "https://example.org/a"
    assert document.language == "en"
    assert (document.published_on, document.published_on_origin) == (dt.date(2024, 3, 12), "html")
    assert [(s.title, s.level) for s in document.sections] == [("Two states sign", 1), ("Aid", 2)]
    assert document.text[document.sections[1].start :].startswith("Aid\n\nThe ministry will receive")
    assert document.status is DocumentStatus.CODED


def test_the_dateline_is_taken_where_the_page_declares_no_day() -> None:
    page = (
        "<html><body><article><h1>Dos Estados firman</h1><p>Quito, 9 de marzo de 2021.- El Gobierno y la Embajada "
        "firmaron hoy un acuerdo sobre el intercambio de información entre los dos países.</p></article></body></html>"
    )
    document = read(page, "a.html")
    assert document.published_on == dt.date(2021, 3, 9)
    assert document.language == "es"


@pytest.mark.parametrize(
    ("page", "reason"),
    [
        (f"<html><body><nav><ul>{NAVIGATION}</ul></nav></body></html>", NO_ARTICLE),
        (f"<html><body><ul>{NAVIGATION}</ul><div>{STORIES}</div><p>All rights reserved</p></body></html>", NO_ARTICLE),
        ("<html><body><div id='app'></div><script>start()</script></body></html>", NO_TEXT),
        ("<!doctype html><html></html>", NO_TEXT),
    ],
    ids=["navigation", "list of stories", "script", "empty"],
)
def test_a_page_without_an_article_is_skipped_with_the_reason(page: str, reason: str) -> None:
    document = read(page, "a.html")
    assert (document.status, document.skip_reason) == (DocumentStatus.SKIPPED, reason)


def test_a_short_notice_is_an_article() -> None:
    document = read(
        "<html><body><h1>Notice</h1><p>The ministers signed an agreement today.</p></body></html>", "a.html"
    )
    assert document.status is DocumentStatus.CODED
    assert "The ministers signed an agreement today." in document.text


SENTENCE = "<p>The ministers signed an agreement on border security in the capital today.</p>"


@pytest.mark.parametrize(
    "page",
    [
        "<html><body>" + "<div>" * 30_000 + SENTENCE,
        "<html><body>" + f"<ul><li>{SENTENCE}" * 200,
        f'<html><body><p title="{"x" * 2_000_000}">A sentence of some words stands here.</p>{SENTENCE}</body></html>',
        f"<html><body><p>{'&amp;' * 100_000}</p>{SENTENCE}</body></html>",
        '<!DOCTYPE html [<!ENTITY a "aa"><!ENTITY b "&a;&a;"><!ENTITY c "&b;&b;">]>' + f"<html><body>&c;{SENTENCE}",
        f"<html><body><p>x &#x0; &#xD800; &#x110000;</p>{SENTENCE}</body></html>",
        f"<html><body></p></p></body></html></html>{SENTENCE}",
        f'<?xml version="1.0" encoding="utf-16"?><html><body>{SENTENCE}</body></html>',
    ],
    ids=["deep", "deep lists", "attribute", "entities", "entity bomb", "bad references", "unbalanced", "xml"],
)
def test_hostile_markup_gives_a_document(page: str) -> None:
    assert read(page, "a.html").media_type == "text/html"


def test_a_page_of_too_many_tags_is_refused() -> None:
    from documents.errors import UnreadableDocument

    with pytest.raises(UnreadableDocument, match=r"HTML page of 100,\d{3} tags; at most 100,000 are read"):
        read("<html><body>" + "<i>" * MAX_TAGS, "a.html")
