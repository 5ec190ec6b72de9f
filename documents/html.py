"""HTML: the article without the page around it."""

import logging
import re
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from documents.dates import parse_day
from documents.encoding import decode
from documents.errors import UnreadableDocument
from documents.html_head import Declared, read_head
from documents.language import normal_code
from documents.media import HTML
from documents.parts import DatedAs, Heading, Reading

MAX_BYTES = 16 * 1024 * 1024
MAX_TAGS = 100_000
"""Pages are parsed into trees of many times their size; an article has a hundredth of this."""

NO_ARTICLE = "page without an article: only navigation, links or labels; save the article's own page"
NO_TEXT = "page without text that can be read: a script fills it in, or its markup is broken; save its text as .txt"

_XML_DECLARATION = re.compile(r"^\s*<\?xml[^<>]{0,300}\?>")
_SPACE = re.compile(r"[ \t\r\n\f\v]+")
_SENTENCE_END = re.compile(r"[.!?…:;][\"”»’)\]]{0,2}$")
_COMMENTS = ("omment", "comol", "disqus_thread", "social")
"""What stands in the ids or classes of everything in which trafilatura looks for comments."""
_BLOCKS = frozenset({"p", "head", "item", "quote", "code", "row", "list", "table", "div"})


@dataclass
class _Writer:
    """Collects the lines of an article, with the offsets of its headings."""

    pieces: list[str] = field(default_factory=list)
    length: int = 0
    last: str = ""
    headings: list[Heading] = field(default_factory=list)
    blocks: list[tuple[str, str]] = field(default_factory=list)
    soft: bool = True
    """Whether a line end in the source is a space, as in HTML; trafilatura's last resort joins blocks by line ends."""

    def add(self, kind: str, words: str, level: int = 0) -> None:
        """Add a block; items of a list and rows of a table follow one another line by line."""
        words = "\n".join(line for part in words.split("\n") if (line := _SPACE.sub(" ", part).strip()))
        if not words or words == "-":
            return
        if self.pieces:
            gap = "\n" if kind == self.last and kind in ("item", "row") else "\n\n"
            self.pieces.append(gap)
            self.length += len(gap)
        if level:
            self.headings.append(Heading(" ".join(words.split()), level, self.length))
        self.pieces.append(words)
        self.length += len(words)
        self.last = kind
        self.blocks.append((kind, words))


def _inline(element: Any, soft: bool) -> str:
    """Words of an element and of what is in it, but for the blocks inside; line breaks as newlines.

    `soft` says that line ends in the source are spaces.
    """

    def words(text: str | None) -> str:
        return _SPACE.sub(" ", text or "") if soft else text or ""

    pieces = [words(element.text)]
    for child in element:
        if child.tag == "lb":
            pieces.append("\n")
        elif child.tag not in _BLOCKS and isinstance(child.tag, str):
            pieces.append(_inline(child, soft))
        pieces.append(words(child.tail))
    return "".join(pieces)


def _walk(element: Any, writer: _Writer, *, words_written: bool = False) -> None:
    """Write the blocks of trafilatura's tree in their order.

    `words_written` says that the words between the blocks of this element stand in the text already.
    """
    for child in element:
        tag = child.tag
        if tag not in _BLOCKS:
            if not words_written and isinstance(tag, str):
                writer.add("p", _inline(child, writer.soft))
        elif tag == "head":
            level = child.get("rend", "")
            writer.add("head", _inline(child, writer.soft), int(level[1]) if re.fullmatch(r"h[1-6]", level) else 2)
        elif tag == "row":
            cells = [" ".join(_all_words(cell).split()) for cell in child if cell.tag == "cell"]
            writer.add("row", " | ".join(cells) if any(cells) else "")
        elif tag in ("list", "table", "div"):
            _walk(child, writer)
        else:
            words = _inline(child, writer.soft and tag != "code")
            # <li><p>…</p></li>
            if tag == "item" and not words.strip() and len(child) and child[0].tag == "p":
                words = _inline(child[0], writer.soft)
                child.remove(child[0])
            writer.add(tag, f"- {words}" if tag == "item" else words)
            _walk(child, writer, words_written=True)
        if not words_written and child.tail and child.tail.strip():
            writer.add("p", child.tail)


def _all_words(element: Any) -> str:
    return " ".join(element.itertext())


