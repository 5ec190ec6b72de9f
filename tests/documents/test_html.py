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


NAMED = (
    '<p class="byline">By Ana Roa</p>', '<span class="author-name">Ana Roa</span>',
    '<a rel="author" href="/r">Ana Roa</a>',
    '<div id="author">Ana Roa</div>', '<span itemprop="author name">Ana Roa</span>', "<author>Ana Roa</author>",
    '<div class="username">Ana Roa</div>', '<h4 class="BBL">Ana Roa</h4>', '<p class="journalist-name">Ana Roa</p>',
    '<i data-component="Byline">Ana Roa</i>', '<b class="screenname">Ana Roa</b>', '<i class="the-writer">Ana Roa</i>',
    '<i id="theAuthor">Ana Roa</i>', '<a data-testid="AuthorURL">Ana Roa</a>', '<p class="posted-by">by Ana Roa</p>',
    '<span class="zuozhe">Ana Roa</span>', '<div class="sidebar"><p class="byline">Luz Paz</p></div>',
    '<div class="byline">By <time>3 May 2021</time><span class="author">Ana Roa</span>, <b>Lima</b></div>',
    '<section class="comments"><b class="author">Luz Paz</b></section>', "<p><rel>me</rel>Ana Roa</p>",
    '<div class="author"><div class="print">Print</div><figure>x</figure>Ana Roa and Luz Paz</div>', "",
)  # fmt: skip
HEADS = (
    "", '<meta name="author" content="Eva Sol">', '<meta property="og:site_name" content="the paper">',
    '<link rel="canonical" href="/a/b"><meta property="og:url" content="https://example.org/c">',
    '<meta name="twitter:site" content="@paper"><meta name="keywords" content="a, b">'
    '<meta name="date" content="2021-05-03">',
    '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Signed", '
    '"datePublished": "2020-01-02", "author": {"@type": "Person", "name": "Iva Luz"}, '
    '"publisher": {"@type": "Organization", "name": "Wire"}}</script>',
    '<script type="application/ld+json">{"@type": "NewsArticle", broken</script><title>Signed | paper.org</title>',
)  # fmt: skip


@pytest.mark.parametrize("head", HEADS)
@pytest.mark.parametrize("named", NAMED)
def test_a_page_declares_what_trafilatura_finds_in_it(head: str, named: str) -> None:
    from trafilatura import bare_extraction
    from trafilatura.utils import load_html

    from documents.html_head import read_head

    page = PAGE.replace('<meta name="author" content="Ana Roa">', head).replace("<h1>", f"<div>{named}</div><h1>")
    whole = bare_extraction(
        load_html(page), with_metadata=True, date_extraction_params={"extensive_search": False, "original_date": True}
    )
    found = read_head(load_html(page), page)
    assert whole is not None
    assert (found.title, found.author, found.publisher, found.url, found.date) == (
        whole.title, whole.author, whole.sitename, whole.url, whole.date,  # type: ignore[union-attr]
    )  # fmt: skip


def test_some_of_these_pages_name_an_author_in_their_text() -> None:
    from trafilatura.utils import load_html

    from documents.html_head import read_head

    page = PAGE.replace('<meta name="author" content="Ana Roa">', "")
    pages = [page.replace("<h1>", f"<div>{named}</div><h1>") for named in NAMED]
    found = [read_head(load_html(each), each).author for each in pages]
    assert sum("Ana Roa" in (author or "") for author in found) > 10 and None in found
