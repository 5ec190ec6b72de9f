"""What a page declares of itself: title, author, publisher, address and day, as trafilatura finds them.

Trafilatura's own way to all of this looks for categories, tags and licences too, which nobody asks for here, and for
the author with slow patterns at every element of a copy of the page. Here only what is used is looked for, and the
author in the few elements that can name one. tests/documents/test_html.py holds that both ways find the same.
"""

import contextlib
from copy import deepcopy
from dataclasses import dataclass
from functools import lru_cache
from html import unescape
from typing import Any

_MAX = 10_000
_CLASS = (
    "uthor", "yline", "username", "byl", "BBL", "channel-name", "zuozhe", "bianji", "xiaobian", "submitted-by",
    "posted-by", "journalist-name", "screenname", "writer",
)  # fmt: skip
_ID = ("uthor", "zuozhe", "bianji", "xiaobian")
_TESTS = (
    *((word, f"contains(@class, '{word}')") for word in _CLASS),
    *((word, f"contains(@id, '{word}')") for word in _ID),
    ("author", "@rel = 'author' or contains(@itemprop, 'author') or self::author"),
    ("AUTHOR", "self::author"),
    ("Author", "contains(@data-testid, 'Author') or self::author"),
    ("Byline", "contains(@data-component, 'Byline')"),
    ("<rel", "rel"),
)
"""What marks every element in which trafilatura looks for an author, after words without which a page has none such.
Asking each element for all of it takes four times as long as asking for what stands somewhere in the source."""
_WORDS = tuple(dict.fromkeys(word for word, _ in _TESTS))


@dataclass(frozen=True, slots=True)
class Declared:
    """What a page declares; each None where it does not. `date` is in ISO form."""

    title: str | None
    author: str | None
    publisher: str | None
    url: str | None
    date: str | None


@lru_cache(maxsize=256)
def _may_name_an_author(words: tuple[str, ...]) -> Any:
    """An expression for all elements that trafilatura may take an author from, and some more, where a page has no
    other ones of _WORDS in its source than these."""
    from lxml.etree import XPath  # type: ignore[import-untyped]

    tests = [test for word, test in _TESTS if word in words]
    return XPath(f"/descendant-or-self::*[{' or '.join(tests)}]") if tests else None


def _author_part(tree: Any, source: str) -> Any | None:
    """The page with nothing in it but the elements that may name an author, under what they stand in; None if none."""
    from lxml.html import Element  # type: ignore[import-untyped]

    marked = _may_name_an_author(tuple(word for word in _WORDS if word in source))
    if marked is None:
        return None
    made: dict[Any, Any] = {}
    taken: set[Any] = set()

    def kept(element: Any) -> Any:
        """The bare twin of an element, under the twins of those that it stands in."""
        if element not in made:
            made[element] = Element(element.tag, dict(element.attrib))
            if (parent := element.getparent()) is not None:
                kept(parent).append(made[element])
        return made[element]

    for element in marked(tree):
        above = element.getparent()
        if above is None:
            return tree
        if taken.isdisjoint(element.iterancestors()):
            taken.add(element)
            whole = deepcopy(element)
            whole.tail = None
            kept(above).append(whole)
    return made.get(tree)


def _line(value: str | None) -> str | None:
    """A value as trafilatura trims it at the end."""
    from trafilatura.utils import line_processing

    if value is None:
        return None
    return line_processing(unescape(value if len(value) <= _MAX else value[: _MAX - 1] + "…"))


def _publisher(found: Any, tree: Any, url: str | None) -> str | None:
    from trafilatura.metadata import META_URL, extract_sitename

    name: str | None = found.sitename or extract_sitename(tree)
    if name:
        name = name.lstrip("@")
        return name.title() if name and "." not in name and not name[0].isupper() else name
    match = META_URL.match(url) if url else None
    return match[1] if match else name


def read_head(tree: Any, source: str) -> Declared:
    """What a page declares: by its head first, by the looks of its body where that says nothing."""
    from htmldate import find_date
    from trafilatura import metadata as known

    found = known.examine_meta(tree)
    if found.author and " " not in found.author:
        found.author = None
    with contextlib.suppress(Exception):  # as trafilatura has it: JSON that nobody foresaw says nothing
        found = known.extract_meta_json(tree, found)
    title = found.title or known.extract_title(tree)
    author = found.author
    if not author and (part := _author_part(tree, source)) is not None:
        author = known.extract_author(part)
    url = found.url or known.extract_url(tree)
    date = find_date(tree, extensive_search=False, original_date=True, url=url)
    publisher = _publisher(found, tree, url)
    return Declared(_line(title), _line(author), _line(publisher), _line(url), _line(date))