def _has_article(writer: _Writer, tree: Any) -> bool:
    """Whether something in the page reads like a paragraph: a sentence that is no link of the tree, or a long line."""
    found: list[str] = []
    for kind, words in writer.blocks:
        for line in words.split("\n"):
            bare = line.removeprefix("- ").strip()
            number = len(bare.split())
            if kind == "head" or number < 5:
                continue
            if number >= 25 or (kind != "row" and _SENTENCE_END.search(bare)):
                found.append(bare)
    if not found:
        return False
    # Of a hundred links none is as long as a page's longest sentence: they are counted before their words are taken.
    longest = max(found, key=len)
    return longest not in _links(tree, len(longest)) or not _links(tree, len(min(found, key=len))).issuperset(found)


@cache
def _long_links() -> Any:
    from lxml.etree import XPath  # type: ignore[import-untyped]

    return XPath("descendant-or-self::a[string-length() >= $least]")


def _links(tree: Any, least: int) -> frozenset[str]:
    """The words of the links of a page that have at least so many characters."""
    return frozenset(" ".join(link.text_content().split()) for link in _long_links()(tree, least=least))


def _keep_times(tree: Any) -> None:
    """Move the words of <time> elements behind them: trafilatura drops the elements, and htmldate reads them."""
    for element in list(tree.iter("time")):
        words = element.text_content()
        for child in list(element):
            element.remove(child)
        element.text, element.tail = None, words + (element.tail or "")


def _metadata(found: Declared, tree: Any, reading: Reading) -> None:
    """Title, author, publisher, address, language and day as the page declares them."""
    reading.title, reading.author, reading.publisher = found.title, found.author, found.publisher
    if found.url and re.fullmatch(r"https?://\S+", found.url):
        reading.url = found.url
    declared = tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang") or tree.get("xml:lang")
    if code := normal_code(declared):
        reading.language, reading.language_origin = code, "lang attribute"
    if found.date and (day := parse_day(found.date)):
        reading.published.append(DatedAs(day, "html"))


def read_html(content: bytes) -> Reading:
    """The article of an HTML page; a page without one has a `skip_reason`.

    Raises UnreadableDocument where the page is too large or its markup is beyond repair.
    """
    if len(content) > MAX_BYTES:
        size, most = len(content) // 2**20, MAX_BYTES // 2**20
        raise UnreadableDocument(f"is an HTML page of {size:,} MB; at most {most} MB are read: save its text as .txt")
    decoded = decode(content, html=True)
    reading = Reading(HTML, "", warnings=list(decoded.warnings))
    source = _XML_DECLARATION.sub("", decoded.text)
    if not source.strip():
        return reading
    if (tags := source.count("<")) > MAX_TAGS:
        raise UnreadableDocument(
            f"is an HTML page of {tags:,} tags; at most {MAX_TAGS:,} are read: save its text as .txt"
        )
    for name in ("trafilatura", "htmldate", "courlan", "justext"):
        logging.getLogger(name).setLevel(logging.CRITICAL)  # what it complains of is told in our own words
    from trafilatura.core import bare_extraction
    from trafilatura.utils import load_html

    try:
        tree = load_html(source)
        if tree is None:
            raise UnreadableDocument("is no HTML that can be parsed: save the page again, or its text as .txt")
        linked, root = tree.find(".//a") is not None, dict(tree.attrib)
        _keep_times(tree)
        head = read_head(tree, source)
        # The text has no comments either way: taken out as such, or dropped. Where there are none the first is quicker.
        found: Any = bare_extraction(
            tree,
            url=head.url,
            include_comments=not any(word in source for word in _COMMENTS),
            include_formatting=True,
            include_tables=True,
        )
    except UnreadableDocument:
        raise
    except (Exception, RecursionError) as error:
        raise UnreadableDocument(
            f"is an HTML page that cannot be parsed ({type(error).__name__}): save its text as .txt"
        ) from None
    if found is None or found.body is None:
        reading.skip_reason = NO_ARTICLE if linked else NO_TEXT
        return reading
    writer = _Writer(soft=len(found.body) != 1)
    _walk(found.body, writer)
    reading.text, reading.headings = "".join(writer.pieces), writer.headings
    _metadata(head, root, reading)
    if not reading.text:
        reading.skip_reason = NO_ARTICLE if linked else NO_TEXT
    elif not _has_article(writer, tree):
        reading.skip_reason = NO_ARTICLE
    return reading
